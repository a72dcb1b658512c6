import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mongoose';
import { describe, expect, it } from 'vitest';
import {
  createGradebookStore,
  type GradebookRow,
  type GradebookStore,
} from '../../../src/features/gradebook/gradebookStore.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { dataFolder, exitOf, startChild } from '../../embedded-store/child.ts';

const courseId = asId<'course'>('c'.repeat(24));
const grader = asId<'person'>('f'.repeat(24));
const people = Array.from({ length: 6 }, (_, n) => asId<'person'>(String(n).repeat(24)));
const column = 'seminar-1';

async function open(uri: string): Promise<{ connection: Connection; store: GradebookStore }> {
  const connection = await createConnection(uri, { serverSelectionTimeoutMS: 1_000 }).asPromise();
  return { connection, store: createGradebookStore(connection, () => randomBytes(9).toString('base64url')) };
}

/** The row with one mark more; the mark is the number of the version. */
function following(before: GradebookRow | null, personId: GradebookRow['personId']): GradebookRow {
  const rev = (before?.rev ?? 0) + 1;
  const changes = [{ column, from: before?.marks[column] ?? '', to: String(rev) }];
  const last = { by: grader, at: new Date(), via: 'typed' as const, changes };
  return { courseId, personId, rev, marks: { [column]: String(rev) }, last };
}

/** Saves one mark after the other until the store is gone; remembers what was acknowledged. */
async function saveUntilKilled(
  store: GradebookStore,
  personId: GradebookRow['personId'],
  acknowledged: Map<string, number>,
): Promise<void> {
  try {
    for (;;) {
      const before = await store.find(courseId, personId);
      const next = following(before, personId);
      if ((await store.write([{ before, next }])).has(personId)) acknowledged.set(personId, next.rev);
    }
  } catch {
    // The store was killed: what was not acknowledged may or may not be there.
  }
}

/** Every mark that the row has had stands in its history, once, and the newest is what the queue may not know of. */
async function expectWholeHistory(store: GradebookStore, row: GradebookRow): Promise<void> {
  const history = await store.history(courseId, row.personId);
  const expected = Array.from({ length: row.rev }, (_, n) => [
    n + 1,
    [{ column, from: n === 0 ? '' : String(n), to: String(n + 1) }],
  ]);
  expect(history.map(({ rev, changes }) => [rev, changes])).toEqual(expected);
  expect(row.marks).toEqual({ [column]: String(row.rev) });
  expect(row.unqueued).toEqual([column]);
}

describe('a mark that was saved', () => {
  it('is there with its whole history and its place in the queue when the store is killed in the midst of saves', async () => {
    const dataDir = dataFolder();
    const acknowledged = new Map<string, number>();
    for (let round = 1; round <= 2; round += 1) {
      const { process: child, uri } = await startChild(dataDir);
      const { connection, store } = await open(uri);
      const writers = people.map(personId => saveUntilKilled(store, personId, acknowledged));
      const sum = (): number => [...acknowledged.values()].reduce((all, rev) => all + rev, 0);
      const before = sum();
      await expect.poll(sum, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before + 30);
      child.kill('SIGKILL');
      await exitOf(child);
      await Promise.all(writers);
      await connection.close(true);
    }
    const { connection, store } = await open((await startChild(dataDir)).uri);
    const rows = await store.list(courseId);
    expect(rows.map(({ personId }) => personId).toSorted()).toEqual([...people]);
    for (const row of rows) {
      expect(row.rev).toBeGreaterThanOrEqual(acknowledged.get(row.personId) ?? 0);
      await expectWholeHistory(store, row);
    }
    expect(await store.unqueued(100)).toHaveLength(people.length);
    await connection.close();
  });

  it('loses nothing when the tool ends between the history and the mark: the same save is made again', async () => {
    const { connection, store } = await open((await startChild(dataFolder())).uri);
    const [personId] = people;
    if (personId === undefined) throw new Error('nobody');
    const first = following(null, personId);
    await store.write([{ before: null, next: first }]);
    // What a save writes before it writes the mark: the version that it is about to replace.
    const event = { _id: `${courseId}:${personId}:1` as never, courseId, personId, rev: 1, ...first.last };
    await connection.collection('gradebookEvents').insertOne(event);
    const stood = await store.find(courseId, personId);
    if (stood === null) throw new Error('the mark is gone');
    await expectWholeHistory(store, stood);
    await store.write([{ before: stood, next: following(stood, personId) }]);
    const now = await store.find(courseId, personId);
    if (now === null) throw new Error('the mark is gone');
    expect(now.rev).toBe(2);
    await expectWholeHistory(store, now);
    await connection.close();
  });
});
