import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, type RegistrationId } from '../../kernel/ids.ts';
import { type Column, type ColumnKey } from './domain/column.ts';
import { atOnce } from './domain/entry.ts';
import { type Pause } from './domain/reasons.ts';

interface ColumnRecord {
  _id: string;
  courseId: string;
  registrationId: string;
  key: string;
  label: string;
  maximum: number;
  url: string | null;
  state: Column['state'];
  made?: boolean;
  told?: Column['told'];
  dueAt: Date | null;
  touches: number;
  pause: Pause | null;
  createAfter: Date | null;
}

const told = new Schema(
  { label: { type: String, required: true }, maximum: { type: Number, required: true } },
  { _id: false },
);
const schema = new Schema<ColumnRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    registrationId: { type: String, required: true },
    key: { type: String, required: true },
    label: { type: String, required: true },
    maximum: { type: Number, required: true },
    url: { type: String, default: null },
    state: { type: String, required: true },
    made: { type: Boolean, default: false },
    told: { type: told, default: null },
    dueAt: { type: Date, default: null },
    touches: { type: Number, required: true },
    pause: { type: Schema.Types.Mixed, default: null },
    createAfter: { type: Date, default: null },
  },
  { versionKey: false, collection: 'gradebookColumns', minimize: false },
);
schema.index({ courseId: 1, key: 1 }, { unique: true });
schema.index({ dueAt: 1 });

export interface NewColumn {
  readonly courseId: CourseId;
  readonly registrationId: RegistrationId;
  readonly key: ColumnKey;
  readonly label: string;
  readonly maximum: number;
}

export interface ColumnStore {
  /** The column of this course and key under its present name, made if there is none; two at once make one. */
  ensure(column: NewColumn): Promise<Column>;
  find(id: string): Promise<Column | null>;
  ofCourse(courseId: CourseId): Promise<Column[]>;
  ofRegistration(registrationId: RegistrationId): Promise<Column[]>;
  /** Courses that have columns. */
  courses(): Promise<CourseId[]>;
  /** Every column that nothing is known to be due in, one at a time. */
  quiet(): AsyncIterable<Column>;
  /** There is something to do now. */
  touch(id: string): Promise<void>;
  /** Registrations with columns in which grades are due, without those that rest. */
  dueRegistrations(now: Date, resting: readonly RegistrationId[]): Promise<RegistrationId[]>;
  /** Columns of the registration with grades that are due; the longest waiting first. */
  dueOf(registrationId: RegistrationId, now: Date, limit: number): Promise<Column[]>;
  /** Nothing more is due before `dueAt`; not written when there was a wish after `touches`. */
  park(id: string, touches: number, dueAt: Date | null): Promise<void>;
  setUrl(id: string, url: string | null): Promise<void>;
  /** The LMS has made it for us, under this name and maximum. */
  setMade(id: string, url: string, told: { label: string; maximum: number }): Promise<void>;
  setTold(id: string, told: { label: string; maximum: number }): Promise<void>;
  /** It is gone from the LMS; not noted of one that nothing is sent to any more. */
  setMissing(id: string): Promise<void>;
  /** Nothing is sent to it from now on. */
  turnOff(id: string): Promise<void>;
  /** It is looked for again, and made if need be. */
  turnOn(id: string): Promise<void>;
  /** Opens a missing column again: another is made. */
  reopen(id: string): Promise<void>;
  setCreateAfter(id: string, createAfter: Date | null): Promise<void>;
  /** Nothing of this column is sent before the pause ends. */
  rest(id: string, pause: Pause): Promise<void>;
  endRest(id: string): Promise<void>;
}

export function createColumnStore(connection: Connection): ColumnStore {
  const model = connection.model<ColumnRecord>('GradebookColumn', schema);
  const set = async (id: string, change: Partial<ColumnRecord>) => {
    await model.updateOne({ _id: id }, { $set: change });
  };
  return {
    async ensure({ courseId, key, ...rest }) {
      const insert = { _id: new Types.ObjectId().toHexString(), ...rest, ...fresh };
      const upsert = () =>
        model
          .findOneAndUpdate(
            { courseId, key },
            { $setOnInsert: insert },
            { upsert: true, returnDocument: 'after' },
          )
          .lean();
      const found = await upsert().catch((error: unknown) => {
        // Two at once: the unique index lets one insert, the other finds it.
        if ((error as { code?: unknown }).code === 11000) return upsert();
        throw error;
      });
      const { label, maximum } = rest;
      if (found.label === label && found.maximum === maximum) return toColumn(found);
      await set(found._id, { label, maximum });
      return { ...toColumn(found), label, maximum };
    },
    async find(id) {
      const found = await model.findOne({ _id: id }).lean();
      return found === null ? null : toColumn(found);
    },
    async ofCourse(courseId) {
      return (await model.find({ courseId }).sort({ _id: 1 }).lean()).map(toColumn);
    },
    async ofRegistration(registrationId) {
      return (await model.find({ registrationId }).lean()).map(toColumn);
    },
    async courses() {
      return (await model.distinct('courseId')).map(id => asId<'course'>(id));
    },
    async *quiet() {
      for await (const record of model.find({ dueAt: null, state: 'open' }).lean().cursor())
        yield toColumn(record);
    },
    async touch(id) {
      await model.updateOne({ _id: id }, { $set: { dueAt: atOnce }, $inc: { touches: 1 } });
    },
    async dueRegistrations(now, resting) {
      const filter = {
        dueAt: { $lte: now },
        state: 'open' as const,
        ...(resting.length === 0 ? {} : { registrationId: { $nin: [...resting] } }),
      };
      return (await model.distinct('registrationId', filter)).map(id => asId<'registration'>(id));
    },
    async dueOf(registrationId, now, limit) {
      const filter = { dueAt: { $lte: now }, state: 'open' as const, registrationId };
      return (await model.find(filter).sort({ dueAt: 1 }).limit(limit).lean()).map(toColumn);
    },
    async park(id, touches, dueAt) {
      await model.updateOne({ _id: id, touches }, { $set: { dueAt } });
    },
    setUrl: (id, url) => set(id, { url, createAfter: null }),
    setMade: (id, url, told) => set(id, { url, createAfter: null, made: true, told }),
    setTold: (id, told) => set(id, { told }),
    async setMissing(id) {
      const missing = { url: null, state: 'missing', dueAt: null, made: false, told: null } as const;
      await model.updateOne({ _id: id, state: 'open' }, { $set: missing });
    },
    turnOff: id => set(id, { state: 'off', dueAt: null, pause: null }),
    turnOn: id => set(id, { state: 'open', url: null, pause: null }),
    async reopen(id) {
      await model.updateOne({ _id: id, state: 'missing' }, { $set: { state: 'open', pause: null } });
    },
    setCreateAfter: (id, createAfter) => set(id, { createAfter }),
    rest: (id, pause) => set(id, { pause, dueAt: pause.until }),
    endRest: id => set(id, { pause: null }),
  };
}

const fresh = {
  url: null,
  state: 'open',
  made: false,
  told: null,
  dueAt: null,
  touches: 0,
  pause: null,
  createAfter: null,
} as const;

function toColumn(record: ColumnRecord): Column {
  return {
    id: record._id,
    courseId: asId<'course'>(record.courseId),
    registrationId: asId<'registration'>(record.registrationId),
    key: record.key,
    label: record.label,
    maximum: record.maximum,
    url: record.url,
    state: record.state,
    made: record.made ?? false,
    told: record.told ?? null,
    dueAt: record.dueAt,
    touches: record.touches,
    pause: record.pause,
    createAfter: record.createAfter,
  };
}
