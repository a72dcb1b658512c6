import { createHash, randomBytes } from 'node:crypto';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type Course } from '../course/index.ts';
import {
  type ClassResult,
  type ClassResults,
  type ControlKey,
  findControl,
  midtermKeys,
} from '../gradebook/index.ts';
import { formatExact } from '../../kernel/exact.ts';
import {
  codeOf,
  digestedText,
  isBlank,
  newestOf,
  type Statement,
  type StatementKind,
  type StatementLine,
} from './domain/statement.ts';
import { type StatementStore, type StoredStatement } from './statementStore.ts';

/** Puts people's results into the queue to the LMS. */
export type EnqueueResults = (
  courseId: CourseId,
  columnKey: string,
  personIds: readonly PersonId[],
) => Promise<void>;

export interface StatementParts {
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

/** Kinds whose results have a column in the LMS; the exam has its own, filled by its release. */
export const columnKinds: readonly StatementKind[] = [...midtermKeys, 'total'];

export function createStatementService(parts: StatementParts): StatementService {
  const { store, classResults, enqueue, now, log } = parts;

  async function queue(statement: StoredStatement, lines: readonly StatementLine[]): Promise<void> {
    try {
      if (columnKinds.includes(statement.kind)) {
        const people = lines.filter(line => !isBlank(statement.kind, line)).map(({ personId }) => personId);
        await enqueue(statement.courseId, statement.kind, people);
      }
      await store.markQueued(statement);
    } catch (error) {
      // The statement is durable; the queue finds it by itself.
      log.warn({ course: statement.courseId, number: statement.number, error }, 'statement-not-queued');
    }
  }

  return {
    async make(course, maker, { kind, replaces, reason }) {
      const results = await classResults(course.id);
      const lines = results === null ? [] : results.rows.map(lineOf);
      const blanks = lines.filter(line => isBlank(kind, line)).length;
      if (results === null || blanks === lines.length) return { kind: 'nothing' };
      if (replaces !== null && reason === '') return { kind: 'reason' };
      for (let tries = 0; tries < mostTries; tries += 1) {
        const known = await store.list(course.id);
        if ((newestOf(known, kind)?.number ?? null) !== replaces) return { kind: 'changed' };
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

export function lineOf({ member, row }: ClassResult): StatementLine {
  const text = (key: ControlKey): string => {
    const control = findControl(row, key);
    return control?.isFinal === true && control.value !== null
      ? formatExact(control.value, { mark: '.', digits: 2 })
      : '';
  };
  const { result, admission } = row;
  const status = result?.status ?? (admission === 'not-admitted' ? admission : '');
  // Where a threshold decided, the letter does not stand.
  const stands = result !== null && result.reason === null;
  return {
    personId: member.person.id,
    rk1: text('rk1'),
    rk2: text('rk2'),
    rk3: text('rk3'),
    rk4: text('rk4'),
    exam: text('exam'),
    total: result === null ? '' : String(result.total),
    letter: [stands ? result.letter : '', row.status?.code ?? ''].filter(part => part !== '').join(' '),
    gpa: stands ? result.gpa : '',
    label: stands ? result.label : '',
    status,
  };
}
