import {
  compareExact,
  type Exact,
  exactOfNumber,
  exactWhole,
  roundExact,
  wholeOf,
} from '../../../kernel/exact.ts';
import { classify, type Standing, standingOf } from './classify.ts';
import { type Step, Working } from './explanation.ts';
import { type GradingPolicy, type Gpa, type Label, type Letter, type ScaleRow } from './policy.ts';

type Status = Standing | 'not-admitted';

/** Which threshold of the policy took the decision, where it was not the total itself. */
type Reason = 'midterm-below-threshold' | 'midterm-mean-below-threshold' | 'exam-below-threshold';

/**
 * A result and how it came about.
 *
 * `total`, `letter`, `gpa` and `label` are arithmetic: what formula and scale make of the marks, always. `status` is
 * the decision. Where a threshold took it, `reason` names the threshold and the letter does not stand: it must not
 * enter a statement or a GPA (docs/decisions/0020-thresholds-decide-the-status.md).
 */
export interface GradeResult {
  /** Whole, 0…100. */
  readonly total: number;
  readonly letter: Letter;
  readonly gpa: Gpa;
  readonly label: Label;
  readonly status: Status;
  readonly reason: Reason | null;
  /** The computation; the last step's value is the total. */
  readonly steps: readonly Step[];
}

/** Percents of the controls, each 0…100, as exact as they were written. */
export interface CourseMarks {
  /** RK1, RK2 …: as many as the policy has. */
  readonly midterms: readonly [Exact, ...Exact[]];
  readonly exam: Exact;
  /** How much each midterm control counts, in whole numbers; absent or null: all alike. */
  readonly weights?: readonly number[] | null;
}

/**
 * The course total: so many percent of the mean of the midterm controls, so many of the exam, rounded at the end and,
 * where the policy says so, when each control is set. Throws RangeError for a mark outside 0…100.
 */
export function courseTotal(policy: GradingPolicy, marks: CourseMarks): GradeResult {
  const { mode, roundControls } = policy.rounding;
  const working = new Working();
  const control = (name: `rk${number}` | 'exam', mark: Exact): Step => {
    const given = working.given(name, requirePercent(mark));
    return roundControls ? working.rounded(`${name}-rounded`, given, mode) : given;
  };
  const parts = marks.midterms.map((mark, place) => control(`rk${place + 1}`, mark));
  const exam = control('exam', marks.exam);
  const midterms =
    marks.weights == null
      ? working.mean('midterms', parts)
      : working.weightedMean('midterms', parts, marks.weights);
  const sum = working.sum('sum', [
    working.share('midterms-share', midterms, policy.formula.midterms),
    working.share('exam-share', exam, policy.formula.exam),
  ]);
  const total = working.total(sum, mode);
  const row = classify(total, policy.scale);
  const controls = { each: parts.map(({ value }) => value), midterms: midterms.value, exam: exam.value };
  return resultOf(total, row, decide(policy, controls, standingOf(row.letter)), working.steps);
}

/** What a rubric's result follows besides the percents. */
export interface ResultRules {
  /** One for each criterion; null: all count alike. */
  readonly weights?: readonly number[] | null;
  /** A breach of conduct leaves at most this. */
  readonly cap?: number | null;
}

/**
 * The result of a rubric: the mean of the criteria's percents, Σ% / K, or with weights Σ(w × %) / Σ w, rounded. It is
 * one control, so thresholds of the course do not apply. Throws RangeError for no criteria, for a percent that is not a
 * whole number from 0 to 100 and for weights that are not as many as the percents.
 */
export function rubricResult(
  policy: Pick<GradingPolicy, 'scale' | 'rounding'>,
  percents: readonly number[],
  { weights = null, cap = null }: ResultRules = {},
): GradeResult {
  const working = new Working();
  const given = percents.map((percent, index) =>
    working.given(`criterion-${index + 1}`, requirePercent(exactWhole(percent))),
  );
  const mean = weights === null ? working.mean('mean', given) : working.weightedMean('mean', given, weights);
  const allowed = cap === null ? mean : working.capped('capped', mean, cap);
  const total = working.total(allowed, policy.rounding.mode);
  const row = classify(total, policy.scale);
  return resultOf(total, row, { status: standingOf(row.letter), reason: null }, working.steps);
}

type Decision = Pick<GradeResult, 'status' | 'reason'>;

function resultOf(total: number, row: ScaleRow, decision: Decision, steps: readonly Step[]): GradeResult {
  const { letter, gpa, label } = row;
  const { status, reason } = decision;
  return { total, letter, gpa, label, status, reason, steps };
}

interface Controls {
  readonly each: readonly Exact[];
  readonly midterms: Exact;
  readonly exam: Exact;
}

/** The thresholds in the order in which a student meets them: admission by the midterm controls, then the exam. */
function decide(policy: GradingPolicy, controls: Controls, standing: Standing): Decision {
  const { eachMidterm, meanMidterm, exam } = policy.thresholds;
  if (controls.each.some(value => isBelow(value, eachMidterm))) {
    return { status: 'not-admitted', reason: 'midterm-below-threshold' };
  }
  if (isBelow(controls.midterms, meanMidterm)) {
    return { status: 'not-admitted', reason: 'midterm-mean-below-threshold' };
  }
  if (isBelow(controls.exam, exam)) {
    return { status: standingAfterExam(policy, controls.exam, standing), reason: 'exam-below-threshold' };
  }
  return { status: standing, reason: null };
}

/**
 * The final grade exists only if both parts are positive, so an exam below its threshold never passes. Whether it may
 * be resat follows from the exam's own row: FX may, F repeats the course. A total that fails by itself stays failed.
 */
function standingAfterExam(policy: GradingPolicy, exam: Exact, standing: Standing): Standing {
  const hasResit = policy.scale.some(({ letter }) => letter === 'FX');
  const examRow = classify(wholeOf(roundExact(exam, policy.rounding.mode)), policy.scale);
  const mayResit = hasResit && standing !== 'failed' && standingOf(examRow.letter) !== 'failed';
  return mayResit ? 'fx' : 'failed';
}

function isBelow(value: Exact, threshold: number | null): boolean {
  return threshold !== null && compareExact(value, exactOfNumber(threshold)) < 0;
}

const hundred = exactWhole(100);

function requirePercent(value: Exact): Exact {
  if (value.n < 0 || compareExact(value, hundred) > 0) throw new RangeError('a mark lies from 0 to 100');
  return value;
}
