import { Double, Long, type Document, type Filter } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { connect, rejection } from './fixture.ts';

const store = connect();

/** The names of the stages of a plan, outermost first. */
function stagesOf(plan: Document | undefined): string[] {
  return plan ? [String(plan['stage']), ...stagesOf(plan['inputStage'] as Document | undefined)] : [];
}

describe('unique indexes', () => {
  it('refuse a duplicate and say which', async () => {
    const collection = store.collection<{ a?: unknown; b?: unknown }>();
    await collection.createIndex({ a: 1, b: -1 }, { unique: true });
    await collection.insertOne({ a: 1, b: 'x' });
    const error = await collection
      .insertOne({ a: new Double(1), b: 'x' })
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 11000, keyPattern: { a: 1, b: -1 }, keyValue: { a: 1, b: 'x' } });
    expect((error as Error).message).toContain(`index: a_1_b_-1 dup key`);
    await collection.insertOne({ a: 2, b: 'x' });
    expect((await rejection(collection.updateOne({ a: 2 }, { $set: { a: Long.fromNumber(1) } }))).code).toBe(
      11000,
    );
    expect(await collection.countDocuments({ a: 1 })).toBe(1);
    await collection.updateOne({ a: 1 }, { $set: { a: 3 } });
    await collection.insertOne({ a: 1, b: 'x' });
  });
  it('see missing fields as null', async () => {
    const collection = store.collection<{ a?: unknown }>();
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertOne({});
    expect((await rejection(collection.insertOne({ a: null }))).code).toBe(11000);
  });
  it('look into arrays, but let a document repeat its own values', async () => {
    const collection = store.collection<{ a: unknown }>();
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertOne({ a: [1, 1, 2] });
    expect((await rejection(collection.insertOne({ a: 2 }))).code).toBe(11000);
    await collection.insertOne({ a: [3] });
  });
  it('keep fields of one element together', async () => {
    const collection = store.collection<{ m: { k: number; v: number }[] }>();
    await collection.createIndex({ 'm.k': 1, 'm.v': 1 }, { unique: true });
    await collection.insertOne({
      m: [
        { k: 1, v: 1 },
        { k: 2, v: 2 },
      ],
    });
    await collection.insertOne({ m: [{ k: 1, v: 2 }] });
    expect((await rejection(collection.insertOne({ m: [{ k: 2, v: 2 }] }))).code).toBe(11000);
    expect(await collection.countDocuments({ 'm.k': 1, 'm.v': 2 })).toBe(2);
  });
  it('cannot hold two arrays of one document', async () => {
    const collection = store.collection<{ a: number[]; b: number[] }>();
    await collection.createIndex({ a: 1, b: 1 });
    expect((await rejection(collection.insertOne({ a: [1], b: [2] }))).code).toBe(171);
    expect(await collection.countDocuments()).toBe(0);
  });
  it('leave no half-built index behind when the data has duplicates', async () => {
    const collection = store.collection<{ a: number }>();
    await collection.insertMany([{ a: 1 }, { a: 2 }, { a: 1 }]);
    expect((await rejection(collection.createIndex({ a: 1 }, { unique: true }))).code).toBe(11000);
    expect(await collection.indexes()).toHaveLength(1);
    expect(await collection.find({ a: 1 }).toArray()).toHaveLength(2);
    await collection.insertOne({ a: 2 });
  });
  it('hold very long values', async () => {
    const collection = store.collection<{ a: string }>();
    await collection.createIndex({ a: 1 }, { unique: true });
    const long = 'ұзақ мәтін '.repeat(1_000);
    await collection.insertMany([{ a: `${long}1` }, { a: `${long}2` }]);
    expect((await rejection(collection.insertOne({ a: `${long}1` }))).code).toBe(11000);
    expect(await collection.countDocuments({ a: `${long}2` })).toBe(1);
    expect(await collection.countDocuments({ a: { $gt: `${long}1` } })).toBe(1);
  });
});

describe('sparse and partial indexes', () => {
  it('sparse ones pass over documents without the field', async () => {
    const collection = store.collection<{ a?: string | null }>();
    await collection.createIndex({ a: 1 }, { unique: true, sparse: true });
    await collection.insertMany([{}, {}, { a: 'x' }]);
    expect((await rejection(collection.insertOne({ a: 'x' }))).code).toBe(11000);
    expect(await collection.countDocuments({ a: null })).toBe(2);
    expect(await collection.find().sort({ a: 1 }).toArray()).toHaveLength(3);
  });
  it('partial ones hold only what their filter finds', async () => {
    const collection = store.collection<{ k: string; active: boolean }>();
    await collection.createIndex({ k: 1 }, { unique: true, partialFilterExpression: { active: true } });
    await collection.insertMany([
      { k: 'a', active: false },
      { k: 'a', active: false },
      { k: 'a', active: true },
    ]);
    expect((await rejection(collection.insertOne({ k: 'a', active: true }))).code).toBe(11000);
    expect((await rejection(collection.updateMany({ active: false }, { $set: { active: true } }))).code).toBe(
      11000,
    );
    expect(await collection.countDocuments({ k: 'a' })).toBe(3);
    expect(await collection.countDocuments({ k: 'a', active: true })).toBe(1);
    await collection.updateOne({ active: true }, { $set: { active: false } });
    await collection.insertOne({ k: 'a', active: true });
  });
});

describe('plans', () => {
  const plan = async (
    specs: Document[],
    filter: Filter<Document>,
    sort: Document = {},
  ): Promise<string[]> => {
    const collection = store.collection();
    await collection.insertOne({});
    for (const key of specs) await collection.createIndex(key);
    const answer = await store.db.command({ explain: { find: collection.collectionName, filter, sort } });
    return stagesOf((answer['queryPlanner'] as Document)['winningPlan'] as Document);
  };

  it('use an index for equality, ranges and sorting', async () => {
    expect(await plan([{ a: 1, b: 1 }], { a: 1, b: { $gt: 2 } })).toEqual(['FETCH', 'IXSCAN']);
    expect(await plan([{ a: 1, b: 1 }], { a: 1 }, { b: -1 })).toEqual(['FETCH', 'IXSCAN']);
    expect(await plan([{ a: 1 }], { a: 1 }, { c: 1 })).toEqual(['SORT', 'FETCH', 'IXSCAN']);
    expect(await plan([{ a: 1 }], { b: 1 })).toEqual(['COLLSCAN']);
  });
});

describe('an index never changes a result', () => {
  const values: unknown[] = [null, 1, 2.5, -3, 'a', 'b', [1, 2], [], ['a', [1]], { x: 1 }, true, new Date(5)];
  const scalars: unknown[] = [null, 1, 2.5, -3, 'a', 'b', '', 7, true, { x: 1 }, { x: 2 }, new Date(5)];
  const docs = Array.from({ length: 144 }, (_, n) => ({
    _id: n,
    ...(n % 12 === 11 ? {} : { a: values[n % 12] }),
    b: scalars[Math.floor(n / 12)],
    m: n % 3 === 0 ? [{ k: n % 5, v: n % 7 }, { k: n % 4 }] : { k: n % 5, v: n % 2 },
  }));
  const filters: Filter<Document>[] = [
    { a: 1 },
    { a: null },
    { a: [] },
    { a: { x: 1 } },
    { a: { $in: [1, 'a', null] } },
    { a: { $gt: 0 } },
    { a: { $gte: -3, $lt: 2 } },
    { a: { $lt: 'b' } },
    { a: { $ne: 1 } },
    { a: { $exists: false } },
    { a: 1, b: { $gt: 1 } },
    { a: { $in: [1, 2.5] }, b: { $in: ['a', 1] } },
    { a: { $lte: new Date(9) } },
    { $and: [{ a: { $gt: 0 } }, { a: { $lt: 2 } }] },
    { $or: [{ a: 1 }, { b: 'a' }] },
    { 'm.k': 1 },
    { 'm.k': 1, 'm.v': 1 },
    { 'm.k': { $gt: 1, $lt: 3 } },
    { m: { $elemMatch: { k: 1, v: { $gt: 1 } } } },
    { 'm.v': null },
  ];
  const sorts: Document[] = [
    {},
    { a: 1, _id: 1 },
    { a: -1, b: 1, _id: 1 },
    { b: 1, _id: -1 },
    { 'm.k': 1, _id: 1 },
  ];
  const keys: Record<string, 1 | -1>[] = [
    { a: 1 },
    { a: -1 },
    { a: 1, b: 1 },
    { b: -1, a: 1 },
    { 'm.k': 1 },
    { 'm.k': -1, 'm.v': 1 },
    { a: 1, b: 1, _id: 1 },
  ];

  it('whatever the filter, the sort and the key', async () => {
    const collection = store.collection<{ _id: number }>();
    await collection.insertMany(docs);
    const answers = () =>
      Promise.all(
        filters.flatMap(filter =>
          sorts.map(async sort => {
            const ids = (await collection.find(filter as never, { sort: sort as never }).toArray()).map(
              ({ _id }) => _id,
            );
            return [
              JSON.stringify({ filter, sort }),
              Object.keys(sort).length > 0 ? ids : ids.sort((x, y) => x - y),
            ];
          }),
        ),
      );
    const expected = await answers();
    for (const key of keys) {
      const name = await collection.createIndex(key);
      expect(await answers()).toEqual(expected);
      await collection.dropIndex(name);
    }
  });
});

describe('the catalogue', () => {
  it('lists, repeats, refuses and drops indexes', async () => {
    const collection = store.collection();
    expect(await collection.createIndex({ a: 1 }, { name: 'first' })).toBe('first');
    expect(await collection.createIndex({ a: 1 }, { name: 'first' })).toBe('first');
    expect((await rejection(collection.createIndex({ b: 1 }, { name: 'first' }))).code).toBe(86);
    expect((await rejection(collection.createIndex({ a: 1 }, { name: 'second' }))).code).toBe(85);
    await collection.createIndex({ t: 1 }, { expireAfterSeconds: 60 });
    expect((await rejection(collection.createIndex({ t: 1 }, { expireAfterSeconds: 61 }))).code).toBe(85);
    expect(await collection.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1 }, name: 'first' },
      { v: 2, key: { t: 1 }, name: 't_1', expireAfterSeconds: 60 },
    ]);
    await collection.dropIndex('first');
    expect((await rejection(collection.dropIndex('first'))).code).toBe(27);
    expect((await rejection(collection.dropIndex('_id_'))).code).toBe(72);
    await collection.dropIndexes();
    expect(await collection.indexes()).toHaveLength(1);
  });
  it('lists, renames and drops collections', async () => {
    const collection = store.collection();
    const other = store.collection();
    await collection.insertOne({ a: 1 });
    await other.insertMany([{ a: 2 }, { a: 3 }]);
    const names = async () =>
      (await store.db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    expect(await names()).toEqual(expect.arrayContaining([collection.collectionName, other.collectionName]));
    expect((await rejection(other.rename(collection.collectionName))).code).toBe(48);
    await other.rename(collection.collectionName, { dropTarget: true });
    expect(await collection.countDocuments()).toBe(2);
    expect(await names()).not.toContain(other.collectionName);
    await collection.drop();
    expect(await collection.countDocuments()).toBe(0);
    expect((await rejection(collection.indexes())).code).toBe(26);
  });
});
