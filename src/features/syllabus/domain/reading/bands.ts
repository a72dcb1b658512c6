import { type GradeLabel } from '../types.ts';
import { gradeLabelOf } from './gradeWords.ts';
import { fold } from './letters.ts';
import { textOf, wholeText, type Line, type LineCell } from './lines.ts';
import { rangeIn, type NumberRange } from './numbers.ts';
import { scaleLineOf } from './scale.ts';

/** A level of a rubric: its range, its label, and the cell of the header that it stands in. */
export interface Band {
  readonly range: NumberRange;
  readonly label: GradeLabel | null;
  readonly cell: LineCell;
}

/** The bands that a line heads: at least three ranges side by side, with nothing but a grade in words beside each. */
export function bandsAt(line: Line): Band[] | null {
  if (line.table === null || scaleLineOf(line) !== null) return null;
  const bands = line.cells.flatMap(cell => bandIn(cell) ?? []);
  return bands.length >= 3 && bands.length >= line.cells.length - 3 ? bands : null;
}

function bandIn(cell: LineCell): Band | null {
  if (cell.text.length > 90 || cell.above !== null) return null;
  const found = rangeIn(cell.text);
  if (found === null || found.range.max > 100) return null;
  const words = found.around.replace(/[^\p{L}]+/gu, ' ').trim();
  const label = gradeLabelOf(words);
  if (words !== '' && label === null && !/^(?:балл\p{L}*|points?|ұпай|%)$/u.test(fold(words))) return null;
  return { range: found.range, label, cell };
}

/**
 * Bands with the labels that stand above them. In a grid a label covers the columns of its cell; in text the merged
 * cell is gone, so the last label goes on over the bands that are left (the lowest grade has several).
 */
export function labelled(bands: readonly Band[], lines: readonly Line[], index: number): Band[] {
  const line = lines[index];
  if (line === undefined || bands.every(band => band.label !== null)) return [...bands];
  const near = lines.slice(Math.max(0, index - 6), index);
  const text = near.findLastIndex(other => other.table === null && wholeText(other) !== '');
  // The letter scale may end right above: its grades are no heads of the bands.
  const above = near.slice(text + 1).filter(other => other.table !== null && scaleLineOf(other) === null);
  return line.isGrid ? underCells(bands, above, line) : inOrder(bands, above);
}

function underCells(bands: readonly Band[], above: readonly Line[], line: Line): Band[] {
  const heads = above.filter(other => other.table === line.table).flatMap(other => other.cells);
  return bands.map(band => {
    const over = heads.findLast(
      head =>
        head.column <= band.cell.column &&
        band.cell.column < head.column + head.span &&
        gradeLabelOf(textOf(head)) !== null &&
        head.text.length < 60,
    );
    return over === undefined ? band : { ...band, label: gradeLabelOf(textOf(over)) };
  });
}

function inOrder(bands: readonly Band[], above: readonly Line[]): Band[] {
  const labels = above
    .flatMap(line => line.cells)
    .filter(cell => cell.text.length < 60)
    .map(cell => gradeLabelOf(cell.text))
    .filter(label => label !== null)
    .slice(-bands.length);
  return bands.map((band, index) => ({
    ...band,
    label: band.label ?? labels[index] ?? labels.at(-1) ?? null,
  }));
}
