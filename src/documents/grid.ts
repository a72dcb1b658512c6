import { DocumentError } from './errors.ts';
import { limits } from './limits.ts';
import { type Cell, type Link, type Place, type Row, type Table } from './model.ts';

/** A cell of a grid as it is found: rows and columns count from 0, and it may cover several of both. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly text: string;
  readonly links: readonly Link[];
  readonly tables: readonly Table[];
}

export interface GridParts {
  readonly cells: readonly GridCell[];
  readonly rows: number;
  readonly columns: number;
  /** Number of the table in its document, from 1. */
  readonly number: number;
  /** Where a place of the grid stands in the file; both count from 0. */
  readonly placeOf: (row: number, column: number) => Place;
}

/**
 * A table of cells at known places. Each place that a cell covers downwards becomes a cell that continues it; places
 * that nothing covers become empty cells, so that all rows have the whole width.
 */
export function gridTable({ cells, rows, columns, number, placeOf }: GridParts): Table {
  if (columns > limits.columns) throw new DocumentError('document-too-deep');
  if (rows * columns > limits.pieces * 10) throw new DocumentError('document-too-long');
  const places: (GridCell | null)[][] = Array.from({ length: rows }, () =>
    new Array<GridCell | null>(columns).fill(null),
  );
  // Cells that lie over each other cost once: a file of many such was made to deceive.
  let left = rows * columns * 4;
  for (const cell of cells) {
    left -= Math.min(cell.rows, rows) * Math.min(cell.columns, columns);
    if (left < 0) throw new DocumentError('document-damaged');
    cover(places, cell);
  }
  const made = new Map<GridCell, Cell>();
  const table = places.map((line, row): Row => {
    const out: Cell[] = [];
    for (let column = 0; column < columns; column += 1) {
      const own = line[column] ?? null;
      const cell =
        own === null ? emptyAt(column, placeOf(row, column)) : cellOf(own, row, column, made, placeOf);
      out.push(cell);
      column += cell.span - 1;
    }
    return { cells: out, place: placeOf(row, 0) };
  });
  return { kind: 'table', isGrid: true, rows: table, place: { kind: 'table', table: number } };
}

/** Where two cells claim one place, the first keeps it. */
function cover(places: (GridCell | null)[][], cell: GridCell): void {
  for (const line of places.slice(cell.row, cell.row + cell.rows)) {
    for (let column = cell.column; column < cell.column + cell.columns && column < line.length; column += 1)
      line[column] ??= cell;
  }
}

function cellOf(
  own: GridCell,
  row: number,
  column: number,
  made: Map<GridCell, Cell>,
  placeOf: GridParts['placeOf'],
): Cell {
  const first = made.get(own);
  // A cell whose beginning another one took covers less.
  const span = Math.max(1, own.column + own.columns - column);
  if (first !== undefined) return { ...emptyAt(column, placeOf(row, column)), span, above: first };
  const { text, links, tables } = own;
  const cell: Cell = { text, links, tables, column, span, above: null, place: placeOf(row, column) };
  made.set(own, cell);
  return cell;
}

function emptyAt(column: number, place: Place): Cell {
  return { text: '', links: [], column, span: 1, above: null, tables: [], place };
}
