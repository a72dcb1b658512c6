import { type PersonId } from '../../kernel/ids.ts';
import { type Course } from '../course/index.ts';
import { type ClassResults } from '../gradebook/index.ts';
import { type Grading } from '../grading/index.ts';
import { type Entitled, entitledToResit, resitLine } from './domain/resits.ts';
import { inForce, printsExam, type StatementLine } from './domain/statement.ts';
import { lineOf } from './statementLine.ts';
import { type StatementStore, type StoredStatement } from './statementStore.ts';

export interface ResitParts {
  readonly store: Pick<StatementStore, 'linesOf'>;
  /** The versions of an institution’s policy. */
  readonly policies: Pick<Grading['policies'], 'get'>;
}

/**
 * Who may resit the exam now, by what the statements attest and the policy allows.
 *
 * @param corrected the statement that is being corrected: what it attests does not count
 */
export async function findEntitled(
  { store, policies }: ResitParts,
  course: Course,
  statements: readonly StoredStatement[],
  policyVersion: number,
  corrected: number | null = null,
): Promise<ReadonlyMap<PersonId, Entitled>> {
  const printed = inForce(statements).filter(one => printsExam(one) && one.number !== corrected);
  if (printed.length === 0) return new Map();
  const [{ policy }, ...lines] = await Promise.all([
    policies.get(course.registrationId, policyVersion),
    ...printed.map(one => store.linesOf(one)),
  ]);
  const attested = printed.map((statement, place) => ({ statement, lines: lines[place] ?? [] }));
  return entitledToResit(attested, policy.resits);
}

/** What a statement of a resit would say: those who may resit, in the order of names. */
export const resitLinesOf = (
  { rows }: ClassResults,
  entitled: ReadonlyMap<PersonId, Entitled>,
): StatementLine[] =>
  rows.flatMap(result => {
    const found = entitled.get(result.member.person.id);
    return found === undefined ? [] : [resitLine(lineOf(result), found, result.examReleasedAt)];
  });
