import { formatInstant } from '../../../kernel/dates.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type UsableAssessment } from '../assessmentService.ts';
import { type ListedStudent } from '../classList.ts';
import { findPercents } from '../domain/draft.ts';
import { rulesOf } from '../domain/grade.ts';
import { rubricResult } from '../domain/result.ts';
import { namingOf } from '../gradeWords.ts';

/** What a figure of the statistics counts: results in a range, one grader's works, those of a stretch of time. */
interface FigureQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly by?: string | undefined;
  /** ISO instants, both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** The works that a figure counts, and what they are, in words; null: nothing is left out. */
export async function behindFigure(
  { roster }: { readonly roster: Pick<RosterStore, 'findMember'> },
  context: LaunchContext,
  input: {
    readonly assessment: UsableAssessment;
    readonly students: readonly ListedStudent[];
    readonly query: FigureQuery;
  },
): Promise<{ students: readonly ListedStudent[]; shown: string | null }> {
  const { assessment, students, query } = input;
  const { from, to, by, since, until } = query;
  if ([from, to, by, since, until].every(value => value === undefined)) return { students, shown: null };
  const [begin, end] = [since ?? '', until ?? ''].map(text =>
    text === '' ? null : new Date(text).getTime(),
  );
  const found = students.filter(({ grade }) => {
    const percents = grade === null ? null : findPercents(grade.draft);
    if (grade === null || percents === null) return false;
    const { total } = rubricResult(assessment.policy, percents, rulesOf(grade.draft));
    const at = grade.draft.at.getTime();
    const isInTime = (begin == null || at >= begin) && (end == null || at <= end);
    const isInRange = total >= (from ?? 0) && total <= (to ?? 100);
    return isInTime && isInRange && (by === undefined || grade.draft.by === by);
  });
  const words = context.t.grading.plots;
  const grader = by === undefined ? null : await roster.findMember(context.actor.courseId, by);
  const instant = (text: string): string => formatInstant(new Date(text), assessment.timeZone);
  const parts = [
    ...(from === undefined && to === undefined ? [] : [words.results({ from: from ?? 0, to: to ?? 100 })]),
    ...(grader === null ? [] : [words.judgedBy({ name: namingOf(context).nameOf(grader) })]),
    ...(since === undefined || until === undefined
      ? []
      : [words.between({ since: instant(since), until: instant(until) })]),
  ];
  return { students: found, shown: words.shown({ what: parts.join('; ') }) };
}
