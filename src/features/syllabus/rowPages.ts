import { type Catalogue } from '../../i18n/index.ts';
import { type RowRange } from './domain/corrections.ts';

/** More rows than any real course has: only much larger calendars are corrected page by page. */
const rowsOnPage = 120;

/** The rows of one page of a calendar; null while all of them stand on one. */
export interface RowPage extends RowRange {
  /** From 1. */
  readonly number: number;
  readonly rows: number;
}

/** @param asked any number: one that is no page's is taken for the nearest */
export function rowPageOf(rows: number, asked: number): RowPage | null {
  if (rows <= rowsOnPage) return null;
  const number = Math.min(Math.max(asked, 1), Math.ceil(rows / rowsOnPage));
  const from = (number - 1) * rowsOnPage;
  return { number, rows, from, to: Math.min(from + rowsOnPage, rows) };
}

/** The number of the page on which a row stands. */
export const pageOfRow = (row: number): number => Math.floor(row / rowsOnPage) + 1;

/** What `components/pager` prints. */
export function rowPager(page: RowPage, address: string, t: Catalogue) {
  const words = t.syllabus.row;
  const step = (number: number): { href: string; text: string } | null => {
    const other = number < 1 ? null : rowPageOf(page.rows, number);
    return other?.number === number
      ? { href: `${address}?page=${number}`, text: words.range({ from: other.from + 1, to: other.to }) }
      : null;
  };
  return {
    label: t.calendar.title,
    position: words.rangeOf({ from: page.from + 1, to: page.to, rows: page.rows }),
    previous: step(page.number - 1),
    next: step(page.number + 1),
  };
}
