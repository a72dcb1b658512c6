import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, idPattern, type PersonId } from '../../../kernel/ids.ts';
import { type Appeal, type AppealState, type AppealStep } from '../domain/appeal.ts';

interface AppealRecord {
  _id: string;
  courseId: string;
  assessment: string;
  personId: string;
  releasedRev: number;
  state: AppealState;
  steps: AppealStep[];
}

const schema = new Schema<AppealRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    assessment: { type: String, required: true },
    personId: { type: String, required: true },
    releasedRev: { type: Number, required: true },
    state: { type: String, required: true },
    steps: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, collection: 'appeals' },
);
// One appeal against one release, also when a button is pressed twice.
schema.index({ courseId: 1, assessment: 1, personId: 1, releasedRev: 1 }, { unique: true });

export interface AppealStore {
  /** Of one student, or of everybody; the oldest first. */
  list(courseId: CourseId, assessment: string, personId?: PersonId): Promise<Appeal[]>;
  find(courseId: CourseId, unsafeId: string): Promise<Appeal | null>;
  /** False: there is one against this release already. */
  add(
    place: { courseId: CourseId; assessment: string; personId: PersonId; releasedRev: number },
    step: AppealStep,
  ): Promise<boolean>;
  /** Adds a step to the appeal as it was read. False: somebody else was faster. */
  step(appeal: Appeal, step: AppealStep): Promise<boolean>;
}

export function createAppealStore(connection: Connection): AppealStore {
  const model = connection.model<AppealRecord>('Appeal', schema);
  return {
    async list(courseId, assessment, personId) {
      const filter = { courseId, assessment, ...(personId === undefined ? {} : { personId }) };
      return (await model.find(filter).sort({ _id: 1 }).lean()).map(toAppeal);
    },
    async find(courseId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const record = await model.findOne({ _id: unsafeId, courseId }).lean();
      return record === null ? null : toAppeal(record);
    },
    async add(place, step) {
      const _id = new Types.ObjectId().toHexString();
      return model.create({ _id, ...place, state: step.state, steps: [step] }).then(
        () => true,
        (error: unknown) => {
          if ((error as { code?: unknown }).code === 11000) return false;
          throw error;
        },
      );
    },
    async step({ id, state, steps }, step) {
      const written = await model.updateOne(
        { _id: id, state, steps: { $size: steps.length } },
        { $set: { state: step.state }, $push: { steps: step } },
      );
      return written.matchedCount === 1;
    },
  };
}

const toAppeal = ({ _id, personId, releasedRev, state, steps }: AppealRecord): Appeal => ({
  ...{ id: _id, personId: asId<'person'>(personId), releasedRev, state, steps },
});
