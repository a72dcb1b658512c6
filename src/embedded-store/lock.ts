import { open, type RootDatabase } from 'lmdb';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Address } from './address.ts';

interface Owner {
  pid: number;
  host: string;
  /** Start of the process in ticks since boot where /proc tells it: tells a reused pid from the owner. */
  ticks: string | null;
  claimedAt: number;
  address: Address;
}

const KEY = 'owner';
/** Without /proc, a claim younger than this counts as alive even while its socket does not answer yet. */
const STARTING_MS = 10_000;

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Claims a data directory for this process, or says which process has it. The claim is a record in a small LMDB
 * file: LMDB's write transactions exclude each other between processes and survive the death of their owner,
 * so two contenders for the same stale claim cannot both win.
 */
export async function claimDirectory(
  dataDir: string,
  address: Address,
): Promise<DirectoryLock | { heldBy: number }> {
  const file: RootDatabase<Owner, string> = open({
    path: join(dataDir, 'owner.lmdb'),
    encoding: 'json',
    noSubdir: true,
  });
  const mine: Owner = {
    pid: process.pid,
    host: hostname(),
    ticks: startTicks(process.pid),
    claimedAt: Date.now(),
    address,
  };
  for (;;) {
    const seen = file.get(KEY);
    if (seen && (await isAlive(seen))) {
      await file.close();
      return { heldBy: seen.pid };
    }
    const won = file.transactionSync(() => {
      if (JSON.stringify(file.get(KEY)) !== JSON.stringify(seen)) return false;
      file.putSync(KEY, mine);
      return true;
    });
    if (won) return { release: () => release(file, mine) };
  }
}

async function release(file: RootDatabase<Owner, string>, mine: Owner): Promise<void> {
  file.transactionSync(() => {
    if (file.get(KEY)?.pid === mine.pid) file.removeSync(KEY);
  });
  await file.close();
}

async function isAlive(owner: Owner): Promise<boolean> {
  if (owner.host === hostname()) {
    if (owner.pid === process.pid || !processExists(owner.pid)) return false;
    const ticks = startTicks(owner.pid);
    if (ticks !== null && owner.ticks !== null) return ticks === owner.ticks;
    if (Date.now() - owner.claimedAt < STARTING_MS) return true;
  }
  return answers(owner.address);
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command in parentheses may hold spaces; the 22nd field is the 20th after it (proc(5)).
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Whether somebody accepts connections at an address. */
export function answers(address: Address): Promise<boolean> {
  return new Promise(resolve => {
    const target =
      address.kind === 'socket' ? { path: address.path } : { port: address.port, host: '127.0.0.1' };
    const socket = createConnection(target);
    const end = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.setTimeout(2_000, () => end(true));
  });
}
