import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type ColumnRole } from './domain/headings.ts';
import { type Decision, type ImportPreview } from './domain/preview.ts';
import { type FileTable } from './domain/table.ts';

/** What was decided about a file. */
export interface Choices {
  /** What each column of the file is. */
  readonly roles: readonly ColumnRole[];
  /** Whom the rows are about that had to be asked for. */
  readonly decisions: readonly (readonly [row: number, decision: Decision])[];
  /** Whether an empty cell takes a mark away. */
  readonly clears: boolean;
}

/** A mark that somebody else had changed when the import was made. */
export interface ImportConflict {
  readonly person: PersonId;
  readonly column: string;
  readonly mine: string;
  readonly theirs: string;
}

export interface ImportOutcome {
  readonly written: number;
  readonly conflicts: readonly ImportConflict[];
}

/** A file of marks on its way into the gradebook. */
export interface MarksImport {
  readonly id: string;
  readonly courseId: CourseId;
  readonly by: PersonId;
  readonly at: Date;
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly digest: string;
  readonly rev: number;
  readonly table: FileTable;
  readonly choices: Choices;
  /** What the person has been shown; nothing else is written. */
  readonly preview: ImportPreview;
  /** Null: not made yet. The rows of the file are gone then. */
  readonly outcome: ImportOutcome | null;
}

export type ImportHead = Pick<MarksImport, 'id' | 'by' | 'at' | 'file' | 'outcome'>;

interface ImportRecord {
  _id: string;
  courseId: string;
  by: string;
  at: Date;
  file: string;
  digest: string;
  rev: number;
  /** JSON texts: written and read whole. */
  table: string;
  choices: string;
  preview: string;
  outcome: ImportOutcome | null;
  /** When an import that nobody makes is forgotten. */
  forgetAt: Date | null;
}

interface ColumnsRecord {
  /** The course's id. */
  _id: string;
  headings: { heading: string; role: string }[];
}

const text = { type: String, required: true };
const importSchema = new Schema<ImportRecord>(
  {
    _id: text,
    courseId: text,
    by: text,
    at: { type: Date, required: true },
    file: text,
    digest: text,
    rev: { type: Number, required: true },
    table: text,
    choices: text,
    preview: text,
    outcome: { type: Schema.Types.Mixed, default: null },
    forgetAt: { type: Date, default: null, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'marksImports' },
);
importSchema.index({ courseId: 1, at: -1 });

const columnsSchema = new Schema<ColumnsRecord>(
  { _id: text, headings: [{ _id: false, heading: String, role: String }] },
  { versionKey: false, collection: 'marksImportColumns' },
);

const keptDays = 7;
/** Headings that a course remembers; files of the same program have the same. */
const mostHeadings = 300;

export interface ImportStore {
  /** Puts an import in the place of what the same person has left unfinished in this course. */
  add(made: MarksImport): Promise<void>;
  find(courseId: CourseId, unsafeId: string): Promise<MarksImport | null>;
  /** The newest imports that were made. */
  listMade(courseId: CourseId): Promise<ImportHead[]>;
  /** False when somebody has decided otherwise since `rev`. */
  decide(before: MarksImport, choices: Choices, preview: ImportPreview): Promise<boolean>;
  /** Keeps the outcome; the rows of the file go. */
  finish(made: MarksImport, outcome: ImportOutcome): Promise<void>;
  /** What columns with these headings were in this course. */
  columnsOf(courseId: CourseId): Promise<ReadonlyMap<string, ColumnRole>>;
  rememberColumns(courseId: CourseId, roles: ReadonlyMap<string, ColumnRole>): Promise<void>;
}

const nothing: ImportPreview = {
  matched: 0,
  changes: [],
  same: 0,
  asked: [],
  refusedCells: [],
  refusedRows: [],
};

export function createImportStore(connection: Connection): ImportStore {
  const imports = connection.model<ImportRecord>('MarksImport', importSchema);
  const columns = connection.model<ColumnsRecord>('MarksImportColumns', columnsSchema);
  return {
    async add({ id, table, choices, preview, ...head }) {
      await imports.deleteMany({ courseId: head.courseId, by: head.by, outcome: null });
      await imports.create({
        ...head,
        _id: id,
        table: JSON.stringify(table),
        choices: JSON.stringify(choices),
        preview: JSON.stringify(preview),
        forgetAt: new Date(head.at.getTime() + keptDays * 86_400_000),
      });
    },
    async find(courseId, unsafeId) {
      const found = await imports.findOne({ _id: unsafeId, courseId }).lean();
      return found === null ? null : toImport(found);
    },
    async listMade(courseId) {
      const found = await imports
        .find({ courseId, outcome: { $ne: null } }, { table: 0, choices: 0, preview: 0 })
        .sort({ at: -1 })
        .limit(20)
        .lean();
      return found.map(({ _id, by, at, file, outcome }) => ({
        ...{ id: _id, by: asId<'person'>(by), at, file, outcome },
      }));
    },
    async decide({ id, rev }, choices, preview) {
      const change = { choices: JSON.stringify(choices), preview: JSON.stringify(preview) };
      const done = await imports.updateOne(
        { _id: id, rev, outcome: null },
        { $set: change, $inc: { rev: 1 } },
      );
      return done.matchedCount === 1;
    },
    async finish({ id }, outcome) {
      const emptied = { table: JSON.stringify({ headings: [], rows: [] }), preview: JSON.stringify(nothing) };
      await imports.updateOne(
        { _id: id, outcome: null },
        { $set: { ...emptied, outcome, forgetAt: null }, $inc: { rev: 1 } },
      );
    },
    async columnsOf(courseId) {
      const found = await columns.findById(courseId).lean();
      return new Map((found?.headings ?? []).map(({ heading, role }) => [heading, role as ColumnRole]));
    },
    async rememberColumns(courseId, roles) {
      const headings = [...roles].slice(-mostHeadings).map(([heading, role]) => ({ heading, role }));
      await columns.updateOne({ _id: courseId }, { $set: { headings } }, { upsert: true });
    },
  };
}

function toImport(record: ImportRecord): MarksImport {
  const { _id, courseId, by, at, file, digest, rev, outcome } = record;
  return {
    ...{ id: _id, at, file, digest, rev, outcome },
    courseId: asId<'course'>(courseId),
    by: asId<'person'>(by),
    table: JSON.parse(record.table) as FileTable,
    choices: JSON.parse(record.choices) as Choices,
    preview: JSON.parse(record.preview) as ImportPreview,
  };
}
