import { compare, type Integer, plus, quotient, remainder, times } from './integer.ts';

/**
 * Exact arithmetic for marks: rational numbers on integers, never floats.
 *
 * A float total is wrong where it matters most, on the border of two grades; so a mark is taken as the decimal that
 * was written, every step keeps the exact value, and only a named rounding makes it whole.
 */

/** The fraction n / d with d > 0, not necessarily in lowest terms. Compare with `compareExact`, never by its parts. */
export interface Exact {
  readonly n: Integer;
  readonly d: Integer;
}

/**
 * What happens to a fraction: `half-up` 71.5 → 72, `half-even` 70.5 → 70 but 71.5 → 72, `half-down` 71.5 → 71,
 * `down` 71.9 → 71. Away from the half the first three go to the nearest whole number. Negative numbers mirror.
 */
export const roundingModes = ['half-up', 'half-even', 'half-down', 'down'] as const;
export type RoundingMode = (typeof roundingModes)[number];

/** Digits and exponents beyond this are refused: no mark needs them, and they would cost unbounded time. */
const longestDecimal = 1000;

/** The whole number n. Throws RangeError for a number that is not a safe integer. */
export function exactWhole(n: number): Exact {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number: ${n}`);
  return { n, d: 1 };
}

/**
 * The decimal written in `text`: an optional minus, digits, and a fraction after a point or a comma. Null for anything
 * else: blanks, a plus, an exponent, grouping, a bare point.
 */
export function parseDecimal(text: string): Exact | null {
  return text.length > longestDecimal ? null : readDecimal(/^(-?\d+)(?:[.,](\d+))?$/.exec(text));
}

/** The decimal written as a JSON number (RFC 8259 section 6), exponent included; null when it is none or too long. */
export function parseJsonNumber(text: string): Exact | null {
  if (text.length > longestDecimal) return null;
  return readDecimal(/^(-?(?:0|[1-9]\d*))(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text));
}

function readDecimal(parts: RegExpExecArray | null): Exact | null {
  if (parts === null) return null;
  const [, whole = '', fraction = '', exponentText = '0'] = parts;
  const exponent = Number(exponentText) - fraction.length;
  if (Math.abs(exponent) > longestDecimal) return null;
  const digits = integerOf(whole + fraction);
  const power = powerOfTen(Math.abs(exponent));
  return exponent < 0 ? { n: digits, d: power } : { n: times(digits, power), d: 1 };
}

/** 15 digits are always a safe integer. */
function integerOf(digits: string): Integer {
  return digits.length <= 15 ? Number(digits) + 0 : BigInt(digits);
}

const smallPowersOfTen: readonly number[] = Array.from({ length: 16 }, (_, exponent) =>
  Number(`1e${exponent}`),
);

function powerOfTen(exponent: number): Integer {
  return smallPowersOfTen[exponent] ?? 10n ** BigInt(exponent);
}

/**
 * The decimal that a JavaScript number is printed as: for settings that have already been read as numbers (60, 62.5).
 * Marks come from text instead, because a number has lost the digits beyond the 17th. Throws RangeError for NaN and
 * infinities.
 */
export function exactOfNumber(number: number): Exact {
  const exact = parseJsonNumber(String(number));
  if (exact === null) throw new RangeError(`not a finite number: ${number}`);
  return exact;
}

export function addExact(a: Exact, b: Exact): Exact {
  if (a.d === b.d) return { n: plus(a.n, b.n), d: a.d };
  return { n: plus(times(a.n, b.d), times(b.n, a.d)), d: times(a.d, b.d) };
}

export function multiplyExact(a: Exact, b: Exact): Exact {
  return { n: times(a.n, b.n), d: times(a.d, b.d) };
}

export function sumExact(values: readonly Exact[]): Exact {
  return values.reduce(addExact, exactWhole(0));
}

/** Σ / K. Throws RangeError for an empty list, which has no mean. */
export function meanExact(values: readonly Exact[]): Exact {
  if (values.length === 0) throw new RangeError('an empty list has no mean');
  const sum = sumExact(values);
  return { n: sum.n, d: times(sum.d, values.length) };
}

/** Negative when a < b, 0 when they are equal, positive when a > b. */
export function compareExact(a: Exact, b: Exact): number {
  return compare(times(a.n, b.d), times(b.n, a.d));
}

export function isWhole(value: Exact): boolean {
  return compare(remainder(value.n, value.d), 0) === 0;
}

/** A whole value as a number. Throws RangeError for a fraction, and beyond the safe integers. */
export function wholeOf(value: Exact): number {
  const whole = Number(quotient(value.n, value.d));
  if (!isWhole(value) || !Number.isSafeInteger(whole)) throw new RangeError('not a whole number');
  return whole;
}

/** The whole value that `value` is rounded to. */
export function roundExact(value: Exact, mode: RoundingMode): Exact {
  const rest = remainder(value.n, value.d);
  const whole = quotient(value.n, value.d);
  if (compare(rest, 0) === 0) return { n: whole, d: 1 };
  const sign = compare(value.n, 0);
  const away = isAwayFromZero(times(2 * sign, rest), value.d, whole, mode);
  return { n: away ? plus(whole, sign) : whole, d: 1 };
}

function isAwayFromZero(
  twiceTheRest: Integer,
  divisor: Integer,
  whole: Integer,
  mode: RoundingMode,
): boolean {
  if (mode === 'down') return false;
  const half = compare(twiceTheRest, divisor);
  if (half !== 0) return half > 0;
  return mode === 'half-up' || (mode === 'half-even' && compare(remainder(whole, 2), 0) !== 0);
}

export interface DecimalFormat {
  /** The decimal mark; a comma in Kazakh and Russian. */
  readonly mark: '.' | ',';
  /** The most fraction digits to show. */
  readonly digits: number;
}

/**
 * The decimal text of an exact value. Digits beyond `digits` are cut, never rounded, and replaced by an ellipsis, so
 * that what is shown never looks like the other side of a border: 49.49999 with 2 digits is "49.49…", not "49.5".
 */
export function formatExact(value: Exact, { mark, digits }: DecimalFormat): string {
  const size = value.n < 0 ? -BigInt(value.n) : BigInt(value.n);
  const divisor = BigInt(value.d);
  let rest = size % divisor;
  let fraction = '';
  while (rest !== 0n && fraction.length < digits) {
    rest *= 10n;
    fraction += String(rest / divisor);
    rest %= divisor;
  }
  const shown = `${value.n < 0 ? '-' : ''}${size / divisor}${fraction === '' ? '' : mark + fraction}`;
  return rest === 0n ? shown : `${shown}…`;
}
