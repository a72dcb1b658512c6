import { finding, type Finding } from '../finding.ts';
import { type CalendarRow, type RowKind, type Syllabus } from '../types.ts';

/** Kinds whose rows are counted through the term. */
const counted: readonly RowKind[] = ['lecture', 'seminar', 'practical', 'lab', 'srsp', 'srs', 'midterm'];

/** Each kind of class is numbered from 1 without holes, and every number is given once. */
export function numberFindings({ calendar }: Pick<Syllabus, 'calendar'>): Finding[] {
  return counted.flatMap(kind => {
    const rows = calendar.flatMap((row, index) =>
      row.kind === kind && row.number !== null ? [{ number: row.number, index }] : [],
    );
    // A kind that is numbered here and there only has no order to break.
    if (rows.length < 2 || rows.length < calendar.filter(row => row.kind === kind).length) return [];
    const seen = new Set<number>();
    const repeated = rows.flatMap(({ number, index }) => {
      if (seen.has(number))
        return [finding('number-order', `calendar[${index}].number`, { problem: 'repeated', kind, number })];
      seen.add(number);
      return [];
    });
    const last = Math.max(...seen);
    const missing =
      last > rows.length + 5
        ? []
        : Array.from({ length: last }, (_, at) => at + 1).filter(at => !seen.has(at));
    return [
      ...repeated,
      ...missing.map(number => finding('number-order', 'calendar', { problem: 'missing', kind, number })),
    ];
  });
}

/** A consultation comes before the work that it prepares, or in its week. */
export function preparationFindings({ calendar }: Pick<Syllabus, 'calendar'>): Finding[] {
  const weekOf = (kind: RowKind, number: number | null) =>
    calendar.find(row => row.kind === kind && row.number === number && number !== null)?.week ?? null;
  return calendar.flatMap((row, index) => {
    const { prepares, week, number } = row;
    if (prepares === null || week === null || prepares.kind === 'final') return [];
    const due = weekOf(prepares.kind, prepares.number);
    if (due === null || week <= due || prepares.number === null) return [];
    const params = { kind: prepares.kind, number, target: prepares.number, week, due };
    return [finding('prepares-late', `calendar[${index}].week`, params)];
  });
}

/** The same rows with the numbers of one kind given anew in their order. */
export function renumbered(calendar: readonly CalendarRow[], kind: RowKind): CalendarRow[] {
  let last = 0;
  return calendar.map(row => {
    if (row.kind !== kind) return row;
    last += 1;
    return { ...row, number: last };
  });
}
