import { compareExact, type Exact, parseDecimal } from '../../../kernel/exact.ts';

/**
 * A mark as it is kept: "" nothing yet, "7.5" points, "7.5L3" points for work that came three days late ("7.5L": nobody
 * said how late), "A" absent, "E" excused. The points are those that the work was given, before anything is taken off. One short text a mark, because a class of a thousand has forty thousand of them.
 */
export type Mark = string;

/** What a mark means. */
export type MarkMeaning =
  | { readonly kind: 'blank' }
  /** `days` is null where nobody said how late; it means nothing for work in time. */
  | {
      readonly kind: 'points';
      readonly points: Exact;
      readonly late: boolean;
      readonly days: number | null;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'excused' };

export type MarkProblem = 'not-a-mark' | 'negative' | 'above-maximum' | 'too-precise';

export type MarkReading =
  { readonly ok: true; readonly mark: Mark } | { readonly ok: false; readonly problem: MarkProblem };

/** More digits than this no journal has; 10/3 is a sum's business, not a mark's. */
const mostDigits = 4;

/**
 * What graders write for the same thing, in three languages: "н/я", "н", "қ/к" (absent), "ув.", "себ." (excused). Compared
 * without dots, blanks and slashes, in small letters, with Latin look-alikes of Cyrillic letters taken as Cyrillic.
 */
const absentWords = new Set(['н', 'ня', 'нб', 'неявка', 'қ', 'қк', 'қж', 'келмеді', 'absent', 'abs']);
const excusedWords = new Set([
  ...['у', 'ув', 'уваж', 'освобожден', 'осв'],
  ...['с', 'себ', 'себепті', 'босатылды', 'excused', 'exc'],
]);
const lateWords = new Set(['кеш', 'оп', 'опоздал', 'late']);
const lookAlikes: Readonly<Record<string, string>> = { h: 'н', k: 'к', y: 'у', c: 'с', e: 'е' };

function spellingsOf(word: string): string[] {
  const plain = word.toLowerCase().replace(/[./\s\\-]/gu, '');
  return [plain, plain.replace(/[a-z]/gu, letter => lookAlikes[letter] ?? letter)];
}

const isOneOf = (words: ReadonlySet<string>, word: string): boolean =>
  spellingsOf(word).some(spelling => words.has(spelling));

/**
 * A mark as somebody typed or pasted it, with a decimal comma or point. Points lie from 0 to the column's maximum;
 * what cannot be read is refused with its reason, never guessed.
 */
export function readMark(typed: string, maximum: Exact): MarkReading {
  const text = typed.replace(/[\u00a0\u202f]/gu, ' ').trim();
  if (text === '' || text === '-' || text === '–') return { ok: true, mark: '' };
  if (isOneOf(absentWords, text)) return { ok: true, mark: 'A' };
  if (isOneOf(excusedWords, text)) return { ok: true, mark: 'E' };
  const [, number = text, word = ''] = /^(-?[\d.,]+)\s*(\p{L}.*)?$/u.exec(text) ?? [];
  const late = word === '' ? '' : lateOf(word);
  if (late === null) return { ok: false, problem: 'not-a-mark' };
  const points = number.length > 20 ? null : parseDecimal(number);
  if (points === null) return { ok: false, problem: 'not-a-mark' };
  if (points.n < 0) return { ok: false, problem: 'negative' };
  if (compareExact(points, maximum) > 0) return { ok: false, problem: 'above-maximum' };
  const plain = plainDecimal(number);
  if ((plain.split('.')[1] ?? '').length > mostDigits) return { ok: false, problem: 'too-precise' };
  return { ok: true, mark: `${plain}${late}` };
}

/** "L", "кеш", "late 3", "кеш 3 күн" as it is kept; null: it says something else. */
function lateOf(word: string): string | null {
  const [, name = '', days = ''] =
    /^(\p{L}+)\.?\s*(\d{1,3})?\s*(?:күн|дн|дня|дней|день|days?)?\.?$/u.exec(word) ?? [];
  if (name !== 'L' && !isOneOf(lateWords, name)) return null;
  return Number(days) > 0 ? `L${Number(days)}` : 'L';
}

/** "007,50" is kept as "7.5": the same points have one spelling, so that equal marks are equal texts. */
function plainDecimal(number: string): string {
  const [whole = '', fraction = ''] = number.replace(',', '.').split('.');
  const digits = fraction.replace(/0+$/, '');
  const head = whole.replace(/^-?0+(?=\d)/, '').replace('-', '');
  return digits === '' ? head : `${head}.${digits}`;
}

/** The meaning of a kept mark. Throws RangeError for a text that `readMark` never made. */
export function meaningOf(mark: Mark): MarkMeaning {
  if (mark === '') return { kind: 'blank' };
  if (mark === 'A') return { kind: 'absent' };
  if (mark === 'E') return { kind: 'excused' };
  const [number, late] = partsOf(mark);
  const points = parseDecimal(number);
  if (points === null) throw new RangeError(`not a kept mark: ${mark}`);
  return {
    kind: 'points',
    points,
    late: late !== null,
    days: late === null || late === '' ? null : Number(late),
  };
}

/** How marks without a number are written in the reader's language. */
export interface MarkWords {
  readonly absent: string;
  readonly excused: string;
  readonly late: string;
}

/** A mark as a person of this language writes it; `readMark` reads it back. */
export function showMark(mark: Mark, words: MarkWords, decimal: '.' | ','): string {
  if (mark === 'A') return words.absent;
  if (mark === 'E') return words.excused;
  const [number, late] = partsOf(mark);
  const points = number.replace('.', decimal);
  if (late === null) return points;
  return late === '' ? `${points} ${words.late}` : `${points} ${words.late} ${late}`;
}

/** The points of a mark, and by how many days it is late ("" unknown); null: in time. */
function partsOf(mark: Mark): [number: string, late: string | null] {
  const at = mark.indexOf('L');
  return at === -1 ? [mark, null] : [mark.slice(0, at), mark.slice(at + 1)];
}
