import { type Connection, Schema } from 'mongoose';
import { z } from 'zod';
import { type CourseId } from '../../kernel/ids.ts';
import { type Links } from './domain/coverage.ts';

interface LinkRecord {
  _id: string;
  rev: number;
  /** JSON text: its keys are those of rows. */
  content: string;
}

const schema = new Schema<LinkRecord>(
  {
    _id: { type: String, required: true },
    rev: { type: Number, required: true },
    content: { type: String, required: true },
  },
  { versionKey: false, collection: 'outcomeLinks' },
);

const contentSchema = z.object({
  links: z.record(z.string(), z.array(z.string())),
  topics: z.array(z.string()),
});

export interface KeptLinks {
  readonly links: Links;
  /** The topics of the exam, in their order. */
  readonly topics: readonly string[];
  /** 0: nobody has saved any yet. */
  readonly rev: number;
}

export interface LinkStore {
  find(courseId: CourseId): Promise<KeptLinks>;
  /** False when somebody else has saved since `rev`. */
  save(courseId: CourseId, kept: KeptLinks): Promise<boolean>;
}

export function createLinkStore(connection: Connection): LinkStore {
  const model = connection.model<LinkRecord>('OutcomeLinks', schema);
  return {
    async find(courseId) {
      const found = await model.findById(courseId).lean();
      if (found === null) return { links: {}, topics: [], rev: 0 };
      return { ...contentSchema.parse(JSON.parse(found.content)), rev: found.rev };
    },
    async save(courseId, { rev, links, topics }) {
      const content = JSON.stringify({ links, topics });
      if (rev > 0) {
        const change = { $set: { content }, $inc: { rev: 1 } };
        return (await model.updateOne({ _id: courseId, rev }, change)).modifiedCount === 1;
      }
      try {
        await model.create({ _id: courseId, rev: 1, content });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
  };
}
