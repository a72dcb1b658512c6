import { type Connection, Schema, Types } from 'mongoose';
import { z } from 'zod';
import { asId, type CourseId, idPattern, type PersonId, type SyllabusId } from '../../kernel/ids.ts';
import { type Finding } from './domain/finding.ts';
import { type Evidence, evidenceSchema, type Syllabus, syllabusSchema } from './domain/types.ts';

/** Where every value of a reading came from: path of the value → place in the document, as the reader says it. */
export type Provenance = Readonly<Record<string, unknown>>;

/** A syllabus on its way into the course: being looked at and corrected, then accepted once. */
export interface SyllabusVersion {
  readonly id: SyllabusId;
  readonly courseId: CourseId;
  readonly state: 'draft' | 'accepted' | 'discarded';
  /** Grows with every change; who saves an older one is told so. */
  readonly rev: number;
  /** The number of the accepted version in its course; null while it is a draft. */
  readonly version: number | null;
  readonly syllabus: Syllabus;
  readonly evidence: Evidence;
  /** What the reading found; what the checks find is computed anew after every correction. */
  readonly readingFindings: readonly Finding[];
  readonly provenance: Provenance;
  /** The accepted version that this draft already takes account of; null for a document that was only read. */
  readonly basedOn: SyllabusId | null;
  readonly fileName: string;
  readonly createdBy: PersonId;
  readonly updatedAt: Date;
}

interface SyllabusRecord {
  _id: string;
  courseId: string;
  state: SyllabusVersion['state'];
  rev: number;
  version: number | null;
  /** JSON text: the content has keys of its own making and is only ever read and written whole. */
  content: string;
  /** JSON text of the syllabus as the last document was read, before anybody corrected it; null where there was none. */
  reading: string | null;
  /** The content before the last change, so that it can be taken back; null before the first one. */
  before: string | null;
  basedOn: string | null;
  /** What `basedOn` was before the last change. */
  basedOnBefore: string | null;
  fileName: string;
  createdBy: string;
  updatedAt: Date;
}

const schema = new Schema<SyllabusRecord>(
  {
    _id: { type: String, required: true },
    courseId: { type: String, required: true },
    state: { type: String, required: true },
    rev: { type: Number, required: true },
    version: { type: Number, default: null },
    content: { type: String, required: true },
    reading: { type: String, default: null },
    before: { type: String, default: null },
    basedOn: { type: String, default: null },
    basedOnBefore: { type: String, default: null },
    fileName: { type: String, default: '' },
    createdBy: { type: String, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'syllabi' },
);
schema.index({ courseId: 1, state: 1, updatedAt: -1 });
// Two people who accept at the same moment cannot both become version n.
schema.index(
  { courseId: 1, version: 1 },
  { unique: true, partialFilterExpression: { version: { $type: 'number' } } },
);

const contentSchema = z.object({
  syllabus: syllabusSchema,
  evidence: evidenceSchema,
  readingFindings: z.array(z.unknown()),
  provenance: z.record(z.string(), z.unknown()),
});

export type SyllabusContent = Pick<
  SyllabusVersion,
  'syllabus' | 'evidence' | 'readingFindings' | 'provenance'
>;

/** A draft that is going to be made. */
export interface NewDraft {
  readonly courseId: CourseId;
  readonly content: SyllabusContent;
  /** What the document said; absent where there is none. */
  readonly reading?: Syllabus | null;
  readonly basedOn?: SyllabusId;
  readonly fileName: string;
  readonly createdBy: PersonId;
}

export interface SyllabusStore {
  find(courseId: CourseId, unsafeId: string): Promise<SyllabusVersion | null>;
  /** What the last document said that a version goes back to; null where nobody knows. */
  findReading(courseId: CourseId, id: SyllabusId): Promise<Syllabus | null>;
  /** An accepted version by its number. */
  findVersion(courseId: CourseId, version: number): Promise<SyllabusVersion | null>;
  /** The accepted version with the highest number. */
  newestAccepted(courseId: CourseId): Promise<SyllabusVersion | null>;
  drafts(courseId: CourseId): Promise<{ id: SyllabusId; fileName: string; updatedAt: Date }[]>;
  create(draft: NewDraft, now: Date): Promise<SyllabusId>;
  /** `basedOn`: the accepted version that was merged into it. False when somebody else has changed the draft since `rev`, or it is no draft any more. */
  correct(
    courseId: CourseId,
    id: SyllabusId,
    rev: number,
    content: SyllabusContent,
    now: Date,
    basedOn?: SyllabusId,
  ): Promise<boolean>;
  /** Takes the last change back; called again, it makes it again. False as `correct`, and when nothing was changed yet. */
  undo(courseId: CourseId, id: SyllabusId, rev: number, now: Date): Promise<boolean>;
  /** The number of the new version; null when the draft has changed since `rev` or is no draft any more. */
  accept(courseId: CourseId, id: SyllabusId, rev: number, now: Date): Promise<number | null>;
  discard(courseId: CourseId, id: SyllabusId, now: Date): Promise<void>;
}

export function createSyllabusStore(connection: Connection): SyllabusStore {
  const model = connection.model<SyllabusRecord>('Syllabus', schema);
  const draftOf = (courseId: CourseId, id: SyllabusId, rev: number) => ({
    _id: id,
    courseId,
    state: 'draft' as const,
    rev,
  });
  return {
    async find(courseId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const found = await model.findOne({ _id: unsafeId, courseId }).select({ reading: 0, before: 0 }).lean();
      return found === null ? null : toVersion(found);
    },
    async findReading(courseId, id) {
      const found = await model.findOne({ _id: id, courseId }).select({ reading: 1 }).lean();
      const reading = found?.reading ?? null;
      return reading === null ? null : syllabusSchema.parse(JSON.parse(reading));
    },
    async findVersion(courseId, version) {
      const found = await model.findOne({ courseId, version }).lean();
      return found === null ? null : toVersion(found);
    },
    async newestAccepted(courseId) {
      const found = await model
        .findOne({ courseId, version: { $gt: 0 } })
        .sort({ version: -1 })
        .lean();
      return found === null ? null : toVersion(found);
    },
    async drafts(courseId) {
      const found = await model
        .find({ courseId, state: 'draft' })
        .select({ fileName: 1, updatedAt: 1 })
        .sort({ updatedAt: -1 })
        .limit(20)
        .lean();
      return found.map(({ _id, fileName, updatedAt }) => ({
        id: asId<'syllabus'>(_id),
        fileName,
        updatedAt,
      }));
    },
    async create({ courseId, content, reading = null, basedOn = null, fileName, createdBy }, now) {
      const id = new Types.ObjectId().toHexString();
      await model.create({
        _id: id,
        courseId,
        state: 'draft',
        rev: 1,
        version: null,
        content: JSON.stringify(content),
        reading: reading === null ? null : JSON.stringify(reading),
        basedOn,
        fileName,
        createdBy,
        updatedAt: now,
      });
      return asId<'syllabus'>(id);
    },
    async correct(courseId, id, rev, content, now, basedOn) {
      const draft = draftOf(courseId, id, rev);
      const last = await model.findOne(draft).select({ content: 1, basedOn: 1 }).lean();
      if (last === null) return false;
      const former = { before: last.content, basedOnBefore: last.basedOn ?? null };
      const present = { content: JSON.stringify(content), basedOn: basedOn ?? last.basedOn ?? null };
      const change = { $set: { ...present, ...former, updatedAt: now }, $inc: { rev: 1 } };
      return (await model.updateOne(draft, change)).modifiedCount === 1;
    },
    async undo(courseId, id, rev, now) {
      const draft = draftOf(courseId, id, rev);
      const last = await model
        .findOne(draft)
        .select({ content: 1, before: 1, basedOn: 1, basedOnBefore: 1 })
        .lean();
      if (last?.before == null) return false;
      const former = { content: last.before, basedOn: last.basedOnBefore ?? null };
      const taken = { before: last.content, basedOnBefore: last.basedOn ?? null };
      const change = { $set: { ...former, ...taken, updatedAt: now }, $inc: { rev: 1 } };
      return (await model.updateOne(draft, change)).modifiedCount === 1;
    },
    async accept(courseId, id, rev, now) {
      const newest = await model
        .findOne({ courseId, version: { $gt: 0 } })
        .select({ version: 1 })
        .sort({ version: -1 })
        .lean();
      const version = (newest?.version ?? 0) + 1;
      try {
        const change = { $set: { state: 'accepted' as const, version, updatedAt: now }, $inc: { rev: 1 } };
        const done = await model.updateOne(draftOf(courseId, id, rev), change);
        return done.modifiedCount === 1 ? version : null;
      } catch (error) {
        // Somebody else accepted another draft in this moment: look again before becoming the version after theirs.
        if ((error as { code?: unknown }).code === 11000) return null;
        throw error;
      }
    },
    async discard(courseId, id, now) {
      await model.updateOne(
        { _id: id, courseId, state: 'draft' },
        { $set: { state: 'discarded', updatedAt: now } },
      );
    },
  };
}

function toVersion(record: Omit<SyllabusRecord, 'reading' | 'before' | 'basedOnBefore'>): SyllabusVersion {
  const content = contentSchema.parse(JSON.parse(record.content));
  return {
    id: asId<'syllabus'>(record._id),
    courseId: asId<'course'>(record.courseId),
    state: record.state,
    rev: record.rev,
    version: record.version ?? null,
    syllabus: content.syllabus,
    evidence: content.evidence,
    // Written by this store alone, from values of this type.
    readingFindings: content.readingFindings as Finding[],
    provenance: content.provenance,
    basedOn: record.basedOn == null ? null : asId<'syllabus'>(record.basedOn),
    fileName: record.fileName,
    createdBy: asId<'person'>(record.createdBy),
    updatedAt: record.updatedAt,
  };
}
