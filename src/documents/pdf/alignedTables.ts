import { type GridCell } from '../grid.ts';
import { type DrawnPage } from './geometry.ts';
import { type PagePart, type PageTable, type PageText } from './pagePart.ts';
import { isBroken, joined, segmentsOf, type TextLine } from './textLines.ts';

/** Room between columns, in sizes of the letters: words of a justified line stay closer. */
const columnGap = 0.75;

interface Split {
  readonly text: PageText;
  readonly segments: readonly TextLine[];
}

interface Span {
  left: number;
  right: number;
}

/**
 * Finds tables without lines: texts that stand below each other in at least three columns. What is left are lines of
 * text.
 */
export function alignedTables(lines: readonly PageText[], page: DrawnPage): PagePart[] {
  const splits = lines.map(text => ({ text, segments: segmentsOf(text.line, columnGap) }));
  const parts: PagePart[] = [];
  let at = 0;
  while (at < splits.length) {
    const end = runEnd(splits, at);
    const table = end === null ? null : tableOf(splits.slice(at, end), page);
    const line = splits[at];
    if (table !== null && end !== null) {
      parts.push({ kind: 'table', table });
      at = end;
    } else {
      if (line !== undefined) parts.push({ kind: 'text', text: line.text });
      at += 1;
    }
  }
  return parts;
}

/**
 * A run begins with a line of three columns or more, has another one, and ends behind its last line of several. Two columns are
 * enough where the second one has nothing but numbers: running text is never set like that.
 */
function runEnd(splits: readonly Split[], from: number): number | null {
  const numbers = numberedEnd(splits, from);
  if (numbers !== null) return numbers;
  if ((splits[from]?.segments.length ?? 0) < 3) return null;
  let end = from;
  let wide = 0;
  for (let at = from; at < splits.length && at - end <= 4; at += 1) {
    const count = splits[at]?.segments.length ?? 0;
    if (count > 1) end = at;
    if (count > 2) wide += 1;
  }
  return wide > 1 ? from + untilBreak(splits.slice(from, end + 1)) : null;
}

const isNumber = (text: string): boolean => /^\d{1,3}(?:[.,]\d+)?\s?%?$/u.test(text);

const hasNumber = ({ segments }: Split): boolean =>
  segments.length === 2 && isNumber(segments[1]?.text ?? '');

/** The end of lines of a name and a number below each other, with the head above them. */
function numberedEnd(splits: readonly Split[], from: number): number | null {
  const first = splits[from];
  if (first?.segments.length !== 2) return null;
  const begin = hasNumber(first) ? from : from + 1;
  let end = begin;
  for (let line = splits[end]; line !== undefined && hasNumber(line); line = splits[end]) end += 1;
  const until = from + untilBreak(splits.slice(from, end));
  return until - begin >= 3 ? until : null;
}

/** How many lines come before more room than between the rows: there another table begins, or its heading. */
function untilBreak(splits: readonly Split[]): number {
  const steps = splits
    .slice(1)
    .map(({ text }, at) => text.line.baseline - (splits[at]?.text.line.baseline ?? 0));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length * 0.75)] ?? 0;
  const size = splits[0]?.text.line.size ?? 0;
  const found = steps.findIndex(step => step > Math.max(usual * 1.35, size * 1.9));
  return found === -1 ? splits.length : found + 1;
}

function tableOf(splits: readonly Split[], page: DrawnPage): PageTable | null {
  const isNumbered = numberedEnd(splits, 0) !== null;
  // The head of such a table stands in the middle of its column, beside the names.
  const columns = columnsOf(isNumbered ? splits.filter(hasNumber) : splits);
  if (columns.length < (isNumbered ? 2 : 3)) return null;
  const rows: Row[] = [];
  const step = rowStep(splits);
  for (const split of splits) addLine(rows, split, columns, step);
  const cells = rows.flatMap(({ cells: texts }, row) =>
    texts.map((cell): GridCell => {
      const { column, span, text } = cell;
      return { row, column, rows: 1, columns: span, text, links: [], tables: [] };
    }),
  );
  const [first] = splits;
  return {
    page: page.number,
    left: columns[0]?.left ?? 0,
    right: columns.at(-1)?.right ?? page.width,
    top: first?.text.line.baseline ?? 0,
    bottom: splits.at(-1)?.text.line.baseline ?? 0,
    xs: [...columns.map(({ left }) => left), columns.at(-1)?.right ?? page.width],
    rows: rows.length,
    cells,
    isRuled: false,
  };
}

/**
 * The columns: where the texts of several lines stand below each other. A few texts may go over the gap between two columns (a
 * heading, a merged cell); what stands apart from all columns is one more, however few texts it has.
 */
function columnsOf(splits: readonly Split[]): Span[] {
  const lines = splits.filter(({ segments }) => segments.length > 1);
  const segments = lines.flatMap(line => line.segments);
  const cores = coresOf(segments, Math.floor(lines.length * mostAcross));
  const apart = segments.filter(one => cores.every(core => !overlaps(core, one)));
  return [...cores, ...coresOf(apart, 0)].sort((a, b) => a.left - b.left);
}

/** The share of a table's lines that may have a text over a gap between columns. */
const mostAcross = 0.2;

const overlaps = (core: Span, { left, right }: Span): boolean =>
  left < core.right + 1 && right > core.left - 1;

/** Where more texts than `most` stand above each other, in points. */
function coresOf(segments: readonly Span[], most: number): Span[] {
  const edges = segments
    .flatMap(({ left, right }) => [
      { x: left, by: 1 },
      { x: right + 1, by: -1 },
    ])
    .sort((a, b) => a.x - b.x || b.by - a.by);
  const cores: Span[] = [];
  let above = 0;
  for (const { x, by } of edges) {
    const last = cores.at(-1);
    if (by === 1 && above === most) {
      // Two parts of one column are nearer to each other than any two columns.
      if (last !== undefined && x < last.right + 1) last.right = Infinity;
      else cores.push({ left: x, right: Infinity });
    }
    above += by;
    const open = cores.at(-1);
    if (by === -1 && above === most && open !== undefined) open.right = x - 1;
  }
  return cores;
}

interface OpenCell {
  readonly column: number;
  span: number;
  text: string;
  last: TextLine;
}

interface Row {
  readonly cells: OpenCell[];
  readonly baseline: number;
}

/**
 * From which step between two lines on a row is new; null where rows stand no further apart than the lines inside them. Lines
 * with a number begin a row, and tell how far rows stand apart.
 */
function rowStep(splits: readonly Split[]): number | null {
  const steps = splits.slice(1).flatMap(({ text, segments }, at) => {
    const above = splits[at]?.text.line.baseline ?? 0;
    return [{ step: text.line.baseline - above, isStart: segments.some(one => isNumber(one.text)) }];
  });
  const between = middle(steps.filter(({ isStart }) => isStart).map(({ step }) => step));
  const size = middle(splits.map(({ text }) => text.line.size));
  const inside = size * usualLeading;
  return between < inside * 1.12 ? null : (between + inside) / 2;
}

/** From line to line of a text, in sizes of its letters: what word processors and typesetters use. */
const usualLeading = 1.2;

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** A line opens a row, unless all its texts go on from those above them. */
function addLine(rows: Row[], { segments }: Split, columns: readonly Span[], step: number | null): void {
  const row = rows.at(-1);
  const placed = segments.map(segment => ({ segment, ...placeOf(segment, columns) }));
  const last = row === undefined ? -Infinity : Math.max(...row.cells.map(cell => cell.last.baseline));
  const isInside = step !== null && (segments[0]?.baseline ?? 0) - last < step;
  const goesOn =
    row !== undefined &&
    (step === null || isInside) &&
    placed.every(({ segment, column, span }) => {
      const above = row.cells.find(cell => cell.column === column);
      // A text that begins lower than its neighbours, as in the middle of a tall row.
      if (above === undefined) return isInside && row.cells.every(cell => !covers(cell, column, span));
      if (span > above.span) return false;
      if (isInside) return true;
      const isNear = segment.baseline - above.last.baseline <= segment.size * 1.6;
      const next = columns[column + above.span]?.left ?? columns.at(-1)?.right ?? 0;
      const width = next - (columns[column]?.left ?? 0) - segment.size;
      const isRest = /^[\p{Ll}(),;.–-]/u.test(segment.text) || isBroken(above.last, segment, width);
      return isNear && isRest && !/^\d+(?:[.,]\d+)?$/u.test(segment.text);
    });
  if (!goesOn || row === undefined) {
    const cells = placed.map(({ segment, column, span }) => ({
      column,
      span,
      text: segment.text,
      last: segment,
    }));
    rows.push({ cells, baseline: segments[0]?.baseline ?? 0 });
    return;
  }
  for (const { segment, column, span } of placed) {
    const cell = row.cells.find(other => other.column === column);
    if (cell === undefined) {
      row.cells.push({ column, span, text: segment.text, last: segment });
      continue;
    }
    cell.text = joined(cell.text, segment.text);
    cell.last = segment;
  }
}

const covers = (cell: OpenCell, column: number, span: number): boolean =>
  cell.column < column + span && column < cell.column + cell.span;

/** The columns that a text stands in: the one that it begins in, and all that it covers half or more of. */
function placeOf(segment: TextLine, columns: readonly Span[]): { column: number; span: number } {
  const covered = columns.flatMap(({ left, right }, index) =>
    Math.min(right, segment.right) - Math.max(left, segment.left) > 0 ? [index] : [],
  );
  const middle = (segment.left + segment.right) / 2;
  const nearest = columns.reduce(
    (best, { left, right }, index) => {
      const away = Math.abs((left + right) / 2 - middle);
      return away < best.away ? { index, away } : best;
    },
    { index: 0, away: Infinity },
  ).index;
  const column = covered[0] ?? nearest;
  return { column, span: Math.max(1, (covered.at(-1) ?? column) - column + 1) };
}
