import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type ErasureReport, type PersonalData } from '../features/privacy/index.ts';
import { type Registration, type Registrations } from '../lti/index.ts';
import { type Confirm, terminalOf } from './confirm.ts';
import { type CommandIo } from './io.ts';

const usage = `Usage: tirek person export --issuer URL --client-id ID --user SUB [--out FILE] [--json]
       tirek person erase  --issuer URL --client-id ID --user SUB [--yes] [--json]

One person's data. SUB is the person's id in the platform (LMS).

  export     print everything that is stored about the person as one JSON object; nobody else's data are in it
  erase      replace names, e-mail and ids by a pseudonym, end sessions, cancel what is on its way to the gradebook;
             grades and their history stay, under the pseudonym. Cannot be undone; asks first, unless --yes.
             Take the person out of the courses in the platform first: it would send the data again

  --out      write the export into a file that its owner alone may read
  --json     say what was done as one JSON object
`;

/** What the command works on; opened only when the options are right. */
export interface OpenedPeople {
  readonly people: PersonalData;
  readonly registrations: Pick<Registrations, 'find'>;
  close(): Promise<void>;
}

interface PersonOptions {
  readonly action: 'export' | 'erase';
  readonly issuer: string;
  readonly clientId: string;
  readonly user: string;
  readonly out: string | null;
  readonly yes: boolean;
  readonly json: boolean;
}

/** One line for the operator. */
class PersonError extends Error {
  override readonly name = 'PersonError';
}

/**
 * `tirek person`: writes out or erases one person's data. Resolves to the exit code: 0 done; 1 refused or failed, with
 * one line on stderr; 2 wrong usage.
 *
 * @param confirm asks on the terminal; absent: the process's own terminal, when there is one
 */
export async function personCommand(
  args: readonly string[],
  io: CommandIo,
  open: () => Promise<OpenedPeople>,
  confirm: Confirm | null = terminalOf(io),
): Promise<number> {
  const options = optionsIn(args);
  if (options === null) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = typeof options === 'string' ? options : needsYes(options, confirm);
  if (typeof options === 'string' || wrong !== null) {
    io.stderr.write(`tirek person: ${wrong ?? ''} (see tirek person --help)\n`);
    return 2;
  }
  const opened = await open();
  try {
    const registration = await getRegistration(options, opened);
    if (options.action === 'export') await exportPerson(options, io, opened, registration);
    else await erasePerson(options, io, opened, registration, confirm);
    return 0;
  } catch (error) {
    const isFile = (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!(error instanceof PersonError) && !isFile) throw error;
    io.stderr.write(`tirek person: ${(error as Error).message}\n`);
    return 1;
  } finally {
    await opened.close();
  }
}

const needsYes = ({ action, yes }: PersonOptions, confirm: unknown): string | null =>
  action === 'erase' && !yes && confirm === null ? 'without a terminal, erase needs --yes' : null;

/** The options; what is wrong with them as a text; null when help is asked for. */
function optionsIn(args: readonly string[]): PersonOptions | string | null {
  try {
    return readOptions(args);
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  }
}

function readOptions(args: readonly string[]): PersonOptions | string | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      issuer: { type: 'string' },
      'client-id': { type: 'string' },
      user: { type: 'string' },
      out: { type: 'string' },
      yes: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  const [action, tooMuch] = positionals;
  if (action !== 'export' && action !== 'erase')
    return action === undefined ? 'say what to do' : `there is no "person ${action}"`;
  if (tooMuch !== undefined) return `"${tooMuch}" is one word too many`;
  if (values.out !== undefined && action !== 'export') return '--out belongs to export';
  if (values.yes !== undefined && action !== 'erase') return '--yes belongs to erase';
  if (values.out === '') return '--out needs a FILE';
  const { issuer = '', 'client-id': clientId = '', user = '' } = values;
  const missing = Object.entries({ issuer, 'client-id': clientId, user }).find(([, value]) => value === '');
  if (missing !== undefined) return `--${missing[0]} is missing`;
  const { out = null, yes = false, json = false } = values;
  return { action, issuer, clientId, user, out, yes, json };
}

/** @throws PersonError when there is no such platform, or the store holds what this program does not know */
async function getRegistration(
  { issuer, clientId }: PersonOptions,
  { registrations, people }: OpenedPeople,
): Promise<Registration> {
  const found = await registrations.find(issuer, clientId);
  if (found === null) throw new PersonError(`no platform ${issuer} with client id ${clientId}`);
  const unknown = await people.unknownCollections();
  if (unknown.length > 0) {
    throw new PersonError(
      `the store holds ${unknown.join(', ')}, which this program does not know: something could be missed`,
    );
  }
  return found;
}

const nothingStored = ({ user }: PersonOptions, { name }: Registration): PersonError =>
  new PersonError(`nothing is stored about a user ${user} of ${name}`);

async function exportPerson(
  options: PersonOptions,
  io: CommandIo,
  { people }: OpenedPeople,
  registration: Registration,
): Promise<void> {
  const personId = await people.findPerson(registration.id, options.user);
  if (personId === null) throw nothingStored(options, registration);
  const text = people.export({ personId, audience: 'operator', platform: registration });
  if (options.out === null) {
    // The process's own output stays open for whoever comes next.
    await pipeline(text, io.stdout, { end: false });
    return;
  }
  await writeFile(options.out, text);
  io.stdout.write(
    options.json
      ? `${JSON.stringify({ user: options.user, file: options.out })}\n`
      : `written to ${options.out}\n`,
  );
}

/** The file appears under its name only when it is complete. */
async function writeFile(file: string, text: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  const stream = createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true });
  try {
    await pipeline(text, stream);
    await finished(stream);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function erasePerson(
  options: PersonOptions,
  io: CommandIo,
  { people }: OpenedPeople,
  registration: Registration,
  confirm: Confirm | null,
): Promise<void> {
  const question = `Erase the data of user ${options.user} of ${registration.name}? This cannot be undone.`;
  if (!options.yes && (await confirm?.(question)) !== true) throw new PersonError('nothing was erased');
  const report = await people.erase(registration.id, options.user);
  if (report === null) throw nothingStored(options, registration);
  io.stdout.write(
    options.json
      ? `${JSON.stringify({ user: options.user, ...report }, null, 2)}\n`
      : describe(options, registration, report),
  );
}

function describe({ user }: PersonOptions, { name }: Registration, report: ErasureReport): string {
  const at = report.erasedAt.toISOString();
  if (report.status === 'already')
    return `user ${user} of ${name} was erased at ${at}; nothing new is stored\n`;
  const kept = Object.entries(report.kept).map(([collection, count]) => `${count} in ${collection}`);
  const rows = {
    erased: `user ${user} of ${name}, at ${at}`,
    pseudonym: report.pseudonym ?? 'none',
    sessions: `${report.sessionsEnded} ended`,
    gradebook: `${report.deliveriesCancelled} deliveries cancelled`,
    courses: `${report.membershipsEnded} memberships ended`,
    kept: kept.length === 0 ? 'nothing' : `${kept.join(', ')}: under the pseudonym`,
  };
  const table = Object.entries(rows).map(([term, value]) => `${term.padEnd(10)}  ${value}\n`);
  return `${table.join('')}Who is still in a course of the platform comes back with its next list of members or launch.\n`;
}
