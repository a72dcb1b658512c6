import { type Place } from '../../../../documents/index.ts';
import { finding, type Finding } from '../finding.ts';
import { type CalendarRow, type RowKind } from '../types.ts';
import { CalendarRows } from './calendarRows.ts';
import { align, cellOf, weekIn } from './calendarRow.ts';
import { calendarHeaderAt, type CalendarHeader } from './columns.ts';
import { headingOf } from './headings.ts';
import { isBlank, textOf, type Line, type LineCell } from './lines.ts';
import { moduleHeadingOf } from './modules.ts';
import { numberIn } from './numbers.ts';
import { classKindOf, rowLabelOf } from './rowLabel.ts';
import { isTotal } from './totals.ts';

export interface ReadCalendar {
  readonly rows: CalendarRow[];
  readonly findings: Finding[];
  readonly places: ReadonlyMap<string, Place>;
  readonly coveredWeeks: number[];
  readonly namedOutcomes: string[] | null;
  /** Indexes of the header's line, of the line behind the last row, and of where reading ended; null without one. */
  readonly span: { readonly first: number; readonly last: number; readonly end: number } | null;
}

/**
 * Reads the calendar below its header, wherever the header's words put its columns. It goes on over repeated headers
 * and tables cut by pages, and ends at the first line that is neither a row nor a module, a control or a sum.
 */
export function readCalendar(lines: readonly Line[], stop: (line: Line) => boolean): ReadCalendar {
  let best: ReadCalendar | null = null;
  let calendars = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const header = calendarHeaderAt(lines, index);
    if (header === null) continue;
    const calendar = readBelow(lines, index, header, stop);
    if (calendar.rows.filter(row => row.kind !== 'other').length > 2) calendars += 1;
    if (best === null || calendar.rows.length > best.rows.length) best = calendar;
    index = Math.max(index, (calendar.span?.end ?? index) - 1);
  }
  if (best === null)
    return { rows: [], findings: [], places: new Map(), coveredWeeks: [], namedOutcomes: null, span: null };
  if (calendars < 2) return best;
  return {
    ...best,
    findings: [...best.findings, finding('calendar-several', 'calendar', { count: calendars })],
  };
}

function readBelow(
  lines: readonly Line[],
  first: number,
  header: CalendarHeader,
  stop: (line: Line) => boolean,
): ReadCalendar {
  const rows = new CalendarRows();
  const numbersAreWeeks = countsWeeks(lines, first + header.lines, header);
  let current = { ...header, numbersAreWeeks };
  let index = first + header.lines;
  let last = index;
  while (index < lines.length) {
    const again = calendarHeaderAt(lines, index);
    if (again !== null) {
      current = { ...again, numbersAreWeeks };
      index += again.lines;
      continue;
    }
    const { line, taken } = mended(lines, index, current);
    const role =
      line === null ? 'blank' : fits(line, current) ? roleOf(line, current, rows.hasFinal) : 'foreign';
    const isEnd = line !== null && (stop(line) || opensOtherPart(line));
    if (isEnd || (role === 'foreign' && !goesOn(lines, index + 1, current, stop))) break;
    index += taken;
    if (line === null || role === 'blank') continue;
    if (role === 'foreign') rows.addUnknown(line);
    if (role === 'row') rows.add(line, align(line, current), current);
    if (role === 'module') rows.openModule(line);
    if (role === 'week') rows.openWeek(line);
    if (role === 'kind') current = { ...current, kind: kindHeadingOf(line) };
    last = index;
  }
  return { ...rows.result(), span: { first, last, end: index } };
}

type LineRole = 'blank' | 'total' | 'module' | 'week' | 'kind' | 'row' | 'foreign';

function roleOf(line: Line, header: CalendarHeader, hasFinal: boolean): LineRole {
  const written = line.cells.filter(cell => cell.above === null && cell.text !== '');
  const texts = written.filter(cell => typeof numberIn(cell.text) !== 'number');
  const [text] = texts;
  if (isBlank(line)) return 'blank';
  if (text !== undefined && isTotal(text.text) && texts.length === 1) return 'total';
  if (isWeekHeading(line)) return 'week';
  if (kindHeadingOf(line) !== null) return 'kind';
  if (isModule(line, header, texts, written)) return 'module';
  if (texts.some(cell => rowLabelOf(cell.text)?.kind != null))
    return line.table === null ? paragraphRole(texts) : 'row';
  if (line.table === null || hasFinal) return 'foreign';
  const isAlone = written.length === 1 && header.columns.length > 2;
  if (isAlone && text !== undefined) return 'foreign';
  return text === undefined ? 'blank' : 'row';
}

/** "3 неделя", "Week 3 (15.09 – 20.09)": a row of a table with nothing but a week that it names as one. */
function isWeekHeading({ table, cells }: Line): boolean {
  const [cell, second] = cells.filter(({ text, above }) => text !== '' && above === null);
  return (
    table !== null &&
    cell !== undefined &&
    second === undefined &&
    /^[^(]*(?:апта|недел|week)\p{L}*[\s\d.:IVX№-]*(?:\([^)]*\))?$/iu.test(cell.text) &&
    cell.text.length < 50 &&
    weekIn(cell.text) !== null
  );
}

/** "Практические занятия": a row of a table with nothing but the kind of the classes below it; null for others. */
function kindHeadingOf({ table, cells }: Line): RowKind | null {
  const [cell, second] = cells.filter(({ text, above }) => text !== '' && above === null);
  const isAlone = table !== null && cells.length < 3 && cell !== undefined && second === undefined;
  if (!isAlone || cell.text.length > 60 || /\d/u.test(cell.text) || isTotal(cell.text)) return null;
  const kind = classKindOf(cell.text);
  return kind !== null && classKinds.includes(kind) ? kind : null;
}

const classKinds: readonly RowKind[] = ['lecture', 'seminar', 'practical', 'lab', 'srsp', 'srs'];

/** Whether the column "№" can count weeks: it goes no further than a term, and no row names its week otherwise. */
function countsWeeks(lines: readonly Line[], from: number, header: CalendarHeader): boolean {
  for (const line of lines.slice(from)) {
    if (line.table === null) continue;
    if (line.table !== lines[from]?.table) break;
    if (isWeekHeading(line)) return false;
    const number = numberIn(textOf(cellOf(align(line, header), 'number')));
    if (typeof number === 'number' && number > 18) return false;
  }
  return true;
}

/** Whether a row can be one of the calendar's: a table with other columns is another one, whatever its rows are called. */
function fits({ table, isGrid, cells }: Line, { columns }: CalendarHeader): boolean {
  if (table === null || !isGrid || cells.length === 1) return true;
  const end = Math.max(0, ...cells.map(({ column, span }) => column + span));
  return end >= Math.max(...columns.map(({ from, span }) => from + span)) - 1;
}

const otherParts = ['rubric', 'scale', 'policy', 'outcomes', 'assessment', 'prerequisites', 'postrequisites'];

/** A heading of its own line that opens another part of the syllabus ("Grading policy"). */
function opensOtherPart({ table, cells }: Line): boolean {
  const [cell] = cells;
  return (
    table === null &&
    cell !== undefined &&
    cell.text.length < 120 &&
    otherParts.includes(headingOf(cell.text)?.key ?? '')
  );
}

/** Between the tables of a cut calendar a control may stand as a paragraph of its own. */
function paragraphRole(texts: readonly LineCell[]): LineRole {
  const kind = rowLabelOf(texts[0]?.text ?? '')?.kind;
  return (kind === 'midterm' || kind === 'final') && (texts[0]?.text.length ?? 0) < 60 ? 'row' : 'foreign';
}

/** A module's heading covers the row; it may have sums of hours and points beside it, but no week and no class. */
function isModule(
  line: Line,
  header: CalendarHeader,
  texts: readonly LineCell[],
  written: readonly LineCell[],
): boolean {
  const hasColumn = header.columns.some(({ role }) => role === 'module');
  if (hasColumn && written.length > 1) return false;
  const [first, second] = texts;
  if (first === undefined || written[0] !== first || texts.length > 2) return false;
  if (second !== undefined && rowLabelOf(second.text) !== null) return false;
  if (line.cells.some(cell => cell.above !== null && textOf(cell) !== '' && cell.column <= first.column))
    return false;
  return moduleHeadingOf(first.text) !== null;
}

/** Whether a strange line only interrupts the calendar: a row or a control follows within a few lines. */
function goesOn(
  lines: readonly Line[],
  from: number,
  header: CalendarHeader,
  stop: (line: Line) => boolean,
): boolean {
  for (const [offset, line] of lines.slice(from, from + 4).entries()) {
    if (stop(line)) return false;
    if (calendarHeaderAt(lines, from + offset) !== null) return true;
    if (
      line.cells.some(cell =>
        ['rubric', 'scale', 'policy', 'outcomes'].includes(headingOf(cell.text)?.key ?? ''),
      )
    )
      return false;
    if (opensOtherPart(line)) return false;
    if (!fits(line, header)) continue;
    const isOwn = line.cells.some(cell => {
      const kind = rowLabelOf(cell.text)?.kind;
      return kind != null && (line.table !== null || kind === 'midterm');
    });
    if (isOwn && line.table !== null && roleOf(line, header, false) === 'row') return true;
    if (line.table !== null && ['module', 'week', 'kind'].includes(roleOf(line, header, false))) return true;
  }
  return false;
}

/** Joins a text row that an empty line inside its topic cut in two; null for an empty line. */
function mended(
  lines: readonly Line[],
  index: number,
  header: CalendarHeader,
): { line: Line | null; taken: number } {
  const line = lines[index];
  if (line === undefined || isBlank(line)) return { line: null, taken: 1 };
  const width = header.columns.length;
  if (line.table === null || line.isGrid || line.cells.length >= width) return { line, taken: 1 };
  const between: LineCell[] = [];
  for (let next = index + 1; next < lines.length && next <= index + 3; next += 1) {
    const other = lines[next];
    if (other === undefined) break;
    if (
      other.table === null &&
      rowLabelOf(other.cells[0]?.text ?? '') === null &&
      moduleHeadingOf(other.cells[0]?.text ?? '') === null
    ) {
      between.push(...other.cells);
      continue;
    }
    const isRest =
      other.table !== null && !other.isGrid && other.cells.every(cell => numberIn(cell.text) !== null);
    if (!isRest || line.cells.length + other.cells.length !== width) break;
    return { line: { ...line, cells: joined(line.cells, between, other.cells) }, taken: next - index + 1 };
  }
  return { line, taken: 1 };
}

function joined(
  start: readonly LineCell[],
  between: readonly LineCell[],
  end: readonly LineCell[],
): LineCell[] {
  const last = start.at(-1);
  if (last === undefined) return [...end];
  const raw = [last, ...between].map(cell => cell.raw).join('\n');
  const topic = { ...last, raw, text: raw.replace(/\s+/gu, ' ').trim() };
  return [...start.slice(0, -1), topic, ...end].map((cell, column) => ({ ...cell, column }));
}
