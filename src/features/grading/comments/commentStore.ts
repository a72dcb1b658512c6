import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, idPattern, type PersonId } from '../../../kernel/ids.ts';

/** A comment that is used again and again: a grader's own, or shared with the graders of the course. */
export interface BankComment {
  readonly id: string;
  readonly text: string;
  readonly shared: boolean;
  readonly writtenBy: PersonId;
}

interface CommentRecord {
  _id: string;
  courseId: string;
  text: string;
  shared: boolean;
  writtenBy: string;
}

const schema = new Schema<CommentRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true, index: true },
    text: { type: String, required: true },
    shared: { type: Boolean, required: true },
    writtenBy: { type: String, required: true },
  },
  { versionKey: false, collection: 'commentBank' },
);

/** More than anybody pages through while grading. */
export const mostComments = 200;

export interface CommentStore {
  /** A grader's own and the shared ones, in the order in which they were written. */
  list(courseId: CourseId, grader: PersonId): Promise<BankComment[]>;
  add(courseId: CourseId, comment: Omit<BankComment, 'id'>): Promise<void>;
  /** Only who has written a comment can remove it. */
  remove(courseId: CourseId, unsafeId: string, grader: PersonId): Promise<void>;
}

export function createCommentStore(connection: Connection): CommentStore {
  const model = connection.model<CommentRecord>('BankComment', schema);
  return {
    async list(courseId, grader) {
      const filter = { courseId, $or: [{ shared: true }, { writtenBy: grader }] };
      const found = await model.find(filter).sort({ _id: 1 }).limit(mostComments).lean();
      return found.map(({ _id: id, text, shared, writtenBy }) => ({
        ...{ id, text, shared, writtenBy: asId<'person'>(writtenBy) },
      }));
    },
    async add(courseId, comment) {
      await model.create({ _id: new Types.ObjectId().toHexString(), courseId, ...comment });
    },
    async remove(courseId, unsafeId, writtenBy) {
      if (idPattern.test(unsafeId)) await model.deleteOne({ _id: unsafeId, courseId, writtenBy });
    },
  };
}
