import { type PersonId } from '../../../kernel/ids.ts';
import { carryGrade, type RubricVersion } from './carry.ts';
import { findPercents } from './draft.ts';
import { type Grade, rulesOf } from './grade.ts';
import { type GradingPolicy, type Letter } from './policy.ts';
import { rubricResult } from './result.ts';

/** A result as it is, and as it would be. */
interface Outcome {
  readonly total: number;
  readonly letter: Letter;
}

/** What another version of the rubric would make of one student's draft. */
export interface RubricChange {
  readonly personId: PersonId;
  readonly before: Outcome | null;
  /** Null: a criterion would be without a percent. */
  readonly after: Outcome | null;
  /** Percents that would have no criterion any more. */
  readonly lost: number;
  /** What the student sees; no version of the rubric changes it before it is released again. */
  readonly released: Outcome | null;
}

/**
 * Whose draft would come to another result, lose marks or be incomplete under the next version of the rubric. Drafts
 * that stay as they are are left out.
 * @param grades as they stand under the present version
 */
export function rubricChanges(
  grades: readonly Grade[],
  next: RubricVersion,
  policy: Pick<GradingPolicy, 'scale' | 'rounding'>,
): RubricChange[] {
  return grades.flatMap(grade => {
    const carried = carryGrade(grade, [next]);
    const before = outcomeOf(grade, policy);
    const after = outcomeOf(carried, policy);
    const kept = new Set(next.from ?? []);
    const lost = grade.draft.criteria.filter((percent, place) => percent !== null && !kept.has(place)).length;
    if (lost === 0 && before?.total === after?.total) return [];
    const { personId, released } = grade;
    return [{ personId, before, after, lost, released }];
  });
}

function outcomeOf({ draft }: Grade, policy: Pick<GradingPolicy, 'scale' | 'rounding'>): Outcome | null {
  const percents = findPercents(draft);
  return percents === null ? null : rubricResult(policy, percents, rulesOf(draft));
}
