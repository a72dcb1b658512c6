// The server's own process. It is started with an IPC channel and ends when its parent is gone.
import { mkdirSync, rmSync } from 'node:fs';
import type { ServeOptions, ServerMessage } from './address.ts';
import { claimDirectory } from './lock.ts';
import { EmbeddedServer } from './server.ts';

/** Every acknowledged write is on disk already: an end that takes longer is none to wait for. */
const STOP_WITHIN_MS = 5_000;

function tell(message: ServerMessage): Promise<void> {
  return new Promise(resolve => {
    if (process.send && process.connected) process.send(message, () => resolve());
    else resolve();
  });
}

/** The parent reads this process's stderr into its own log. */
function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

async function serve({ dataDir, address, sweepEveryMs }: ServeOptions): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = await claimDirectory(dataDir, address);
  if ('heldBy' in lock) {
    await tell({ type: 'busy', pid: lock.heldBy });
    process.exit(3);
  }
  const server = new EmbeddedServer({ dataDir, sweepEveryMs, report });
  if (address.kind === 'socket') rmSync(address.path, { force: true });
  const bound = await server.listen(address);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await server.close();
    if (bound.kind === 'socket') rmSync(bound.path, { force: true });
    await lock.release();
    process.exit(0);
  };
  process.on('disconnect', () => void stop());
  process.on('message', message => {
    if (message === 'stop') void stop();
  });
  if (!process.connected) await stop();
  await tell({ type: 'ready', address: bound });
}

// Files and the socket are for this user alone.
process.umask(0o077);
// A Ctrl-C reaches the whole process group: the parent decides when the store ends, after its last write.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
try {
  await serve(JSON.parse(process.argv[2] ?? '{}') as ServeOptions);
} catch (error) {
  await tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
