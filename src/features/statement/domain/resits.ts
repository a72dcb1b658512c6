import { type PersonId } from '../../../kernel/ids.ts';
import { type StatementLine } from './statement.ts';

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
