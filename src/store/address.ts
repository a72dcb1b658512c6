import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Address } from '../embedded-store/address.ts';
import { StoreError } from './errors.ts';

/** sun_path holds 104 bytes on macOS and 108 on Linux, with the closing zero. */
const LONGEST_SOCKET_PATH = 100;
const RECORD = 'embedded-store.json';
const SOCKET = 'store.sock';

const addressSchema: z.ZodType<Address> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('socket'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('port'), port: z.number().int().min(0).max(65535) }),
]);

/**
 * Where a data directory is served. One that was served before keeps its address, so that clients of a server that
 * died find the next one: the record stays in the data directory until a server ends in order.
 */
export function chooseAddress(dataDir: string): Address {
  const recorded = recordedAddress(dataDir);
  if (recorded) return recorded;
  if (process.platform === 'win32') return { kind: 'port', port: 0 };
  const path = join(dataDir, SOCKET);
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return { kind: 'socket', path };
  return { kind: 'socket', path: join(mkdtempSync(join(tmpdir(), 'tirek-')), SOCKET) };
}

/** The address in the data directory's record, or null when there is none that makes sense here. */
export function recordedAddress(dataDir: string): Address | null {
  let text: string;
  try {
    text = readFileSync(join(dataDir, RECORD), 'utf8');
  } catch {
    return null;
  }
  try {
    return addressSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function recordAddress(dataDir: string, address: Address): void {
  const file = join(dataDir, RECORD);
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(address), { mode: 0o600 });
  renameSync(fresh, file);
}

export function forgetAddress(dataDir: string): void {
  rmSync(join(dataDir, RECORD), { force: true });
}

/** Removes the private directory of a socket, if there was one. */
export function leavePlace(dataDir: string, address: Address): void {
  if (address.kind !== 'socket' || dirname(address.path) === dataDir) return;
  try {
    rmdirSync(dirname(address.path));
  } catch {
    // Not empty: somebody listens there already again.
  }
}

/** Makes the socket's directory; one outside the data directory must be ours alone: the store asks for no password. */
export function preparePlace(address: Address, dataDir: string): void {
  if (address.kind !== 'socket') return;
  const folder = dirname(address.path);
  if (folder === dataDir) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new StoreError(`The directory ${folder} of the store's socket is open to others.`);
  }
}
