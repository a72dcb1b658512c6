import { blankRow, type CalendarRow } from '../../syllabus/index.ts';

/** One change of the order of rows. Indexes are those of the calendar before it. */
export type RowEdit =
  /** `to`: where the row stands afterwards. */
  | { readonly kind: 'move'; readonly at: number; readonly to: number }
  | { readonly kind: 'copy' | 'insert' | 'remove'; readonly at: number };

export interface EditedRows {
  readonly rows: CalendarRow[];
  /** Where each row was before; null for a new one. */
  readonly from: (number | null)[];
}

/**
 * The calendar after an edit; null when there is no such row, or no place to go. A row takes the week and the module of the row
 * whose place it takes, so that it can be moved into another week; a copy and a new row stand right behind the row that they were made of, without its number.
 */
export function editRows(rows: readonly CalendarRow[], edit: RowEdit): EditedRows | null {
  const row = rows[edit.at];
  if (row === undefined) return null;
  const edited = rows.map((one, from): { one: CalendarRow; from: number | null } => ({ one, from }));
  if (edit.kind === 'remove') edited.splice(edit.at, 1);
  if (edit.kind === 'copy') edited.splice(edit.at + 1, 0, { one: { ...row, number: null }, from: null });
  if (edit.kind === 'insert') edited.splice(edit.at + 1, 0, { one: blankAfter(row), from: null });
  if (edit.kind === 'move') {
    const neighbour = rows[edit.to];
    if (neighbour === undefined || edit.to === edit.at) return null;
    const isControl = row.kind === 'midterm' || row.kind === 'final';
    const place =
      isControl || neighbour.week === null ? {} : { week: neighbour.week, module: neighbour.module };
    edited.splice(edit.at, 1);
    edited.splice(edit.to, 0, { one: { ...row, ...place }, from: edit.at });
  }
  return { rows: edited.map(({ one }) => one), from: edited.map(({ from }) => from) };
}

const blankAfter = ({ week, module }: CalendarRow): CalendarRow => ({
  ...blankRow,
  week,
  module,
  title: '…',
});

/**
 * A path of a value after its row went to another place: `calendar[3].hours` becomes `calendar[4].hours`. Null for a value of
 * a row that is gone; other paths stay.
 */
export function pathAfter(path: string, from: readonly (number | null)[]): string | null {
  const found = /^calendar\[(\d+)\]/.exec(path);
  if (found === null) return path;
  const to = from.indexOf(Number(found[1]));
  return to === -1 ? null : `calendar[${to}]${path.slice(found[0].length)}`;
}
