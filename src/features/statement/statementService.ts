import { createHash, randomBytes } from 'node:crypto';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type Course } from '../course/index.ts';
import { type ClassResults, midtermKeys } from '../gradebook/index.ts';
import {
  codeOf,
  digestedText,
  isBlank,
  newestOf,
  type Statement,
  type StatementKind,
  type StatementLine,
} from './domain/statement.ts';
import { findEntitled, type ResitParts, resitLinesOf } from './resitLines.ts';
import { lineOf } from './statementLine.ts';
import { type StatementStore, type StoredStatement } from './statementStore.ts';

/** Puts people's results into the queue to the LMS. */
export type EnqueueResults = (
  courseId: CourseId,
  columnKey: string,
  personIds: readonly PersonId[],
) => Promise<void>;

export interface StatementParts extends Pick<ResitParts, 'policies'> {
  readonly store: StatementStore;
  /** What the gradebook says about everybody; null: the course has no gradebook yet. */
  readonly classResults: (courseId: CourseId) => Promise<ClassResults | null>;
  readonly enqueue: EnqueueResults;
  readonly now: () => Date;
  readonly log: Log;
}

export interface Wish {
  readonly kind: StatementKind;
  /** The statement that the maker saw as the newest of its kind; null: none. */
  readonly seen: number | null;
  /** What it corrects. A resit alone may follow another one of its kind without correcting it. */
  readonly replaces: number | null;
  readonly reason: string;
}

export type MakeOutcome =
  | { readonly kind: 'made'; readonly statement: StoredStatement }
  /** Nobody has a result to attest. */
  | { readonly kind: 'nothing' }
  /** Somebody else has made one meanwhile. */
  | { readonly kind: 'changed' }
  /** A correction must say why. */
  | { readonly kind: 'reason' };

export interface StatementService {
  make(course: Course, maker: PersonId, wish: Wish): Promise<MakeOutcome>;
  /** Whether what is stored is what was attested. */
  isWhole(statement: StoredStatement): Promise<boolean>;
}

/** How often a number is asked for again that somebody else took at the same moment. */
const mostTries = 5;

/** Columns in the LMS that statements fill; the exam has its own, filled by its release. */
export const statementColumns = [...midtermKeys, 'total'] as const;
export type StatementColumn = (typeof statementColumns)[number];

/** Which column gets what a statement attests: a resit brings a new total. */
export function columnOfKind(kind: StatementKind): StatementColumn | null {
  if (kind === 'resit') return 'total';
  return kind === 'exam' ? null : kind;
}

export function createStatementService(parts: StatementParts): StatementService {
  const { store, classResults, enqueue, now, log } = parts;

  async function queue(statement: StoredStatement, lines: readonly StatementLine[]): Promise<void> {
    try {
      const column = columnOfKind(statement.kind);
      if (column !== null) {
        const people = lines.filter(line => !isBlank(statement.kind, line)).map(({ personId }) => personId);
        await enqueue(statement.courseId, column, people);
      }
      await store.markQueued(statement);
    } catch (error) {
      // The statement is durable; the queue finds it by itself.
      log.warn({ course: statement.courseId, number: statement.number, error }, 'statement-not-queued');
    }
  }

  async function linesFor(
    course: Course,
    results: ClassResults,
    known: readonly StoredStatement[],
    { kind, replaces }: Pick<Wish, 'kind' | 'replaces'>,
  ): Promise<StatementLine[]> {
    if (kind !== 'resit') return results.rows.map(lineOf);
    return resitLinesOf(results, await findEntitled(parts, course, known, results.policyVersion, replaces));
  }

  return {
    async make(course, maker, { kind, seen, replaces, reason }) {
      const results = await classResults(course.id);
      if (results === null) return { kind: 'nothing' };
      for (let tries = 0; tries < mostTries; tries += 1) {
        const known = await store.list(course.id);
        const lines = await linesFor(course, results, known, { kind, replaces });
        const blanks = lines.filter(line => isBlank(kind, line)).length;
        if (blanks === lines.length) return { kind: 'nothing' };
        if (replaces !== null && reason === '') return { kind: 'reason' };
        const follows = replaces === seen || (kind === 'resit' && replaces === null);
        if (!follows || (newestOf(known, kind)?.number ?? null) !== seen) return { kind: 'changed' };
        const head = {
          courseId: course.id,
          number: Math.max(0, ...known.map(({ number }) => number)) + 1,
          kind,
          courseTitle: course.title,
          policyVersion: results.policyVersion,
          madeBy: maker,
          madeAt: now(),
          replaces,
          reason,
          code: codeOf(randomBytes(16)),
        };
        const statement: Statement = { ...head, digest: digestOf(head, lines), lines: lines.length, blanks };
        const stored = await store.add(statement, lines);
        if (stored === null) continue;
        await queue(stored, lines);
        return { kind: 'made', statement: stored };
      }
      return { kind: 'changed' };
    },
    async isWhole(statement) {
      const lines = await store.linesOf(statement);
      return lines.length === statement.lines && digestOf(statement, lines) === statement.digest;
    },
  };
}

const digestOf = (
  head: Omit<Statement, 'digest' | 'lines' | 'blanks'>,
  lines: readonly StatementLine[],
): string => createHash('sha256').update(digestedText(head, lines)).digest('hex');
