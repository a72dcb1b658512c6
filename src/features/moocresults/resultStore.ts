import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type MarkSource } from '../gradebook/index.ts';
import { type ClueField } from './domain/columns.ts';
import { hasCompleted, type ResultSource, type Rules } from './domain/conversion.ts';

/** What is known of one person in one online course, and from where. */
export interface MoocResult {
  readonly courseId: CourseId;
  readonly moocKey: string;
  readonly personId: PersonId;
  /** Percents of the whole online course; null: the file had none. */
  readonly percent: string | null;
  /** Percents that the rules of the file asked for; "": for the usual ones. */
  readonly threshold: string;
  /** The day that the platform gave; null without one. */
  readonly on: string | null;
  /** Marks that results of this online course have brought, by their columns. */
  readonly marks: Readonly<Record<string, string>>;
  readonly source: MarkSource;
  /** Who took the file over, and when. */
  readonly by: PersonId;
  readonly at: Date;
}

/** Where one person stands in one online course. */
export interface MoocStanding {
  readonly courseId: CourseId;
  readonly moocKey: string;
  readonly personId: PersonId;
  /** Percents of the whole online course as a decimal; null: not known. */
  readonly percent: string | null;
  /** Whether the threshold was reached; null: no percents are known. */
  readonly completed: boolean | null;
}

/** How the last file of an online course was read; offered again for the next. */
export interface RememberedReading {
  /** The heading under which something stood. */
  readonly headings: ReadonlyMap<ClueField, string>;
  readonly sources: ReadonlyMap<string, Omit<ResultSource, 'column'> & { readonly heading: string }>;
  readonly rules: Rules | null;
}

interface ResultRecord {
  /** courseId:moocKey:personId. */
  _id: string;
  courseId: string;
  moocKey: string;
  personId: string;
  percent: string | null;
  threshold?: string;
  on: string | null;
  /** JSON text. */
  marks: string;
  source: MarkSource;
  by: string;
  at: Date;
}

interface ReadingRecord {
  /** courseId:moocKey. */
  _id: string;
  /** JSON text. */
  reading: string;
}

const text = { type: String, required: true };
const resultSchema = new Schema<ResultRecord>(
  {
    ...{ _id: text, courseId: text, moocKey: text, personId: text, marks: text, by: text },
    percent: { type: String, default: null },
    threshold: { type: String, default: '' },
    on: { type: String, default: null },
    source: { file: String, digest: String, row: Number },
    at: { type: Date, required: true },
  },
  { versionKey: false, collection: 'moocResults' },
);
resultSchema.index({ courseId: 1, personId: 1 });
resultSchema.index({ personId: 1 });
const readingSchema = new Schema<ReadingRecord>(
  { _id: text, reading: text },
  { versionKey: false, collection: 'moocResultReadings' },
);

export interface MoocResultStore {
  /** Of a course; of one person there; of one online course. */
  list(courseId: CourseId, of?: { personId?: PersonId; moocKey?: string }): Promise<MoocResult[]>;
  /** What is known in several courses; of one person there. */
  standings(courseIds: readonly CourseId[], personId?: PersonId): Promise<MoocStanding[]>;
  /** Puts each result in the place of what was known of this person in this online course. */
  save(results: readonly MoocResult[]): Promise<void>;
  readingOf(courseId: CourseId, moocKey: string): Promise<RememberedReading>;
  remember(courseId: CourseId, moocKey: string, reading: RememberedReading): Promise<void>;
}

export function createMoocResultStore(connection: Connection): MoocResultStore {
  const results = connection.model<ResultRecord>('MoocResult', resultSchema);
  const readings = connection.model<ReadingRecord>('MoocResultReading', readingSchema);
  return {
    async list(courseId, of = {}) {
      return (await results.find({ courseId, ...of }).lean()).map(toResult);
    },
    async standings(courseIds, personId) {
      const found = await results
        .find({ courseId: { $in: [...courseIds] }, ...(personId === undefined ? {} : { personId }) })
        .select({ courseId: 1, moocKey: 1, personId: 1, percent: 1, threshold: 1 })
        .lean();
      return found.map(record => ({
        courseId: asId<'course'>(record.courseId),
        moocKey: record.moocKey,
        personId: asId<'person'>(record.personId),
        percent: record.percent,
        completed: hasCompleted(record.percent, record.threshold ?? ''),
      }));
    },
    async save(made) {
      if (made.length === 0) return;
      const operations = made.map(({ marks, ...result }) => {
        const _id = `${result.courseId}:${result.moocKey}:${result.personId}`;
        const update = { $set: { ...result, marks: JSON.stringify(marks) } };
        return { updateOne: { filter: { _id }, update, upsert: true } };
      });
      await results.bulkWrite(operations, { ordered: false });
    },
    async readingOf(courseId, moocKey) {
      const found = await readings.findById(`${courseId}:${moocKey}`).lean();
      if (found === null) return { headings: new Map(), sources: new Map(), rules: null };
      const kept = JSON.parse(found.reading) as { headings: []; sources: []; rules: Rules };
      return { headings: new Map(kept.headings), sources: new Map(kept.sources), rules: kept.rules };
    },
    async remember(courseId, moocKey, { headings, sources, rules }) {
      const reading = JSON.stringify({ headings: [...headings], sources: [...sources], rules });
      await readings.updateOne({ _id: `${courseId}:${moocKey}` }, { $set: { reading } }, { upsert: true });
    },
  };
}

function toResult(record: ResultRecord): MoocResult {
  const { moocKey, percent, on, source, at } = record;
  const { threshold = '' } = record;
  return {
    ...{ moocKey, percent, threshold, on, source, at },
    courseId: asId<'course'>(record.courseId),
    personId: asId<'person'>(record.personId),
    by: asId<'person'>(record.by),
    marks: JSON.parse(record.marks) as Record<string, string>,
  };
}
