import { type PersonId } from '../../../kernel/ids.ts';
import { inForce, type Statement, type StatementLine } from './statement.ts';

/** Standings after which an exam can be resat, or the course repeated. */
const failed: ReadonlySet<string> = new Set(['fx', 'failed']);

type AttestedLine = Pick<StatementLine, 'personId' | 'exam' | 'status'>;

/**
 * Who would have resat the exam more often than the policy allows: after an attested exam that was not passed, every other
 * result is a resit. Whether it is one or the correction of a mistake only a person knows, so this is said and asked.
 *
 * @param attested the lines of all statements that print the exam, oldest statement first
 * @param present what would be attested now
 * @param limit how many resits the policy allows
 */
export function overResitLimit(
  attested: readonly AttestedLine[],
  present: readonly AttestedLine[],
  limit: number,
): PersonId[] {
  const last = new Map<PersonId, AttestedLine>();
  const resits = new Map<PersonId, number>();
  const take = (line: AttestedLine): boolean => {
    if (line.exam === '') return false;
    const before = last.get(line.personId);
    last.set(line.personId, line);
    if (before === undefined || !failed.has(before.status)) return false;
    if (before.exam === line.exam) return false;
    resits.set(line.personId, (resits.get(line.personId) ?? 0) + 1);
    return true;
  };
  for (const line of attested) take(line);
  return present
    .filter(line => take(line) && (resits.get(line.personId) ?? 0) > limit)
    .map(one => one.personId);
}

/** A statement that prints the exam, with its lines. */
export interface AttestedExams {
  readonly statement: Pick<Statement, 'number' | 'kind' | 'madeAt' | 'replaces'>;
  readonly lines: readonly AttestedLine[];
}

/** A student who may resit the exam, and how it stands for them. */
export interface Entitled {
  /** The result that was attested last: what the resit may replace. */
  readonly exam: string;
  readonly attestedAt: Date;
  /** Resits that were attested already. */
  readonly resits: number;
}

/**
 * Who may resit the exam by the policy: whose newest attested result is an FX, and who has not used up the resits. After
 * an F the course is repeated; somebody who was not admitted, or has no attested exam, has nothing to resit.
 *
 * @param attested statements of the exam, of resits and of the total, in any order; corrected ones do not count
 * @param limit how many resits the policy allows
 */
export function entitledToResit(
  attested: readonly AttestedExams[],
  limit: number,
): ReadonlyMap<PersonId, Entitled> {
  const numbers = new Set(inForce(attested.map(({ statement }) => statement)).map(({ number }) => number));
  const oldestFirst = attested
    .filter(({ statement }) => numbers.has(statement.number))
    .toSorted((one, other) => one.statement.number - other.statement.number);
  const standing = new Map<PersonId, Entitled & { readonly status: string }>();
  for (const { statement, lines } of oldestFirst) {
    for (const { personId, exam, status } of lines) {
      if (exam === '') continue;
      const before = standing.get(personId);
      // The same result in the statement of the exam and in that of the total was had once.
      const attestedAt = before?.exam === exam ? before.attestedAt : statement.madeAt;
      const resits = (before?.resits ?? 0) + (statement.kind === 'resit' ? 1 : 0);
      const at = statement.kind === 'resit' ? statement.madeAt : attestedAt;
      standing.set(personId, { exam, status, resits, attestedAt: at });
    }
  }
  return new Map([...standing].filter(([, { status, resits }]) => status === 'fx' && resits < limit));
}

/**
 * The line of somebody who may resit: with the new result, or blank while there is none. A result is new when it is
 * another one, or was released after the earlier one had been attested: a resit may bring the same points.
 */
export function resitLine(
  present: StatementLine,
  { exam, attestedAt }: Entitled,
  releasedAt: Date | null,
): StatementLine {
  const isNew =
    present.exam !== '' && (present.exam !== exam || (releasedAt !== null && releasedAt > attestedAt));
  if (isNew) return { ...present, before: exam };
  return { ...present, before: exam, exam: '', total: '', letter: '', gpa: '', label: '', status: '' };
}
