import { Long } from 'bson';
import { encodeWithArray, encodeWithDocument, MAX_DOCUMENT_BYTES } from '../bson/encode.ts';
import { type Doc, type Value } from '../bson/values.ts';
import { MongoError } from '../errors.ts';
import { type TimeLimit } from '../plan/timeLimit.ts';
import { OK } from './answer.ts';

type Batch = { documents: readonly Buffer[]; last: boolean };

interface Cursor {
  id: Long;
  namespace: string;
  /** @throws what reading throws */
  read(count: number, bytes: number): Batch;
  /** Read already, while the client was busy with the batch before. */
  ahead: Batch | { failure: unknown } | null;
  neverIdle: boolean;
  usedAt: number;
  timeLimit: TimeLimit | undefined;
}

export interface CursorOptions {
  batchSize?: number | undefined;
  /** Everything beyond the first batch is thrown away. */
  single?: boolean;
  neverIdle?: boolean;
  /** Whether what it reads is still there. */
  alive?: () => boolean;
  timeLimit?: TimeLimit | undefined;
}

/** MongoDB's default for the first batch. */
const FIRST_BATCH = 101;
/** MongoDB ends cursors that nobody has asked for as long. */
const IDLE_MS = 10 * 60 * 1000;
/** Where the client leaves the size open, small enough that others get their turn in between. */
const OPEN_BATCH_BYTES = 2 * 1024 * 1024;

/** Results that are fetched in batches. */
export class Cursors {
  private readonly open = new Map<string, Cursor>();
  private readonly idleMs: number;
  private last = BigInt(Date.now()) * 1000n;

  constructor(idleMs = IDLE_MS) {
    this.idleMs = idleMs;
  }

  get count(): number {
    return this.open.size;
  }

  /** Answers the first batch and keeps the rest. */
  start(namespace: string, documents: Iterator<Buffer>, options: CursorOptions = {}): Buffer {
    const cursor: Cursor = {
      id: Long.fromBigInt(++this.last),
      namespace,
      read: readerOf(documents, options.alive ?? (() => true)),
      ahead: null,
      neverIdle: options.neverIdle === true,
      usedAt: Date.now(),
      timeLimit: options.timeLimit,
    };
    const batch = cursor.read(options.batchSize ?? FIRST_BATCH, MAX_DOCUMENT_BYTES);
    const ended = batch.last || options.single === true;
    if (!ended) this.open.set(cursor.id.toString(), cursor);
    return answer('firstBatch', batch.documents, ended ? Long.ZERO : cursor.id, namespace);
  }

  /** @throws MongoError CursorNotFound */
  more(id: Long, namespace: string, batchSize: number | undefined): Buffer {
    const cursor = this.open.get(id.toString());
    if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${id.toString()} not found`);
    if (cursor.namespace !== namespace) {
      throw new MongoError(
        'Unauthorized',
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    cursor.usedAt = Date.now();
    try {
      const batch = nextBatch(cursor, batchSize);
      if (batch.last) this.open.delete(id.toString());
      else if (!batchSize) setImmediate(() => this.readAhead(cursor));
      return answer('nextBatch', batch.documents, batch.last ? Long.ZERO : id, namespace);
    } catch (error) {
      this.open.delete(id.toString());
      throw error;
    }
  }

  /** A client that reads on and on gets its next batch without waiting for it. */
  private readAhead(cursor: Cursor): void {
    if (cursor.ahead || this.open.get(cursor.id.toString()) !== cursor) return;
    try {
      cursor.ahead = nextBatch(cursor, undefined);
    } catch (failure) {
      cursor.ahead = { failure };
    }
  }

  /** Answers whether there was such a cursor. */
  kill(id: Long): boolean {
    return this.open.delete(id.toString());
  }

  endIdle(now = Date.now()): void {
    for (const [id, { usedAt, neverIdle }] of this.open) {
      if (!neverIdle && now - usedAt > this.idleMs) this.open.delete(id);
    }
  }
}

function nextBatch(cursor: Cursor, batchSize: number | undefined): Batch {
  const { ahead } = cursor;
  cursor.ahead = null;
  if (ahead && 'failure' in ahead) throw ahead.failure;
  if (ahead) return ahead;
  cursor.timeLimit?.restart();
  return batchSize ? cursor.read(batchSize, MAX_DOCUMENT_BYTES) : cursor.read(Infinity, OPEN_BATCH_BYTES);
}

function readerOf(documents: Iterator<Buffer>, alive: () => boolean): Cursor['read'] {
  let kept: Buffer | null = null;
  return (count, bytes) => {
    if (!alive()) {
      throw new MongoError(
        'QueryPlanKilled',
        'the collection or an index of it was dropped between getMore calls',
      );
    }
    const batch: Buffer[] = [];
    let size = 0;
    while (batch.length < count) {
      const next: IteratorResult<Buffer> = kept ? { value: kept, done: false } : documents.next();
      kept = null;
      if (next.done) return { documents: batch, last: true };
      if (batch.length > 0 && size + next.value.length > bytes) {
        kept = next.value;
        break;
      }
      batch.push(next.value);
      size += next.value.length;
    }
    return { documents: batch, last: false };
  };
}

function answer(name: string, batch: readonly Buffer[], id: Long, namespace: string): Buffer {
  const rest: Doc = new Map<string, Value>([
    ['id', id],
    ['ns', namespace],
  ]);
  return encodeWithDocument('cursor', encodeWithArray(name, batch, rest), new Map([['ok', OK]]));
}
