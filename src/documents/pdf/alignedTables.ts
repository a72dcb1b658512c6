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

/** A run begins with a line of three columns or more, has another one, and ends behind its last line of several. */
function runEnd(splits: readonly Split[], from: number): number | null {
  if ((splits[from]?.segments.length ?? 0) < 3) return null;
  let end = from;
  let wide = 0;
  for (let at = from; at < splits.length && at - end <= 4; at += 1) {
    const count = splits[at]?.segments.length ?? 0;
    if (count > 1) end = at;
    if (count > 2) wide += 1;
  }
  return wide > 1 ? end + 1 : null;
}

function tableOf(splits: readonly Split[], page: DrawnPage): PageTable | null {
  const columns = columnsOf(splits);
  if (columns.length < 3) return null;
  const rows: Row[] = [];
  for (const split of splits) addLine(rows, split, columns);
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

/** What the lines of several texts cover, joined where it overlaps: the gaps between are the gaps between columns. */
function columnsOf(splits: readonly Split[]): Span[] {
  const most = Math.max(...splits.map(({ segments }) => segments.length));
  const spans = splits
    .filter(({ segments }) => segments.length > 1 && segments.length >= most - 2)
    .flatMap(({ segments }) => segments.map(({ left, right }) => ({ left, right })))
    .sort((a, b) => a.left - b.left);
  const columns: Span[] = [];
  for (const span of spans) {
    const last = columns.at(-1);
    if (last !== undefined && span.left < last.right + 1) last.right = Math.max(last.right, span.right);
    else columns.push({ ...span });
  }
  return columns;
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

/** A line opens a row, unless all its texts go on from those above them. */
function addLine(rows: Row[], { segments }: Split, columns: readonly Span[]): void {
  const row = rows.at(-1);
  const placed = segments.map(segment => ({ segment, ...placeOf(segment, columns) }));
  const goesOn =
    row !== undefined &&
    placed.every(({ segment, column, span }) => {
      const above = row.cells.find(cell => cell.column === column);
      if (above === undefined || span > above.span) return false;
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
  for (const { segment, column } of placed) {
    const cell = row.cells.find(other => other.column === column);
    if (cell === undefined) continue;
    cell.text = joined(cell.text, segment.text);
    cell.last = segment;
  }
}

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
