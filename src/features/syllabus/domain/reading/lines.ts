import {
  type Cell,
  type Link,
  type Place,
  type ReadDocument,
  type Row,
  type Table,
} from '../../../../documents/index.ts';
import { tidy } from './letters.ts';

/** A paragraph, or a row of a table: the document from top to bottom, whatever its tables are nested in. */
export interface Line {
  readonly cells: readonly LineCell[];
  /** Number of the table, from 1; null for a paragraph. */
  readonly table: number | null;
  /** Whether columns are the document's own; in text a short row may have lost cells. */
  readonly isGrid: boolean;
  readonly place: Place;
}

export interface LineCell {
  /** Repaired, with "\n" between the paragraphs. */
  readonly raw: string;
  /** White space collapsed. */
  readonly text: string;
  readonly links: readonly Link[];
  readonly column: number;
  readonly span: number;
  readonly above: LineCell | null;
  readonly place: Place;
}

/** @param repair mends the text of every paragraph and cell; see repairs.ts. */
export function linesOf(document: ReadDocument, repair: (text: string) => string): Line[] {
  const lines: Line[] = [];
  const made = new Map<Cell, LineCell>();
  let tables = 0;

  const cellOf = (cell: Cell): LineCell => {
    const raw = repair(cell.text);
    const above = cell.above === null ? null : (made.get(cell.above) ?? null);
    const { links, column, span, place } = cell;
    const line = { raw, text: tidy(raw), links, column, span, above, place };
    made.set(cell, line);
    return line;
  };
  const addTable = (table: Table) => {
    tables += 1;
    const number = tables;
    for (const row of table.rows) addRow(row, table.isGrid, number);
  };
  const addRow = (row: Row, isGrid: boolean, table: number) => {
    lines.push({ cells: row.cells.map(cellOf), table, isGrid, place: row.place });
    for (const cell of row.cells) cell.tables.forEach(addTable);
  };

  for (const block of document.blocks) {
    if (block.kind === 'table') {
      addTable(block);
    } else {
      const raw = repair(block.text);
      const { links, place } = block;
      const cell = { raw, text: tidy(raw), links, column: 0, span: 1, above: null, place };
      lines.push({ cells: [cell], table: null, isGrid: true, place });
    }
  }
  return lines;
}

/** The value of a cell: its own text, or that of the cell it continues. */
export function textOf(cell: LineCell | undefined): string {
  return cell === undefined ? '' : cell.above === null ? cell.text : textOf(cell.above);
}

/** The paragraphs of a cell, tidied, without empty ones. */
export function paragraphsOf(cell: LineCell): string[] {
  return cell.raw
    .split('\n')
    .map(tidy)
    .filter(text => text !== '');
}

export function isBlank(line: Line): boolean {
  return line.cells.every(cell => cell.text === '');
}

/** All text of a line, for looking words up. */
export function wholeText(line: Line): string {
  return line.cells
    .map(cell => cell.text)
    .filter(text => text !== '')
    .join(' ');
}
