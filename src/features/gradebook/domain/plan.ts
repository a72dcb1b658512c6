import type { CalendarItem, CourseCalendar, KeyedRow } from '../../calendar/index.ts';
import type { RowKind } from '../../syllabus/index.ts';
import { addExact, compareExact, type Exact, exactOfNumber, exactWhole } from '../../../kernel/exact.ts';

/** The controls that the total is made of; each is one number of 100. */
export type ControlKey = 'rk1' | 'rk2' | 'exam';

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
}

/** Where RK1, RK2 and the exam come from: marks of a period, one mark of their own, or the grading panel. */
export type ControlSource = 'period' | 'mark' | 'panel';

/** Everything that decides how a row of the gradebook is computed, besides the policy. */
export interface Plan {
  readonly columns: readonly Column[];
  readonly sources: Readonly<Record<ControlKey, ControlSource>>;
}

/** Something about the calendar that makes sums unusual; said above the gradebook. */
export type PlanRemark =
  | { readonly code: 'period-points'; readonly control: ControlKey; readonly points: Exact }
  | { readonly code: 'no-period'; readonly control: ControlKey }
  | { readonly code: 'uncounted'; readonly columns: number };

const periodControls = ['rk1', 'rk2'] as const;
const hundred = exactWhole(100);

/**
 * The columns of a course: every row of its calendar that has points, in the calendar's order. Rows before the first
 * midterm control count for RK1, those between the first and the second for RK2. A control without rows of its own is
 * one mark out of 100; so is the exam where no rubric grades it.
 */
export function planOf(calendar: CourseCalendar, examByPanel: boolean): Plan {
  const found = columnsOf(calendar);
  const bare = periodControls.filter(control => !found.some(column => column.control === control));
  const extra: ControlKey[] = examByPanel ? bare : [...bare, 'exam'];
  return {
    columns: [...found, ...extra.map(controlColumn)],
    sources: {
      rk1: bare.includes('rk1') ? 'mark' : 'period',
      rk2: bare.includes('rk2') ? 'mark' : 'period',
      exam: examByPanel ? 'panel' : 'mark',
    },
  };
}

function columnsOf(calendar: CourseCalendar): Column[] {
  const columns: Column[] = [];
  // Without a midterm control nobody can say where a period ends, so nothing is counted by guess.
  const hasControls = calendar.periods.length > 0;
  let passed = 0;
  for (const item of calendar.items) {
    if (item.kind === 'control' && item.period !== null) passed += 1;
    const control = hasControls ? (periodControls[passed] ?? null) : null;
    for (const row of gradedRows(item)) columns.push(columnOf(row, control));
  }
  return columns;
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
  number: control === 'rk1' ? 1 : control === 'rk2' ? 2 : null,
  title: '',
  week: null,
  maximum: '100',
  control,
});

export const maximumOf = (column: Pick<Column, 'maximum'>): Exact => exactOfNumber(Number(column.maximum));

/** What the teacher should know before trusting the sums. */
export function remarksOn(plan: Plan): PlanRemark[] {
  const uncounted = plan.columns.filter(({ control }) => control === null).length;
  return [
    ...periodControls.flatMap(control => periodRemark(plan, control)),
    ...(uncounted === 0 ? [] : [{ code: 'uncounted' as const, columns: uncounted }]),
  ];
}

function periodRemark(plan: Plan, control: ControlKey): PlanRemark[] {
  if (plan.sources[control] !== 'period') return [{ code: 'no-period', control }];
  const points = plan.columns
    .filter(column => column.control === control)
    .map(maximumOf)
    .reduce(addExact, exactWhole(0));
  return compareExact(points, hundred) === 0 ? [] : [{ code: 'period-points', control, points }];
}
