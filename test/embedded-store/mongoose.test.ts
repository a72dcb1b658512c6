import mongoose, { Schema, type Connection, type Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from './fixture.ts';

const store = connect();

const courseSchema = new Schema(
  {
    title: { type: String, required: true },
    code: { type: String, unique: true, sparse: true },
    members: [{ person: { type: Schema.Types.ObjectId, ref: 'Person' }, role: String, grade: Number }],
    weights: { type: Map, of: Number },
    share: Schema.Types.Decimal128,
    file: Buffer,
    serial: BigInt,
    key: Schema.Types.UUID,
    settings: { lang: String, nested: { deep: Number } },
    anything: Schema.Types.Mixed,
  },
  { timestamps: true, optimisticConcurrency: true },
);
const personSchema = new Schema({ name: String, born: Date, tags: [String] });

let connection: Connection;
beforeAll(async () => {
  connection = await mongoose.createConnection(store.uri, { dbName: store.db.databaseName }).asPromise();
  connection.model('Course', courseSchema);
  connection.model('Person', personSchema);
  await Promise.all([connection.model('Course').init(), connection.model('Person').init()]);
});
afterAll(() => connection.close());

const courses = () => connection.model<mongoose.InferSchemaType<typeof courseSchema>>('Course');
const people = () => connection.model<mongoose.InferSchemaType<typeof personSchema>>('Person');

describe('Mongoose', () => {
  it('keeps all its types', async () => {
    const key = '0d9ba3a5-2f0c-4b55-9d0c-8a0e3c8a7a11';
    const { _id } = await courses().create({
      title: 'Педагогика',
      weights: new Map([['rk1', 25]]),
      share: '12.50',
      file: Buffer.from([0, 255]),
      serial: 9007199254740993n,
      key,
      settings: { lang: 'kk', nested: { deep: 1 } },
      anything: { list: [1, { x: null }] },
    });
    const course = await courses().findById(_id).orFail();
    expect(String(course.share)).toBe('12.50');
    expect([...(course.file ?? [])]).toEqual([0, 255]);
    expect(course.serial).toBe(9007199254740993n);
    expect(String(course.key)).toBe(key);
    expect(course.weights?.get('rk1')).toBe(25);
    expect(course.anything).toEqual({ list: [1, { x: null }] });
    expect(course.createdAt).toBeInstanceOf(Date);
    const values = { key, serial: 9007199254740993n, file: Buffer.from([0, 255]) };
    expect(await courses().countDocuments(values as never)).toBe(1);
    expect(await courses().countDocuments({ share: { $gt: '12' }, 'weights.rk1': 25 } as never)).toBe(1);
  });
  it('refuses to overwrite what somebody else has saved', async () => {
    const { _id } = await courses().create({ title: 'Одна' });
    const [mine, theirs] = await Promise.all([
      courses().findById(_id).orFail(),
      courses().findById(_id).orFail(),
    ]);
    theirs.title = 'Екінші';
    await theirs.save();
    mine.title = 'Менікі';
    await expect(mine.save()).rejects.toBeInstanceOf(mongoose.Error.VersionError);
    expect((await courses().findById(_id).orFail()).title).toBe('Екінші');
  });
  it('changes parts of documents and arrays of documents', async () => {
    const course = await courses().create({
      title: 'Топ',
      members: [{ role: 'a' }, { role: 'b', grade: 1 }],
    });
    course.set('settings.nested.deep', 5);
    course.members[1]?.set('grade', 2);
    course.members.push({ role: 'c' });
    await course.save();
    course.members.pull(course.members[0]?._id);
    course.set('settings.lang', undefined);
    await course.save();
    course.members.splice(0, 1);
    course.markModified('members');
    await course.save();
    const stored = await courses().findById(course._id).lean().orFail();
    expect(stored.members.map(({ role }) => role)).toEqual(['c']);
    expect(stored.settings).toEqual({ nested: { deep: 5 } });
  });
  it('changes arrays of values', async () => {
    const person = await people().create({ name: 'А', tags: ['x', 'y'] });
    person.tags.push('z');
    await person.save();
    const tags = person.tags as unknown as Types.Array<string>;
    tags.pull('x');
    tags.addToSet('y', 'w');
    await person.save();
    expect((await people().findById(person._id).lean().orFail()).tags).toEqual(['y', 'z', 'w']);
    await people().updateOne({ _id: person._id }, { $pull: { tags: { $in: ['y', 'w'] } } });
    expect((await people().findById(person._id).lean().orFail()).tags).toEqual(['z']);
  });
  it('populates', async () => {
    const [a, b] = await people().create([{ name: 'А' }, { name: 'Б' }]);
    const members = [a, b].map(person => ({ person: person?._id, role: 'student' }));
    const { _id } = await courses().create({ title: 'П', members });
    const course = await courses()
      .findById(_id)
      .populate<{ members: { person: { name: string; _id: Types.ObjectId } }[] }>('members.person')
      .orFail();
    expect(course.members.map(({ person }) => person.name)).toEqual(['А', 'Б']);
  });
  it('upserts, and finds and changes in one step', async () => {
    const options = { upsert: true, returnDocument: 'after' } as const;
    const change = { $set: { title: 'У' }, $inc: { 'settings.nested.deep': 1 } };
    const all = await Promise.all(
      Array.from({ length: 10 }, () => courses().findOneAndUpdate({ code: 'U1' }, change, options).orFail()),
    );
    expect(new Set(all.map(({ _id }) => String(_id))).size).toBe(1);
    expect((await courses().findOne({ code: 'U1' }).orFail()).settings?.nested?.deep).toBe(10);
    const written = await courses().bulkWrite([
      { updateOne: { filter: { code: 'U2' }, update: { $set: { title: 'Ф' } }, upsert: true } },
      { insertOne: { document: { title: 'Х', code: 'U3' } } },
      { deleteOne: { filter: { code: 'U3' } } },
    ]);
    expect(written).toMatchObject({ upsertedCount: 1, insertedCount: 1, deletedCount: 1 });
  });
  it('reports a duplicate with its key', async () => {
    await courses().create({ title: 'Д', code: 'D1' });
    await expect(courses().create({ title: 'Д', code: 'D1' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { code: 1 },
      keyValue: { code: 'D1' },
    });
    await courses().create([{ title: 'Д' }, { title: 'Д' }]);
  });
  it('streams and pages through many documents', async () => {
    await people().insertMany(
      Array.from({ length: 1_200 }, (_, n) => ({ name: `n${String(n).padStart(4, '0')}`, tags: ['many'] })),
    );
    let count = 0;
    for await (const person of people().find({ tags: 'many' }).sort({ name: 1 }).cursor({ batchSize: 200 })) {
      expect(person.name).toBe(`n${String(count++).padStart(4, '0')}`);
    }
    expect(count).toBe(1_200);
    const page = await people()
      .find({ tags: 'many' })
      .sort({ name: -1 })
      .skip(3)
      .limit(2)
      .select('name -_id')
      .lean();
    expect(page).toEqual([{ name: 'n1196' }, { name: 'n1195' }]);
    expect(await people().distinct('tags', { tags: 'many' })).toEqual(['many']);
    expect(await people().exists({ tags: 'none' })).toBeNull();
  });
  it('finds its indexes as it made them', async () => {
    expect(await courses().diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
    expect(await courses().syncIndexes()).toEqual([]);
  });
});
