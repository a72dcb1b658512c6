import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { noSteps, type StudentSteps } from './domain/progress.ts';

interface StepRecord {
  _id: string;
  courseId: string;
  personId: string;
  registrations: { mooc: string; address: string | null; at: Date }[];
  done: { row: string; at: Date }[];
}

const part = <T>(definition: ConstructorParameters<typeof Schema<T>>[0]) =>
  new Schema<T>(definition, { _id: false });

const schema = new Schema<StepRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    personId: { type: String, required: true },
    registrations: [part({ mooc: String, address: { type: String, default: null }, at: Date })],
    done: [part({ row: String, at: Date })],
  },
  { versionKey: false, collection: 'moocSteps' },
);
schema.index({ courseId: 1 });

export interface StepStore {
  of(courseId: CourseId, personId: PersonId): Promise<StudentSteps>;
  ofCourse(courseId: CourseId): Promise<ReadonlyMap<PersonId, StudentSteps>>;
  /** Said again, the newer address counts. */
  register(
    courseId: CourseId,
    personId: PersonId,
    registration: { mooc: string; address: string | null },
    now: Date,
  ): Promise<void>;
  setDone(courseId: CourseId, personId: PersonId, row: string, done: boolean, now: Date): Promise<void>;
}

export function createStepStore(connection: Connection): StepStore {
  const model = connection.model<StepRecord>('MoocSteps', schema);
  const keyOf = (courseId: CourseId, personId: PersonId) => ({ _id: `${courseId}:${personId}` });
  /** Two presses at once: one inserts, the other finds it. */
  const ensure = async (courseId: CourseId, personId: PersonId): Promise<void> => {
    try {
      const empty = { courseId, personId, registrations: [], done: [] };
      await model.updateOne(keyOf(courseId, personId), { $setOnInsert: empty }, { upsert: true });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
  };
  return {
    async of(courseId, personId) {
      const found = await model.findOne(keyOf(courseId, personId)).lean();
      return found === null ? noSteps : toSteps(found);
    },
    async ofCourse(courseId) {
      const found = await model.find({ courseId }).lean();
      return new Map(found.map(record => [asId<'person'>(record.personId), toSteps(record)]));
    },
    async register(courseId, personId, { mooc, address }, now) {
      await ensure(courseId, personId);
      const key = keyOf(courseId, personId);
      await model.updateOne(key, { $pull: { registrations: { mooc } } });
      await model.updateOne(key, { $push: { registrations: { mooc, address, at: now } } });
    },
    async setDone(courseId, personId, row, done, now) {
      await ensure(courseId, personId);
      const key = keyOf(courseId, personId);
      await model.updateOne(key, { $pull: { done: { row } } });
      if (done) await model.updateOne(key, { $push: { done: { row, at: now } } });
    },
  };
}

const toSteps = ({ registrations, done }: StepRecord): StudentSteps => ({ registrations, done });
