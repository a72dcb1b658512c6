import { type Connection, Schema } from 'mongoose';
import { type CourseId } from '../../kernel/ids.ts';

/** What a course's teacher has decided about the gradebook. */
export interface GradebookSettings {
  /** Whether students see their marks and sums as soon as they are put down. */
  readonly marksVisible: boolean;
}

interface SettingsRecord extends GradebookSettings {
  _id: string;
}

const schema = new Schema<SettingsRecord>(
  { _id: { type: String, required: true }, marksVisible: { type: Boolean, required: true } },
  { versionKey: false, collection: 'gradebookSettings' },
);

export interface SettingsStore {
  /** Without a decision students see nothing of unreleased work. */
  find(courseId: CourseId): Promise<GradebookSettings>;
  save(courseId: CourseId, settings: GradebookSettings): Promise<void>;
}

export function createSettingsStore(connection: Connection): SettingsStore {
  const model = connection.model<SettingsRecord>('GradebookSettings', schema);
  return {
    async find(courseId) {
      const record = await model.findOne({ _id: courseId }).lean();
      return { marksVisible: record?.marksVisible ?? false };
    },
    async save(courseId, { marksVisible }) {
      await model.updateOne({ _id: courseId }, { $set: { marksVisible } }, { upsert: true });
    },
  };
}
