import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, type Id, idPattern, type PersonId } from '../../kernel/ids.ts';
import { type Finding } from '../syllabus/index.ts';
import { type CourseMap, courseMapSchema } from './domain/courseMap.ts';

export type MapId = Id<'mooc-map'>;

/** An integration map on its way: being written, then approved once; an approved one never changes. */
export interface MapVersion {
  readonly id: MapId;
  readonly courseId: CourseId;
  readonly state: 'draft' | 'accepted' | 'discarded';
  /** Grows with every change; who saves an older one is told so. */
  readonly rev: number;
  /** The number among the approved ones of the course; null while it is a draft. */
  readonly version: number | null;
  readonly map: CourseMap;
  /** What the reading of an uploaded form found. */
  readonly readingFindings: readonly Finding[];
  /** Empty: not uploaded. */
  readonly fileName: string;
  readonly createdBy: PersonId;
  readonly updatedBy: PersonId;
  readonly updatedAt: Date;
}

interface MapRecord {
  _id: string;
  courseId: string;
  state: MapVersion['state'];
  rev: number;
  version: number | null;
  /** JSON text: read and written whole. */
  content: string;
  fileName: string;
  createdBy: string;
  updatedBy: string;
  updatedAt: Date;
}

const needed = { required: true } as const;
const schema = new Schema<MapRecord>(
  {
    _id: { type: String, ...needed },
    courseId: { type: String, ...needed },
    state: { type: String, ...needed },
    rev: { type: Number, ...needed },
    version: { type: Number, default: null },
    content: { type: String, ...needed },
    fileName: { type: String, default: '' },
    createdBy: { type: String, ...needed },
    updatedBy: { type: String, ...needed },
    updatedAt: { type: Date, ...needed },
  },
  { versionKey: false, collection: 'moocMaps' },
);
schema.index({ courseId: 1, state: 1, updatedAt: -1 });
// Two people whose drafts are approved at the same moment cannot both have version n.
schema.index(
  { courseId: 1, version: 1 },
  { unique: true, partialFilterExpression: { version: { $type: 'number' } } },
);

export type MapContent = Pick<MapVersion, 'map' | 'readingFindings'>;

export interface MapStore {
  find(courseId: CourseId, unsafeId: string): Promise<MapVersion | null>;
  findVersion(courseId: CourseId, version: number): Promise<MapVersion | null>;
  /** The approved version with the highest number. */
  newestAccepted(courseId: CourseId): Promise<MapVersion | null>;
  /** The published maps of many courses, one each at most. */
  newestOf(courseIds: readonly CourseId[]): Promise<MapVersion[]>;
  /** Drafts, the newest first. */
  drafts(courseId: CourseId): Promise<MapVersion[]>;
  /** Keys that online courses of approved versions have: they mean the same for ever. */
  usedKeys(courseId: CourseId): Promise<string[]>;
  create(
    draft: { courseId: CourseId; content: MapContent; fileName: string; createdBy: PersonId },
    now: Date,
  ): Promise<MapId>;
  /** False when somebody else has changed the draft since `rev`, or it is no draft any more. */
  change(draft: MapVersion, rev: number, map: CourseMap, by: PersonId, now: Date): Promise<boolean>;
  /** Null when the draft has changed since `rev` or is no draft any more. */
  accept(draft: MapVersion, rev: number, now: Date): Promise<number | null>;
  discard(draft: MapVersion, now: Date): Promise<void>;
}

export function createMapStore(connection: Connection): MapStore {
  const model = connection.model<MapRecord>('MoocMap', schema);
  const draftOf = ({ courseId, id }: MapVersion) => ({ _id: id, courseId, state: 'draft' as const });
  return {
    async find(courseId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const found = await model.findOne({ _id: unsafeId, courseId }).lean();
      return found === null ? null : toVersion(found);
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
    async newestOf(courseIds) {
      const found = await model
        .find({ courseId: { $in: [...courseIds] }, version: { $gt: 0 } })
        .sort({ courseId: 1, version: 1 })
        .lean();
      // The highest number of a course comes last.
      return [...new Map(found.map(record => [record.courseId, record])).values()].map(toVersion);
    },
    async drafts(courseId) {
      const found = await model.find({ courseId, state: 'draft' }).sort({ updatedAt: -1 }).limit(20).lean();
      return found.map(toVersion);
    },
    async usedKeys(courseId) {
      const found = await model.find({ courseId, version: { $gt: 0 } }).lean();
      return [...new Set(found.flatMap(record => toVersion(record).map.moocs.map(({ key }) => key)))];
    },
    async create({ courseId, content, fileName, createdBy }, now) {
      const id = new Types.ObjectId().toHexString();
      await model.create({
        _id: id,
        courseId,
        state: 'draft',
        rev: 1,
        version: null,
        content: JSON.stringify(content),
        fileName,
        createdBy,
        updatedBy: createdBy,
        updatedAt: now,
      });
      return asId<'mooc-map'>(id);
    },
    async change(draft, rev, map, by, now) {
      const content = JSON.stringify({ map, readingFindings: draft.readingFindings });
      const change = { $set: { content, updatedBy: by, updatedAt: now }, $inc: { rev: 1 } };
      return (await model.updateOne({ ...draftOf(draft), rev }, change)).modifiedCount === 1;
    },
    async accept(draft, rev, now) {
      const newest = await model
        .findOne({ courseId: draft.courseId, version: { $gt: 0 } })
        .select({ version: 1 })
        .sort({ version: -1 })
        .lean();
      const version = (newest?.version ?? 0) + 1;
      try {
        const change = { $set: { state: 'accepted' as const, version, updatedAt: now }, $inc: { rev: 1 } };
        const done = await model.updateOne({ ...draftOf(draft), rev }, change);
        return done.modifiedCount === 1 ? version : null;
      } catch (error) {
        // Another draft became this version in the same moment; the approval is repaired when it is opened next.
        if ((error as { code?: unknown }).code === 11000) return null;
        throw error;
      }
    },
    async discard(draft, now) {
      await model.updateOne(draftOf(draft), { $set: { state: 'discarded', updatedAt: now } });
    },
  };
}

function toVersion(record: MapRecord): MapVersion {
  const { map, readingFindings } = JSON.parse(record.content) as {
    map: unknown;
    readingFindings: readonly Finding[];
  };
  return {
    id: asId<'mooc-map'>(record._id),
    courseId: asId<'course'>(record.courseId),
    state: record.state,
    rev: record.rev,
    version: record.version ?? null,
    map: courseMapSchema.parse(map),
    readingFindings,
    fileName: record.fileName,
    createdBy: asId<'person'>(record.createdBy),
    updatedBy: asId<'person'>(record.updatedBy),
    updatedAt: record.updatedAt,
  };
}
