import { type TestCell } from './ooxml.ts';

export type TestRow = readonly (TestCell | string)[];
/** A document before it has a format: paragraphs, and tables as their rows. */
export type TestBlock = string | readonly TestRow[];

export function cellOf(cell: TestCell | string): TestCell {
  return typeof cell === 'string' ? { text: cell } : cell;
}

/** How many rows a cell that opens a vertical merge covers, by what stands below it. */
export function rowsBelow(rows: readonly TestRow[], row: number, column: number): number {
  let count = 1;
  while (placedCell(rows[row + count] ?? [], column)?.merge === 'more') count += 1;
  return count;
}

function placedCell(row: TestRow, column: number): TestCell | null {
  let at = 0;
  for (const cell of row.map(cellOf)) {
    if (at === column) return cell;
    at += cell.span ?? 1;
  }
  return null;
}
