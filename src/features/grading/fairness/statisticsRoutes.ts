import { decimalMark } from '../../../kernel/dates.ts';
import { type Exact, formatExact } from '../../../kernel/exact.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type AssessmentService } from '../assessmentService.ts';
import { listClass } from '../classList.ts';
import { statisticsOf } from '../domain/statistics.ts';
import { type GradeStore } from '../gradeStore.ts';
import { namingOf } from '../gradeWords.ts';
import { plotsView } from './plotsView.ts';

export interface StatisticsParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
}

/** How strictly the class was judged: by grader, by criterion, by level; and works that lie far apart. */
export function statisticsRoutes(parts: StatisticsParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading/statistics',
      permission: 'grades.read',
      handler: context => showStatistics(parts, context),
    }),
  ];
}

async function showStatistics(parts: StatisticsParts, context: LaunchContext): Promise<Reply> {
  const { t, lang, base, actor } = context;
  const readiness = await parts.assessmentService.readinessOf(actor.courseId);
  if (readiness.kind !== 'usable') return redirect(`${base}/grading`);
  const { assessment } = readiness;
  const naming = namingOf(context);
  const [students, members] = await Promise.all([
    listClass(parts, assessment, naming),
    parts.roster.members(actor.courseId),
  ]);
  const grades = students.flatMap(({ grade }) => grade ?? []);
  const figures = statisticsOf(assessment.rubric, assessment.policy, grades);
  const names = new Map(members.map(member => [member.person.id, naming.nameOf(member)]));
  const text = (mean: Exact | null): string =>
    mean === null ? '–' : formatExact(mean, { mark: decimalMark(lang), digits: 2 });
  return page('grading/statistics', t.grading.statistics.heading, {
    back: `${base}/grading`,
    lead: t.grading.statistics.lead({ count: figures.count, mean: text(figures.mean) }),
    plots: plotsView(context, { assessment, students, nameOf: by => names.get(by) ?? '–' }),
    isEmpty: figures.criteria.every(({ count }) => count === 0),
    graders: figures.graders
      .map(({ by, count, mean, lowest, highest }) => ({
        ...{ name: names.get(by) ?? '–', count, mean: text(mean) },
        range: `${lowest}–${highest}`,
      }))
      .sort((one, other) => naming.compare(one.name, other.name)),
    bands: assessment.rubric.bands.map(({ min, max }) => `${min}–${max}`),
    criteria: figures.criteria.map(({ question, number, count, mean, bands }) => ({
      ...{ name: `${question}.${number}`, count, mean: text(mean) },
      bands: bands.map(many => ({ count: many, of: count })),
    })),
    letters: [...figures.letters].map(([letter, count]) => ({ letter, count, of: figures.count })),
  });
}
