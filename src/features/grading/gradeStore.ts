import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Grade, type Released, type SavedDraft } from './domain/grade.ts';

interface GradeRecord {
  /** courseId:assessment:personId, so that a student cannot have two grades in one assessment. */
  _id: string;
  courseId: string;
  assessment: string;
  personId: string;
  rev: number;
  rubricVersion: number;
  draft: SavedDraft;
  released: Released | null;
  /** False: released, and the queue to the LMS may not know of it. */
  queued: boolean;
}

/** A version of a grade that another one has replaced. Written once, never changed. */
type EventRecord = Omit<GradeRecord, 'queued'>;

const versionFields = {
  _id: { type: String, required: true },
  courseId: { type: String, required: true },
  assessment: { type: String, required: true },
  personId: { type: String, required: true },
  rev: { type: Number, required: true },
  rubricVersion: { type: Number, required: true },
  draft: { type: Schema.Types.Mixed, required: true },
  released: { type: Schema.Types.Mixed, default: null },
} as const;

const gradeSchema = new Schema<GradeRecord>(
  { ...versionFields, queued: { type: Boolean, required: true } },
  { versionKey: false, collection: 'grades', minimize: false },
);
gradeSchema.index({ courseId: 1, assessment: 1 });
gradeSchema.index({ personId: 1 });
gradeSchema.index({ queued: 1 }, { partialFilterExpression: { queued: false } });

const eventSchema = new Schema<EventRecord>(versionFields, {
  versionKey: false,
  collection: 'gradeEvents',
  minimize: false,
});
eventSchema.index({ courseId: 1, assessment: 1, personId: 1, rev: 1 });

export interface GradeStore {
  find(courseId: CourseId, assessment: string, personId: string): Promise<Grade | null>;
  /** Of these people, or of everybody; whoever has none is left out. */
  list(courseId: CourseId, assessment: string, personIds?: readonly string[]): Promise<Grade[]>;
  /** Writes a draft over the version that was read (null: there was none). False: it is not the newest any more. */
  saveDraft(before: Grade | null, next: Omit<Grade, 'released'>): Promise<boolean>;
  /** Releases each grade as it was read; answers those for which it was still the newest. */
  release(releases: readonly Release[]): Promise<Grade[]>;
  /** All versions of one grade in the order in which they were written, the present one last. */
  versions(courseId: CourseId, assessment: string, personId: string): Promise<Grade[]>;
  unqueued(limit: number): Promise<Grade[]>;
  /** Marks each as queued, unless it was released again since. */
  markQueued(grades: readonly GradeKey[]): Promise<void>;
}

export interface Release {
  readonly before: Grade;
  readonly released: Released;
}

/** Which release of which grade. */
export interface GradeKey {
  readonly courseId: CourseId;
  readonly assessment: string;
  readonly personId: PersonId;
  readonly releasedRev: number;
}

const idOf = (courseId: string, assessment: string, personId: string): string =>
  `${courseId}:${assessment}:${personId}`;

const gradeId = (grade: Pick<Grade, 'courseId' | 'assessment' | 'personId'>): string =>
  idOf(grade.courseId, grade.assessment, grade.personId);

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11000;

export function createGradeStore(connection: Connection): GradeStore {
  const grades = connection.model<GradeRecord>('Grade', gradeSchema);
  const events = connection.model<EventRecord>('GradeEvent', eventSchema);

  /**
   * Nothing is overwritten without trace: the version that is about to be replaced goes into the history first. It is
   * the same document whoever writes it, so one that is there already is no error, and a replacement that fails after
   * all leaves a true history.
   */
  async function keep(versions: readonly Grade[]): Promise<void> {
    const records = versions.map(grade => ({ _id: `${gradeId(grade)}:${grade.rev}`, ...grade }));
    await events.collection.insertMany(records as never, { ordered: false }).catch((error: unknown) => {
      const failures = [(error as { writeErrors?: unknown }).writeErrors ?? error].flat();
      if (!failures.every(isDuplicate)) throw error;
    });
  }

  return {
    async find(courseId, assessment, personId) {
      const record = await grades.findOne({ _id: idOf(courseId, assessment, personId) }).lean();
      return record === null ? null : toGrade(record);
    },
    async list(courseId, assessment, personIds) {
      const filter =
        personIds === undefined
          ? { courseId, assessment }
          : { _id: { $in: personIds.map(id => idOf(courseId, assessment, id)) } };
      return (await grades.find(filter).lean()).map(toGrade);
    },
    async saveDraft(before, next) {
      const { draft, rubricVersion, rev } = next;
      const _id = gradeId(next);
      if (before === null) {
        const record = { _id, ...next, released: null, queued: true };
        return grades.collection.insertOne(record as never).then(
          () => true,
          (error: unknown) => {
            if (isDuplicate(error)) return false;
            throw error;
          },
        );
      }
      await keep([before]);
      const written = await grades.collection.updateOne({ _id, rev: before.rev } as never, {
        $set: { draft, rubricVersion, rev },
      });
      return written.matchedCount === 1;
    },
    async release(releases) {
      if (releases.length === 0) return [];
      await keep(releases.map(({ before }) => before));
      await grades.collection.bulkWrite(
        releases.map(({ before, released }) => ({
          updateOne: {
            filter: { _id: gradeId(before), rev: before.rev },
            update: { $set: { released, rev: released.rev, queued: false } },
          },
        })) as never,
        { ordered: false },
      );
      const wanted = new Map(releases.map(({ before, released }) => [gradeId(before), released]));
      const found = await grades.find({ _id: { $in: [...wanted.keys()] } }).lean();
      return found.filter(record => isRelease(record.released, wanted.get(record._id))).map(toGrade);
    },
    async versions(courseId, assessment, personId) {
      const [past, present] = await Promise.all([
        events.find({ courseId, assessment, personId }).sort({ rev: 1 }).lean(),
        grades.findOne({ _id: idOf(courseId, assessment, personId) }).lean(),
      ]);
      if (present === null) return [];
      // The version before a replacement that is under way stands in both places.
      return [...past.filter(version => version.rev < present.rev), present].map(toGrade);
    },
    async unqueued(limit) {
      return (await grades.find({ queued: false }).limit(limit).lean()).map(toGrade);
    },
    async markQueued(keys) {
      if (keys.length === 0) return;
      await grades.collection.bulkWrite(
        keys.map(({ courseId, assessment, personId, releasedRev }) => ({
          updateOne: {
            filter: { _id: idOf(courseId, assessment, personId), 'released.rev': releasedRev },
            update: { $set: { queued: true } },
          },
        })) as never,
        { ordered: false },
      );
    },
  };
}

/** Two who release the same grade at once give it the same number; only one of them is what stands there. */
function isRelease(stored: Released | null, wanted: Released | undefined): boolean {
  return (
    stored !== null &&
    stored.rev === wanted?.rev &&
    stored.by === wanted.by &&
    stored.at.getTime() === wanted.at.getTime()
  );
}

function toGrade(record: EventRecord): Grade {
  const { courseId, assessment, personId, rev, rubricVersion, draft, released } = record;
  return {
    courseId: asId<'course'>(courseId),
    assessment,
    personId: asId<'person'>(personId),
    rev,
    rubricVersion,
    draft,
    // A release from before rubrics had versions was made by the one version that there was.
    released:
      released == null ? null : { ...released, rubricVersion: released.rubricVersion ?? rubricVersion },
  };
}
