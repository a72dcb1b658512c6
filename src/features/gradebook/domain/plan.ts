import type { CalendarItem, CourseCalendar, KeyedRow } from '../../calendar/index.ts';
import type { InstitutionPolicy, PeriodRule } from '../../grading/index.ts';
import type { RowKind } from '../../syllabus/index.ts';
import { addExact, compareExact, type Exact, exactOfNumber, exactWhole } from '../../../kernel/exact.ts';

/** The midterm controls that a policy may have, in the order of the term. */
export const midtermKeys = ['rk1', 'rk2', 'rk3', 'rk4'] as const;
export type MidtermKey = (typeof midtermKeys)[number];

/** The controls that the total is made of; each is one number of 100. */
export const controlKeys = [...midtermKeys, 'exam'] as const;
export type ControlKey = (typeof controlKeys)[number];

/** A column in which marks are put down. */
export interface Column {
  /** A row of the calendar ("seminar-3"), or a control that is put down as one number ("rk1"). */
  readonly key: string;
  readonly kind: RowKind;
  /** Null where the calendar does not number the row. */
  readonly number: number | null;
  readonly title: string;
  readonly week: number | null;
  /** Points as the calendar writes them: "8". */
  readonly maximum: string;
  /** Which control it counts for; null: for none (it stands after the last control). */
  readonly control: ControlKey | null;
  /** The one mark of a period's midterm work, which stands beside its current work. */
  readonly isMidterm?: true;
}

/** Where RK1, RK2 … and the exam come from: marks of a period, one mark of their own, or the grading panel. */
export type ControlSource = 'period' | 'mark' | 'panel';

/** Everything that decides how a row of the gradebook is computed, besides the policy. */
export interface Plan {
  readonly columns: readonly Column[];
  /** A midterm control that is not here is not in the policy. */
  readonly sources: Readonly<Partial<Record<MidtermKey, ControlSource>> & Record<'exam', ControlSource>>;
  readonly rule: PeriodRule;
  /** The week in which the calendar has the exam; absent: it names none. */
  readonly examWeek?: number;
  /**
   * What is left of points that came 1, 2, 3 … days late, as decimal percents; later ones keep the last. Empty: late work
   * loses nothing.
   */
  readonly late: readonly string[];
}

/** Something about the calendar that makes sums unusual; said above the gradebook. */
export type PlanRemark =
  | { readonly code: 'period-points'; readonly control: ControlKey; readonly points: Exact }
  | { readonly code: 'no-period'; readonly control: ControlKey }
  | { readonly code: 'uncounted'; readonly columns: number };

const hundred = exactWhole(100);

/** What of a policy and of a term decides about columns. */
export interface PlanRules {
  readonly periods: InstitutionPolicy['periods'];
  readonly late: readonly string[];
}

/**
 * The columns of a course: every row of its calendar that has points, in the calendar's order. Rows before the first
 * midterm control count for RK1, those between the first and the second for RK2, and so on; with a single midterm control
 * all of them count for it. A control without rows of its own is one mark out of 100; so is the exam where no rubric grades it.
 */
export function planOf(calendar: CourseCalendar, examByPanel: boolean, { periods, late }: PlanRules): Plan {
  const controls = midtermKeys.slice(0, periods.count);
  const found = columnsOf(calendar, controls);
  const bare = controls.filter(control => !found.some(column => column.control === control));
  const extra: ControlKey[] = examByPanel ? bare : [...bare, 'exam'];
  const examWeek = examWeekOf(calendar);
  const sources: Partial<Record<MidtermKey, ControlSource>> = {};
  for (const control of controls) sources[control] = bare.includes(control) ? 'mark' : 'period';
  return {
    columns: [
      ...(periods.rule === 'current-and-midterm' ? withMidterms(found) : found),
      ...extra.map(controlColumn),
    ],
    sources: { ...sources, exam: examByPanel ? 'panel' : 'mark' },
    rule: periods.rule,
    ...(examWeek === null ? {} : { examWeek }),
    late,
  };
}

function examWeekOf({ items }: CourseCalendar): number | null {
  const weeks = items.flatMap(item =>
    item.kind === 'control' && item.row.row.kind === 'final' ? (item.row.row.week ?? []) : [],
  );
  return weeks.length === 0 ? null : Math.max(...weeks);
}

function columnsOf(calendar: CourseCalendar, controls: readonly ControlKey[]): Column[] {
  const columns: Column[] = [];
  // Without a midterm control nobody can say where a period ends, so nothing is counted by guess.
  const hasControls = calendar.periods.length > 0;
  let passed = 0;
  for (const item of calendar.items) {
    if (item.kind === 'control' && item.period !== null) passed += 1;
    const place = controls.length === 1 ? 0 : passed;
    const control = hasControls ? (controls[place] ?? null) : null;
    for (const row of gradedRows(item)) columns.push(columnOf(row, control));
  }
  return columns;
}

/** Behind the last column of each period the mark of its midterm work. */
function withMidterms(columns: readonly Column[]): Column[] {
  return columns.flatMap((column, place) => {
    const { control, week } = column;
    const isLast = !columns.slice(place + 1).some(other => other.control === control);
    if (control === null || !isLast) return [column];
    const midterm: Column = { ...controlColumn(control), key: `${control}-work`, week, isMidterm: true };
    return [column, midterm];
  });
}

function gradedRows(item: CalendarItem): KeyedRow[] {
  const rows = item.kind === 'week' ? item.rows : item.kind === 'loose' ? [item.row] : [];
  return rows.filter(({ row }) => row.maxPoints !== null && row.maxPoints > 0);
}

const columnOf = ({ key, row }: KeyedRow, control: ControlKey | null): Column => ({
  key,
  kind: row.kind,
  number: row.number,
  title: row.title,
  week: row.week,
  maximum: String(row.maxPoints),
  control,
});

const controlColumn = (control: ControlKey): Column => ({
  key: control,
  kind: control === 'exam' ? 'final' : 'midterm',
  number: control === 'exam' ? null : midtermKeys.indexOf(control) + 1,
  title: '',
  week: null,
  maximum: '100',
  control,
});

/** The midterm controls that the policy has, in the order of the term. */
export const midtermsOf = ({ sources }: Pick<Plan, 'sources'>): MidtermKey[] =>
  midtermKeys.filter(key => sources[key] !== undefined);

/** All controls that the policy has, the exam last. */
export const controlsOf = (plan: Pick<Plan, 'sources'>): ControlKey[] => [...midtermsOf(plan), 'exam'];

/** A class of a thousand asks forty thousand times for the maxima of forty columns. */
const maxima = new WeakMap<object, Exact>();

export function maximumOf(column: Pick<Column, 'maximum'>): Exact {
  const known = maxima.get(column);
  if (known !== undefined) return known;
  const maximum = exactOfNumber(Number(column.maximum));
  maxima.set(column, maximum);
  return maximum;
}

/** What the teacher should know before trusting the sums. */
export function remarksOn(plan: Plan): PlanRemark[] {
  const uncounted = plan.columns.filter(({ control }) => control === null).length;
  return [
    ...midtermsOf(plan).flatMap(control => periodRemark(plan, control)),
    ...(uncounted === 0 ? [] : [{ code: 'uncounted' as const, columns: uncounted }]),
  ];
}

function periodRemark(plan: Plan, control: ControlKey): PlanRemark[] {
  if (plan.sources[control] !== 'period') return [{ code: 'no-period', control }];
  const points = plan.columns
    .filter(column => column.control === control && column.isMidterm === undefined)
    .map(maximumOf)
    .reduce(addExact, exactWhole(0));
  return compareExact(points, hundred) === 0 ? [] : [{ code: 'period-points', control, points }];
}
