import { Decimal128, Double, Int32, type Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { connect, rejection } from './fixture.ts';

const store = connect();

const marks: Document[] = [
  { _id: 1, course: 'x', person: 'a', points: 8, tags: ['p', 'q'], note: null },
  { _id: 2, course: 'x', person: 'b', points: 5.5, tags: [] },
  { _id: 3, course: 'y', person: 'a', points: 10, tags: ['q'], d: { e: 1 } },
  { _id: 4, course: 'y', person: 'c' },
];

async function run(pipeline: Document[], docs = marks): Promise<Document[]> {
  const collection = store.collection();
  await collection.insertMany(docs.map(doc => ({ ...doc })));
  return collection.aggregate(pipeline).toArray();
}

describe('stages', () => {
  it('match, sort, skip and limit as they stand', async () => {
    expect(
      await run([{ $match: { course: 'x' } }, { $sort: { points: 1 } }, { $project: { points: 1 } }]),
    ).toEqual([
      { _id: 2, points: 5.5 },
      { _id: 1, points: 8 },
    ]);
    const ids = async (pipeline: Document[]) =>
      (await run([...pipeline, { $project: { _id: 1 } }])).map(doc => doc['_id'] as number);
    expect(await ids([{ $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 2 }])).toEqual([3, 2]);
    expect(await ids([{ $sort: { _id: -1 } }, { $limit: 2 }, { $skip: 1 }])).toEqual([3]);
    expect(await ids([{ $limit: 3 }, { $match: { person: 'a' } }])).toEqual([1, 3]);
    expect(await ids([{ $sort: { points: -1 } }, { $match: { course: 'y' } }])).toEqual([3, 4]);
  });
  it('group with all accumulators', async () => {
    const [x, y] = await run([
      {
        $group: {
          _id: '$course',
          n: { $sum: 1 },
          total: { $sum: '$points' },
          mean: { $avg: '$points' },
          least: { $min: '$points' },
          most: { $max: '$points' },
          first: { $first: '$person' },
          last: { $last: '$person' },
          all: { $push: '$points' },
          who: { $addToSet: '$person' },
          c: { $count: {} },
        },
      },
      { $sort: { _id: 1 } },
    ]);
    expect(x).toEqual({
      _id: 'x',
      n: 2,
      total: 13.5,
      mean: 6.75,
      least: 5.5,
      most: 8,
      first: 'a',
      last: 'b',
      all: [8, 5.5],
      who: expect.arrayContaining(['a', 'b']) as unknown,
      c: 2,
    });
    expect(y).toEqual({
      _id: 'y',
      n: 2,
      total: 10,
      mean: 10,
      least: 10,
      most: 10,
      first: 'a',
      last: 'c',
      all: [10],
      who: expect.arrayContaining(['a', 'c']) as unknown,
      c: 2,
    });
  });
  it('group by several fields, by nothing, and by a missing field', async () => {
    expect(await run([{ $group: { _id: null, n: { $sum: 1 } } }])).toEqual([{ _id: null, n: 4 }]);
    const pairs = await run([{ $group: { _id: { c: '$course', p: '$person' } } }, { $count: 'pairs' }]);
    expect(pairs).toEqual([{ pairs: 4 }]);
    expect(await run([{ $group: { _id: '$note', n: { $sum: 1 } } }])).toEqual([{ _id: null, n: 4 }]);
    expect(await run([{ $group: { _id: '$d.e', n: { $sum: 1 } } }, { $sort: { _id: 1 } }])).toEqual([
      { _id: null, n: 3 },
      { _id: 1, n: 1 },
    ]);
  });
  it('keep the types of sums', async () => {
    const [sum] = await store
      .collection()
      .aggregate([])
      .toArray()
      .then(() =>
        run(
          [{ $group: { _id: null, d: { $sum: '$d' }, i: { $sum: '$i' } } }],
          [
            { d: Decimal128.fromString('0.1'), i: new Int32(1) },
            { d: Decimal128.fromString('0.2'), i: new Double(0.5) },
          ],
        ),
      );
    expect(String(sum?.['d'])).toBe('0.3');
    expect(sum?.['i']).toBe(1.5);
  });
  it('unwind', async () => {
    const rows = await run([{ $unwind: '$tags' }, { $project: { tags: 1 } }]);
    expect(rows).toEqual([
      { _id: 1, tags: 'p' },
      { _id: 1, tags: 'q' },
      { _id: 3, tags: 'q' },
    ]);
    const kept = await run([
      { $unwind: { path: '$tags', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true } },
      { $project: { tags: 1, at: 1 } },
    ]);
    expect(kept.map(({ _id, tags, at }) => [_id, tags, Number(at ?? -1)] as unknown)).toEqual([
      [1, 'p', 0],
      [1, 'q', 1],
      [2, undefined, -1],
      [3, 'q', 0],
      [4, undefined, -1],
    ]);
  });
  it('count', async () => {
    expect(await run([{ $match: { person: 'a' } }, { $count: 'n' }])).toEqual([{ n: 2 }]);
    expect(await run([{ $match: { person: 'z' } }, { $count: 'n' }])).toEqual([]);
  });
});

describe('expressions', () => {
  const value = async (expression: unknown, doc: Document = {}) => {
    const [row] = await run([{ $project: { _id: 0, value: expression } }], [doc]);
    return row?.['value'] as unknown;
  };

  it('compute fields', async () => {
    expect(await value({ $add: ['$a', 1, 0.5] }, { a: 2 })).toBe(3.5);
    expect(await value({ $subtract: ['$a', 1] }, { a: 2 })).toBe(1);
    expect(await value({ $multiply: ['$a', 3] }, { a: 2 })).toBe(6);
    expect(await value({ $divide: ['$a', 4] }, { a: 2 })).toBe(0.5);
    expect(await value({ $add: ['$missing', 1] })).toBeNull();
    expect(await value({ $cond: [{ $gte: ['$a', 50] }, 'passed', 'failed'] }, { a: 50 })).toBe('passed');
    expect(await value({ $ifNull: ['$a', '$b', 'none'] }, { b: 'x' })).toBe('x');
    expect(await value({ $concat: ['$a', '-', 'b'] }, { a: 'x' })).toBe('x-b');
    expect(await value({ $size: '$a' }, { a: [1, 2] })).toBe(2);
    expect(await value({ $arrayElemAt: ['$a', -1] }, { a: [1, 2] })).toBe(2);
    expect(await value({ $in: ['x', '$a'] }, { a: ['x'] })).toBe(true);
    expect(await value({ $literal: '$a' })).toBe('$a');
    expect(await value({ $and: [{ $eq: ['$a', 1] }, { $not: ['$b'] }] }, { a: 1, b: 0 })).toBe(true);
  });
  it('follow paths through arrays and make documents', async () => {
    expect(await value('$a.b', { a: [{ b: 1 }, {}, { b: 2 }] })).toEqual([1, 2]);
    expect(await value({ x: '$a', y: ['$b', 1] }, { a: 1 })).toEqual({ x: 1, y: [null, 1] });
  });
  it('refuse wrong operands', async () => {
    expect((await rejection(value({ $divide: [1, '$a'] }, { a: 0 }))).message).toMatch(/divide by zero/);
    expect((await rejection(value({ $size: '$a' }, { a: 1 }))).code).toBe(17124);
    expect((await rejection(value({ $add: ['$a', 1] }, { a: 'x' }))).code).toBe(14);
  });
});
