import type { CourseMarks, GradeResult, GradingPolicy } from '../../grading/index.ts';
import {
  addExact,
  compareExact,
  type Exact,
  exactOfNumber,
  exactWhole,
  meanExact,
  roundExact,
} from '../../../kernel/exact.ts';
import { quotientExact } from './quotient.ts';
import { type Mark, meaningOf } from './mark.ts';
import { type ControlKey, maximumOf, type Plan } from './plan.ts';

/** Marks of one student by the keys of their columns; a key that is missing is a blank. */
export type Marks = Readonly<Record<string, Mark>>;

/** The exam as the grading panel has it. */
export interface ExamMark {
  /** Whole percents. */
  readonly percent: number;
  /** False: graded, but the student does not know it yet. */
  readonly released: boolean;
}

/** RK1, RK2 or the exam of one student, and how it came about. */
export interface ControlResult {
  readonly key: ControlKey;
  /** Points so far. */
  readonly earned: Exact;
  /** Points that could be had: without those of excused work. Zero when all was excused. */
  readonly offered: Exact;
  /** Percents of what was offered, exact; null: nothing was offered or put down. */
  readonly percent: Exact | null;
  /** As it enters the total: rounded where the policy rounds controls. */
  readonly value: Exact | null;
  readonly blanks: number;
  /** Nothing is missing: the number can stand in a statement. */
  readonly isFinal: boolean;
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
}

/** Grading's own arithmetic of the total; handed in, so that a browser and a server use the same. */
export type CourseTotal = (policy: GradingPolicy, marks: CourseMarks) => GradeResult;

const hundred = exactWhole(100);
const zero = exactWhole(0);

/**
 * Computes a student's row: each control from its marks, the admission from the midterm controls, the total from all
 * three. Exact throughout; a control is rounded once, when it is set, if the policy says so. An absence brings no
 * points, excused work is neither earned nor offered, and a blank leaves the control unfinished.
 */
export function computeRow(
  rules: { readonly plan: Plan; readonly policy: GradingPolicy; readonly courseTotal: CourseTotal },
  marks: Marks,
  panelExam: ExamMark | null,
): RowResult {
  const { plan, policy } = rules;
  const rk1 = controlOf(plan, policy, marks, 'rk1');
  const rk2 = controlOf(plan, policy, marks, 'rk2');
  const exam =
    plan.sources.exam === 'panel' ? panelControl(panelExam) : controlOf(plan, policy, marks, 'exam');
  const admission = admissionOf(policy, rk1, rk2);
  const values = { rk1: finalValue(rk1), rk2: finalValue(rk2), exam: finalValue(exam) };
  return {
    rk1,
    rk2,
    exam,
    admission,
    result: hasAll(values) ? rules.courseTotal(policy, values) : null,
    isProvisional: plan.sources.exam === 'panel' && panelExam !== null && !panelExam.released,
  };
}

const finalValue = ({ isFinal, percent }: ControlResult): Exact | null => (isFinal ? percent : null);

const hasAll = (values: Record<ControlKey, Exact | null>): values is Record<ControlKey, Exact> =>
  values.rk1 !== null && values.rk2 !== null && values.exam !== null;

function controlOf(plan: Plan, policy: GradingPolicy, marks: Marks, key: ControlKey): ControlResult {
  let earned = zero;
  let offered = zero;
  let blanks = 0;
  let given = 0;
  for (const column of plan.columns) {
    if (column.control !== key) continue;
    const meaning = meaningOf(marks[column.key] ?? '');
    if (meaning.kind === 'excused') continue;
    offered = addExact(offered, maximumOf(column));
    if (meaning.kind === 'blank') blanks += 1;
    else given += 1;
    if (meaning.kind === 'points') earned = addExact(earned, meaning.points);
  }
  const percent = given === 0 || compareExact(offered, zero) === 0 ? null : percentOf(earned, offered);
  return {
    key,
    earned,
    offered,
    percent,
    value: valueOf(policy, percent),
    blanks,
    isFinal: blanks === 0 && percent !== null,
  };
}

/** Out of 100 the points are the percents; any other sum is brought to 100. */
function percentOf(earned: Exact, offered: Exact): Exact {
  if (compareExact(offered, hundred) === 0) return earned;
  return quotientExact(earned, offered, 100);
}

function valueOf({ rounding }: GradingPolicy, percent: Exact | null): Exact | null {
  return percent === null || !rounding.roundControls ? percent : roundExact(percent, rounding.mode);
}

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
function admissionOf(policy: GradingPolicy, rk1: ControlResult, rk2: ControlResult): Admission | null {
  if (!rk1.isFinal || !rk2.isFinal || rk1.value === null || rk2.value === null) return null;
  const { eachMidterm, meanMidterm } = policy.thresholds;
  const isBelow = (value: Exact, threshold: number | null): boolean =>
    threshold !== null && compareExact(value, exactOfNumber(threshold)) < 0;
  const fails =
    isBelow(rk1.value, eachMidterm) ||
    isBelow(rk2.value, eachMidterm) ||
    isBelow(meanExact([rk1.value, rk2.value]), meanMidterm);
  return fails ? 'not-admitted' : 'admitted';
}
