import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';

/** One decision: a status was given, or taken back (""). */
export interface StatusEvent {
  readonly code: string;
  readonly reason: string;
  readonly by: PersonId;
  readonly at: Date;
}

/** The status of one student in one course, with everything that was decided before. */
export interface StudentStatus {
  readonly personId: PersonId;
  /** "": none. */
  readonly code: string;
  readonly rev: number;
  /** Oldest first. */
  readonly events: readonly StatusEvent[];
}

interface StatusRecord {
  /** courseId:personId. */
  _id: string;
  courseId: string;
  personId: string;
  code: string;
  rev: number;
  /** What was decided, oldest first: what the student may be told. */
  said: { code: string; reason: string; at: Date }[];
  /** Who decided each of it: what only graders are told. */
  deciders: string[];
}

const schema = new Schema<StatusRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true, index: true },
    personId: { type: String, required: true },
    code: { type: String, default: '' },
    rev: { type: Number, required: true },
    said: { type: Schema.Types.Mixed, default: [] },
    deciders: [String],
  },
  { versionKey: false, collection: 'studentStatuses' },
);

export interface StatusStore {
  find(courseId: CourseId, personId: string): Promise<StudentStatus | null>;
  list(courseId: CourseId): Promise<StudentStatus[]>;
  /** False: somebody else has decided since `rev` (0: nobody ever has). */
  set(courseId: CourseId, personId: PersonId, rev: number, event: StatusEvent): Promise<boolean>;
}

export function createStatusStore(connection: Connection): StatusStore {
  const model = connection.model<StatusRecord>('StudentStatus', schema);
  const idOf = (courseId: CourseId, personId: string): string => `${courseId}:${personId}`;
  return {
    async find(courseId, personId) {
      const record = await model.findOne({ _id: idOf(courseId, personId) }).lean();
      return record === null ? null : toStatus(record);
    },
    list: async courseId => (await model.find({ courseId }).lean()).map(toStatus),
    async set(courseId, personId, rev, event) {
      const _id = idOf(courseId, personId);
      const { code, reason, by, at } = event;
      if (rev > 0) {
        const change = {
          $set: { code },
          $inc: { rev: 1 },
          $push: { said: { code, reason, at }, deciders: by },
        };
        return (await model.updateOne({ _id, rev }, change)).matchedCount === 1;
      }
      try {
        await model.create({
          _id,
          courseId,
          personId,
          code,
          rev: 1,
          said: [{ code, reason, at }],
          deciders: [by],
        });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
  };
}

function toStatus({ personId, code, rev, said, deciders }: StatusRecord): StudentStatus {
  return {
    personId: asId<'person'>(personId),
    code,
    rev,
    events: said.map((one, place) => ({ ...one, by: asId<'person'>(deciders[place] ?? '') })),
  };
}
