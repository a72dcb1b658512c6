import { type Connection, Schema } from 'mongoose';
import { type CourseId } from '../../kernel/ids.ts';
import { emptyPlan, type TermPlan, termPlanSchema } from './domain/plan.ts';

interface TermRecord {
  _id: string;
  rev: number;
  /** JSON text: deadlines have keys of their own making, and a plan is only ever read and written whole. */
  plan: string;
}

const schema = new Schema<TermRecord>(
  {
    _id: { type: String, required: true },
    rev: { type: Number, required: true },
    plan: { type: String, required: true },
  },
  { versionKey: false, collection: 'terms' },
);

export interface KeptPlan {
  readonly plan: TermPlan;
  /** 0: nobody has saved one yet. */
  readonly rev: number;
}

export interface TermStore {
  find(courseId: CourseId): Promise<KeptPlan>;
  /** False when somebody else has saved a plan since `rev`. */
  save(courseId: CourseId, rev: number, plan: TermPlan): Promise<boolean>;
}

export function createTermStore(connection: Connection): TermStore {
  const model = connection.model<TermRecord>('Term', schema);
  return {
    async find(courseId) {
      const found = await model.findById(courseId).lean();
      if (found === null) return { plan: emptyPlan, rev: 0 };
      return { plan: termPlanSchema.parse(JSON.parse(found.plan)), rev: found.rev };
    },
    async save(courseId, rev, plan) {
      const text = JSON.stringify(plan);
      if (rev > 0) {
        const change = { $set: { plan: text }, $inc: { rev: 1 } };
        return (await model.updateOne({ _id: courseId, rev }, change)).modifiedCount === 1;
      }
      try {
        await model.create({ _id: courseId, rev: 1, plan: text });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
  };
}
