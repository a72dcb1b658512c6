import { open, type RootDatabase } from 'lmdb';

export interface Entry {
  key: Buffer;
  value: Buffer;
}

/**
 * The whole contract of the storage: an ordered map of bytes with synchronous transactions of one writer. Everything
 * else is built on it.
 */
export interface KeyValues {
  get(key: Buffer): Buffer | undefined;
  put(key: Buffer, value: Buffer): void;
  remove(key: Buffer): void;
  /**
   * The entries from `from` (included) to `to` (excluded), from the other end if `reverse`. They are read piece by
   * piece, each piece at one moment, so that an iteration may rest between turns of the event loop and around writes.
   */
  entries(from: Buffer, to: Buffer, reverse?: boolean): Generator<Entry>;
  keys(from: Buffer, to: Buffer, reverse?: boolean): Generator<Buffer>;
  /** All or nothing, and on disk when it returns. Never nested. */
  transaction<T>(work: () => T): T;
  close(): Promise<void>;
}

/** A first small piece serves queries for one document; later ones serve scans. */
const FIRST_PIECE = 16;
const PIECE = 512;

/** Reads a range piece by piece: each piece ends before the next one is asked for. */
function* pieces<T>(
  read: (options: object) => Iterable<T>,
  keyOf: (item: T) => Buffer,
  from: Buffer,
  to: Buffer,
  reverse: boolean,
): Generator<T> {
  const ends = reverse
    ? { start: to, end: from, reverse: true, inclusiveEnd: true }
    : { start: from, end: to };
  let limit = FIRST_PIECE;
  let options: object = { ...ends, limit, exclusiveStart: reverse };
  for (;;) {
    const piece = [...read(options)];
    yield* piece;
    const last = piece.at(-1);
    if (last === undefined || piece.length < limit) return;
    limit = PIECE;
    options = { ...ends, start: keyOf(last), exclusiveStart: true, limit };
  }
}

export function openKeyValues(file: string): KeyValues {
  const db: RootDatabase<Buffer, Buffer> = open({
    path: file,
    noSubdir: true,
    keyEncoding: 'binary',
    encoding: 'binary',
    cache: false,
    // A commit returns when it is on disk: nothing is acknowledged before.
    overlappingSync: false,
  });

  return {
    get: key => db.getBinary(key),
    put: (key, value) => {
      db.putSync(key, value);
    },
    remove: key => {
      db.removeSync(key);
    },
    entries: (from, to, reverse = false) =>
      pieces<Entry>(
        options => db.getRange(options),
        entry => entry.key,
        from,
        to,
        reverse,
      ),
    keys: (from, to, reverse = false) =>
      pieces<Buffer>(
        options => db.getKeys(options),
        key => key,
        from,
        to,
        reverse,
      ),
    transaction: work => db.transactionSync(work),
    close: () => db.close(),
  };
}
