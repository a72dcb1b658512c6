import { type PersonId } from '../../../kernel/ids.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type AssessmentService, secondKey, thirdKey, type UsableAssessment } from '../assessmentService.ts';
import { listClass, type ListedStudent, type Naming } from '../classList.ts';
import { type CommissionDecision, decideCommission, type MarkerWork } from '../domain/commission.ts';
import { findPercents } from '../domain/draft.ts';
import { type Grade, rulesOf } from '../domain/grade.ts';
import { rubricResult } from '../domain/result.ts';
import { type DraftService, type Grader } from '../draftService.ts';
import { type GradeStore } from '../gradeStore.ts';

export interface CommissionParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly drafts: DraftService;
}

/** A complete draft of one marker. */
interface Marked extends MarkerWork {
  readonly grade: Grade;
}

/** A student whom both markers have graded completely. */
export interface CommissionRow {
  readonly student: ListedStudent;
  readonly first: Marked;
  readonly second: Marked;
  /** Null: not graded by the third marker, or not completely. */
  readonly third: Marked | null;
  readonly decision: CommissionDecision;
  /** What the commission came to stands, and nobody has changed anything since. */
  readonly isSettled: boolean;
}

/** Everybody whom both markers have graded, with what follows from the limit. */
export async function commissionOf(
  parts: Pick<CommissionParts, 'roster' | 'grades' | 'assessmentService'>,
  assessment: UsableAssessment,
  naming: Naming,
  limit: number,
): Promise<CommissionRow[]> {
  const { courseId, policy } = assessment;
  const read = async (key: string): Promise<ReadonlyMap<PersonId, Grade>> => {
    const written = await parts.grades.list(courseId, key);
    const carried = await parts.assessmentService.carry(assessment, written);
    return new Map(carried.map(grade => [grade.personId, grade]));
  };
  const [students, seconds, thirds] = await Promise.all([
    listClass(parts, assessment, naming),
    read(secondKey(assessment)),
    read(thirdKey(assessment)),
  ]);
  const marked = (grade: Grade | null | undefined): Marked | null => {
    // What the commission wrote stands in the first draft; what the first marker had put down is kept beside it.
    const percents = grade == null ? null : (grade.draft.agreed?.first ?? findPercents(grade.draft));
    if (grade == null || percents === null) return null;
    return { grade, percents, total: rubricResult(policy, percents, rulesOf(grade.draft)).total };
  };
  return students.flatMap(student => {
    const [first, second] = [marked(student.grade), marked(seconds.get(student.id))];
    if (first === null || second === null) return [];
    const third = marked(thirds.get(student.id));
    const { mode: rounding } = policy.rounding;
    const decision = decideCommission(first, second, third, { limit, rounding });
    const isSettled = isStillSettled(first.grade, second.grade, third?.grade ?? null);
    return [{ student, first, second, third, decision, isSettled }];
  });
}

function isStillSettled({ draft }: Grade, second: Grade, third: Grade | null): boolean {
  const agreed = draft.agreed ?? null;
  if (agreed === null || agreed.secondRev !== second.draft.rev) return false;
  return agreed.thirdRev == null || agreed.thirdRev === third?.draft.rev;
}

/**
 * Writes what the commission comes to into the first drafts, each over the draft that it was computed from.
 * @returns how many were written; one that somebody changed in this moment is left for the next time
 */
export async function settle(
  { drafts }: Pick<CommissionParts, 'drafts'>,
  grader: Grader,
  assessment: UsableAssessment,
  rows: readonly CommissionRow[],
): Promise<number> {
  let written = 0;
  for (const { student, first, second, third, decision, isSettled } of rows) {
    if (isSettled || decision.kind !== 'settled') continue;
    const { rev, comment } = first.grade.draft;
    const isByThird = decision.by !== 'first-and-second' && third !== null;
    const outcome = await drafts.saveDraft(grader, assessment, student.key, {
      ...{ criteria: decision.percents, comment, rev, mark: null, via: 'agreement' },
      rubricVersion: assessment.rubricVersion,
      agreed: {
        ...{ first: first.percents, second: second.percents, secondRev: second.grade.draft.rev },
        ...(isByThird ? { third: third.percents, thirdRev: third.grade.draft.rev } : {}),
      },
    });
    if (outcome.kind === 'saved') written += 1;
  }
  return written;
}
