import type { CourseMarks, GradeResult, GradingPolicy } from '../../grading/index.ts';
import {
  compareExact,
  type Exact,
  exactOfNumber,
  exactWhole,
  meanExact,
  multiplyExact,
  sumExact,
} from '../../../kernel/exact.ts';
import { type ControlResult, controlOf, type Marks } from './control.ts';
import { type ControlKey, midtermsOf, type Plan } from './plan.ts';

export { type ControlResult, type Marks } from './control.ts';

/** The exam as the grading panel has it. */
export interface ExamMark {
  /** Whole percents. */
  readonly percent: number;
  /** False: graded, but the student does not know it yet. */
  readonly released: boolean;
}

export type Admission = 'admitted' | 'not-admitted';

/** Everything that the gradebook says about one student. */
export interface RowResult {
  /** RK1, RK2 …: those that the policy has. */
  readonly midterms: readonly ControlResult[];
  readonly exam: ControlResult;
  /** Null while a midterm control is not final. */
  readonly admission: Admission | null;
  /** Null while a part is missing. */
  readonly result: GradeResult | null;
  /** The result stands on an exam that the student does not know yet. */
  readonly isProvisional: boolean;
  /** What stands beside the grade, or in its place. */
  readonly status: StandingStatus | null;
}

/** A status of the policy that was given to a student. */
export interface StandingStatus {
  readonly code: string;
  /** The total stays; otherwise the code stands in its place. */
  readonly counts: boolean;
}

/** Grading's own arithmetic of the total; handed in, so that a browser and a server use the same. */
export type CourseTotal = (policy: GradingPolicy, marks: CourseMarks) => GradeResult;

/** What a row is computed by. */
export interface RowRules {
  readonly plan: Plan;
  readonly policy: GradingPolicy;
  readonly courseTotal: CourseTotal;
}

/**
 * Computes a student's row: each control from its marks, the admission from the midterm controls, the total from all of
 * them. Exact throughout; a control is rounded once, when it is set, if the policy says so. There is no total where a
 * status stands in its place.
 */
export function computeRow(
  { plan, policy, courseTotal }: RowRules,
  marks: Marks,
  panelExam: ExamMark | null,
  status: StandingStatus | null = null,
): RowResult {
  const midterms = midtermsOf(plan).map(key => controlOf(plan, policy, marks, key));
  const exam =
    plan.sources.exam === 'panel' ? panelControl(panelExam) : controlOf(plan, policy, marks, 'exam');
  const taken = midtermMarks(plan, midterms);
  const isOpen = taken === null || !exam.isFinal || exam.percent === null || status?.counts === false;
  return {
    midterms,
    exam,
    admission: taken === null ? null : admissionOf(plan, policy, midterms),
    result: isOpen ? null : courseTotal(policy, { ...taken, exam: exam.percent }),
    isProvisional: plan.sources.exam === 'panel' && panelExam !== null && !panelExam.released,
    status,
  };
}

/** One control of a row; null: the policy does not have it. */
export const findControl = (
  { midterms, exam }: Pick<RowResult, 'midterms' | 'exam'>,
  key: ControlKey,
): ControlResult | null => (key === 'exam' ? exam : (midterms.find(one => one.key === key) ?? null));

/** The midterm controls as the total takes them; null while one of them is not final. */
export function midtermMarks(
  plan: Pick<Plan, 'rule'>,
  controls: readonly ControlResult[],
): Omit<CourseMarks, 'exam'> | null {
  const [first, ...others] = controls.flatMap(({ isFinal, percent }) =>
    isFinal && percent !== null ? [percent] : [],
  );
  if (first === undefined || others.length + 1 < controls.length) return null;
  return { midterms: [first, ...others], weights: weightsOf(plan, controls) };
}

/** How much each control counts where points add up, in lowest terms. Null: they are alike, or one offers nothing. */
function weightsOf({ rule }: Pick<Plan, 'rule'>, controls: readonly ControlResult[]): number[] | null {
  if (rule !== 'cumulative') return null;
  const offers = controls.map(({ offered }) => offered);
  const divisor = offers.reduce((all, { d }) => (all * Number(d)) / gcd(all, Number(d)), 1);
  const whole = offers.map(({ n, d }) => (Number(n) * divisor) / Number(d));
  if (whole.includes(0) || whole.every(value => value === whole[0])) return null;
  const common = whole.reduce(gcd);
  return whole.map(value => value / common);
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

function panelControl(exam: ExamMark | null): ControlResult {
  const percent = exam === null ? null : exactWhole(exam.percent);
  return {
    key: 'exam',
    earned: percent ?? zero,
    offered: hundred,
    percent,
    value: percent,
    blanks: exam === null ? 1 : 0,
    isFinal: exam !== null,
  };
}

/** Whether the midterm controls open the way to the exam, by the policy's thresholds. */
function admissionOf(plan: Plan, policy: GradingPolicy, controls: readonly ControlResult[]): Admission {
  const { eachMidterm, meanMidterm } = policy.thresholds;
  const isBelow = (value: Exact, threshold: number | null): boolean =>
    threshold !== null && compareExact(value, exactOfNumber(threshold)) < 0;
  const values = controls.flatMap(({ value }) => value ?? []);
  const mean = meanOf(values, weightsOf(plan, controls));
  const fails = values.some(value => isBelow(value, eachMidterm)) || isBelow(mean, meanMidterm);
  return fails ? 'not-admitted' : 'admitted';
}

function meanOf(values: readonly Exact[], weights: readonly number[] | null): Exact {
  if (weights === null) return meanExact(values);
  const products = values.map((value, place) => multiplyExact(value, exactWhole(weights[place] ?? 0)));
  const divisor = weights.reduce((sum, weight) => sum + weight, 0);
  return multiplyExact(sumExact(products), { n: 1, d: divisor });
}

const hundred = exactWhole(100);
const zero = exactWhole(0);
