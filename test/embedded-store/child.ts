import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type Address, type ServerMessage } from '../../src/embedded-store/address.ts';

const PROGRAM = new URL('../../dist/embedded-store.js', import.meta.url);

export interface Child {
  process: ChildProcess;
  /** The first thing it said: ready, busy or failed. */
  message: ServerMessage;
  uri: string;
}

const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A data directory that is removed after the test. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-store-'));
  folders.push(folder);
  return folder;
}

/** Starts the server's program as a process of its own, which is killed after the test. */
export async function startChild(
  dataDir: string,
  options: { address?: Address; sweepEveryMs?: number } = {},
): Promise<Child> {
  const address = options.address ?? { kind: 'socket', path: join(dataDir, 's.sock') };
  const child = fork(PROGRAM, [JSON.stringify({ dataDir, ...options, address })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  const [message] = (await once(child, 'message')) as [ServerMessage];
  const bound = message.type === 'ready' ? message.address : address;
  const place = bound.kind === 'socket' ? encodeURIComponent(bound.path) : `127.0.0.1:${bound.port}`;
  return { process: child, message, uri: `mongodb://${place}/test?directConnection=true` };
}

export async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
