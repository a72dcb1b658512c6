import { Binary, Decimal128, Double, Int32, Long, ObjectId, UUID, type Document, type Filter } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { connect, rejection } from './fixture.ts';

const store = connect();

/** The ids of the documents that a filter finds among these. */
async function found(docs: readonly Document[], filter: Filter<Document>): Promise<unknown[]> {
  const collection = store.collection();
  await collection.insertMany(docs.map(doc => ({ ...doc })));
  return (await collection.find(filter).sort({ _id: 1 }).toArray()).map(doc => doc['_id'] as unknown);
}

describe('null and missing fields', () => {
  const docs = [
    { _id: 1, a: [{ b: 5 }] },
    { _id: 2, a: [{}] },
    { _id: 3, a: [] },
    { _id: 4, a: [{}, { b: 5 }] },
    { _id: 5, a: [5, { b: 5 }] },
    { _id: 6, a: null },
    { _id: 7 },
    { _id: 8, a: { b: null } },
    { _id: 9, a: 4 },
    { _id: 10, a: [null, 1] },
  ] as const;

  it('finds null where the field is null, missing, or an element', async () => {
    expect(await found(docs, { a: null })).toEqual([6, 7, 10]);
  });
  it('finds null below arrays only in documents that lack the field', async () => {
    expect(await found(docs, { 'a.b': null })).toEqual([2, 4, 6, 7, 8, 9]);
  });
  it('tells what exists from what is null', async () => {
    expect(await found(docs, { a: { $exists: false } })).toEqual([7]);
    expect(await found(docs, { 'a.b': { $exists: true } })).toEqual([1, 4, 5, 8]);
    expect(await found(docs, { a: { $ne: null } })).toEqual([1, 2, 3, 4, 5, 8, 9]);
  });
  it('finds null in a list of values', async () => {
    expect(await found(docs, { a: { $in: [null, 4] } })).toEqual([6, 7, 9, 10]);
    expect(await found(docs, { a: { $nin: [null] } })).toEqual([1, 2, 3, 4, 5, 8, 9]);
  });
});

describe('arrays', () => {
  const docs = [
    { _id: 1, a: [1, 2, 3] },
    { _id: 2, a: 2 },
    { _id: 3, a: [[1, 2], 3] },
    {
      _id: 4,
      a: [
        { k: 1, v: 1 },
        { k: 2, v: 9 },
      ],
    },
    { _id: 5, a: [{ k: 1, v: 9 }] },
    { _id: 6, a: [] },
  ];

  it('compares each element and the array itself', async () => {
    expect(await found(docs, { a: 2 })).toEqual([1, 2]);
    expect(await found(docs, { a: [1, 2] })).toEqual([3]);
    expect(await found(docs, { a: [1, 2, 3] })).toEqual([1]);
    expect(await found(docs, { a: [] })).toEqual([6]);
  });
  it('lets different elements fulfil different conditions, but one element with $elemMatch', async () => {
    expect(await found(docs, { a: { $gt: 2, $lt: 2 } })).toEqual([1]);
    expect(await found(docs, { a: { $elemMatch: { $gt: 2, $lt: 4 } } })).toEqual([1, 3]);
    expect(await found(docs, { 'a.k': 1, 'a.v': 9 })).toEqual([4, 5]);
    expect(await found(docs, { a: { $elemMatch: { k: 1, v: 9 } } })).toEqual([5]);
  });
  it('reaches an element by its number', async () => {
    expect(await found(docs, { 'a.0': 1 })).toEqual([1]);
    expect(await found(docs, { 'a.0': [1, 2] })).toEqual([3]);
    expect(await found(docs, { 'a.0.k': 1 })).toEqual([4, 5]);
    expect(await found(docs, { 'a.1.v': 9 })).toEqual([4]);
  });
  it('counts and contains', async () => {
    expect(await found(docs, { a: { $size: 2 } })).toEqual([3, 4]);
    expect(await found(docs, { a: { $all: [2, 3] } })).toEqual([1]);
    expect(await found(docs, { a: { $all: [] } })).toEqual([]);
    expect(await found(docs, { a: { $all: [{ $elemMatch: { k: 1 } }, { $elemMatch: { v: 9 } }] } })).toEqual([
      4, 5,
    ]);
  });
  it('does not match scalars by a filter of $elemMatch', async () => {
    expect(await found(docs, { a: { $elemMatch: { b: null } } })).toEqual([3, 4, 5]);
  });
  it('negates the whole condition', async () => {
    expect(await found(docs, { a: { $not: { $gt: 2 } } })).toEqual([2, 4, 5, 6]);
    expect(await found(docs, { a: { $ne: 2 } })).toEqual([3, 4, 5, 6]);
  });
});

describe('types', () => {
  const id = new ObjectId();
  const docs: Document[] = [
    { _id: 1, v: new Int32(5) },
    { _id: 2, v: new Double(5) },
    { _id: 3, v: Long.fromNumber(5) },
    { _id: 4, v: Decimal128.fromString('5.0') },
    { _id: 5, v: '5' },
    { _id: 6, v: true },
    { _id: 7, v: new Date(5) },
    { _id: 8, v: id },
    { _id: 9, v: new Binary(Buffer.from([5])) },
    { _id: 10, v: { a: 5 } },
    { _id: 11, v: new Double(NaN) },
  ];

  it('sees numbers of all types as equal by value', async () => {
    expect(await found(docs, { v: 5 })).toEqual([1, 2, 3, 4]);
    expect(await found(docs, { v: { $in: [Decimal128.fromString('5')] } })).toEqual([1, 2, 3, 4]);
  });
  it('compares within a type only', async () => {
    expect(await found(docs, { v: { $gte: 0 } })).toEqual([1, 2, 3, 4]);
    expect(await found(docs, { v: { $lt: 100 } })).toEqual([1, 2, 3, 4]);
    expect(await found(docs, { v: { $gte: '' } })).toEqual([5]);
    expect(await found(docs, { v: { $lte: new Date(9) } })).toEqual([7]);
    expect(await found(docs, { v: { $gt: false } })).toEqual([6]);
    expect(await found(docs, { v: { $gte: {} } })).toEqual([10]);
  });
  it('finds NaN only by NaN', async () => {
    expect(await found(docs, { v: NaN })).toEqual([11]);
    expect(await found(docs, { v: { $lte: NaN } })).toEqual([11]);
  });
  it('finds by type', async () => {
    expect(await found(docs, { v: { $type: 'number' } })).toEqual([1, 2, 3, 4, 11]);
    expect(await found(docs, { v: { $type: ['string', 'bool'] } })).toEqual([5, 6]);
    expect(await found(docs, { v: { $type: 'long' } })).toEqual([3]);
    expect(await found(docs, { v: { $type: 5 } })).toEqual([9]);
  });
  it('finds ids, bytes and UUIDs by value', async () => {
    const uuid = new UUID();
    const all = [...docs, { _id: 12, v: uuid }];
    expect(await found(all, { v: id })).toEqual([8]);
    expect(await found(all, { v: new Binary(Buffer.from([5])) })).toEqual([9]);
    expect(await found(all, { v: new UUID(uuid.toHexString()) })).toEqual([12]);
  });
  it('compares documents with their order of fields', async () => {
    const pairs = [
      { _id: 1, v: { a: 1, b: 2 } },
      { _id: 2, v: { b: 2, a: 1 } },
    ];
    expect(await found(pairs, { v: { a: 1, b: 2 } })).toEqual([1]);
    expect(await found(pairs, { 'v.a': 1 })).toEqual([1, 2]);
  });
  it('keeps the exact values of longs and decimals apart', async () => {
    const big = [
      { _id: 1, v: Long.fromString('9007199254740993') },
      { _id: 2, v: new Double(9007199254740992) },
      { _id: 3, v: Decimal128.fromString('0.1') },
      { _id: 4, v: new Double(0.1) },
    ];
    expect(await found(big, { v: Long.fromString('9007199254740993') })).toEqual([1]);
    expect(await found(big, { v: { $gt: new Double(9007199254740992) } })).toEqual([1]);
    expect(await found(big, { v: Decimal128.fromString('0.1') })).toEqual([3]);
    expect(await found(big, { v: { $gt: Decimal128.fromString('0.1'), $lt: 1 } })).toEqual([4]);
  });
});

describe('regular expressions', () => {
  const docs = [
    { _id: 1, s: 'Айгүл Серікқызы' },
    { _id: 2, s: 'айгүл' },
    { _id: 3, s: 'a.b' },
    { _id: 4, s: 'a-b\n' },
    { _id: 5, s: ['x', 'Дана'] },
    { _id: 6, s: 5 },
  ];

  it('matches strings and elements, with the case of all alphabets', async () => {
    expect(await found(docs, { s: /^айгүл/i })).toEqual([1, 2]);
    expect(await found(docs, { s: { $regex: '^АЙГҮЛ$', $options: 'i' } })).toEqual([2]);
    expect(await found(docs, { s: { $in: [/^дана$/i, /^a\.b/] } })).toEqual([3, 5]);
    expect(await found(docs, { s: { $not: /а/i } })).toEqual([3, 4, 6]);
  });
  it('reads escapes and ends of lines as PCRE does', async () => {
    expect(await found(docs, { s: { $regex: 'a\\-b$' } })).toEqual([4]);
    expect(await found(docs, { s: { $regex: ' a \\. b # comment', $options: 'x' } })).toEqual([3]);
  });
  it('refuses what is no regular expression', async () => {
    expect((await rejection(found(docs, { s: { $regex: '(' } }))).code).toBe(51091);
    expect((await rejection(found(docs, { s: { $options: 'i' } }))).code).toBe(2);
  });
});

describe('logic and arithmetic', () => {
  const docs = Array.from({ length: 10 }, (_, n) => ({ _id: n, n }));

  it('combines conditions', async () => {
    expect(await found(docs, { $or: [{ n: 1 }, { n: { $gt: 7 } }] })).toEqual([1, 8, 9]);
    expect(await found(docs, { $and: [{ n: { $gt: 2 } }, { n: { $lt: 5 } }] })).toEqual([3, 4]);
    expect(await found(docs, { $nor: [{ n: { $lt: 8 } }] })).toEqual([8, 9]);
    expect(await found(docs, { n: { $mod: [4, 1] } })).toEqual([1, 5, 9]);
  });
});

describe('order of results', () => {
  it('sorts by MongoDB’s order of types and by the smallest or largest element', async () => {
    const collection = store.collection();
    await collection.insertMany([
      { _id: 'string', v: 'a' },
      { _id: 'number', v: 3 },
      { _id: 'null', v: null },
      { _id: 'empty', v: [] },
      { _id: 'array', v: [1, 9] },
      { _id: 'object', v: { a: 1 } },
      { _id: 'date', v: new Date(0) },
      { _id: 'bool', v: false },
      { _id: 'oid', v: new ObjectId() },
      { _id: 'bytes', v: new Binary(Buffer.from([1])) },
    ] as never[]);
    const ids = async (direction: 1 | -1) =>
      (await collection.find().sort({ v: direction, _id: 1 }).toArray()).map(doc => String(doc['_id']));
    const up = ['empty', 'null', 'array', 'number', 'string', 'object', 'bytes', 'oid', 'bool', 'date'];
    expect(await ids(1)).toEqual(up);
    const down = ['date', 'bool', 'oid', 'bytes', 'object', 'string', 'array', 'number', 'null', 'empty'];
    expect(await ids(-1)).toEqual(down);
    await collection.createIndex({ v: 1, _id: 1 });
    await collection.createIndex({ w: -1 });
    expect(await ids(1)).toEqual(up);
  });
  it('sorts by several fields, skips and limits', async () => {
    const collection = store.collection();
    const docs = Array.from({ length: 50 }, (_, n) => ({ a: n % 3, b: -n, n }));
    await collection.insertMany(docs);
    const expected = [...docs].sort((x, y) => x.a - y.a || y.b - x.b).map(({ n }) => n);
    const read = async () =>
      (await collection.find().sort({ a: 1, b: -1 }).toArray()).map(doc => doc['n'] as number);
    expect(await read()).toEqual(expected);
    await collection.createIndex({ a: -1, b: 1 });
    expect(await read()).toEqual(expected);
    const page = await collection
      .find({ a: { $lte: 1 } })
      .sort({ a: 1, b: -1 })
      .skip(10)
      .limit(5)
      .toArray();
    expect(page.map(doc => doc['n'] as number)).toEqual(expected.slice(10, 15));
  });
});

describe('projection', () => {
  const doc = { _id: 1, a: 1, b: { c: 2, d: [{ e: 1, f: 2 }, { e: 3 }] }, g: [5, 6, 7, 8] };
  const project = async (projection: Document, filter: Filter<Document> = {}) => {
    const collection = store.collection();
    await collection.insertOne({ ...doc } as never);
    return collection.findOne(filter, { projection });
  };

  it('keeps what is named, in the order of the document', async () => {
    expect(await project({ a: 1 })).toEqual({ _id: 1, a: 1 });
    expect(await project({ g: true, a: 1, missing: 1, _id: 0 })).toEqual({ a: 1, g: [5, 6, 7, 8] });
    expect(await project({ _id: 1 })).toEqual({ _id: 1 });
    expect(await project({ 'b.d.e': 1, _id: 0 })).toEqual({ b: { d: [{ e: 1 }, { e: 3 }] } });
    expect(await project({ b: { c: 1 }, _id: 0 })).toEqual({ b: { c: 2 } });
    expect(await project({ 'a.x': 1, _id: 0 })).toEqual({});
  });
  it('leaves out what is named', async () => {
    expect(await project({ b: 0, g: 0 })).toEqual({ _id: 1, a: 1 });
    expect(await project({ 'b.d.e': 0, a: 0, g: 0 })).toEqual({ _id: 1, b: { c: 2, d: [{ f: 2 }, {}] } });
    expect(await project({ _id: 0, b: 0 })).toEqual({ a: 1, g: [5, 6, 7, 8] });
  });
  it('cuts arrays', async () => {
    expect(await project({ g: { $slice: 2 }, a: 1, _id: 0 })).toEqual({ a: 1, g: [5, 6] });
    expect(await project({ g: { $slice: [-3, 2] }, a: 1, _id: 0 })).toEqual({ a: 1, g: [6, 7] });
    expect(await project({ g: { $elemMatch: { $gt: 6 } }, _id: 0 })).toEqual({ g: [7] });
    expect(await project({ 'g.$': 1, _id: 0 }, { g: { $gte: 6 } })).toEqual({ g: [6] });
  });
  it('refuses to mix both, and paths that collide', async () => {
    expect((await rejection(project({ a: 1, b: 0 }))).code).toBe(31254);
    expect((await rejection(project({ b: 1, 'b.c': 1 }))).code).toBe(31249);
  });
});

describe('distinct and count', () => {
  it('gives each value once, of arrays their elements', async () => {
    const collection = store.collection();
    await collection.insertMany([
      { v: 1, n: [{ k: 'x' }] },
      { v: [1, 2] },
      { v: 2.0, n: [{ k: 'x' }, { k: 'y' }] },
      {},
      { v: null },
    ]);
    expect(await collection.distinct('v')).toEqual([1, 2, null]);
    expect(await collection.distinct('n.k', { v: { $ne: 1 } })).toEqual(['x', 'y']);
  });
  it('counts with and without a filter', async () => {
    const collection = store.collection();
    await collection.insertMany(Array.from({ length: 30 }, (_, n) => ({ n, odd: n % 2 === 1 })));
    expect(await collection.estimatedDocumentCount()).toBe(30);
    expect(await collection.countDocuments({})).toBe(30);
    expect(await collection.countDocuments({ odd: true })).toBe(15);
    expect(await collection.countDocuments({ odd: true }, { skip: 10, limit: 3 })).toBe(3);
    await collection.createIndex({ odd: 1 });
    expect(await collection.countDocuments({ odd: true })).toBe(15);
    expect(await collection.countDocuments({ n: -1 })).toBe(0);
  });
});

describe('cursors', () => {
  it('gives all documents once, in batches', async () => {
    const collection = store.collection<{ _id: number }>();
    await collection.insertMany(Array.from({ length: 2_500 }, (_, n) => ({ _id: n, text: 'x'.repeat(100) })));
    const seen: number[] = [];
    for await (const doc of collection.find().sort({ _id: -1 }).batchSize(300)) seen.push(doc._id);
    expect(seen).toEqual(Array.from({ length: 2_500 }, (_, n) => 2_499 - n));
  });
  it('ends when it is closed, and another namespace cannot take it', async () => {
    const collection = store.collection();
    await collection.insertMany(Array.from({ length: 10 }, (_, n) => ({ n })));
    const opened = (await store.db.command({ find: collection.collectionName, batchSize: 2 })) as {
      cursor: { id: Long | number; firstBatch: unknown[] };
    };
    expect(opened.cursor.firstBatch).toHaveLength(2);
    const id = Long.fromValue(opened.cursor.id);
    expect((await rejection(store.db.command({ getMore: id, collection: 'other' }))).code).toBe(13);
    const killed = await store.db.command({ killCursors: collection.collectionName, cursors: [id] });
    expect(killed['cursorsKilled']).toHaveLength(1);
    expect(
      (await rejection(store.db.command({ getMore: id, collection: collection.collectionName }))).code,
    ).toBe(43);
  });
  it('passes over documents that were removed meanwhile', async () => {
    const collection = store.collection<{ _id: number }>();
    await collection.insertMany(Array.from({ length: 200 }, (_, n) => ({ _id: n })));
    const cursor = collection
      .find({ _id: { $gte: 0 } })
      .sort({ _id: 1 })
      .batchSize(10);
    await cursor.next();
    await collection.deleteMany({ _id: { $gte: 100 } });
    const rest = await cursor.toArray();
    expect(rest.length).toBeGreaterThanOrEqual(99);
    expect(rest.length).toBeLessThanOrEqual(110);
  });
  it('ends with an error when its collection is gone', async () => {
    const collection = store.collection();
    await collection.insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
    const cursor = collection.find().batchSize(5);
    for (let n = 0; n < 5; n++) await cursor.next();
    await collection.drop();
    expect([175, 237]).toContain((await rejection(cursor.next())).code);
  });
  it('ends with an error when an index is gone that it may be reading', async () => {
    const collection = store.collection();
    await collection.insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
    await collection.createIndex({ n: 1 });
    const cursor = collection.find({ n: { $gte: 0 } }).batchSize(5);
    for (let n = 0; n < 5; n++) await cursor.next();
    await collection.dropIndex('n_1');
    expect([175, 237]).toContain((await rejection(cursor.next())).code);
  });
  it('ends when its time is over', async () => {
    const collection = store.collection();
    for (let n = 0; n < 20; n++)
      await collection.insertMany(Array.from({ length: 2_000 }, (_, m) => ({ n: m })));
    const slow = collection.find({ $or: [{ n: -1 }, { n: { $regex: 'x' } }] }).maxTimeMS(1);
    expect((await rejection(slow.toArray())).code).toBe(50);
  });
});
