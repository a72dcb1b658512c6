import { Code, type Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { connect, rejection } from './fixture.ts';

const store = connect();

/** Things that MongoDB does and this store does not: each is refused, and the message names it. */
const refused: [name: string, command: (collection: string) => Document][] = [
  ['$where', c => ({ find: c, filter: { $where: 'true' } })],
  ['$expr', c => ({ find: c, filter: { $expr: true } })],
  ['$text', c => ({ find: c, filter: { $text: { $search: 'x' } } })],
  ['$jsonSchema', c => ({ find: c, filter: { $jsonSchema: {} } })],
  ['$near', c => ({ find: c, filter: { a: { $near: [0, 0] } } })],
  ['$bitsAllSet', c => ({ find: c, filter: { a: { $bitsAllSet: 1 } } })],
  ['collation', c => ({ find: c, collation: { locale: 'kk' } })],
  ['tailable', c => ({ find: c, tailable: true })],
  ['let', c => ({ find: c, let: { x: 1 } })],
  ['$meta', c => ({ find: c, projection: { s: { $meta: 'textScore' } } })],
  [
    '$lookup',
    c => ({
      aggregate: c,
      pipeline: [{ $lookup: { from: c, localField: 'a', foreignField: 'b', as: 'c' } }],
      cursor: {},
    }),
  ],
  ['$out', c => ({ aggregate: c, pipeline: [{ $out: 'x' }], cursor: {} })],
  [
    '$function',
    c => ({
      aggregate: c,
      pipeline: [{ $project: { a: { $function: { body: 'x', args: [], lang: 'js' } } } }],
      cursor: {},
    }),
  ],
  [
    '$dateToString',
    c => ({ aggregate: c, pipeline: [{ $project: { a: { $dateToString: { date: '$b' } } } }], cursor: {} }),
  ],
  [
    '$stdDevPop',
    c => ({ aggregate: c, pipeline: [{ $group: { _id: 1, a: { $stdDevPop: '$b' } } }], cursor: {} }),
  ],
  ['$rename', c => ({ update: c, updates: [{ q: {}, u: { $rename: { a: 'b' } } }] })],
  ['pipeline', c => ({ update: c, updates: [{ q: {}, u: [{ $set: { a: 1 } }] }] })],
  ['text', c => ({ createIndexes: c, indexes: [{ key: { a: 'text' }, name: 'x' }] })],
  ['2dsphere', c => ({ createIndexes: c, indexes: [{ key: { a: '2dsphere' }, name: 'x' }] })],
  ['hidden', c => ({ createIndexes: c, indexes: [{ key: { a: 1 }, name: 'x', hidden: true }] })],
  [
    '$not',
    c => ({
      createIndexes: c,
      indexes: [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $not: { $gt: 1 } } } }],
    }),
  ],
  ['capped', c => ({ create: `${c}x`, capped: true, size: 1000 })],
  ['validator', c => ({ create: `${c}x`, validator: { a: 1 } })],
  ['viewOn', c => ({ create: `${c}x`, viewOn: c, pipeline: [] })],
  ['mapReduce', c => ({ mapReduce: c, map: 'x', reduce: 'y', out: 'z' })],
  ['serverStatus', () => ({ serverStatus: 1 })],
  ['bulkWrite', () => ({ bulkWrite: 1, ops: [], nsInfo: [] })],
  ['snapshot', c => ({ find: c, readConcern: { level: 'snapshot' } })],
];

/** Mistakes that MongoDB refuses with the same code. */
const mistakes: [what: string, code: number, command: (collection: string) => Document][] = [
  ['an unknown command', 59, () => ({ frobnicate: 1 })],
  ['an unknown operator', 2, c => ({ find: c, filter: { a: { $frob: 1 } } })],
  ['an unknown top-level operator', 2, c => ({ find: c, filter: { $frob: [] } })],
  ['an unknown option', 40415, c => ({ find: c, frob: 1 })],
  ['an unknown option of a statement', 40415, c => ({ delete: c, deletes: [{ q: {}, limit: 1, frob: 1 }] })],
  ['an unknown modifier', 9, c => ({ update: c, updates: [{ q: {}, u: { $frob: { a: 1 } } }] })],
  [
    'an unknown clause of $push',
    2,
    c => ({ update: c, updates: [{ q: {}, u: { $push: { a: { $each: [], $frob: 1 } } } }] }),
  ],
  ['an unknown stage', 40324, c => ({ aggregate: c, pipeline: [{ $frob: {} }], cursor: {} })],
  [
    'an unknown expression',
    168,
    c => ({ aggregate: c, pipeline: [{ $project: { a: { $frob: 1 } } }], cursor: {} }),
  ],
  [
    'an unknown accumulator',
    15952,
    c => ({ aggregate: c, pipeline: [{ $group: { _id: 1, a: { $frob: 1 } } }], cursor: {} }),
  ],
  ['an unknown type', 2, c => ({ find: c, filter: { a: { $type: 'frob' } } })],
  ['a hint without its index', 2, c => ({ find: c, hint: 'frob' })],
  ['an empty $or', 2, c => ({ find: c, filter: { $or: [] } })],
  ['$in without a list', 2, c => ({ find: c, filter: { a: { $in: 1 } } })],
  ['a filter that is no document', 14, c => ({ find: c, filter: 'x' })],
  ['a negative skip', 51024, c => ({ find: c, skip: -1 })],
  ['an insert of nothing', 16, c => ({ insert: c, documents: [] })],
  ['a bad direction', 15975, c => ({ aggregate: c, pipeline: [{ $sort: { a: 2 } }], cursor: {} })],
  ['a bad collection name', 73, () => ({ insert: 'a$b', documents: [{}] })],
  ['multi with a replacement', 9, c => ({ update: c, updates: [{ q: {}, u: { a: 1 }, multi: true }] })],
  [
    'a TTL over two fields',
    67,
    c => ({ createIndexes: c, indexes: [{ key: { a: 1, b: 1 }, name: 'x', expireAfterSeconds: 1 }] }),
  ],
  [
    'a transaction',
    20,
    c => ({ insert: c, documents: [{}], txnNumber: 1, startTransaction: true, autocommit: false }),
  ],
];

/** The answer of a command, or the failure of its first statement. */
async function refusalOf(
  command: (collection: string) => Document,
): Promise<{ code: unknown; message: string }> {
  const collection = store.collection();
  await collection.insertOne({ a: 1, b: 'x' });
  let answer: Document;
  try {
    answer = await store.db.command(command(collection.collectionName), { promoteLongs: true });
  } catch (error) {
    return { code: (error as { code: unknown }).code, message: (error as Error).message };
  }
  const [first] = (answer['writeErrors'] ?? []) as { code: number; errmsg: string }[];
  if (!first) throw new Error('It was expected to be refused and was not.');
  return { code: first.code, message: first.errmsg };
}

describe('the embedded store refuses by name', () => {
  for (const [name, command] of refused) {
    it(name, async context => {
      if (store.isMongoDB) context.skip('MongoDB does it');
      const { code, message } = await refusalOf(command);
      expect(message).toContain(name);
      expect(code).toEqual(expect.any(Number));
    });
  }
  it('documents with JavaScript in them', async context => {
    if (store.isMongoDB) context.skip('MongoDB does it');
    const { message } = await rejection(store.collection().insertOne({ f: new Code('x') }));
    expect(message).toContain('javascript');
  });
});

describe('refuses with the code of MongoDB', () => {
  for (const [what, code, command] of mistakes) {
    it(what, async () => {
      expect((await refusalOf(command)).code).toBe(code);
    });
  }
});

describe('transactions', () => {
  it('are refused before anything is written', async context => {
    if (store.isMongoDB) context.skip('a replica set does them');
    const collection = store.collection();
    const client = store.db.client;
    const attempt = client.withSession(session =>
      session.withTransaction(() => collection.insertOne({ a: 1 }, { session })),
    );
    expect((await rejection(attempt)).message).toMatch(
      /Transaction numbers|does not support retryable writes/,
    );
    expect(await collection.countDocuments()).toBe(0);
  });
});
