import { type Connection, Schema } from 'mongoose';
import { z } from 'zod';
import { type Lang } from '../../i18n/lang.ts';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { isSameRubric } from './domain/documentRubric.ts';
import { type RubricVersion } from './domain/carry.ts';
import { labels } from './domain/policy.ts';
import { type Rubric } from './domain/rubric.ts';
import { type AssessmentSettings, noSettings, settingsSchema } from './domain/settings.ts';

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
  /** How the criteria follow from the version before; see `RubricVersion`. */
  readonly from: RubricVersion['from'];
  /** Who edited the rubric here; null: it is the syllabus's own. */
  readonly editedBy: PersonId | null;
  readonly editedAt: Date | null;
  readonly settings: AssessmentSettings;
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
  from: (number | null)[] | null;
  editedBy: string | null;
  editedAt: Date | null;
  /** Absent until somebody has chosen something. */
  settings?: unknown;
}

/** A version of a rubric that another one has replaced. Written once, never changed. */
interface VersionRecord {
  _id: string;
  courseId: string;
  key: string;
  version: number;
  rubric: string;
  from: (number | null)[] | null;
  editedBy: string | null;
  editedAt: Date | null;
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
    from: { type: [Number], default: null },
    editedBy: { type: String, default: null },
    editedAt: { type: Date, default: null },
    settings: { type: Schema.Types.Mixed },
  },
  { versionKey: false, collection: 'assessments' },
);
schema.index({ 'settings.releaseAt': 1 }, { sparse: true });

const versionSchema = new Schema<VersionRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    key: { type: String, required: true },
    version: { type: Number, required: true },
    rubric: { type: String, required: true },
    from: { type: [Number], default: null },
    editedBy: { type: String, default: null },
    editedAt: { type: Date, default: null },
  },
  { versionKey: false, collection: 'rubricVersions' },
);
versionSchema.index({ courseId: 1, key: 1, version: 1 });

const bandSchema = z.object({ min: z.number(), max: z.number(), label: z.enum(labels) });
const criterionSchema = z.object({
  number: z.number(),
  text: z.string(),
  descriptors: z.array(z.string()),
  weight: z.string().exactOptional(),
  outcomes: z.array(z.string()).exactOptional(),
});
const questionSchema = z.object({
  number: z.number(),
  weight: z.string().exactOptional(),
  criteria: z.array(criterionSchema),
});
/** A rubric as it is stored: JSON from outside is checked by it too. */
export const rubricSchema = z.object({
  title: z.string(),
  bands: z.array(bandSchema),
  questions: z.array(questionSchema),
});
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
  /**
   * Writes the next version over the one that was read, which goes into the history first. False: it is not the newest
   * any more.
   */
  edit(
    before: Assessment,
    next: Pick<RubricVersion, 'from'> & { rubric: Rubric; lang: Lang; by: PersonId; at: Date },
  ): Promise<boolean>;
  /** The versions that have been replaced, in order. */
  pastVersions(courseId: CourseId, key: string): Promise<RubricVersion[]>;
  /** Of courses that have this assessment. */
  policyVersions(courseIds: readonly CourseId[], key: string): Promise<Map<CourseId, number>>;
  /** False: it is not graded by `from` any more. */
  movePolicy(courseId: CourseId, key: string, from: number, to: number): Promise<boolean>;
  saveSettings(courseId: CourseId, key: string, settings: AssessmentSettings): Promise<void>;
  /** Assessments whose time of release has come. */
  dueForRelease(now: Date): Promise<Assessment[]>;
  /** Holds the rubric before the first draft is written. False: it is another version meanwhile. */
  hold(assessment: Assessment): Promise<boolean>;
}

export function createAssessmentStore(connection: Connection): AssessmentStore {
  const model = connection.model<AssessmentRecord>('Assessment', schema);
  const versions = connection.model<VersionRecord>('RubricVersion', versionSchema);
  const idOf = (courseId: CourseId, key: string): string => `${courseId}:${key}`;

  /** The same document whoever writes it, so one that is there already is no error. */
  async function keep({ courseId, key, rubricVersion: version, ...before }: Assessment): Promise<void> {
    const { rubric, from, editedBy, editedAt } = before;
    await versions.updateOne(
      { _id: `${idOf(courseId, key)}:${version}` },
      { $setOnInsert: { courseId, key, version, rubric: JSON.stringify(rubric), from, editedBy, editedAt } },
      { upsert: true },
    );
  }

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
        // What somebody wrote here by hand is not replaced by a document either.
        if (kept.inUse || kept.editedAt !== null) return 'kept';
        const replaced = await model.updateOne(
          { _id, rubricVersion: kept.rubricVersion, inUse: false },
          { $set: { lang, rubric: text, from: null }, $inc: { rubricVersion: 1 } },
        );
        if (replaced.matchedCount === 1) return 'adopted';
      }
    },
    async edit(before, { rubric, lang, from, by, at }) {
      const { courseId, key, rubricVersion: version } = before;
      if (before.rubric !== null) await keep(before);
      const written = await model.updateOne(
        { _id: idOf(courseId, key), rubricVersion: version },
        {
          $set: { rubric: JSON.stringify(rubric), lang, from, editedBy: by, editedAt: at },
          $inc: { rubricVersion: 1 },
        },
      );
      return written.matchedCount === 1;
    },
    async pastVersions(courseId, key) {
      return (await versions.find({ courseId, key }).sort({ version: 1 }).lean()).map(toVersion);
    },
    async policyVersions(courseIds, key) {
      const ids = courseIds.map(courseId => idOf(courseId, key));
      const records = await model
        .find({ _id: { $in: ids } })
        .select('courseId policyVersion')
        .lean();
      return new Map(records.map(({ courseId, policyVersion }) => [asId<'course'>(courseId), policyVersion]));
    },
    async movePolicy(courseId, key, from, to) {
      const filter = { _id: idOf(courseId, key), policyVersion: from };
      return (await model.updateOne(filter, { $set: { policyVersion: to } })).matchedCount === 1;
    },
    async saveSettings(courseId, key, settings) {
      await model.updateOne({ _id: idOf(courseId, key) }, { $set: { settings } });
    },
    async dueForRelease(now) {
      return (await model.find({ 'settings.releaseAt': { $lte: now } }).lean()).map(toAssessment);
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
    rubric: rubricSchema.nullable().parse(JSON.parse(record.rubric)),
    inUse: record.inUse,
    from: record.from ?? null,
    editedBy: personOf(record.editedBy),
    editedAt: record.editedAt ?? null,
    settings: record.settings == null ? noSettings : settingsSchema.parse(record.settings),
  };
}

const personOf = (id: string | null | undefined): PersonId | null => (id == null ? null : asId<'person'>(id));

function toVersion(record: VersionRecord): RubricVersion {
  return {
    version: record.version,
    rubric: rubricSchema.parse(JSON.parse(record.rubric)),
    from: record.from,
    by: personOf(record.editedBy),
    at: record.editedAt,
  };
}
