import { Long } from 'bson';
import { encodeWithArray, encodeWithDocument, MAX_DOCUMENT_BYTES } from '../bson/encode.ts';
import { type Doc, type Value } from '../bson/values.ts';
import { MongoError } from '../errors.ts';
import { type TimeLimit } from '../plan/timeLimit.ts';
import { OK } from './answer.ts';

interface Cursor {
  id: Long;
  namespace: string;
  next(count: number): Buffer[];
  done(): boolean;
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
    const batches = batchesOf(documents, options.alive ?? (() => true));
    const cursor: Cursor = {
      id: Long.fromBigInt(++this.last),
      namespace,
      ...batches,
      neverIdle: options.neverIdle === true,
      usedAt: Date.now(),
      timeLimit: options.timeLimit,
    };
    const batch = cursor.next(options.batchSize ?? FIRST_BATCH);
    const ended = cursor.done() || options.single === true;
    if (!ended) this.open.set(cursor.id.toString(), cursor);
    return answer('firstBatch', batch, ended ? Long.ZERO : cursor.id, namespace);
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
    cursor.timeLimit?.restart();
    try {
      const batch = cursor.next(batchSize === undefined || batchSize === 0 ? Infinity : batchSize);
      if (cursor.done()) this.open.delete(id.toString());
      return answer('nextBatch', batch, cursor.done() ? Long.ZERO : id, namespace);
    } catch (error) {
      this.open.delete(id.toString());
      throw error;
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

function batchesOf(
  documents: Iterator<Buffer>,
  alive: () => boolean,
): { next(count: number): Buffer[]; done(): boolean } {
  let ahead: Buffer | null = null;
  let done = false;
  return {
    done: () => done,
    next: count => {
      if (!alive())
        throw new MongoError(
          'QueryPlanKilled',
          'the collection or an index of it was dropped between getMore calls',
        );
      const batch: Buffer[] = [];
      let size = 0;
      while (batch.length < count) {
        const next: IteratorResult<Buffer> = ahead ? { value: ahead, done: false } : documents.next();
        ahead = null;
        if (next.done) {
          done = true;
          break;
        }
        if (batch.length > 0 && size + next.value.length > MAX_DOCUMENT_BYTES) {
          ahead = next.value;
          break;
        }
        batch.push(next.value);
        size += next.value.length;
      }
      return batch;
    },
  };
}

function answer(name: string, batch: readonly Buffer[], id: Long, namespace: string): Buffer {
  const rest: Doc = new Map<string, Value>([
    ['id', id],
    ['ns', namespace],
  ]);
  return encodeWithDocument('cursor', encodeWithArray(name, batch, rest), new Map([['ok', OK]]));
}
