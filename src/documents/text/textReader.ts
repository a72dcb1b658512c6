import { DocumentError } from '../errors.ts';
import { type Block, type Cell, type DocumentContent, type Row, type Table } from '../model.ts';
import { limits } from '../limits.ts';
import { decodeText } from './encoding.ts';
import { linesOf, regionsOf, type Line, type Region } from './regions.ts';

/**
 * Reads text in which tables became tabs. Two ways of losing a table are known: a line a row with tabs between the
 * cells, and a line a cell with a tab before each (then a cell may go on over further lines, and an empty line ends
 * the row, unless the cell itself has one).
 */
export function readText(bytes: Uint8Array): DocumentContent {
  const { text, notes } = decodeText(bytes);
  if (text.trim() === '') throw new DocumentError('document-empty');
  const lines = linesOf(text);
  const pieces = lines.length + (text.match(/\t/gu)?.length ?? 0);
  if (pieces > limits.pieces || text.length > limits.characters) throw new DocumentError('document-too-long');
  let tables = 0;
  const blocks = regionsOf(lines).flatMap((region): Block[] => {
    if (region.kind === 'paragraphs') return paragraphs(region.lines);
    tables += 1;
    return [table(region, tables)];
  });
  return { format: 'txt', blocks, notes };
}

/** Lines that follow each other are one paragraph each: a converter writes a paragraph a line. */
function paragraphs(lines: readonly Line[]): Block[] {
  return lines
    .filter(line => line.text.trim() !== '')
    .map(line => ({
      kind: 'paragraph',
      text: line.text,
      links: [],
      place: { kind: 'line', line: line.number },
    }));
}

function table(region: Region, number: number): Table {
  return {
    kind: 'table',
    isGrid: false,
    rows: region.kind === 'cells' ? cellRows(region.lines) : lineRows(region.lines),
    place: { kind: 'table', table: number },
  };
}

interface OpenCell {
  readonly line: number;
  readonly texts: string[];
}

/** A line a cell: an empty line closes the row. */
function cellRows(lines: readonly Line[]): Row[] {
  const rows: Row[] = [];
  let cells: OpenCell[] = [];
  const close = () => {
    if (cells.length > 0) rows.push(rowOf(cells));
    cells = [];
  };
  for (const line of lines) {
    if (line.text.trim() === '' && !line.text.includes('\t')) {
      close();
    } else if (/^[^\S\t]*\t/.test(line.text)) {
      cells.push({ line: line.number, texts: [line.text.replace(/^[^\S\t]*\t/, '').replaceAll('\t', ' ')] });
    } else if (line.text.includes('\t')) {
      close();
      rows.push(rowOf(line.text.split('\t').map(text => ({ line: line.number, texts: [text] }))));
    } else {
      cells.at(-1)?.texts.push(line.text);
    }
  }
  close();
  return rows;
}

/** A line a row; a row that was cut inside a cell is mended when both parts together have the table's width. */
function lineRows(lines: readonly Line[]): Row[] {
  const width = lines.reduce((most, line) => Math.max(most, line.text.split('\t').length), 0);
  const rows: OpenCell[][] = [];
  for (const line of lines) {
    if (line.text.trim() === '') continue;
    const cells = line.text.split('\t').map(text => ({ line: line.number, texts: [text] }));
    const last = rows.at(-1);
    if (last !== undefined && goesOn(last, cells, width)) {
      last.at(-1)?.texts.push(...(cells[0]?.texts ?? []));
      last.push(...cells.slice(1));
    } else {
      rows.push(cells);
    }
  }
  return rows.map(rowOf);
}

function goesOn(above: readonly OpenCell[], cells: readonly OpenCell[], width: number): boolean {
  const first = cells[0]?.texts[0]?.trim() ?? '';
  const isText = /^[\p{Ll}(«"]/u.test(first);
  return above.length > 1 && above.length < width && isText && above.length + cells.length - 1 === width;
}

function rowOf(cells: readonly OpenCell[]): Row {
  return {
    cells: cells.map(({ line, texts }, column): Cell => ({
      text: texts.join('\n').trim(),
      links: [],
      column,
      span: 1,
      above: null,
      tables: [],
      place: { kind: 'line', line },
    })),
    place: { kind: 'line', line: cells[0]?.line ?? 1 },
  };
}
