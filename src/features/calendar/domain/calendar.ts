import { type Exact, exactOfNumber, sumExact } from '../../../kernel/exact.ts';
import { keysOfRows } from '../../../kernel/rowKeys.ts';
import { type CalendarRow } from '../../syllabus/index.ts';

/** A row of the calendar with a key that stays the same while its kind and number do: "srs-2", "midterm-1". */
export interface KeyedRow {
  readonly key: string;
  readonly row: CalendarRow;
}

/** Where a row stands on the calendar's page: its key, without the one character that no id may have. */
export const rowAnchor = (key: string): string => key.replace('~', '_');

export interface Module {
  readonly number: number | null;
  readonly title: string;
}

/** What the calendar shows from top to bottom, in the document's order. */
export type CalendarItem =
  | {
      readonly kind: 'module';
      readonly module: Module;
      readonly firstWeek: number | null;
      readonly lastWeek: number | null;
    }
  | { readonly kind: 'week'; readonly week: number; readonly rows: readonly KeyedRow[] }
  | { readonly kind: 'control'; readonly row: KeyedRow; readonly period: Period | null }
  | { readonly kind: 'loose'; readonly row: KeyedRow };

/** The weeks that lead to one midterm control: what they offer in points and hours. */
export interface Period {
  readonly number: number;
  readonly firstWeek: number | null;
  readonly lastWeek: number | null;
  readonly points: Exact;
  readonly hours: Exact;
}

export interface CourseCalendar {
  readonly items: readonly CalendarItem[];
  readonly periods: readonly Period[];
  readonly totals: { readonly points: Exact; readonly hours: Exact };
  readonly lastWeek: number;
}

/** Gives every row its key; rows of the same kind and number are told apart by their order. */
export function keyRows(rows: readonly CalendarRow[]): KeyedRow[] {
  const keys = keysOfRows(rows);
  return rows.map((row, index) => ({ key: keys[index] ?? '', row }));
}

const isControl = (row: CalendarRow): boolean => row.kind === 'midterm' || row.kind === 'final';

/**
 * The calendar of a syllabus: modules, weeks with their rows, controls with the sums of the period before them.
 * A control's own points are no part of a period: they are what the period's points add up to.
 */
export function buildCalendar(rows: readonly CalendarRow[]): CourseCalendar {
  const keyed = keyRows(rows);
  const items: CalendarItem[] = [];
  const periods: Period[] = [];
  let sincePeriod: CalendarRow[] = [];
  let module: Module | null = null;
  for (const entry of keyed) {
    const { row } = entry;
    if (isControl(row)) {
      const period = row.kind === 'midterm' ? sumPeriod(periods.length + 1, sincePeriod) : null;
      if (period !== null) {
        periods.push(period);
        sincePeriod = [];
      }
      items.push({ kind: 'control', row: entry, period });
      continue;
    }
    sincePeriod.push(row);
    if (row.module !== null && !sameModule(module, row.module)) {
      module = row.module;
      items.push({
        kind: 'module',
        module,
        ...weeksOf(rows.filter(other => sameModule(row.module, other.module) && !isControl(other))),
      });
    }
    addRow(items, entry);
  }
  const taught = rows.filter(row => !isControl(row));
  return {
    items,
    periods,
    totals: { points: sumOf(taught, 'maxPoints'), hours: sumOf(taught, 'hours') },
    lastWeek: weeksOf(rows).lastWeek ?? 0,
  };
}

function addRow(items: CalendarItem[], entry: KeyedRow): void {
  const { week } = entry.row;
  if (week === null) {
    items.push({ kind: 'loose', row: entry });
    return;
  }
  const last = items.at(-1);
  if (last?.kind === 'week' && last.week === week)
    items[items.length - 1] = { ...last, rows: [...last.rows, entry] };
  else items.push({ kind: 'week', week, rows: [entry] });
}

function sameModule(a: Module | null, b: Module | null): boolean {
  return a?.number === b?.number && a?.title === b?.title;
}

function sumPeriod(number: number, rows: readonly CalendarRow[]): Period {
  return { number, ...weeksOf(rows), points: sumOf(rows, 'maxPoints'), hours: sumOf(rows, 'hours') };
}

function sumOf(rows: readonly CalendarRow[], field: 'maxPoints' | 'hours'): Exact {
  return sumExact(rows.flatMap(row => (row[field] === null ? [] : [exactOfNumber(row[field])])));
}

function weeksOf(rows: readonly CalendarRow[]): { firstWeek: number | null; lastWeek: number | null } {
  const weeks = rows.flatMap(row => (row.week === null ? [] : [row.week]));
  return weeks.length === 0
    ? { firstWeek: null, lastWeek: null }
    : { firstWeek: Math.min(...weeks), lastWeek: Math.max(...weeks) };
}
