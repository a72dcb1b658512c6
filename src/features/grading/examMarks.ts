import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type AssessmentService } from './assessmentService.ts';
import { findPercents } from './domain/draft.ts';
import { finalControl, type Grade, rulesOf } from './domain/grade.ts';
import { type GradingPolicy } from './domain/policy.ts';
import { rubricResult } from './domain/result.ts';
import { type GradeStore } from './gradeStore.ts';

/** A student's final control as a whole percent; a complete draft counts for graders, though nobody else sees it. */
export interface PanelMark {
  readonly percent: number;
  readonly released: boolean;
  /** Null while it is not released. */
  readonly releasedAt: Date | null;
}

/** The final controls of a course. `byPanel` is false where no rubric can be graded by. */
export interface PanelMarks {
  readonly byPanel: boolean;
  readonly marks: ReadonlyMap<PersonId, PanelMark>;
}

/**
 * What the panel knows of everybody's final control, or of these people's. Under another policy than the course's, drafts
 * are computed anew; what was released stays as it was released.
 */
export type FindPanelMarks = (
  courseId: CourseId,
  personIds?: readonly string[],
  under?: GradingPolicy,
) => Promise<PanelMarks>;

export function createFindPanelMarks(parts: {
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
}): FindPanelMarks {
  return async (courseId, personIds, under) => {
    const readiness = await parts.assessmentService.readinessOf(courseId);
    if (readiness.kind !== 'usable') return { byPanel: false, marks: new Map() };
    const written = await parts.grades.list(courseId, finalControl, personIds);
    const grades = await parts.assessmentService.carry(readiness.assessment, written);
    const { anonymous, secondMarker } = readiness.assessment.settings;
    const marks = grades.flatMap(grade => {
      // Beside a name, a draft would tell whose work was judged; and a second marker must not see the first marks.
      if ((anonymous || secondMarker !== null) && grade.released === null) return [];
      const mark = markOf(grade, under ?? readiness.assessment.policy);
      return mark === null ? [] : [[grade.personId, mark] as const];
    });
    return { byPanel: true, marks: new Map(marks) };
  };
}

function markOf({ draft, released }: Grade, policy: GradingPolicy): PanelMark | null {
  if (released !== null) return { percent: released.total, released: true, releasedAt: released.at };
  const percents = findPercents(draft);
  return percents === null
    ? null
    : {
        percent: rubricResult(policy, percents, rulesOf(draft)).total,
        released: false,
        releasedAt: null,
      };
}
