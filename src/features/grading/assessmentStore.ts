import { type Connection, Schema } from 'mongoose';
import { z } from 'zod';
import { type Lang } from '../../i18n/lang.ts';
import { asId, type CourseId } from '../../kernel/ids.ts';
import { isSameRubric } from './domain/documentRubric.ts';
import { labels } from './domain/policy.ts';
import { type Rubric } from './domain/rubric.ts';

/** What is graded in a course by a rubric, and by which version of the institution's policy. */
export interface Assessment {
  readonly courseId: CourseId;
  readonly key: string;
  /** The language of the rubric. */
  readonly lang: Lang;
  readonly policyVersion: number;
  readonly rubricVersion: number;
  /** Null: the accepted syllabus has none. */
  readonly rubric: Rubric | null;
  /** Somebody has graded by this rubric; from then on another one cannot replace it. */
  readonly inUse: boolean;
}

interface AssessmentRecord {
  _id: string;
  courseId: string;
  key: string;
  lang: Lang;
  policyVersion: number;
  rubricVersion: number;
  /** JSON text: read and written whole, and checked on reading. */
  rubric: string;
  inUse: boolean;
}

const schema = new Schema<AssessmentRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true, index: true },
    key: { type: String, required: true },
    lang: { type: String, required: true },
    policyVersion: { type: Number, required: true },
    rubricVersion: { type: Number, required: true },
    rubric: { type: String, required: true },
    inUse: { type: Boolean, required: true },
  },
  { versionKey: false, collection: 'assessments' },
);

const bandSchema = z.object({ min: z.number(), max: z.number(), label: z.enum(labels) });
const criterionSchema = z.object({ number: z.number(), text: z.string(), descriptors: z.array(z.string()) });
const rubricSchema = z
  .object({
    title: z.string(),
    bands: z.array(bandSchema),
    questions: z.array(z.object({ number: z.number(), criteria: z.array(criterionSchema) })),
  })
  .nullable();

export interface AssessmentStore {
  find(courseId: CourseId, key: string): Promise<Assessment | null>;
  /**
   * Takes a rubric over, with the policy version only when the assessment is new. `kept`: somebody has graded by
   * another rubric, which stays.
   */
  adopt(
    courseId: CourseId,
    key: string,
    rubric: { rubric: Rubric | null; lang: Lang; policyVersion: number },
  ): Promise<'adopted' | 'kept'>;
  /** Holds the rubric before the first draft is written. False: it is another version meanwhile. */
  hold(assessment: Assessment): Promise<boolean>;
}

export function createAssessmentStore(connection: Connection): AssessmentStore {
  const model = connection.model<AssessmentRecord>('Assessment', schema);
  const idOf = (courseId: CourseId, key: string): string => `${courseId}:${key}`;

  async function find(courseId: CourseId, key: string): Promise<Assessment | null> {
    const record = await model.findOne({ _id: idOf(courseId, key) }).lean();
    return record === null ? null : toAssessment(record);
  }

  return {
    find,
    async adopt(courseId, key, { rubric, lang, policyVersion }) {
      const _id = idOf(courseId, key);
      const text = JSON.stringify(rubric);
      await model
        .updateOne(
          { _id },
          {
            $setOnInsert: {
              courseId,
              key,
              lang,
              policyVersion,
              rubricVersion: 1,
              rubric: text,
              inUse: false,
            },
          },
          { upsert: true },
        )
        .catch((error: unknown) => {
          if ((error as { code?: unknown }).code !== 11000) throw error;
        });
      // Two who accept at once: each replaces only the version it has seen, the later one wins as a whole.
      for (;;) {
        const kept = await find(courseId, key);
        if (kept === null) throw new Error('the assessment that was just made is not there');
        if (isSameRubric(kept.rubric, rubric)) return 'adopted';
        if (kept.inUse) return 'kept';
        const replaced = await model.updateOne(
          { _id, rubricVersion: kept.rubricVersion, inUse: false },
          { $set: { lang, rubric: text }, $inc: { rubricVersion: 1 } },
        );
        if (replaced.matchedCount === 1) return 'adopted';
      }
    },
    async hold({ courseId, key, rubricVersion, inUse }) {
      if (inUse) return true;
      const held = await model.updateOne(
        { _id: idOf(courseId, key), rubricVersion },
        { $set: { inUse: true } },
      );
      return held.matchedCount === 1;
    },
  };
}

function toAssessment(record: AssessmentRecord): Assessment {
  return {
    courseId: asId<'course'>(record.courseId),
    key: record.key,
    lang: record.lang,
    policyVersion: record.policyVersion,
    rubricVersion: record.rubricVersion,
    rubric: rubricSchema.parse(JSON.parse(record.rubric)),
    inUse: record.inUse,
  };
}
