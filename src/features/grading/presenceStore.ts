import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';

/** Who has which student open. One line a grader: only the last opened one counts. */
interface PresenceRecord {
  _id: string;
  courseId: string;
  assessment: string;
  personId: string;
  grader: string;
  until: Date;
}

const schema = new Schema<PresenceRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    assessment: { type: String, required: true },
    personId: { type: String, required: true },
    grader: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { versionKey: false, collection: 'gradingPresence' },
);
schema.index({ courseId: 1, assessment: 1 });
schema.index({ until: 1 }, { expireAfterSeconds: 60 });

interface Presence {
  readonly personId: PersonId;
  readonly grader: PersonId;
}

export interface PresenceStore {
  /** Says that a grader has a student open until then; answers whom the others have open now. */
  open(
    place: { readonly courseId: CourseId; readonly assessment: string },
    presence: Presence,
    time: { readonly now: Date; readonly until: Date },
  ): Promise<Presence[]>;
}

export function createPresenceStore(connection: Connection): PresenceStore {
  const model = connection.model<PresenceRecord>('GradingPresence', schema);
  return {
    async open({ courseId, assessment }, { personId, grader }, { now, until }) {
      const [, others] = await Promise.all([
        model
          .updateOne(
            { _id: `${courseId}:${assessment}:${grader}` },
            { $set: { courseId, assessment, personId, grader, until } },
            { upsert: true },
          )
          .catch((error: unknown) => {
            // Two windows of one grader at once: either says the same.
            if ((error as { code?: unknown }).code !== 11000) throw error;
          }),
        model.find({ courseId, assessment, grader: { $ne: grader }, until: { $gt: now } }).lean(),
      ]);
      return others.map(one => ({
        personId: asId<'person'>(one.personId),
        grader: asId<'person'>(one.grader),
      }));
    },
  };
}
