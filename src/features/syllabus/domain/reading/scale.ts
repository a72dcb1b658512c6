import { type Place } from '../../../../documents/index.ts';
import { finding, type Finding } from '../finding.ts';
import { type DocumentScaleRow } from '../types.ts';
import { gradeLabelOf } from './gradeWords.ts';
import { gradeLetterOf } from './letters.ts';
import { textOf, type Line, type LineCell } from './lines.ts';
import { rangeOf, type NumberRange } from './numbers.ts';

export interface ReadScale {
  readonly rows: DocumentScaleRow[];
  readonly places: readonly Place[];
  readonly findings: Finding[];
  /** Where the scale stands, as indexes of lines; null without one. */
  readonly span: { readonly first: number; readonly last: number } | null;
}

/** The cells of a line that are a row of the scale, and what stands beside them. */
export interface ScaleLine {
  readonly letter: LineCell;
  readonly gpa: LineCell | null;
  readonly range: LineCell | null;
  readonly label: LineCell | null;
  readonly rest: readonly LineCell[];
}

/**
 * Recognises a row of the letter scale by what it holds: a letter, a number up to 4.33, and a range of percents, in any
 * order, with a grade in words beside them.
 */
export function scaleLineOf(line: Line): ScaleLine | null {
  if (line.table === null || line.cells.length < 2) return null;
  const at = line.cells.findIndex(cell => gradeLetterOf(cell.text) !== null);
  const letter = line.cells[at];
  if (letter === undefined || at > 2) return null;
  const numbers = line.cells.filter(
    cell => cell !== letter && (isGpa(cell.text) || rangeOf(cell.text) !== null),
  );
  const range = numbers.find(cell => rangeOf(cell.text) !== null) ?? null;
  const gpa = numbers.find(cell => cell !== range && isGpa(cell.text)) ?? null;
  if (range === null || (gpa === null && gradeLabelOf(line.cells.map(textOf).join(' ')) === null))
    return null;
  const last = Math.max(at, ...[range, gpa].map(cell => (cell === null ? -1 : line.cells.indexOf(cell))));
  const label = labelCell(line, letter, last);
  const used = [letter, gpa, range, label];
  const from = label === null ? last : Math.max(last, line.cells.indexOf(label));
  return { letter, gpa, range, label, rest: line.cells.slice(from + 1).filter(cell => !used.includes(cell)) };
}

/** The grade in words: named so, or the place right behind the numbers, where it is merged or blank. */
function labelCell(line: Line, letter: LineCell, last: number): LineCell | null {
  const written = line.cells.find(
    cell => cell !== letter && cell.text.length < 60 && gradeLabelOf(textOf(cell)) !== null,
  );
  if (written !== undefined) return written;
  const next = line.cells[last + 1];
  return next !== undefined && textOf(next) === '' ? next : null;
}

function isGpa(text: string): boolean {
  const match = /^(\d)(?:[.,]\d{1,2})?$/u.exec(text);
  return match !== null && Number(text.replace(',', '.')) <= 4.33;
}

/** Reads the first letter scale of the document; its rows may be cut by other lines of the same table. */
export function readScale(lines: readonly Line[]): ReadScale {
  const rows: DocumentScaleRow[] = [];
  const places: Place[] = [];
  const repaired: { written: string; index: number }[] = [];
  let first = -1;
  let last = -1;
  for (const [index, line] of lines.entries()) {
    const found = scaleLineOf(line);
    if (found === null) continue;
    if (first !== -1 && index - last > 6) break;
    const grade = gradeLetterOf(found.letter.text);
    if (grade === null || rows.some(row => row.letter === grade.letter && repeats(found, row))) continue;
    if (grade.isRepaired) repaired.push({ written: found.letter.text, index: rows.length });
    rows.push(rowOf(grade.letter, found, line.isGrid ? null : (rows.at(-1) ?? null)));
    places.push(line.place);
    first = first === -1 ? index : first;
    last = index;
  }
  return { rows, places, findings: repairFindings(repaired), span: first === -1 ? null : { first, last } };
}

function repeats(found: ScaleLine, row: DocumentScaleRow): boolean {
  return rangeOf(found.range?.text ?? '')?.min === row.min;
}

function repairFindings(repaired: readonly { written: string; index: number }[]): Finding[] {
  const [first] = repaired;
  if (first === undefined) return [];
  const params = {
    what: 'grade-letter',
    examples: repaired.map(({ written }) => written),
    count: repaired.length,
  } as const;
  return [finding('characters', `scale[${first.index}].letter`, params)];
}

/** The document's digits with a point; a workbook shows a typed "4.0" as 4. */
function gpaOf({ text, place }: LineCell): string {
  return place.kind === 'sheet' && /^[1-4]$/u.test(text) ? `${text}.0` : text.replace(',', '.');
}

/** @param above the row above, where a blank cell means a merged one (text without a grid) */
function rowOf(letter: string, found: ScaleLine, above: DocumentScaleRow | null): DocumentScaleRow {
  const range: NumberRange | null = rangeOf(found.range?.text ?? '');
  const written = found.label === null ? '' : textOf(found.label);
  const labelText = written === '' ? (above?.labelText ?? null) : written;
  return {
    letter,
    gpa: found.gpa === null ? null : gpaOf(found.gpa),
    min: range?.min ?? null,
    max: range?.max ?? null,
    label: labelText === null ? null : gradeLabelOf(labelText),
    labelText,
  };
}
