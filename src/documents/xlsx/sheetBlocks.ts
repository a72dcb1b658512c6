import { gridTable, type GridCell } from '../grid.ts';
import { type Block, type Link, type Place, type Table } from '../model.ts';
import { addressOf, type Area, type SheetCell } from './sheetReader.ts';

/**
 * A sheet as a document: rows that follow each other without an empty one are a table; where each has only one cell,
 * they are text.
 *
 * @param firstTable number of the sheet's first table in the workbook
 */
export function sheetBlocks(
  sheet: string,
  cells: readonly SheetCell[],
  merged: readonly Area[],
  firstTable: number,
): Block[] {
  const blocks: Block[] = [];
  let number = firstTable;
  for (const run of runsOf(cells, merged)) {
    if (run.rows.some(row => row.length > 1)) {
      blocks.push(tableOf(sheet, run.rows, merged, number));
      number += 1;
      continue;
    }
    for (const cell of run.rows.flat()) {
      const place: Place = { kind: 'sheet', sheet, address: addressOf(cell.row, cell.column) };
      blocks.push({ kind: 'paragraph', text: cell.text, links: linksOf(cell), place });
    }
  }
  return blocks;
}

interface Run {
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Rows with text, apart where a row has none and no merged cell reaches over it. */
function runsOf(cells: readonly SheetCell[], merged: readonly Area[]): Run[] {
  const rows = new Map<number, SheetCell[]>();
  for (const cell of cells) {
    const row = rows.get(cell.row);
    if (row === undefined) rows.set(cell.row, [cell]);
    else row.push(cell);
  }
  const reach = new Map<number, number>();
  for (const { top, bottom } of merged) reach.set(top, Math.max(reach.get(top) ?? top, bottom));
  const runs: { rows: SheetCell[][] }[] = [];
  let last = -2;
  for (const [number, row] of [...rows].sort(([a], [b]) => a - b)) {
    row.sort((a, b) => a.column - b.column);
    if (number <= last + 1 && runs.length > 0) runs.at(-1)?.rows.push(row);
    else runs.push({ rows: [row] });
    last = Math.max(last, reach.get(number) ?? number, number);
  }
  return runs;
}

function tableOf(
  sheet: string,
  rows: readonly (readonly SheetCell[])[],
  merged: readonly Area[],
  number: number,
): Table {
  const cells = rows.flat();
  const areas = new Map(merged.map(area => [`${area.top},${area.left}`, area]));
  const covered = cells.map(cell => ({ cell, area: areas.get(`${cell.row},${cell.column}`) }));
  const top = Math.min(...cells.map(cell => cell.row));
  const left = Math.min(...cells.map(cell => cell.column));
  const right = Math.max(...covered.map(({ cell, area }) => area?.right ?? cell.column));
  // Empty rows that a merged cell reaches over are no rows of the table.
  const order = [...new Set(cells.map(cell => cell.row))].sort((a, b) => a - b);
  const indexOf = new Map(order.map((row, index) => [row, index]));
  const grid = covered.map(({ cell, area }): GridCell => {
    const row = indexOf.get(cell.row) ?? 0;
    const below = area === undefined ? 1 : countUpTo(order, area.bottom) - row;
    return {
      row,
      column: cell.column - left,
      rows: Math.max(1, below),
      columns: area === undefined ? 1 : area.right - cell.column + 1,
      text: cell.text,
      links: linksOf(cell),
      tables: [],
    };
  });
  const table = gridTable({
    cells: grid,
    rows: order.length,
    columns: right - left + 1,
    number,
    placeOf: (row, column) => ({
      kind: 'sheet',
      sheet,
      address: addressOf(order[row] ?? top, column + left),
    }),
  });
  return { ...table, rows: table.rows.map(alone) };
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? 0) <= limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** A row of one text is that text over the whole width, as a heading between the rows is. */
function alone(row: Table['rows'][number]): Table['rows'][number] {
  const isCovered = row.cells.some(cell => cell.above !== null);
  const written = row.cells.filter(cell => cell.text !== '');
  return isCovered || written.length !== 1 ? row : { ...row, cells: written };
}

function linksOf({ text, url }: SheetCell): Link[] {
  return url === null ? [] : [{ text, url }];
}
