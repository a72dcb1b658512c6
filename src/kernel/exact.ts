/**
 * Exact arithmetic for marks: rational numbers on bigint, never floats.
 *
 * A float total is wrong where it matters most, on the border of two grades; so a mark is taken as the decimal that
 * was written, every step keeps the exact value, and only a named rounding makes it whole.
 */

/** n / d with d > 0, not necessarily in lowest terms. */
export interface Exact {
  readonly n: bigint;
  readonly d: bigint;
}

/**
 * What happens to a fraction: `half-up` 71.5 → 72, `half-even` 70.5 → 70 but 71.5 → 72, `half-down` 71.5 → 71,
 * `down` 71.9 → 71. Away from the half the first three go to the nearest whole number. Negative numbers mirror.
 */
export const roundingModes = ['half-up', 'half-even', 'half-down', 'down'] as const;
export type RoundingMode = (typeof roundingModes)[number];

/** Digits and exponents beyond this are refused: no mark needs them, and they would cost unbounded time. */
const longestDecimal = 1000;

const smallWholes: readonly Exact[] = Array.from({ length: 201 }, (_, n) => ({ n: BigInt(n), d: 1n }));

/** The whole number n. Throws RangeError for a number that is not a safe integer. */
export function exactWhole(n: number): Exact {
  return smallWholes[n] ?? { n: BigInt(n), d: 1n };
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
  if (fraction === '' && exponentText === '0' && whole.length <= 3) return exactWhole(Number(whole) + 0);
  const exponent = Number(exponentText) - fraction.length;
  if (Math.abs(exponent) > longestDecimal) return null;
  const digits = BigInt(whole + fraction);
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? { n: digits, d: power } : { n: digits * power, d: 1n };
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
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function multiplyExact(a: Exact, b: Exact): Exact {
  return { n: a.n * b.n, d: a.d * b.d };
}

export function sumExact(values: readonly Exact[]): Exact {
  return values.reduce(addExact, exactWhole(0));
}

/** Σ / K. Throws RangeError for an empty list, which has no mean. */
export function meanExact(values: readonly Exact[]): Exact {
  if (values.length === 0) throw new RangeError('an empty list has no mean');
  const sum = sumExact(values);
  return { n: sum.n, d: sum.d * BigInt(values.length) };
}

/** Negative when a < b, 0 when they are equal, positive when a > b. */
export function compareExact(a: Exact, b: Exact): number {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isWhole(value: Exact): boolean {
  return value.d === 1n || value.n % value.d === 0n;
}

/** The whole number that `value` is rounded to. */
export function roundExact(value: Exact, mode: RoundingMode): bigint {
  if (value.d === 1n) return value.n;
  const negative = value.n < 0n;
  const n = negative ? -value.n : value.n;
  const whole = n / value.d;
  const twiceTheRest = 2n * (n % value.d);
  const rounded = goesUp(twiceTheRest, value.d, whole, mode) ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

function goesUp(twiceTheRest: bigint, divisor: bigint, whole: bigint, mode: RoundingMode): boolean {
  if (mode === 'down') return false;
  if (twiceTheRest !== divisor) return twiceTheRest > divisor;
  return mode === 'half-up' || (mode === 'half-even' && whole % 2n === 1n);
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
  const negative = value.n < 0n;
  const n = negative ? -value.n : value.n;
  let rest = n % value.d;
  let fraction = '';
  while (rest !== 0n && fraction.length < digits) {
    rest *= 10n;
    fraction += String(rest / value.d);
    rest %= value.d;
  }
  const shown = `${negative ? '-' : ''}${n / value.d}${fraction === '' ? '' : mark + fraction}`;
  return rest === 0n ? shown : `${shown}…`;
}
