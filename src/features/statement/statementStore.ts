import { type Connection, Schema, Types } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Statement, type StatementKind, type StatementLine } from './domain/statement.ts';

interface StatementRecord {
  _id: string;
  courseId: string;
  number: number;
  kind: StatementKind;
  courseTitle: string;
  policyVersion: number;
  madeBy: string;
  madeAt: Date;
  replaces: number | null;
  reason: string;
  code: string;
  digest: string;
  lines: number;
  blanks: number;
  /** False: the queue to the LMS may not know of it. */
  queued: boolean;
}

interface LineRecord extends Omit<StatementLine, 'personId' | 'rk3' | 'rk4' | 'before'> {
  _id: string;
  statementId: string;
  courseId: string;
  personId: string;
  /** The statement's own number and kind: an export shows a line without its head. */
  number: number;
  kind: StatementKind;
  place: number;
  /** Statements from before there were more than two midterm controls, and resits, do not have these. */
  rk3?: string;
  rk4?: string;
  before?: string;
}

const text = { type: String, default: '' } as const;
const id = { type: String, required: true } as const;

const statementSchema = new Schema<StatementRecord>(
  {
    _id: id,
    courseId: id,
    number: { type: Number, required: true },
    kind: { type: String, required: true },
    courseTitle: text,
    policyVersion: { type: Number, required: true },
    madeBy: id,
    madeAt: { type: Date, required: true },
    replaces: { type: Number, default: null },
    reason: text,
    code: id,
    digest: id,
    lines: { type: Number, required: true },
    blanks: { type: Number, required: true },
    queued: { type: Boolean, required: true },
  },
  { versionKey: false, collection: 'statements' },
);
// Two who make one at once: the number can be had only once.
statementSchema.index({ courseId: 1, number: 1 }, { unique: true });
statementSchema.index({ code: 1 }, { unique: true });
statementSchema.index({ queued: 1 }, { partialFilterExpression: { queued: false } });

const lineSchema = new Schema<LineRecord>(
  {
    _id: id,
    statementId: id,
    courseId: id,
    personId: id,
    number: { type: Number, required: true },
    kind: { type: String, required: true },
    place: { type: Number, required: true },
    rk1: text,
    rk2: text,
    rk3: text,
    rk4: text,
    exam: text,
    before: text,
    total: text,
    letter: text,
    gpa: text,
    label: text,
    status: text,
  },
  { versionKey: false, collection: 'statementLines' },
);
lineSchema.index({ statementId: 1, place: 1 });
lineSchema.index({ courseId: 1, personId: 1 });

/** A statement with the id by which its lines are found. */
export interface StoredStatement extends Statement {
  readonly id: string;
}

export interface StatementStore {
  list(courseId: CourseId): Promise<StoredStatement[]>;
  find(courseId: CourseId, number: number): Promise<StoredStatement | null>;
  findByCode(code: string): Promise<StoredStatement | null>;
  linesOf(statement: StoredStatement): Promise<StatementLine[]>;
  /** Of these people alone. */
  linesOfPeople(statement: StoredStatement, personIds: readonly PersonId[]): Promise<StatementLine[]>;
  /** Writes it once and for ever. Null: the number is taken already, and nothing was written. */
  add(statement: Statement, lines: readonly StatementLine[]): Promise<StoredStatement | null>;
  unqueued(): Promise<StoredStatement[]>;
  markQueued(statement: Pick<StoredStatement, 'id'>): Promise<void>;
}

export function createStatementStore(connection: Connection): StatementStore {
  const statements = connection.model<StatementRecord>('Statement', statementSchema);
  const lines = connection.model<LineRecord>('StatementLine', lineSchema);
  const readLines = async (filter: object): Promise<StatementLine[]> =>
    (await lines.find(filter).sort({ place: 1 }).lean()).map(toLine);

  return {
    async list(courseId) {
      return (await statements.find({ courseId }).sort({ number: -1 }).lean()).map(toStatement);
    },
    async find(courseId, number) {
      const found = await statements.findOne({ courseId, number }).lean();
      return found === null ? null : toStatement(found);
    },
    async findByCode(code) {
      const found = await statements.findOne({ code }).lean();
      return found === null ? null : toStatement(found);
    },
    linesOf: statement => readLines({ statementId: statement.id }),
    linesOfPeople: (statement, personIds) =>
      readLines({ statementId: statement.id, personId: { $in: [...personIds] } }),
    async add(statement, attested) {
      const _id = new Types.ObjectId().toHexString();
      const { courseId, number, kind } = statement;
      // The lines come first: what has a head is whole.
      const records = attested.map((line, place) => ({
        _id: `${_id}:${line.personId}`,
        statementId: _id,
        courseId,
        number,
        kind,
        place,
        ...line,
      }));
      if (records.length > 0) await lines.collection.insertMany(records as never);
      try {
        await statements.collection.insertOne({ _id, ...statement, queued: false } as never);
      } catch (error) {
        if ((error as { code?: unknown }).code !== 11000) throw error;
        await lines.deleteMany({ statementId: _id });
        return null;
      }
      return { ...statement, id: _id };
    },
    async unqueued() {
      return (await statements.find({ queued: false }).lean()).map(toStatement);
    },
    async markQueued(statement) {
      await statements.updateOne({ _id: statement.id }, { $set: { queued: true } });
    },
  };
}

function toStatement({ _id, queued: _queued, courseId, madeBy, ...rest }: StatementRecord): StoredStatement {
  return { ...rest, id: _id, courseId: asId<'course'>(courseId), madeBy: asId<'person'>(madeBy) };
}

function toLine({ personId, rk3 = '', rk4 = '', before = '', ...line }: LineRecord): StatementLine {
  const { rk1, rk2, exam, total, letter, gpa, label, status } = line;
  const midterms = { rk1, rk2, rk3, rk4 };
  return { personId: asId<'person'>(personId), ...midterms, exam, before, total, letter, gpa, label, status };
}
