import { type CalendarRow, type RowMode } from '../types.ts';
import { type CalendarHeader, type Column, type ColumnRole } from './columns.ts';
import { fold, tidy } from './letters.ts';
import { textOf, type Line, type LineCell } from './lines.ts';
import { numberIn, ordinalOf } from './numbers.ts';
import { rowLabelOf } from './rowLabel.ts';

/** A line of the calendar with its cells under their columns. */
export type AlignedRow = ReadonlyMap<Column, LineCell>;

/** Puts the cells of a line under the columns of the header; a cell that covers several stands under the topic's. */
export function align(line: Line, { columns }: CalendarHeader): AlignedRow {
  return line.isGrid ? alignGrid(line.cells, columns) : alignText(line.cells, columns);
}

function alignGrid(cells: readonly LineCell[], columns: readonly Column[]): AlignedRow {
  const row = new Map<Column, LineCell>();
  for (const cell of cells) {
    const covered = columns.filter(
      ({ from, span }) => from < cell.column + cell.span && cell.column < from + span,
    );
    const column = covered.find(({ role }) => role === 'topic') ?? covered[0];
    if (column === undefined) continue;
    const present = row.get(column);
    row.set(column, present === undefined ? cell : together(present, cell));
  }
  return row;
}

/** Two cells under one head: the author split what the header has as one. */
function together(first: LineCell, second: LineCell): LineCell {
  const texts = [textOf(first), textOf(second)].filter(text => text !== '');
  const raw = texts.join('\n');
  return { ...first, raw, text: tidy(raw), above: null, links: [...first.links, ...second.links] };
}

/** In text a shorter row has lost merged or blank cells: the label says which cell is the topic. */
function alignText(cells: readonly LineCell[], columns: readonly Column[]): AlignedRow {
  const topic = columns.findIndex(({ role }) => role === 'topic');
  const labelled = cells.findIndex(cell => cell.text !== '' && rowLabelOf(cell.text) !== null);
  const label = labelled === -1 ? null : rowLabelOf(cells[labelled]?.text ?? '');
  const isShort = cells.length < columns.length;
  if (isShort && (label?.kind === 'midterm' || label?.kind === 'final'))
    return alignControl(cells, labelled, columns);
  const shift = isShort && labelled !== -1 ? topic - labelled : 0;
  const row = new Map<Column, LineCell>();
  for (const [index, cell] of cells.entries()) {
    const column = columns[index + shift];
    if (column !== undefined) row.set(column, cell);
  }
  return row;
}

/** The name of a control covers the columns before its number, which is its points. */
function alignControl(cells: readonly LineCell[], label: number, columns: readonly Column[]): AlignedRow {
  const row = new Map<Column, LineCell>();
  const place = (role: ColumnRole, cell: LineCell | undefined) => {
    const column = columns.find(candidate => candidate.role === role);
    if (column !== undefined && cell !== undefined) row.set(column, cell);
  };
  place('topic', cells[label]);
  place(
    'week',
    cells.slice(0, label).find(cell => cell.text !== ''),
  );
  const numbers = cells.slice(label + 1).filter(cell => typeof numberIn(cell.text) === 'number');
  place('points', numbers.at(-1));
  if (numbers.length > 1) place('hours', numbers[0]);
  return row;
}

export function cellOf(row: AlignedRow, role: ColumnRole): LineCell | undefined {
  return [...row].find(([column]) => column.role === role)?.[1];
}

export interface WeekCell {
  readonly week: number;
  /** The last week of a row that lasts several. */
  readonly until: number;
}

const weekPattern =
  /^(?:апта|неделя|нед\.?|week|wk\.?)?\s*№?\s*(\d{1,2}|[ivxіх]{1,5})(?:\s*-?\s*(?:ші|шы|я|ая|st|nd|rd|th))?(?:\s*[-,]\s*(\d{1,2}))?[\s.-]*(?:апта\p{L}*|недел\p{L}*|нед\.?|week\p{L}*)?(?=$|\s|[(.])/u;

/** "3", "3-апта", "Week 3", "1-2"; null for anything else, as a date. */
export function weekIn(text: string): WeekCell | null {
  const match = weekPattern.exec(fold(tidy(text.slice(0, 80))));
  const week = match === null ? null : ordinalOf(match[1] ?? '');
  if (match === null || week === null || week === 0 || week > 53) return null;
  if (/^\d{1,2}\.\d/u.test(text)) return null;
  const until = match[2] === undefined ? week : Number(match[2]);
  return { week, until: Math.max(week, until) };
}

const modes: readonly (readonly [RowMode, RegExp])[] = [
  ['asynchronous', /асинхрон|asynchron/u],
  ['synchronous', /синхрон|synchron/u],
  [
    'classroom',
    /аудитор|оффлайн|офлайн|off-?line|class-?room|дәстүрлі|күндізгі|очн|in-?person|face-to-face|on-?campus/u,
  ],
];

/** The mode that a text names, if it names exactly one. */
export function modeOf(text: string): RowMode | null {
  const folded = fold(text);
  const rest = folded.replaceAll(/асинхрон|asynchron/gu, '');
  const named = modes.filter(([mode, words]) => words.test(mode === 'asynchronous' ? folded : rest));
  return named.length === 1 ? (named[0]?.[0] ?? null) : null;
}

const address = /https?:\/\/[^\s<>"«»]+/u;

/** The first http(s) address of a cell and the rest of its text; a hyperlink's target counts where no address is written. */
export function platformOf(cell: LineCell | undefined): Pick<CalendarRow, 'platform' | 'url'> {
  const text = textOf(cell);
  const written = address.exec(text)?.[0].replace(/[.,;)\]]+$/u, '') ?? null;
  const url = written ?? cell?.links.find(link => /^https?:/u.test(link.url))?.url ?? null;
  const rest = tidy(
    written === null ? text : text.replace(written, ' ').replace(/\s+(?=[,;])/gu, ''),
  ).replace(/^[,;\s]+|[,;\s]+$/gu, '');
  return { platform: rest === '' ? null : rest, url };
}
