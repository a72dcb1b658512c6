import { formatInstant } from '../../../kernel/dates.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { standingBars } from '../../../web/barPlot.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { type UsableAssessment } from '../assessmentService.ts';
import { type ListedStudent } from '../classList.ts';
import { findPercents } from '../domain/draft.ts';
import { rulesOf } from '../domain/grade.ts';
import {
  distributionOf,
  type GraderPlot,
  graderPlots,
  type JudgedWork,
  outliersOf,
} from '../domain/plots.ts';
import { rubricResult } from '../domain/result.ts';

/** The size of a drawing in its own units; a page scales it. */
const width = 640;
const height = 160;
/** Room for the words at the edges. */
const foot = 22;

export interface PlotsInput {
  readonly assessment: UsableAssessment;
  readonly students: readonly ListedStudent[];
  readonly nameOf: (grader: PersonId) => string;
}

/** Distribution, severity and drift as drawings with their tables; every figure leads to the works behind it. */
export function plotsView(context: LaunchContext, { assessment, students, nameOf }: PlotsInput) {
  const works = students.flatMap(student => judged(student, assessment));
  const bins = binsView(context, works);
  const graders = graderPlots(works).map(plot => ({ ...plot, name: nameOf(plot.by) }));
  const shown = new Map(students.map(student => [student.id, student]));
  return {
    size: { width, height, foot },
    bins,
    distribution: standingBars(
      bins.map(bin => ({ ...bin, name: bin.range, value: bin.count, figure: String(bin.count) })),
      { width, height, foot },
    ),
    graders: graders.map(plot => graderView(context, plot)),
    hasSeverity: graders.some(({ severity }) => severity !== null),
    drifts: graders
      .filter(({ drift }) => drift.length > 0)
      .map(plot => driftView(context, plot, assessment.timeZone)),
    outliers: outliersOf(works).flatMap(({ student, total, by, graderMean }) => {
      const listed = shown.get(student);
      if (listed === undefined) return [];
      const href = `${context.base}/grading/${listed.key}/history`;
      return [{ name: listed.name, href, total, grader: nameOf(by), mean: Math.round(graderMean) }];
    }),
  };
}

function judged({ id, grade }: ListedStudent, { policy }: UsableAssessment): JudgedWork[] {
  const percents = grade === null ? null : findPercents(grade.draft);
  if (grade === null || percents === null) return [];
  const { total } = rubricResult(policy, percents, rulesOf(grade.draft));
  return [{ student: id, by: grade.draft.by, at: grade.draft.at, total }];
}

function binsView({ base, t }: LaunchContext, works: readonly JudgedWork[]) {
  return distributionOf(works).map(({ from, to, count }) => ({
    range: `${from}–${to}`,
    count,
    href: count === 0 ? null : `${base}/grading?from=${from}&to=${to}`,
    label: t.grading.plots.bin({ range: `${from}–${to}`, count }),
  }));
}

/** From so much stricter to so much milder; what lies beyond stands at the edge. */
const widest = 30;

function graderView({ base, t }: LaunchContext, plot: GraderPlot & { readonly name: string }) {
  const { by, name, count, mean, severity, isFar } = plot;
  const rounded = severity === null ? null : Math.round(severity);
  const held = Math.max(-widest, Math.min(widest, rounded ?? 0));
  return {
    ...{ name, count, isFar, mean: Math.round(mean) },
    href: `${base}/grading?by=${by}`,
    difference: rounded === null ? '–' : signed(rounded),
    dot: rounded === null ? null : Math.round(width / 2 + (held * (width - 40)) / (2 * widest)),
    label: rounded === null ? '' : t.grading.plots.severityOf({ name, difference: signed(rounded) }),
  };
}

const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${Math.abs(value)}` : '0');

function driftView(
  { base, t }: LaunchContext,
  { by, name, mean, drift }: GraderPlot & { readonly name: string },
  timeZone: string,
) {
  const placeOf = (value: number): number => Math.round(height - foot - ((height - foot - 8) * value) / 100);
  const step = (width - 40) / Math.max(1, drift.length - 1);
  const points = drift.map((one, n) => ({
    ...{ x: Math.round(20 + n * step), y: placeOf(one.mean), isFar: one.isFar },
    works: `${one.first}–${one.last}`,
    mean: Math.round(one.mean),
    since: formatInstant(one.since, timeZone),
    until: formatInstant(one.until, timeZone),
    href: `${base}/grading?by=${by}&since=${one.since.toISOString()}&until=${one.until.toISOString()}`,
  }));
  return {
    name,
    label: t.grading.plots.driftOf({ name, means: points.map(point => point.mean).join(', ') }),
    own: placeOf(mean),
    mean: Math.round(mean),
    line: points.map(({ x, y }) => `${x},${y}`).join(' '),
    points,
  };
}
