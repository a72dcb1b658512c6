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
import { type Plan } from './plan.ts';

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
  readonly rk1: ControlResult;
  readonly rk2: ControlResult;
  readonly exam: ControlResult;
  /** Null while RK1 or RK2 is not final. */
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
  const rk1 = controlOf(plan, policy, marks, 'rk1');
  const rk2 = controlOf(plan, policy, marks, 'rk2');
  const exam =
    plan.sources.exam === 'panel' ? panelControl(panelExam) : controlOf(plan, policy, marks, 'exam');
  const midterms = midtermMarks(plan, rk1, rk2);
  const isOpen = midterms === null || !exam.isFinal || exam.percent === null || status?.counts === false;
  return {
    rk1,
    rk2,
    exam,
    admission: midterms === null ? null : admissionOf(plan, policy, rk1, rk2),
    result: isOpen ? null : courseTotal(policy, { ...midterms, exam: exam.percent }),
    isProvisional: plan.sources.exam === 'panel' && panelExam !== null && !panelExam.released,
    status,
  };
}

/** The midterm controls as the total takes them; null while one of them is not final. */
export function midtermMarks(
  plan: Pick<Plan, 'rule' | 'sources'>,
  rk1: ControlResult,
  rk2: ControlResult,
): Omit<CourseMarks, 'exam'> | null {
  if (!rk1.isFinal || rk1.percent === null) return null;
  if (plan.sources.rk2 === 'none') return { rk1: rk1.percent, rk2: null };
  if (!rk2.isFinal || rk2.percent === null) return null;
  const weights = plan.rule === 'cumulative' ? wholeWeights(rk1.offered, rk2.offered) : null;
  return { rk1: rk1.percent, rk2: rk2.percent, weights };
}

/** Two offers of points as whole numbers in lowest terms. Null: they are alike, or one of them is nothing. */
function wholeWeights(first: Exact, second: Exact): number[] | null {
  const [a, b] = [Number(first.n) * Number(second.d), Number(second.n) * Number(first.d)];
  if (a === b || a === 0 || b === 0) return null;
  const divisor = gcd(a, b);
  return [a / divisor, b / divisor];
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
function admissionOf(plan: Plan, policy: GradingPolicy, rk1: ControlResult, rk2: ControlResult): Admission {
  const { eachMidterm, meanMidterm } = policy.thresholds;
  const isBelow = (value: Exact, threshold: number | null): boolean =>
    threshold !== null && compareExact(value, exactOfNumber(threshold)) < 0;
  const values = [rk1.value, rk2.value].flatMap(value => value ?? []);
  const fails =
    values.some(value => isBelow(value, eachMidterm)) || isBelow(meanOf(plan, values, rk1, rk2), meanMidterm);
  return fails ? 'not-admitted' : 'admitted';
}

function meanOf(plan: Plan, values: readonly Exact[], rk1: ControlResult, rk2: ControlResult): Exact {
  const weights = plan.rule === 'cumulative' ? wholeWeights(rk1.offered, rk2.offered) : null;
  if (weights === null || values.length === 1) return meanExact(values);
  const [first = 0, second = 0] = weights;
  const products = values.map((value, place) => multiplyExact(value, exactWhole(weights[place] ?? 0)));
  return multiplyExact(sumExact(products), { n: 1, d: first + second });
}

const hundred = exactWhole(100);
const zero = exactWhole(0);
