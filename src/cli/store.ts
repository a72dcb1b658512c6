import { parseArgs } from 'node:util';
import { checkStore, dumpStore, restoreStore, type Store, StoreError } from '../store/index.ts';
import { type CommandIo } from './io.ts';

const usage = `Usage: tirek store dump FILE
       tirek store restore FILE [--replace]
       tirek store check

Backs up, restores and checks the store of this installation (MONGODB_URI, else the embedded store in DATA_DIR).

  dump       write everything into one gzip file of canonical Extended JSON, with the indexes; the tool may be running
  restore    put a dump into the store, which must be empty unless --replace; also moves data from one kind of store
             to the other. Stop the tool first
  check      read every document and every index and compare

  --json     print one JSON object
  --help     print this text

Private keys stay encrypted in a dump: back SECRET_KEY up separately.
`;

interface StoreOptions {
  readonly action: 'dump' | 'restore' | 'check';
  readonly file: string;
  readonly replace: boolean;
  readonly json: boolean;
}

/** `tirek store`. Resolves to the exit code: 0 done; 1 failed or the check found something; 2 wrong usage. */
export async function storeCommand(
  args: readonly string[],
  io: CommandIo,
  open: () => Promise<{ store: Store }>,
): Promise<number> {
  const options = optionsIn(args);
  if (options === null) {
    io.stdout.write(usage);
    return 0;
  }
  if (typeof options === 'string') {
    io.stderr.write(`tirek store: ${options} (see tirek store --help)\n`);
    return 2;
  }
  const { store } = await open();
  try {
    return await run(options, io, store);
  } catch (error) {
    const isFile = (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!(error instanceof StoreError) && !isFile) throw error;
    io.stderr.write(`tirek store: ${(error as Error).message.split('\n')[0] ?? ''}\n`);
    return 1;
  } finally {
    await store.close();
  }
}

/** Null asks for help; a text says what is wrong. */
function optionsIn(args: readonly string[]): StoreOptions | string | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        replace: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return null;
    const [action = '', file = '', ...more] = positionals;
    if (action !== 'dump' && action !== 'restore' && action !== 'check') {
      return action === '' ? 'name dump, restore or check' : `there is no "store ${action}"`;
    }
    if (more.length > 0 || (action === 'check' && file !== '')) return 'too many arguments';
    if (action !== 'check' && file === '') return `store ${action} needs a FILE`;
    if (values.replace === true && action !== 'restore') return '--replace belongs to restore';
    return { action, file, replace: values.replace === true, json: values.json === true };
  } catch (error) {
    return (error as Error).message.split('. ')[0] ?? 'wrong options';
  }
}

async function run(
  { action, file, replace, json }: StoreOptions,
  io: CommandIo,
  store: Store,
): Promise<number> {
  const { connection } = store;
  if (action === 'check') {
    const report = await checkStore(connection);
    if (json) io.stdout.write(`${JSON.stringify(report)}\n`);
    else {
      const { collections, documents, indexes } = report;
      io.stdout.write(`${collections} collections, ${documents} documents, ${indexes} indexes read\n`);
      for (const problem of report.problems) io.stdout.write(`${problem}\n`);
    }
    if (report.problems.length === 0) return 0;
    io.stderr.write(`tirek store: ${report.problems.length} problems found\n`);
    return 1;
  }
  const summary =
    action === 'dump' ? await dumpStore(connection, file) : await restoreStore(connection, file, { replace });
  const done = action === 'dump' ? 'written to' : 'restored from';
  io.stdout.write(
    json
      ? `${JSON.stringify(summary)}\n`
      : `${summary.collections} collections, ${summary.documents} documents ${done} ${file}\n`,
  );
  return 0;
}
