import { type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type ControlKey, controlKeys, type MidtermKey, midtermKeys } from '../../gradebook/index.ts';

/** What a statement attests: one control, the exam of those who have resat it, or the whole course. */
export const statementKinds = [...midtermKeys, 'exam', 'resit', 'total'] as const;
export type StatementKind = (typeof statementKinds)[number];

/** A student's result as it was attested; texts with a decimal point, empty where there is none. */
export interface StatementLine extends Readonly<Record<MidtermKey, string>> {
  readonly personId: PersonId;
  /** Of a resit: its own result. */
  readonly exam: string;
  /** Of a resit alone: the exam's result before it. */
  readonly before: string;
  readonly total: string;
  readonly letter: string;
  readonly gpa: string;
  /** The traditional grade, or what the decision was instead: ids of the catalogue's words. */
  readonly label: string;
  readonly status: string;
}

/** A statement as it was made. It never changes; a mistake is corrected by another one that names it. */
export interface Statement {
  readonly courseId: CourseId;
  /** Counted in the course, from 1. */
  readonly number: number;
  readonly kind: StatementKind;
  readonly courseTitle: string;
  readonly policyVersion: number;
  readonly madeBy: PersonId;
  readonly madeAt: Date;
  /** The statement that this one corrects, and why; null: it is the first of its kind. */
  readonly replaces: number | null;
  readonly reason: string;
  /** Whoever has it can see that the statement is genuine. */
  readonly code: string;
  /** SHA-256 over everything above and all lines, hexadecimal. */
  readonly digest: string;
  /** How many lines it has, and how many of them without a result. */
  readonly lines: number;
  readonly blanks: number;
}

/** Whether a line has what its statement attests. */
export const isBlank = (kind: StatementKind, line: StatementLine): boolean =>
  line[kind === 'resit' ? 'exam' : kind] === '';

/** Statements that no other one corrects. */
export function inForce<T extends Pick<Statement, 'number' | 'replaces'>>(statements: readonly T[]): T[] {
  const corrected = new Set(statements.map(({ replaces }) => replaces));
  return statements.filter(({ number }) => !corrected.has(number));
}

/** Kinds that print the exam. */
export const printsExam = ({ kind }: Pick<Statement, 'kind'>): boolean =>
  kind === 'exam' || kind === 'resit' || kind === 'total';

/** The newest statement of a kind among those of a course. */
export function newestOf<T extends Pick<Statement, 'kind' | 'number'>>(
  statements: readonly T[],
  kind: StatementKind,
): T | null {
  const same = statements.filter(statement => statement.kind === kind);
  return same.reduce<T | null>(
    (newest, one) => (newest === null || one.number > newest.number ? one : newest),
    null,
  );
}

/** Whether statements of a kind print a control. */
const attests = (kind: StatementKind, control: ControlKey): boolean =>
  kind === control || printsExam({ kind });

/** When each control was attested last, by whichever statement prints it. */
export function attestedAt(
  statements: readonly Pick<Statement, 'kind' | 'madeAt'>[],
): Partial<Record<ControlKey, Date>> {
  const newest: Partial<Record<ControlKey, Date>> = {};
  for (const control of controlKeys) {
    for (const { kind, madeAt } of statements) {
      const known = newest[control];
      if (attests(kind, control) && (known === undefined || known < madeAt)) newest[control] = madeAt;
    }
  }
  return newest;
}

/** No letters or digits that look alike in print (0 and O, 1 and I). */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeLength = 16;

/** A code from random bytes: "K7QF-2M9D-XXXX-XXXX", 80 bits. Throws RangeError for too few bytes. */
export function codeOf(bytes: Uint8Array): string {
  if (bytes.length < codeLength) throw new RangeError('too few random bytes');
  const letters = Array.from(bytes.subarray(0, codeLength), byte => alphabet[byte % alphabet.length]).join(
    '',
  );
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/** A code as somebody typed it from paper: without blanks and dashes, in any case; null: it is none. */
export function readCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s–—-]/gu, '');
  const isCode = letters.length === codeLength && [...letters].every(letter => alphabet.includes(letter));
  return isCode ? letters.replace(/.{4}(?=.)/g, '$&-') : null;
}

/**
 * What the digest is computed over: the same bytes for the same statement, wherever it is checked. Names are not part
 * of it, because a person may be called otherwise later. What a line may have more than two midterm controls and one exam
 * stands last, so that statements from before there was more keep their digest.
 */
export function digestedText(
  statement: Omit<Statement, 'digest' | 'lines' | 'blanks'>,
  lines: readonly StatementLine[],
): string {
  const { courseId, number, kind, courseTitle, policyVersion, madeBy, madeAt, replaces, reason, code } =
    statement;
  const head = [
    courseId,
    number,
    kind,
    courseTitle,
    policyVersion,
    madeBy,
    madeAt.toISOString(),
    replaces,
    reason,
    code,
  ];
  const body = lines.map(line => [
    line.personId,
    ...[line.rk1, line.rk2, line.exam, line.total, line.letter, line.gpa, line.label, line.status],
    ...withoutLastBlanks([line.rk3, line.rk4, line.before]),
  ]);
  return JSON.stringify([head, body]);
}

const withoutLastBlanks = (texts: readonly string[]): readonly string[] =>
  texts.slice(0, texts.findLastIndex(text => text !== '') + 1);
