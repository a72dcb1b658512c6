import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type PolicyMaker } from '../grading/index.ts';
import { type NumberChange } from './domain/gradeChanges.ts';

/** A course that was moved from one version of the policy to another. */
export interface PolicyMove {
  readonly courseId: CourseId;
  readonly from: number;
  readonly to: number;
  readonly at: Date;
  readonly scope: PolicyMaker;
  readonly reason: string;
  /** How many students' numbers have changed. */
  readonly students: number;
}

/** What it changed for one student. */
export interface StudentMove {
  readonly personId: PersonId;
  readonly changes: readonly NumberChange[];
}

/** A move that changed numbers of one student. */
interface MoveOfStudent extends Pick<PolicyMove, 'from' | 'to' | 'at' | 'reason'> {
  readonly changes: readonly NumberChange[];
}

interface MoveRecord extends Omit<PolicyMove, 'courseId'> {
  _id: string;
  courseId: string;
}

interface ChangeRecord {
  /** move:personId. */
  _id: string;
  moveId: string;
  courseId: string;
  personId: string;
  from: number;
  to: number;
  at: Date;
  changes: readonly NumberChange[];
}

const moveSchema = new Schema<MoveRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    from: { type: Number, required: true },
    to: { type: Number, required: true },
    at: { type: Date, required: true },
    scope: { type: String, required: true },
    reason: { type: String, required: true },
    students: { type: Number, required: true },
  },
  { versionKey: false, collection: 'policyMoves' },
);
moveSchema.index({ courseId: 1, at: 1 });

const changeSchema = new Schema<ChangeRecord>(
  {
    _id: { type: String, required: true },
    moveId: { type: String, required: true },
    courseId: { type: String, required: true },
    personId: { type: String, required: true },
    from: { type: Number, required: true },
    to: { type: Number, required: true },
    at: { type: Date, required: true },
    changes: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, collection: 'policyChanges' },
);
changeSchema.index({ courseId: 1, personId: 1 });

export interface MoveStore {
  /** Writes what a move changes, before it is made; answers its name. */
  begin(move: PolicyMove, students: readonly StudentMove[]): Promise<string>;
  /** It was made. */
  confirm(id: string, move: PolicyMove): Promise<void>;
  /** It was not. */
  drop(id: string): Promise<void>;
  /** What the moves of a course have changed for one student, newest first. */
  ofStudent(courseId: CourseId, personId: PersonId): Promise<MoveOfStudent[]>;
  /** Newest first. */
  list(courseId: CourseId): Promise<PolicyMove[]>;
}

export function createMoveStore(connection: Connection): MoveStore {
  const moves = connection.model<MoveRecord>('PolicyMove', moveSchema);
  const changes = connection.model<ChangeRecord>('PolicyChange', changeSchema);
  return {
    async begin({ courseId, from, to, at }, students) {
      const moveId = new Types.ObjectId().toHexString();
      const records = students.map(({ personId, changes: list }) => ({
        _id: `${moveId}:${personId}`,
        ...{ moveId, courseId, personId, from, to, at, changes: list },
      }));
      if (records.length > 0) await changes.collection.insertMany(records as never);
      return moveId;
    },
    async confirm(id, move) {
      await moves.collection.insertOne({ _id: id, ...move } as never);
    },
    async drop(id) {
      await changes.deleteMany({ moveId: id });
    },
    async ofStudent(courseId, personId) {
      const [own, made] = await Promise.all([
        changes.find({ courseId, personId }).sort({ at: -1 }).lean(),
        moves.find({ courseId }).lean(),
      ]);
      // A move that broke off before it was made has changed nothing.
      return own.flatMap(({ moveId, changes: list }) => {
        const move = made.find(({ _id }) => _id === moveId);
        if (move === undefined) return [];
        return [{ from: move.from, to: move.to, at: move.at, reason: move.reason, changes: list }];
      });
    },
    async list(courseId) {
      const records = await moves.find({ courseId }).sort({ at: -1 }).lean();
      return records.map(({ _id, ...move }) => ({ ...move, courseId: asId<'course'>(move.courseId) }));
    },
  };
}
