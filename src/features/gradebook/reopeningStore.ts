import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type ControlKey } from './domain/plan.ts';

/** A request to open the marks of a control again, and what became of it. It is kept for ever. */
export interface Reopening {
  readonly id: string;
  readonly courseId: CourseId;
  readonly control: ControlKey;
  readonly reason: string;
  readonly askedBy: PersonId;
  readonly askedAt: Date;
  readonly state: 'waiting' | 'granted' | 'refused';
  readonly decidedAt: Date | null;
  /** Of the console, which knows scopes and not people. */
  readonly scope: 'operator' | 'administrator' | null;
  readonly answer: string;
  /** Until when the marks are open, where it was granted. */
  readonly until: Date | null;
}

export type Decision = Pick<Reopening, 'state' | 'decidedAt' | 'scope' | 'answer' | 'until'>;

interface ReopeningRecord extends Omit<Reopening, 'id' | 'courseId' | 'askedBy'> {
  _id: string;
  registrationId: string;
  courseId: string;
  askedBy: string;
}

const schema = new Schema<ReopeningRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    courseId: { type: String, required: true },
    control: { type: String, required: true },
    reason: { type: String, required: true },
    askedBy: { type: String, required: true },
    askedAt: { type: Date, required: true },
    state: { type: String, required: true },
    decidedAt: { type: Date, default: null },
    scope: { type: String, default: null },
    answer: { type: String, default: '' },
    until: { type: Date, default: null },
  },
  { versionKey: false, collection: 'markReopenings' },
);
schema.index({ courseId: 1, askedAt: -1 });
schema.index({ registrationId: 1, askedAt: -1 });
// One control waits for one answer.
schema.index({ courseId: 1, control: 1 }, { unique: true, partialFilterExpression: { state: 'waiting' } });

export interface ReopeningStore {
  /** Newest first. */
  ofCourse(courseId: CourseId): Promise<Reopening[]>;
  /** Newest first, of all courses of a platform. */
  ofRegistration(registrationId: RegistrationId): Promise<Reopening[]>;
  /** False: one waits already. */
  ask(
    registrationId: RegistrationId,
    request: Pick<Reopening, 'courseId' | 'control' | 'reason' | 'askedBy' | 'askedAt'>,
  ): Promise<boolean>;
  /** False: there is none that waits. */
  decide(registrationId: RegistrationId, id: string, decision: Decision): Promise<boolean>;
}

/** More than an administrator looks back. */
const mostListed = 200;

export function createReopeningStore(connection: Connection): ReopeningStore {
  const model = connection.model<ReopeningRecord>('MarkReopening', schema);
  const read = async (filter: object): Promise<Reopening[]> =>
    (await model.find(filter).sort({ askedAt: -1 }).limit(mostListed).lean()).map(toReopening);
  return {
    ofCourse: courseId => read({ courseId }),
    ofRegistration: registrationId => read({ registrationId }),
    async ask(registrationId, request) {
      const _id = new Types.ObjectId().toHexString();
      try {
        await model.create({ _id, registrationId, ...request, state: 'waiting' });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
    async decide(registrationId, id, decision) {
      const filter = { _id: id, registrationId, state: 'waiting' as const };
      return (await model.updateOne(filter, { $set: { ...decision } })).matchedCount === 1;
    },
  };
}

function toReopening({ _id, courseId, askedBy, registrationId: _, ...rest }: ReopeningRecord): Reopening {
  return { ...rest, id: _id, courseId: asId<'course'>(courseId), askedBy: asId<'person'>(askedBy) };
}
