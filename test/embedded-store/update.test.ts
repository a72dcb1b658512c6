import { Decimal128, Double, Int32, Long, type BSON, type Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { connect, rejection } from './fixture.ts';

const store = connect();

/** The document after an update, with the types of its numbers. */
async function updated(
  before: Document,
  update: Document,
  options: { filter?: Document; arrayFilters?: Document[] } = {},
): Promise<Document | null> {
  const collection = store.collection();
  await collection.insertOne({ _id: 1, ...before } as never);
  const { filter = {}, ...rest } = options;
  await collection.updateOne({ _id: 1, ...filter } as never, update, rest);
  return collection.findOne({}, { projection: { _id: 0 }, promoteValues: false });
}

const int = (value: number) => new Int32(value);
const long = (value: number | string) => Long.fromString(String(value));
const decimal = (text: string) => Decimal128.fromString(text);

describe('numbers keep their types', () => {
  it('stores each number as it was written', async () => {
    const doc = { a: new Double(1), b: int(1), c: long(1), d: decimal('1.50'), e: new Double(-0) };
    expect(await updated(doc, { $set: { z: 'x' } })).toEqual({ ...doc, z: 'x' });
  });
  it('increments in the wider type, and an overflowing int becomes a long', async () => {
    const before = { a: int(1), b: int(2147483647), c: new Double(1), d: decimal('0.10'), e: long(5) };
    const after = await updated(before, {
      $inc: { a: int(2), b: int(1), c: int(1), d: decimal('0.20'), e: int(1), f: decimal('7') },
    });
    expect(after).toEqual({
      a: int(3),
      b: long(2147483648),
      c: new Double(2),
      d: decimal('0.30'),
      e: long(6),
      f: decimal('7'),
    });
  });
  it('adds decimals exactly', async () => {
    const after = await updated(
      { a: decimal('9999999999999999999999999999999999') },
      { $inc: { a: decimal('0.4') } },
    );
    expect(String(after?.['a'])).toBe('9999999999999999999999999999999999');
    const sum = await updated({ a: decimal('0.1') }, { $inc: { a: decimal('0.2') } });
    expect(String(sum?.['a'])).toBe('0.3');
  });
  it('refuses to overflow a long, and to increment what is no number', async () => {
    expect((await rejection(updated({ a: long('9223372036854775807') }, { $inc: { a: int(1) } }))).code).toBe(
      2,
    );
    expect((await rejection(updated({ a: 'x' }, { $inc: { a: 1 } }))).code).toBe(14);
    expect((await rejection(updated({ a: null }, { $inc: { a: 1 } }))).code).toBe(14);
    expect((await rejection(updated({ a: 1 }, { $inc: { a: 'x' } }))).code).toBe(14);
  });
  it('multiplies, and takes the smaller or larger by BSON order', async () => {
    expect(await updated({ a: int(3) }, { $mul: { a: new Double(1.5), b: long(2) } })).toEqual({
      a: new Double(4.5),
      b: long(0),
    });
    expect(
      await updated({ a: int(3), b: int(3) }, { $min: { a: int(2), c: int(1) }, $max: { b: int(2) } }),
    ).toEqual({ a: int(2), b: int(3), c: int(1) });
    expect(await updated({ a: int(3) }, { $max: { a: 'x' } })).toEqual({ a: 'x' });
  });
});

describe('fields', () => {
  it('makes the documents on a path, and the numbers of arrays', async () => {
    expect(await updated({}, { $set: { 'a.b.c': 'x' } })).toEqual({ a: { b: { c: 'x' } } });
    expect(await updated({ a: ['x'] }, { $set: { 'a.3': 'y' } })).toEqual({ a: ['x', null, null, 'y'] });
    expect(await updated({ a: [{}] }, { $set: { 'a.0.b': 'y' } })).toEqual({ a: [{ b: 'y' }] });
    expect(await updated({}, { $set: { 'a.0': 'y' } })).toEqual({ a: { '0': 'y' } });
  });
  it('applies changes in the order of their paths', async () => {
    const after = await updated({}, { $set: { b: 'x', a: 'y', 'c.10': 'z', 'c.9': 'z' } });
    expect(Object.keys(after ?? {})).toEqual(['a', 'b', 'c']);
  });
  it('takes away fields, and leaves null in arrays', async () => {
    expect(await updated({ a: { b: 'x', c: 'y' } }, { $unset: { 'a.b': '', 'x.y': '' } })).toEqual({
      a: { c: 'y' },
    });
    expect(await updated({ a: ['x', 'y'] }, { $unset: { 'a.0': '' } })).toEqual({ a: [null, 'y'] });
  });
  it('refuses a path through a scalar, two changes of one path, and another _id', async () => {
    expect((await rejection(updated({ a: 'x' }, { $set: { 'a.b': 1 } }))).code).toBe(28);
    expect((await rejection(updated({ a: [] }, { $set: { 'a.b': 1 } }))).code).toBe(28);
    expect((await rejection(updated({}, { $set: { a: 1 }, $inc: { a: 1 } }))).code).toBe(40);
    expect((await rejection(updated({}, { $set: { a: 1, 'a.b': 1 } }))).code).toBe(40);
    expect((await rejection(updated({}, { $set: { _id: 2 } }))).code).toBe(66);
    expect((await rejection(updated({}, { $set: { '': 1 } }))).code).toBe(56);
  });
  it('sets dates of its own', async () => {
    const after = await updated({}, { $currentDate: { a: true, b: { $type: 'date' } } });
    expect(Math.abs(Date.now() - (after as { a: Date }).a.getTime())).toBeLessThan(60_000);
    expect(after?.['b']).toBeInstanceOf(Date);
  });
  it('is safe with names that JavaScript’s objects know', async () => {
    expect(await updated({}, { $set: { 'constructor.prototype.x': 'y' } })).toEqual({
      constructor: { prototype: { x: 'y' } },
    });
    await updated({}, { $set: { '__proto__.polluted': 'y' } });
    expect(({} as Document)['polluted']).toBeUndefined();
  });
});

describe('arrays', () => {
  it('pushes one, several, at a place, sorted and cut', async () => {
    expect(await updated({ a: ['x'] }, { $push: { a: 'y', b: 'z' } })).toEqual({ a: ['x', 'y'], b: ['z'] });
    expect(await updated({ a: ['x'] }, { $push: { a: { $each: ['y', 'z'], $position: 0 } } })).toEqual({
      a: ['y', 'z', 'x'],
    });
    expect(await updated({ a: ['c', 'a'] }, { $push: { a: { $each: ['b'], $sort: 1, $slice: 2 } } })).toEqual(
      { a: ['a', 'b'] },
    );
    const scores = {
      a: [
        { n: 'a', s: int(2) },
        { n: 'b', s: int(1) },
      ],
    };
    expect(
      await updated(scores, {
        $push: { a: { $each: [{ n: 'c', s: int(3) }], $sort: { s: -1 }, $slice: -2 } },
      }),
    ).toEqual({
      a: [
        { n: 'a', s: int(2) },
        { n: 'b', s: int(1) },
      ],
    });
    expect((await rejection(updated({ a: 'x' }, { $push: { a: 'y' } }))).code).toBe(2);
  });
  it('adds to a set by value', async () => {
    expect(
      await updated(
        { a: [int(1), { k: 'x' }] },
        { $addToSet: { a: { $each: [new Double(1), { k: 'x' }, 'n', 'n'] } } },
      ),
    ).toEqual({
      a: [int(1), { k: 'x' }, 'n'],
    });
  });
  it('pulls by value, by condition and by filter', async () => {
    expect(await updated({ a: [int(1), int(5), int(9)] }, { $pull: { a: { $gte: 5 } } })).toEqual({
      a: [int(1)],
    });
    expect(await updated({ a: ['x', 'y', 'x'] }, { $pull: { a: 'x' } })).toEqual({ a: ['y'] });
    expect(await updated({ a: [{ k: 'x', v: 'p' }, { k: 'y' }] }, { $pull: { a: { k: 'x' } } })).toEqual({
      a: [{ k: 'y' }],
    });
    expect(await updated({ a: ['x', 'y', 'z'] }, { $pull: { a: { $in: ['x', 'z'] } } })).toEqual({
      a: ['y'],
    });
    expect(await updated({ a: ['x', 'y', 'x'] }, { $pullAll: { a: ['x'] } })).toEqual({ a: ['y'] });
    expect(await updated({ a: ['x', 'y'], b: ['x', 'y'] }, { $pop: { a: 1, b: -1 } })).toEqual({
      a: ['x'],
      b: ['y'],
    });
    expect(await updated({}, { $pull: { a: 'x' } })).toEqual({});
  });
});

describe('positional updates', () => {
  const members = [
    { user: 'a', role: 'teacher', grade: int(1) },
    { user: 'b', role: 'student', grade: int(2) },
    { user: 'c', role: 'student', grade: int(3) },
  ];
  const grades = (doc: Document | null) =>
    (doc as { m: { grade: Int32 }[] }).m.map(({ grade }) => Number(grade));

  it('changes the element that matched', async () => {
    const set = { $set: { 'm.$.grade': int(9) } };
    expect(grades(await updated({ m: members }, set, { filter: { 'm.user': 'b' } }))).toEqual([1, 9, 3]);
    const one = { m: { $elemMatch: { role: 'student', grade: { $gt: 2 } } } };
    expect(grades(await updated({ m: members }, set, { filter: one }))).toEqual([1, 2, 9]);
    expect(
      await updated({ a: [int(4), int(6)] }, { $inc: { 'a.$': int(1) } }, { filter: { a: { $gt: 5 } } }),
    ).toEqual({ a: [int(4), int(7)] });
  });
  it('refuses the place of an element that no condition found', async () => {
    expect((await rejection(updated({ m: members }, { $set: { 'm.$.grade': 1 } }))).code).toBe(2);
  });
  it('changes all elements, or those that a filter chooses', async () => {
    expect(grades(await updated({ m: members }, { $inc: { 'm.$[].grade': int(1) } }))).toEqual([2, 3, 4]);
    const chosen = await updated(
      { m: members },
      { $inc: { 'm.$[s].grade': int(10) } },
      { arrayFilters: [{ 's.role': 'student', 's.grade': { $lt: 3 } }] },
    );
    expect(grades(chosen)).toEqual([1, 12, 3]);
    const nested = { r: [{ q: [int(1), int(5)] }, { q: [int(5)] }] };
    expect(
      await updated(nested, { $set: { 'r.$[].q.$[five]': 'five' } }, { arrayFilters: [{ five: 5 }] }),
    ).toEqual({
      r: [{ q: [int(1), 'five'] }, { q: ['five'] }],
    });
  });
  it('refuses filters that are missing, unused or named twice', async () => {
    const attempt = (update: Document, arrayFilters: Document[]) =>
      rejection(updated({ m: members }, update, { arrayFilters }));
    expect((await attempt({ $set: { 'm.$[x].a': 1 } }, [])).code).toBe(2);
    expect((await attempt({ $set: { 'm.$[x].a': 1 } }, [{ x: 1 }, { y: 1 }])).code).toBe(9);
    expect((await attempt({ $set: { 'm.$[x].a': 1 } }, [{ x: 1 }, { x: 2 }])).code).toBe(9);
  });
});

describe('statements', () => {
  it('counts what matched and what changed', async () => {
    const collection = store.collection<{ n: number; seen?: boolean }>();
    await collection.insertMany([{ n: 1 }, { n: 2 }, { n: 3, seen: true }]);
    expect(await collection.updateMany({}, { $set: { seen: true } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 2,
    });
    expect(await collection.updateMany({ n: 9 }, { $set: { seen: false } })).toMatchObject({
      matchedCount: 0,
      modifiedCount: 0,
    });
    expect(await collection.deleteMany({ n: { $lt: 3 } })).toMatchObject({ deletedCount: 2 });
    expect(await collection.deleteOne({})).toMatchObject({ deletedCount: 1 });
  });
  it('does not meet a document twice that an update moves in the index', async () => {
    const collection = store.collection<{ n: number }>();
    await collection.createIndex({ n: 1 });
    await collection.insertMany(Array.from({ length: 100 }, (_, n) => ({ n })));
    await collection.updateMany({ n: { $gte: 0 } }, { $inc: { n: 50 } });
    expect(await collection.countDocuments({ n: { $gte: 50, $lt: 150 } })).toBe(100);
  });
  it('inserts on upsert what the filter and the update say', async () => {
    const collection = store.collection();
    const first = await collection.updateOne(
      { a: 1, 'b.c': { $eq: 2 }, d: { $gt: 3 }, $and: [{ e: { $in: [4] } }] },
      { $set: { f: 5 }, $setOnInsert: { g: 6 }, $inc: { h: 1 } },
      { upsert: true },
    );
    expect(first.upsertedCount).toBe(1);
    const stored = await collection.findOne({}, { projection: { _id: 0 } });
    expect(stored).toEqual({ a: 1, b: { c: 2 }, e: 4, f: 5, g: 6, h: 1 });
    await collection.updateOne({ a: 1 }, { $setOnInsert: { g: 7 }, $inc: { h: 1 } }, { upsert: true });
    expect(await collection.findOne({}, { projection: { _id: 0, g: 1, h: 1 } })).toEqual({ g: 6, h: 2 });
    const other = store.collection<{ _id: string; x?: number }>();
    await other.replaceOne({ _id: 'k' }, { x: 1 }, { upsert: true });
    expect(await other.findOne()).toEqual({ _id: 'k', x: 1 });
  });
  it('inserts once when many upsert the same', async () => {
    const collection = store.collection<{ k: string; n: number }>();
    await collection.createIndex({ k: 1 }, { unique: true });
    await Promise.all(
      Array.from({ length: 40 }, () =>
        collection.updateOne({ k: 'x' }, { $inc: { n: 1 } }, { upsert: true }),
      ),
    );
    expect(await collection.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ k: 'x', n: 40 }]);
  });
  it('replaces whole documents but never their _id', async () => {
    const collection = store.collection<Document>();
    await collection.insertOne({ _id: 1, a: 1, b: 2 } as never);
    await collection.replaceOne({ _id: 1 } as never, { c: 3 });
    expect(await collection.findOne()).toEqual({ _id: 1, c: 3 });
    expect((await rejection(collection.replaceOne({}, { _id: 2, c: 3 }))).code).toBe(66);
  });
  it('finds and changes in one step', async () => {
    const collection = store.collection<{ n: number; s?: string }>();
    await collection.insertMany([{ n: 1 }, { n: 2 }, { n: 3 }]);
    const before = await collection.findOneAndUpdate(
      {},
      { $set: { s: 'x' } },
      { sort: { n: -1 }, projection: { _id: 0 } },
    );
    expect(before).toEqual({ n: 3 });
    const after = await collection.findOneAndUpdate(
      { n: 2 },
      { $set: { s: 'y' } },
      { returnDocument: 'after', projection: { _id: 0 } },
    );
    expect(after).toEqual({ n: 2, s: 'y' });
    expect(await collection.findOneAndUpdate({ n: 9 }, { $set: { s: 'z' } })).toBeNull();
    const inserted = await collection.findOneAndUpdate(
      { n: 9 },
      { $set: { s: 'z' } },
      { upsert: true, returnDocument: 'after', includeResultMetadata: true },
    );
    expect(inserted).toMatchObject({
      lastErrorObject: { n: 1, updatedExisting: false },
      value: { n: 9, s: 'z' },
    });
    expect(await collection.findOneAndDelete({ n: 1 }, { projection: { _id: 0 } })).toEqual({ n: 1 });
    expect(await collection.countDocuments()).toBe(3);
  });
  it('stops an ordered bulk at the first failure and finishes an unordered one', async () => {
    const run = async (ordered: boolean) => {
      const collection = store.collection<{ _id: number; v?: number }>();
      const error = (await collection
        .bulkWrite(
          [
            { insertOne: { document: { _id: 1 } } },
            { insertOne: { document: { _id: 1 } } },
            { updateOne: { filter: { _id: 1 }, update: { $set: { v: 1 } } } },
            { insertOne: { document: { _id: 2 } } },
            { deleteOne: { filter: { _id: 2 } } },
            { updateOne: { filter: { _id: 3 }, update: { $set: { v: 3 } }, upsert: true } },
          ],
          { ordered },
        )
        .catch((failure: unknown) => failure)) as {
        code: number;
        writeErrors: { index: number; code: number }[];
      };
      return {
        code: error.code,
        at: error.writeErrors.map(({ index }) => index),
        docs: await collection.find().sort({ _id: 1 }).toArray(),
      };
    };
    expect(await run(true)).toEqual({ code: 11000, at: [1], docs: [{ _id: 1 }] });
    expect(await run(false)).toEqual({
      code: 11000,
      at: [1],
      docs: [
        { _id: 1, v: 1 },
        { _id: 3, v: 3 },
      ],
    });
  });
  it('takes documents up to 16 MB and 100 levels, and no more', async () => {
    const collection = store.collection();
    await collection.insertOne({ text: 'x'.repeat(16 * 1024 * 1024 - 100) });
    const grow = rejection(collection.updateOne({}, { $set: { more: 'x'.repeat(1_000) } }));
    expect([10334, 17419, 17420]).toContain((await grow).code);
    const nested = (levels: number): BSON.Document => (levels === 1 ? {} : { a: nested(levels - 1) });
    await collection.insertOne(nested(99));
    expect((await rejection(collection.insertOne(nested(190)))).message).not.toBe('');
  });
});
