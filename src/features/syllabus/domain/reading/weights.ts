import { type Place } from '../../../../documents/index.ts';
import { type Weight, type WeightKind } from '../types.ts';
import { headingOf } from './headings.ts';
import { fold } from './letters.ts';
import { textOf, wholeText, type Line, type LineCell } from './lines.ts';
import { numberIn } from './numbers.ts';
import { scaleLineOf } from './scale.ts';
import { isTotal } from './totals.ts';

export interface ReadWeights {
  readonly weights: Weight[];
  readonly places: readonly Place[];
}

const kinds: readonly (readonly [WeightKind, RegExp])[] = [
  ['other', /дәріс|лекци|lecture/u],
  ['exam', /қорытынды бақылау|қорытынды аттест|емтихан|итогов|экзамен|final|exam/u],
  ['project', /жоба|проект|project|шығармашылық|творческ|creative/u],
  [
    'independent',
    /өзіндік|самостоятельн|independent|self-?study|(?<!\p{L})(?:бөж|сөж|бөз|мөж|сро|срс|срм|srs|iws|siw|sis)(?!\p{L})/u,
  ],
  ['practice', /практи[кч]|тәжіриб|семинар|зертхана|лаборат|practic|seminar|laborator|\blabs?\b/u],
];
const midterm = /аралық|межелік|рубеж|midterm|mid-term|(?<!\p{L})(?:аб|рк)(?!\p{L})/u;

/** What kind of work a line of the assessment table weighs: the kind that is named first. */
export function weightKindOf(text: string): WeightKind {
  const folded = fold(text.slice(0, 200));
  if (midterm.test(folded)) return 'other';
  const found = kinds
    .map(([kind, words]) => ({ kind, at: folded.search(words) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at);
  return found[0]?.kind ?? 'other';
}

/** Heads of columns and titles that announce weights. */
const heads = /(?:%|процент|пайыз|percent|weight|(?<!\p{L})вес(?!\p{L})|үлес|салма[қғ])/u;
const about = /бағалау|оценива|контрол|assess|grading|бақылау|компонент|component|баллы|points|балл/u;

const column =
  /^(?:%|вес|доля|удельный вес|салма[қғ]\p{L}*|үлес\p{L}*|процент\p{L}*|пайыз\p{L}*|weight\p{L}*|percent\p{L}*|share)(?!\p{L})/u;

/**
 * Reads how much each kind of work weighs. The table stands by itself or beside the letter scale; its rows are a text
 * and a number, up to the line of the sum.
 * Most universities print it before the calendar, some at the end, where a table must name the exam to be it.
 *
 * @param calendar the lines of the calendar, in which no weights are looked for; null without one
 */
export function readWeights(
  lines: readonly Line[],
  calendar: { readonly first: number; readonly last: number } | null,
): ReadWeights {
  const above = bestOf(lines, 0, calendar?.first ?? lines.length);
  if (above.weights.length > 0 || calendar === null) return above;
  const below = bestOf(lines, calendar.last, lines.length);
  return below.weights.some(({ kind }) => kind === 'exam') ? below : above;
}

function bestOf(lines: readonly Line[], from: number, to: number): ReadWeights {
  let best: ReadWeights = { weights: [], places: [] };
  for (let start = from; start < to; start += 1) {
    const line = lines[start];
    if (line === undefined || !announces(line)) continue;
    const found = rowsBelow(lines, start + 1, to);
    if (worth(found) > worth(best)) best = found;
  }
  return best.weights.length < 2 ? { weights: [], places: [] } : best;
}

/** Of two tables that could be the weights, the one whose sum is 100 is meant; else the longer one. */
function worth({ weights }: ReadWeights): number {
  const sum = weights.reduce((total, weight) => total + weight.percent, 0);
  return weights.length + (sum === 100 && weights.length > 1 ? 1000 : 0);
}

function announces(line: Line): boolean {
  const whole = wholeText(line);
  const text = whole.length < 2_500 ? fold(whole) : '';
  const isHead = heads.test(text) && about.test(text) && !/\d\s*[-]\s*\d/u.test(text);
  const isColumn =
    line.table !== null &&
    line.cells.length < 6 &&
    line.cells.some(cell => column.test(fold(cell.text.slice(0, 60))));
  return isHead || isColumn || line.cells.some(cell => headingOf(cell.text)?.key === 'assessment');
}

function rowsBelow(lines: readonly Line[], from: number, to: number): ReadWeights {
  const weights: Weight[] = [];
  const places: Place[] = [];
  let misses = 0;
  for (let index = from; index < to; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    const scale = scaleLineOf(line);
    const row = weightIn(scale?.rest ?? line.cells);
    if (row === 'total') break;
    if (row !== null) {
      weights.push(row);
      places.push(line.place);
    }
    misses = row !== null || scale !== null ? 0 : misses + 1;
    if (misses > (weights.length === 0 ? 8 : 1)) break;
    if (weights.length > 0 && line.cells.some(cell => headingOf(cell.text)?.key === 'calendar')) break;
  }
  return { weights, places };
}

const inText = /^(.{3,160}?)\s*[-–—:]\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%[.;]?$/u;

/** A row with exactly one text and one number; a paragraph "Текст – 25 %". */
function weightIn(cells: readonly LineCell[]): Weight | 'total' | null {
  const written = cells.filter(cell => textOf(cell) !== '' && cell.above === null);
  const [first, second] = written;
  if (first === undefined) return null;
  if (isTotal(first.text)) return 'total';
  if (written.length === 1) {
    const match = inText.exec(first.text);
    if (match === null) return null;
    if (isTotal(match[1] ?? '')) return 'total';
    return weightOf(match[1] ?? '', match[2] ?? '');
  }
  const texts = written.filter(cell => numberIn(cell.text) === null);
  const numbers = written.filter(cell => typeof numberIn(cell.text) === 'number');
  const [text] = texts;
  if (text !== undefined && isTotal(text.text)) return 'total';
  // A number in front of the text is the number of the line.
  const percent = numbers.at(-1);
  const isRow =
    text !== undefined &&
    texts.length === 1 &&
    percent !== undefined &&
    written.indexOf(text) < written.indexOf(percent);
  if (!isRow || numbers.length > 2 || text.text.length > 200) return null;
  return second === undefined ? null : weightOf(text.text, percent.text);
}

function weightOf(text: string, percent: string): Weight | null {
  const number = numberIn(percent);
  if (typeof number !== 'number' || number > 100) return null;
  const named = text.replace(/^\d{1,2}[.)]\s*/u, '');
  return { kind: weightKindOf(named), percent: number, text: named };
}
