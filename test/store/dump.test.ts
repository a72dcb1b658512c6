import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, ObjectId, Timestamp, UUID } from 'bson';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkStore, dumpStore, migrate, restoreStore, StoreError } from '../../src/store/index.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dump-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let source: TestStore;
let target: TestStore;
beforeEach(async () => {
  [source, target] = await Promise.all([startTestStore(), startTestStore()]);
});
afterEach(() => Promise.all([source.stop(), target.stop()]));

const file = () => join(folder, 'store.gz');
const exact = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true };

const documents = [
  {
    _id: new ObjectId(),
    int: new Int32(1),
    double: new Double(1),
    zero: new Double(-0),
    nan: new Double(NaN),
    long: Long.fromString('9007199254740993'),
    decimal: Decimal128.fromString('12.50'),
    date: new Date(-1),
    uuid: new UUID(),
    bytes: new Binary(Buffer.from([0, 255])),
    regex: new BSONRegExp('^а', 'i'),
    timestamp: new Timestamp({ t: 1, i: 2 }),
    text: 'Ә\n"\u2028',
    nested: { list: [null, true, { deep: [] }] },
  },
  { _id: 'second', int: new Int32(2) },
];

async function fill(store: TestStore): Promise<void> {
  await store.connection.collection('things').insertMany(documents as never[]);
  await store.connection
    .collection('things')
    .createIndex({ int: 1, text: -1 }, { unique: true, name: 'both' });
  await store.connection.collection('things').createIndex({ date: 1 }, { expireAfterSeconds: 2_147_483_647 });
  await store.connection
    .collection('others')
    .createIndex({ k: 1 }, { unique: true, partialFilterExpression: { k: { $exists: true } } });
  await store.connection
    .collection('others')
    .insertMany(Array.from({ length: 1_200 }, (_, n) => ({ n, ...(n % 2 ? { k: n } : {}) })));
}

const contents = async ({ connection }: TestStore) => ({
  things: await connection.collection('things').find({}, exact).sort({ _id: 1 }).toArray(),
  others: await connection.collection('others').countDocuments(),
  indexes: await connection.collection('things').indexes(),
  partial: await connection.collection('others').indexes(),
});

describe('a dump', () => {
  it('holds every document with its types, and the indexes', async () => {
    await fill(source);
    expect(await dumpStore(source.connection, file())).toEqual({ collections: 2, documents: 1_202 });
    expect(statSync(file()).mode & 0o077).toBe(0);
    expect(await restoreStore(target.connection, file())).toEqual({ collections: 2, documents: 1_202 });
    expect(await contents(target)).toEqual(await contents(source));
    expect(await checkStore(target.connection)).toEqual({
      collections: 2,
      documents: 1_202,
      indexes: 5,
      problems: [],
    });
  });
  it('is gzipped canonical Extended JSON, one document a line', async () => {
    await fill(source);
    await dumpStore(source.connection, file());
    const lines = gunzipSync(readFileSync(file())).toString().trim().split('\n');
    expect(lines).toHaveLength(1 + 2 + 1_202 + 1);
    expect(lines.find(line => line.includes('second'))).toContain('"int":{"$numberInt":"2"}');
  });
  it('of an empty store restores to an empty store', async () => {
    expect(await dumpStore(source.connection, file())).toEqual({ collections: 0, documents: 0 });
    expect(await restoreStore(target.connection, file())).toEqual({ collections: 0, documents: 0 });
  });
  it('leaves no half-written file behind', async () => {
    await expect(dumpStore(source.connection, join(folder, 'missing', 'x.gz'))).rejects.toThrow();
    await dumpStore(source.connection, file());
    expect(readdirSync(folder)).toEqual(['store.gz']);
  });
});

describe('a restore', () => {
  beforeEach(async () => {
    await fill(source);
    await dumpStore(source.connection, file());
    await target.connection.collection<{ _id: string }>('kept').insertOne({ _id: 'mine' });
  });
  const kept = async () => (await target.connection.db?.listCollections().toArray())?.map(({ name }) => name);

  it('refuses a store with data in it, unless it may replace it', async () => {
    await expect(restoreStore(target.connection, file())).rejects.toBeInstanceOf(StoreError);
    expect(await kept()).toEqual(['kept']);
    await restoreStore(target.connection, file(), { replace: true });
    expect((await kept())?.sort()).toEqual(['others', 'things']);
  });
  it('takes a store for empty that knows only the version of its schema', async () => {
    await target.connection.dropDatabase();
    await migrate(target.connection, [{ version: 1, name: 'first', run: () => Promise.resolve() }]);
    expect(await restoreStore(target.connection, file())).toMatchObject({ documents: 1_202 });
  });
  it('changes nothing when the file is damaged, cut off or none', async () => {
    const intact = readFileSync(file());
    const lines = gunzipSync(intact).toString().split('\n');
    const without = (from: number, count: number) => gzipSync(lines.toSpliced(from, count).join('\n'));
    const broken: [Buffer, RegExp][] = [
      [intact.subarray(0, intact.length / 2), /breaks off/],
      [intact.subarray(0, -4), /breaks off/],
      [Buffer.concat([intact.subarray(0, 2_000), Buffer.from([1]), intact.subarray(2_001)]), /gzip|damaged/],
      [without(5, 1), /parts of it are missing/],
      [without(lines.length - 2, 1), /breaks off/],
      [without(1, 1), /belongs to no collection|missing/],
      [gzipSync(`${lines.join('\n')}{"document":{"_id":1}}\n`), /more after its end/],
      [gzipSync(lines.map((line, n) => (n === 7 ? line.slice(0, -2) : line)).join('\n')), /line 8/],
      [gzipSync('{"format":"other"}\n'), /not a dump/],
      [gzipSync(''), /not a dump/],
      [Buffer.from('just text'), /gzip/],
      [Buffer.alloc(0), /not a dump|breaks off/],
    ];
    for (const [bytes, message] of broken) {
      writeFileSync(file(), bytes);
      const attempt = restoreStore(target.connection, file(), { replace: true });
      await expect(attempt).rejects.toThrow(message);
      await expect(attempt).rejects.toBeInstanceOf(StoreError);
    }
    await expect(restoreStore(target.connection, join(folder, 'none.gz'))).rejects.toThrow(/no file/);
    expect(await kept()).toEqual(['kept']);
    expect(await target.connection.collection('kept').countDocuments()).toBe(1);
  });
  it('changes nothing when the store refuses something of it', async () => {
    const lines = gunzipSync(readFileSync(file())).toString().split('\n');
    const twice = lines.map(line =>
      line.replace('"int":{"$numberInt":"2"}', '"int":{"$numberInt":"1"},"text":"Ә\\n\\"\u2028"'),
    );
    writeFileSync(file(), gzipSync(twice.join('\n')));
    await expect(restoreStore(target.connection, file(), { replace: true })).rejects.toThrow(
      /^The store refuses.*E11000/,
    );
    expect(await kept()).toEqual(['kept']);
  });
});
