import { fold, tidy } from './letters.ts';

const units =
  /^(?:сағ(?:ат|\.)?|час(?:а|ов|\.)?|ч\.?|акад\.? ?час(?:а|ов)?|hours?|hrs?\.?|h\.?|балл(?:а|ов|дар)?|б\.?|points?|pts?\.?|%|кредит(?:а|ов)?|credits?|ects)$/u;

/** A number cell: "8", "1,5", "2 сағ", "25 %", "8*" with a footnote. Undefined when it is blank or a dash, null when it holds something else. */
export function numberIn(text: string): number | null | undefined {
  if (text.length > 60) return null;
  const written = fold(tidy(text)).replace(/(?<=\d)\*+$/u, '');
  if (written === '' || /^[-_.…]+$/u.test(written)) return undefined;
  const match = /^(\d{1,4}(?:[.,]\d{1,3})?)\s*(.*)$/u.exec(written);
  if (match === null) return null;
  const unit = match[2] ?? '';
  if (unit !== '' && !units.test(unit)) return null;
  return toNumber(match[1] ?? '');
}

/** A decimal with a point or a comma. */
export function toNumber(text: string): number {
  return Number(text.replace(',', '.'));
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

const rangePattern = /(\d{1,3}(?:[.,]\d+)?)\s*%?\s*(?:-|\.\.\.?|…|до|to)\s*(\d{1,3}(?:[.,]\d+)?)\s*%?/u;

/** The range that is the whole of a cell ("95-100", "90 – 100 %"), with the smaller number first; null for anything else. */
export function rangeOf(text: string): NumberRange | null {
  if (text.length > 40) return null;
  const written = fold(tidy(text));
  const match = new RegExp(`^${rangePattern.source}$`, 'u').exec(
    written.replace(/\s*(?:балл\p{L}*|points?)$/u, ''),
  );
  return match === null ? null : ordered(match);
}

/** The first range inside a longer text, with what stands around it. */
export function rangeIn(text: string): { range: NumberRange; around: string } | null {
  const written = fold(tidy(text));
  const match = rangePattern.exec(written);
  if (match === null) return null;
  const around = written.slice(0, match.index) + written.slice(match.index + match[0].length);
  return { range: ordered(match), around: around.trim() };
}

function ordered(match: RegExpExecArray): NumberRange {
  const first = toNumber(match[1] ?? '');
  const second = toNumber(match[2] ?? '');
  return { min: Math.min(first, second), max: Math.max(first, second) };
}

const romans: Record<string, number> = { i: 1, v: 5, x: 10, і: 1, х: 10 };

/** "3" and "III" alike; null when it is neither. Roman numerals may be typed with Cyrillic letters. */
export function ordinalOf(text: string): number | null {
  if (/^\d{1,3}$/u.test(text)) return Number(text);
  const values = [...text.toLowerCase()].map(letter => romans[letter]);
  if (values.length === 0 || values.some(value => value === undefined)) return null;
  return values.reduce<number>(
    (sum, value = 0, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value),
    0,
  );
}
