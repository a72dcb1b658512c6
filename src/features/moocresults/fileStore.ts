import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Decision, type FileTable } from '../marksimport/index.ts';
import { type ClueColumns, type Platform } from './domain/columns.ts';
import { type ResultSource, type Rules } from './domain/conversion.ts';
import { type NotTaken, type ResultChange, type ResultsPreview } from './domain/preview.ts';

/** How far a file has come: it is read in the background, looked at, and taken over. */
export const fileStates = ['reading', 'failed', 'open', 'taken'] as const;
export type FileState = (typeof fileStates)[number];

/** What was decided about a file of results. */
export interface FileChoices {
  readonly columns: ClueColumns;
  /** By the key of the target; what has none is not taken from this file. */
  readonly sources: Readonly<Record<string, ResultSource>>;
  readonly rules: Rules;
  readonly decisions: readonly (readonly [row: number, decision: Decision])[];
}

/** The part of a file that concerns the course: a platform's export has everybody who ever joined. */
export interface FileContent {
  readonly platform: Platform;
  readonly table: FileTable;
  /** Rows of the whole file, and how many of them were left aside because nothing in them leads to the class. */
  readonly rows: number;
  readonly strangers: number;
}

export interface FileOutcome {
  readonly results: number;
  readonly written: number;
  readonly conflicts: readonly {
    readonly person: PersonId;
    readonly column: string;
    readonly mine: string;
    readonly theirs: string;
  }[];
  /** Marks that somebody had typed, and that were left as they are. */
  readonly left: readonly ResultChange[];
  readonly notTaken: readonly NotTaken[];
}

export interface ResultFile {
  readonly id: string;
  readonly courseId: CourseId;
  readonly moocKey: string;
  readonly by: PersonId;
  readonly at: Date;
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly digest: string;
  readonly state: FileState;
  /** Why it could not be read; a code that the catalogue has words for. */
  readonly failure: string | null;
  readonly rev: number;
  /** Null until it has been read, and after it has been taken over. */
  readonly content: FileContent | null;
  readonly choices: FileChoices | null;
  readonly preview: ResultsPreview | null;
  readonly outcome: FileOutcome | null;
}

export type FileHead = Pick<
  ResultFile,
  'id' | 'moocKey' | 'by' | 'at' | 'file' | 'digest' | 'state' | 'outcome'
>;

interface FileRecord {
  _id: string;
  courseId: string;
  moocKey: string;
  by: string;
  at: Date;
  file: string;
  digest: string;
  state: FileState;
  failure: string | null;
  rev: number;
  /** JSON texts: written and read whole. */
  content: string | null;
  choices: string | null;
  preview: string | null;
  outcome: FileOutcome | null;
  /** When a file that nobody takes over is forgotten. */
  forgetAt: Date | null;
}

const text = { type: String, required: true };
const json = { type: String, default: null };
const schema = new Schema<FileRecord>(
  {
    ...{ _id: text, courseId: text, moocKey: text, by: text, file: text, digest: text, state: text },
    at: { type: Date, required: true },
    failure: json,
    rev: { type: Number, required: true },
    ...{ content: json, choices: json, preview: json },
    outcome: { type: Schema.Types.Mixed, default: null },
    forgetAt: { type: Date, default: null, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'moocResultFiles' },
);
schema.index({ courseId: 1, at: -1 });

const keptDays = 7;

export interface ResultFileStore {
  /** A file that is being read, in the place of unfinished ones of the same person and online course. */
  begin(
    file: Pick<ResultFile, 'id' | 'courseId' | 'moocKey' | 'by' | 'at' | 'file' | 'digest'>,
  ): Promise<void>;
  fail(id: string, failure: string): Promise<void>;
  opened(id: string, content: FileContent, choices: FileChoices, preview: ResultsPreview): Promise<void>;
  /** False when somebody has decided otherwise since. */
  decide(before: ResultFile, choices: FileChoices, preview: ResultsPreview): Promise<boolean>;
  taken(file: ResultFile, outcome: FileOutcome): Promise<void>;
  find(courseId: CourseId, unsafeId: string): Promise<ResultFile | null>;
  /** The newest files of a course, without their rows. */
  list(courseId: CourseId): Promise<FileHead[]>;
}

export function createResultFileStore(connection: Connection): ResultFileStore {
  const model = connection.model<FileRecord>('MoocResultFile', schema);
  return {
    async begin({ id, ...head }) {
      const { courseId, moocKey, by } = head;
      await model.deleteMany({ courseId, moocKey, by, state: { $in: ['reading', 'failed', 'open'] } });
      const forgetAt = new Date(head.at.getTime() + keptDays * 86_400_000);
      await model.create({ ...head, _id: id, state: 'reading', rev: 1, forgetAt });
    },
    async fail(id, failure) {
      await model.updateOne({ _id: id, state: 'reading' }, { $set: { state: 'failed', failure } });
    },
    async opened(id, content, choices, preview) {
      const texts = {
        content: JSON.stringify(content),
        choices: JSON.stringify(choices),
        preview: JSON.stringify(preview),
      };
      await model.updateOne({ _id: id, state: 'reading' }, { $set: { state: 'open', ...texts } });
    },
    async decide({ id, rev }, choices, preview) {
      const texts = { choices: JSON.stringify(choices), preview: JSON.stringify(preview) };
      const done = await model.updateOne({ _id: id, rev, state: 'open' }, { $set: texts, $inc: { rev: 1 } });
      return done.matchedCount === 1;
    },
    async taken({ id }, outcome) {
      const gone = { content: null, preview: null, forgetAt: null };
      await model.updateOne(
        { _id: id, state: 'open' },
        { $set: { ...gone, state: 'taken', outcome }, $inc: { rev: 1 } },
      );
    },
    async find(courseId, unsafeId) {
      const found = await model.findOne({ _id: unsafeId, courseId }).lean();
      return found === null ? null : toFile(found);
    },
    async list(courseId) {
      const found = await model
        .find({ courseId }, { content: 0, choices: 0, preview: 0 })
        .sort({ at: -1 })
        .limit(50)
        .lean();
      return found.map(({ _id, moocKey, by, at, file, digest, state, outcome }) => ({
        ...{ id: _id, moocKey, at, file, digest, state, outcome },
        by: asId<'person'>(by),
      }));
    },
  };
}

const parsed = <T>(kept: string | null): T | null => (kept === null ? null : (JSON.parse(kept) as T));

function toFile(record: FileRecord): ResultFile {
  const { _id, courseId, moocKey, by, at, file, digest, state, failure, rev, outcome } = record;
  return {
    ...{ id: _id, moocKey, at, file, digest, state, failure, rev, outcome },
    courseId: asId<'course'>(courseId),
    by: asId<'person'>(by),
    content: parsed<FileContent>(record.content),
    choices: parsed<FileChoices>(record.choices),
    preview: parsed<ResultsPreview>(record.preview),
  };
}
