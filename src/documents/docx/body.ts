import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';
import { type Block, type Cell, type Link, type Row, type Table } from '../model.ts';

/** A paragraph while it is being read. */
export class OpenParagraph {
  text = '';
  readonly links: Link[] = [];
  list: string | null = null;
  level: number | null = null;
  style: string | null = null;
  /** Its end was deleted in a tracked change: the next paragraph goes on in it. */
  isJoined = false;
  /** Text boxes anchored in it; they come after it. */
  readonly boxes: OpenPart[] = [];
}

/** The body, a cell, or a text box: paragraphs and tables in their order. */
export class OpenPart {
  readonly items: (OpenParagraph | OpenTable)[] = [];
}

export class OpenTable {
  readonly rows: OpenRow[] = [];
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

export class OpenRow {
  readonly cells: OpenCell[] = [];
  /** Columns left out before the first cell. */
  before = 0;
  isDeleted = false;
}

export class OpenCell extends OpenPart {
  span = 1;
  /** Continues the cell above (a vertical merge). */
  isBelow = false;
  /** Continues the cell on its left (a horizontal merge of old files). */
  isBeside = false;
}

/** Turns the finished body into blocks. Tables keep the numbers in which they came; paragraphs are counted here. */
export function blocksOf(body: OpenPart): Block[] {
  let paragraphs = 0;
  const blocks: Block[] = [];
  const add = (part: OpenPart) => {
    for (const item of part.items) {
      if (item instanceof OpenTable) {
        blocks.push(tableOf(item));
        continue;
      }
      if (item.text.trim() !== '') {
        paragraphs += 1;
        const place = { kind: 'paragraph', paragraph: paragraphs } as const;
        blocks.push({ kind: 'paragraph', text: item.text, links: item.links, place });
      }
      item.boxes.forEach(add);
    }
  };
  add(body);
  return blocks;
}

function tableOf({ rows, number }: OpenTable): Table {
  const made: Row[] = [];
  let above: readonly Cell[] = [];
  for (const row of rows) {
    if (row.isDeleted) continue;
    const cells = cellsOf(row, number, made.length + 1, above);
    made.push({ cells, place: { kind: 'cell', table: number, row: made.length + 1, cell: 1 } });
    above = cells;
  }
  return { kind: 'table', isGrid: true, rows: made, place: { kind: 'table', table: number } };
}

function cellsOf(row: OpenRow, table: number, number: number, above: readonly Cell[]): Cell[] {
  const cells: Cell[] = [];
  let column = row.before;
  for (const [index, open] of row.cells.entries()) {
    const start = column;
    column += open.span;
    if (column > limits.columns) throw new DocumentError('document-too-deep');
    const left = cells.at(-1);
    if (open.isBeside && left !== undefined) {
      cells[cells.length - 1] = { ...left, span: left.span + open.span };
      continue;
    }
    const upper = open.isBelow ? above.find(cell => cell.column === start) : undefined;
    const { text, links, tables } = contentOf(open);
    cells.push({
      text: upper === undefined ? text : '',
      links,
      column: start,
      span: open.span,
      above: upper === undefined ? null : (upper.above ?? upper),
      tables,
      place: { kind: 'cell', table, row: number, cell: index + 1 },
    });
  }
  return cells;
}

function contentOf(part: OpenPart): { text: string; links: Link[]; tables: Table[] } {
  const texts: string[] = [];
  const links: Link[] = [];
  const tables: Table[] = [];
  const add = (inner: OpenPart) => {
    for (const item of inner.items) {
      if (item instanceof OpenTable) {
        tables.push(tableOf(item));
        continue;
      }
      texts.push(item.text);
      links.push(...item.links);
      item.boxes.forEach(add);
    }
  };
  add(part);
  return { text: texts.join('\n'), links, tables };
}
