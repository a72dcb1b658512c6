import { Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/embedded-store/bson/decode.ts';
import { encode } from '../../../src/embedded-store/bson/encode.ts';
import { isDoc, type Value } from '../../../src/embedded-store/bson/values.ts';
import { Cursors } from '../../../src/embedded-store/commands/cursors.ts';
import { GroupCommit } from '../../../src/embedded-store/commands/groupCommit.ts';
import { badValue, MongoError } from '../../../src/embedded-store/errors.ts';

const turn = () => new Promise(resolve => setImmediate(resolve));

function* documents(count: number, bytes: number, failAt = Infinity): Generator<Buffer> {
  for (let n = 0; n < count; n++) {
    if (n === failAt) throw badValue('broken');
    yield encode(new Map<string, Value>([['text', 'x'.repeat(bytes)]]));
  }
}

function opened(reply: Buffer): { id: Long; size: number } {
  const cursor = decode(reply).get('cursor');
  if (!isDoc(cursor)) throw new Error('no cursor');
  const batch = cursor.get('firstBatch') ?? cursor.get('nextBatch');
  const id = cursor.get('id');
  return { id: id instanceof Long ? id : Long.ZERO, size: Array.isArray(batch) ? batch.length : -1 };
}

describe('cursors', () => {
  it('give batches of the size asked for, else of 2 MB, and end with the last one', async () => {
    const cursors = new Cursors();
    const { id, size } = opened(cursors.start('a.b', documents(10, 500_000)));
    expect(size).toBe(10);
    expect(id.isZero()).toBe(true);
    const long = opened(cursors.start('a.b', documents(300, 100_000)));
    expect(long.size).toBe(101);
    expect(opened(cursors.more(long.id, 'a.b', 7)).size).toBe(7);
    const sizes: number[] = [];
    for (let next = long.id; !next.isZero(); await turn()) {
      const batch = opened(cursors.more(next, 'a.b', undefined));
      sizes.push(batch.size);
      next = batch.id;
    }
    expect(sizes.reduce((a, b) => a + b)).toBe(300 - 101 - 7);
    expect(Math.max(...sizes)).toBe(20);
    expect(cursors.count).toBe(0);
  });
  it('answer a failure that happened while reading ahead, and never a result that is cut short', async () => {
    const cursors = new Cursors();
    const { id } = opened(cursors.start('a.b', documents(300, 100_000, 130)));
    expect(opened(cursors.more(id, 'a.b', undefined)).size).toBe(20);
    await turn();
    expect(() => cursors.more(id, 'a.b', undefined)).toThrow('broken');
    expect(() => cursors.more(id, 'a.b', undefined)).toThrow(/not found/);
  });
  it('end when nobody asks for them, unless they may not', () => {
    const cursors = new Cursors(1_000);
    cursors.start('a.b', documents(200, 1));
    cursors.start('a.b', documents(200, 1), { neverIdle: true });
    cursors.endIdle(Date.now() + 500);
    expect(cursors.count).toBe(2);
    cursors.endIdle(Date.now() + 2_000);
    expect(cursors.count).toBe(1);
  });
});

describe('statements of one turn', () => {
  const log: string[] = [];
  const transaction = <T>(work: () => T): T => {
    log.push('begin');
    try {
      const result = work();
      log.push('commit');
      return result;
    } catch (error) {
      log.push('abort');
      throw error;
    }
  };

  it('share a transaction, and each gets its own answer', async () => {
    log.length = 0;
    const group = new GroupCommit(transaction);
    const outcomes = await Promise.allSettled([
      group.run(() => 1),
      group.run(() => {
        throw badValue('no');
      }),
      group.run(() => 3),
    ]);
    expect(
      outcomes.map(outcome =>
        outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message,
      ),
    ).toEqual([1, 'no', 3]);
    expect(log).toEqual(['begin', 'commit']);
  });
  it('are repeated one by one when one of them fails unexpectedly', async () => {
    log.length = 0;
    const group = new GroupCommit(transaction);
    const outcomes = await Promise.allSettled([
      group.run(() => 1),
      group.run(() => {
        throw new TypeError('a fault');
      }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(outcomes[1]?.status === 'rejected' && outcomes[1].reason instanceof MongoError).toBe(false);
    expect(log).toEqual(['begin', 'abort', 'begin', 'commit', 'begin', 'abort']);
  });
});
