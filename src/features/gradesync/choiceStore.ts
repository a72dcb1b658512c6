import { type Connection, Schema } from 'mongoose';
import { type CourseId } from '../../kernel/ids.ts';
import { type Choice, defaultChoice } from './domain/choice.ts';

interface ChoiceRecord {
  _id: string;
  mode: Choice['mode'];
  keys: string[];
}

const schema = new Schema<ChoiceRecord>(
  {
    _id: { type: String, required: true },
    mode: { type: String, required: true },
    keys: { type: [String], required: true },
  },
  { versionKey: false, collection: 'gradebookChoices' },
);

/** Which columns each course sends to its LMS. */
export interface ChoiceStore {
  find(courseId: CourseId): Promise<Choice>;
  set(courseId: CourseId, choice: Choice): Promise<void>;
}

export function createChoiceStore(connection: Connection): ChoiceStore {
  const model = connection.model<ChoiceRecord>('GradebookChoice', schema);
  return {
    async find(courseId) {
      const found = await model.findOne({ _id: courseId }).lean();
      return found === null ? defaultChoice : { mode: found.mode, keys: found.keys };
    },
    async set(courseId, { mode, keys }) {
      const write = () =>
        model.updateOne({ _id: courseId }, { $set: { mode, keys: [...keys] } }, { upsert: true });
      await write().catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 11000) return write();
        throw error;
      });
    },
  };
}
