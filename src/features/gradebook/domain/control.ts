import type { GradingPolicy } from '../../grading/index.ts';
import {
  addExact,
  compareExact,
  type Exact,
  exactWhole,
  meanExact,
  multiplyExact,
  parseDecimal,
  roundExact,
  type RoundingMode,
} from '../../../kernel/exact.ts';
import { type Mark, meaningOf } from './mark.ts';
import { type Column, type ControlKey, maximumOf, type Plan } from './plan.ts';
import { quotientExact } from './quotient.ts';

/** Marks of one student by the keys of their columns; a key that is missing is a blank. */
export type Marks = Readonly<Record<string, Mark>>;

/** A midterm control or the exam of one student, and how it came about. */
export interface ControlResult {
  readonly key: ControlKey;
  /** Points so far, of current work. */
  readonly earned: Exact;
  /** Points of current work that could be had: without those of excused work. Zero when all was excused. */
  readonly offered: Exact;
  /** Percents, exact; null: nothing was offered or put down. */
  readonly percent: Exact | null;
  /** As it enters the total: rounded where the policy rounds controls. */
  readonly value: Exact | null;
  readonly blanks: number;
  /** Nothing is missing: the number can stand in a statement. */
  readonly isFinal: boolean;
}

/**
 * One line of how a control came about, in the order in which it is done by hand. Every number of a later line stands in
 * an earlier one.
 */
export type ControlStep =
  | { readonly kind: 'points'; readonly column: Column; readonly value: Exact }
  /** Points that came late, what is left of them in percent, and the points that count. */
  | {
      readonly kind: 'late';
      readonly column: Column;
      readonly written: Exact;
      readonly days: number | null;
      readonly kept: Exact;
      readonly value: Exact;
    }
  | { readonly kind: 'absent' | 'excused'; readonly column: Column }
  | { readonly kind: 'sum'; readonly of: readonly Exact[]; readonly value: Exact }
  /** Points out of what was offered, brought to 100. */
  | { readonly kind: 'percent'; readonly earned: Exact; readonly offered: Exact; readonly value: Exact }
  | { readonly kind: 'halves'; readonly current: Exact; readonly midterm: Exact; readonly value: Exact }
  | { readonly kind: 'round'; readonly of: Exact; readonly mode: RoundingMode; readonly value: Exact };

const zero = exactWhole(0);
const hundred = exactWhole(100);

/** What is being added up of one control. */
interface Tally {
  earned: Exact;
  offered: Exact;
  blanks: number;
  given: number;
  midterm: Exact | null;
}

/**
 * A control from its marks. An absence brings no points, excused work is neither earned nor offered, a blank leaves the
 * control unfinished, and late work keeps what the plan leaves of it. `steps` collects how it was done, by the same
 * lines that do it.
 */
export function controlOf(
  plan: Plan,
  policy: Pick<GradingPolicy, 'rounding'>,
  marks: Marks,
  key: ControlKey,
  steps: ControlStep[] | null = null,
): ControlResult {
  const tally: Tally = { earned: zero, offered: zero, blanks: 0, given: 0, midterm: null };
  const values: Exact[] = [];
  for (const column of plan.columns) {
    if (column.control !== key) continue;
    const mark = marks[column.key] ?? '';
    const value = takeMark(tally, column, mark, plan.late, steps);
    if (value !== null && steps !== null) values.push(value);
  }
  const { earned, offered, blanks, given } = tally;
  if (compareExact(offered, zero) > 0) steps?.push({ kind: 'sum', of: values, value: earned });
  const percent = given === 0 ? null : percentOf(tally, steps);
  return {
    key,
    earned,
    offered,
    percent,
    value: valueOf(policy, percent, steps),
    blanks,
    isFinal: blanks === 0 && percent !== null,
  };
}

/** Adds one mark; answers the points that enter the sum of current work. */
function takeMark(
  tally: Tally,
  column: Column,
  mark: Mark,
  late: Plan['late'],
  steps: ControlStep[] | null,
): Exact | null {
  const meaning = meaningOf(mark);
  const isMidterm = column.isMidterm === true;
  if (meaning.kind === 'excused') {
    steps?.push({ kind: 'excused', column });
    return null;
  }
  if (!isMidterm) tally.offered = addExact(tally.offered, maximumOf(column));
  if (meaning.kind === 'blank') {
    tally.blanks += 1;
    return null;
  }
  tally.given += 1;
  if (meaning.kind === 'absent') {
    steps?.push({ kind: 'absent', column });
    if (isMidterm) tally.midterm = zero;
    return null;
  }
  const kept = meaning.late ? keptOf(late, meaning.days) : hundred;
  const value = meaning.late ? shareOf(meaning.points, kept) : meaning.points;
  steps?.push(
    meaning.late
      ? { kind: 'late', column, written: meaning.points, days: meaning.days, kept, value }
      : { kind: 'points', column, value },
  );
  if (isMidterm) {
    tally.midterm = value;
    return null;
  }
  tally.earned = addExact(tally.earned, value);
  return value;
}

/** Percents that are left of points that came so late; all of them where nobody said how late. */
function keptOf(late: Plan['late'], days: number | null): Exact {
  if (days === null || late.length === 0) return hundred;
  return parseDecimal(late[Math.min(days, late.length) - 1] ?? '') ?? hundred;
}

const shareOf = (points: Exact, percent: Exact): Exact =>
  multiplyExact(multiplyExact(points, percent), { n: 1, d: 100 });

/** Out of 100 the points are the percents; any other sum is brought to 100. A midterm work is half of its control. */
function percentOf({ earned, offered, midterm }: Tally, steps: ControlStep[] | null): Exact | null {
  const current = compareExact(offered, zero) === 0 ? null : currentOf(earned, offered, steps);
  if (midterm === null || current === null) return current ?? midterm;
  const value = meanExact([current, midterm]);
  steps?.push({ kind: 'halves', current, midterm, value });
  return value;
}

function currentOf(earned: Exact, offered: Exact, steps: ControlStep[] | null): Exact {
  if (compareExact(offered, hundred) === 0) return earned;
  const value = quotientExact(earned, offered, 100);
  steps?.push({ kind: 'percent', earned, offered, value });
  return value;
}

function valueOf(
  { rounding }: Pick<GradingPolicy, 'rounding'>,
  percent: Exact | null,
  steps: ControlStep[] | null,
): Exact | null {
  if (percent === null || !rounding.roundControls) return percent;
  const value = roundExact(percent, rounding.mode);
  if (compareExact(value, percent) !== 0)
    steps?.push({ kind: 'round', of: percent, mode: rounding.mode, value });
  return value;
}
