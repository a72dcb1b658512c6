import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type RegistrationId } from '../../kernel/ids.ts';
import { type CheckReport, type CourseCheck } from './domain/check.ts';
import { atOnce } from './domain/entry.ts';

interface CheckRecord {
  _id: string;
  registrationId: string;
  dueAt: Date;
  tries: number;
  last: CheckReport | null;
}

const report = new Schema<CheckReport>(
  {
    at: { type: Date, required: true },
    failure: { type: String, default: null },
    compared: { type: Number, required: true },
    resent: { type: Number, required: true },
    changed: { type: Number, required: true },
    extra: { type: Number, required: true },
    strangers: { type: Number, required: true },
  },
  { _id: false },
);
const schema = new Schema<CheckRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    dueAt: { type: Date, required: true },
    tries: { type: Number, required: true },
    last: { type: report, default: null },
  },
  { versionKey: false, collection: 'gradebookChecks', minimize: false },
);
schema.index({ dueAt: 1 });

/** When each course's columns are compared with the LMS, and what came out: numbers, nobody's name. */
export interface CheckStore {
  find(courseId: CourseId): Promise<CourseCheck | null>;
  /** Which of these courses are not known yet. */
  unknown(courseIds: readonly CourseId[]): Promise<CourseId[]>;
  add(courseId: CourseId, registrationId: RegistrationId, dueAt: Date): Promise<void>;
  /** It is due now. */
  ask(courseId: CourseId, registrationId: RegistrationId): Promise<void>;
  /** Those that are due, the longest waiting first. */
  due(now: Date, limit: number): Promise<CourseCheck[]>;
  /** Written only while the time that it was due at still stands: somebody may have asked again. */
  done(check: CourseCheck, next: { dueAt: Date; tries: number; last: CheckReport | null }): Promise<void>;
}

export function createCheckStore(connection: Connection): CheckStore {
  const model = connection.model<CheckRecord>('GradebookCheck', schema);
  const upsert = async (
    courseId: CourseId,
    insert: Partial<CheckRecord>,
    set: Partial<CheckRecord>,
  ): Promise<void> => {
    const write = () =>
      model.updateOne({ _id: courseId }, { $set: set, $setOnInsert: insert }, { upsert: true });
    await write().catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 11000) return write();
      throw error;
    });
  };
  return {
    async find(courseId) {
      const found = await model.findOne({ _id: courseId }).lean();
      return found === null ? null : toCheck(found);
    },
    async unknown(courseIds) {
      const found = await model
        .find({ _id: { $in: [...courseIds] } })
        .select({ _id: 1 })
        .lean();
      const known = new Set(found.map(record => record._id));
      return courseIds.filter(id => !known.has(id));
    },
    add: (courseId, registrationId, dueAt) =>
      upsert(courseId, { registrationId, dueAt, tries: 0, last: null }, {}),
    ask: (courseId, registrationId) =>
      upsert(courseId, { registrationId, last: null }, { dueAt: atOnce, tries: 0 }),
    async due(now, limit) {
      const found = await model
        .find({ dueAt: { $lte: now } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .lean();
      return found.map(toCheck);
    },
    async done({ courseId, dueAt }, next) {
      await model.updateOne({ _id: courseId, dueAt }, { $set: next });
    },
  };
}

const toCheck = ({ _id, registrationId, dueAt, tries, last }: CheckRecord): CourseCheck => ({
  courseId: asId<'course'>(_id),
  registrationId: asId<'registration'>(registrationId),
  dueAt,
  tries,
  last: last ?? null,
});
