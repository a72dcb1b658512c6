import { type Place } from '../../../../documents/index.ts';
import { headingOf, type Heading, type HeadingKey } from './headings.ts';
import { fold } from './letters.ts';
import { isBlank, paragraphsOf, type Line, type LineCell } from './lines.ts';

export interface FoundValue {
  /** Paragraphs of the value, tidied. */
  readonly paragraphs: readonly string[];
  readonly place: Place;
  /** Index of the first line behind the label and its value. */
  readonly next: number;
}

/**
 * The value of a labelled field: behind the label in the same text, in the next cell, in the cell below, or in the
 * paragraphs that follow until the next heading.
 *
 * @param preferred where several labels fit, the first that also has these words is taken ("total number of credits")
 */
export function findValue(
  lines: readonly Line[],
  key: HeadingKey,
  to: number,
  preferred?: RegExp,
): FoundValue | null {
  let first: FoundValue | null = null;
  for (const [index, line] of lines.slice(0, to).entries()) {
    for (const [position, cell] of line.cells.entries()) {
      const heading = headingOf(cell.text);
      if (heading?.key !== key) continue;
      const found = valueAt(lines, index, position, heading, to);
      if (found === null) continue;
      if (preferred === undefined || preferred.test(fold(cell.text))) return found;
      first ??= found;
    }
  }
  return first;
}

function valueAt(
  lines: readonly Line[],
  index: number,
  position: number,
  heading: Heading,
  to: number,
): FoundValue | null {
  const line = lines[index];
  const cell = line?.cells[position];
  if (line === undefined || cell === undefined) return null;
  if (heading.rest !== '') return { ...valueBehind(cell, heading), place: cell.place, next: index + 1 };
  if (line.table === null) return paragraphsBelow(lines, index + 1, to);
  const beside = valueBeside(line, position, index);
  const below = cellBelow(lines, index, position);
  if (isHeadRow(line, position) && below !== null) return below;
  if (beside !== null || below !== null) return beside ?? below;
  return line.cells.length === 1 ? paragraphsBelow(lines, index + 1, to) : null;
}

function valueBehind(cell: LineCell, heading: Heading): { paragraphs: string[] } {
  const [first = '', ...others] = paragraphsOf(cell);
  const inFirst = headingOf(first);
  // A heading that Word broke into several lines is found only in the whole.
  if (inFirst?.key !== heading.key) return { paragraphs: [heading.rest] };
  return { paragraphs: [inFirst.rest, ...others].filter(text => text !== '') };
}

/** Three or more cells head the row below, unless they are pairs of label and value. */
function isHeadRow(line: Line, position: number): boolean {
  const written = line.cells.filter(cell => cell.text !== '');
  const own = line.cells[position];
  if (written.length < 3 || own === undefined) return false;
  const at = written.indexOf(own);
  const isLabel = (cell: LineCell | undefined) => cell !== undefined && headingOf(cell.text) !== null;
  // In pairs every second cell is a value, and no value is a heading.
  const isPaired =
    [written[at + 2], written[at - 2]].some(isLabel) &&
    !written.some((cell, index) => (index - at) % 2 !== 0 && isLabel(cell));
  return !isPaired || written.length % 2 === 1;
}

function valueBeside(line: Line, position: number, index: number): FoundValue | null {
  const next = line.cells.slice(position + 1).find(cell => cell.text !== '');
  if (next === undefined || headingOf(next.text) !== null) return null;
  return { paragraphs: paragraphsOf(next), place: next.place, next: index + 1 };
}

function cellBelow(lines: readonly Line[], index: number, position: number): FoundValue | null {
  const line = lines[index];
  const below = lines[index + 1];
  const own = line?.cells[position];
  if (line === undefined || own === undefined || below?.table !== line.table) return null;
  if (!line.isGrid && (line.cells.length === 1 || line.cells.length !== below.cells.length)) return null;
  const cell = below.cells.find(other => other.column === own.column);
  if (cell === undefined || cell.above !== null || cell.text === '' || headingOf(cell.text) !== null)
    return null;
  return { paragraphs: paragraphsOf(cell), place: cell.place, next: index + 2 };
}

function paragraphsBelow(lines: readonly Line[], from: number, to: number): FoundValue | null {
  const paragraphs: string[] = [];
  let place: Place | null = null;
  let next = from;
  for (let index = from; index < to; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    if (isBlank(line)) continue;
    const [cell] = line.cells;
    const isText = cell !== undefined && line.cells.length === 1 && headingOf(cell.text) === null;
    if (!isText || (paragraphs.length > 0 && isOwnHeading(cell.text))) break;
    place ??= cell.place;
    next = index + 1;
    paragraphs.push(...paragraphsOf(cell));
  }
  return place === null || paragraphs.length === 0 ? null : { paragraphs, place, next };
}

/** A line that opens something this reader has no words for: in capitals, or ending with a colon. */
function isOwnHeading(text: string): boolean {
  return text.endsWith(':') || (text.length > 5 && text === text.toUpperCase() && /\p{L}{3}/u.test(text));
}
