import { type Connection, Schema } from 'mongoose';
import { type CourseId } from '../../kernel/ids.ts';
import { type ColumnKey } from './domain/column.ts';

interface LinkRecord {
  _id: string;
  resourceLinkId: string;
}

const schema = new Schema<LinkRecord>(
  { _id: { type: String, required: true }, resourceLinkId: { type: String, required: true } },
  { versionKey: false, collection: 'gradebookLinks' },
);

/**
 * Which resource link of the LMS a teacher placed for what is graded. An LMS that loses the `resourceId` of a placed link
 * makes a column for it all the same, and that column is the one to fill.
 */
export interface LinkStore {
  find(courseId: CourseId, key: ColumnKey): Promise<string | null>;
  /** Told at every launch of such a link; writes only what is new to this process. */
  note(courseId: CourseId, key: ColumnKey, resourceLinkId: string): Promise<void>;
}

const mostRemembered = 10_000;

export function createLinkStore(connection: Connection): LinkStore {
  const model = connection.model<LinkRecord>('GradebookLink', schema);
  const remembered = new Map<string, string>();
  return {
    async find(courseId, key) {
      const found = await model.findOne({ _id: `${courseId}:${key}` }).lean();
      return found?.resourceLinkId ?? null;
    },
    async note(courseId, key, resourceLinkId) {
      const _id = `${courseId}:${key}`;
      if (remembered.get(_id) === resourceLinkId) return;
      await model.updateOne({ _id }, { $set: { resourceLinkId } }, { upsert: true });
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(_id, resourceLinkId);
    },
  };
}
