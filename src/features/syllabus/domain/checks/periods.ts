import { finding, type Finding } from '../finding.ts';
import { type CalendarRow, type Syllabus } from '../types.ts';
import { sumOf } from './arithmetic.ts';

const full = 100;

interface Period {
  readonly rows: readonly CalendarRow[];
  readonly control: CalendarRow;
}

/** The rows before each midterm control, back to the one before it: what the control sums up. */
export function periodsOf(calendar: readonly CalendarRow[]): Period[] {
  const periods: Period[] = [];
  let rows: CalendarRow[] = [];
  for (const row of calendar) {
    if (row.kind === 'midterm') {
      periods.push({ rows, control: row });
      rows = [];
    } else if (row.kind !== 'final') {
      rows.push(row);
    }
  }
  return periods;
}

/**
 * The points of each period must sum to 100. A control with points of its own that complete the sum is part of it; a
 * calendar that agrees with its own other number (30 + 30 + 40) is told about, and is no error.
 */
export function periodFindings({ calendar }: Syllabus): Finding[] {
  const hasPoints = calendar.some(
    ({ kind, maxPoints }) => kind !== 'midterm' && kind !== 'final' && maxPoints !== null,
  );
  if (!hasPoints) return [];
  return periodsOf(calendar).flatMap(({ rows, control }, index) => {
    const sum = sumOf(rows.map(row => row.maxPoints ?? 0));
    const printed = control.maxPoints;
    if (sum === full || (printed !== null && sumOf([sum, printed]) === full)) return [];
    const params = { period: control.number ?? index + 1, sum, expected: full };
    return [finding('period-points', 'calendar', params, sum === printed ? 'warning' : 'error')];
  });
}
