import { Decimal128, Double, Int32, Long } from 'bson';
import type { Numeric } from './values.ts';

/** A finite number as `coefficient × 10^exponent`. */
export interface Decimal {
  coefficient: bigint;
  exponent: number;
}

const DECIMAL_DIGITS = 34;
const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);
const MAX_INT = 2 ** 31 - 1;

/** The nearest double. */
export function toDouble(value: Numeric): number {
  switch (value._bsontype) {
    case 'Int32':
    case 'Double':
      return value.value;
    case 'Long':
      return value.toNumber();
    case 'Decimal128':
      return Number(value.toString());
  }
}

/** The integer that a number is, or null for a fraction, NaN and the infinities. */
export function toInteger(value: Numeric): bigint | null {
  if (value._bsontype === 'Long') return value.toBigInt();
  if (value._bsontype !== 'Decimal128') return Number.isInteger(value.value) ? BigInt(value.value) : null;
  const decimal = finiteDecimal(value);
  if (!decimal) return null;
  if (decimal.exponent >= 0) return decimal.coefficient * 10n ** BigInt(decimal.exponent);
  const unit = 10n ** BigInt(-decimal.exponent);
  return decimal.coefficient % unit === 0n ? decimal.coefficient / unit : null;
}

/** An integer or long, whichever holds the value as MongoDB chooses; null when neither does. */
export function fromInteger(value: bigint, least: 'int' | 'long'): Int32 | Long | null {
  if (value > MAX_LONG || value < MIN_LONG) return null;
  const small = value <= BigInt(MAX_INT) && value >= BigInt(-MAX_INT - 1);
  return least === 'int' && small ? new Int32(Number(value)) : Long.fromBigInt(value);
}

/** A number as coefficient and power of ten where that is exact: integers, longs and finite decimals. */
export function finiteDecimal(value: Numeric): Decimal | null {
  if (value._bsontype === 'Int32') return { coefficient: BigInt(value.value), exponent: 0 };
  if (value._bsontype === 'Long') return { coefficient: value.toBigInt(), exponent: 0 };
  const text =
    value._bsontype === 'Double' ? Number(value.value.toPrecision(15)).toString() : value.toString();
  const parts = /^([+-]?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(text);
  if (!parts) return null;
  const [, sign, whole = '0', fraction = '', power = '0'] = parts;
  const magnitude = BigInt(whole + fraction);
  return { coefficient: sign === '-' ? -magnitude : magnitude, exponent: Number(power) - fraction.length };
}

/** The order of two numbers of any types by their exact values; NaN is below all others and equal to itself. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const x = toDouble(a);
  const y = toDouble(b);
  // Rounding to the nearest double keeps the order, so only equal doubles need a closer look.
  if (x < y) return -1;
  if (x > y) return 1;
  if (x !== y) return Number.isNaN(x) ? (Number.isNaN(y) ? 0 : -1) : 1;
  if (
    a._bsontype !== 'Long' &&
    a._bsontype !== 'Decimal128' &&
    b._bsontype !== 'Long' &&
    b._bsontype !== 'Decimal128'
  )
    return 0;
  return compareFractions(exactFraction(a), exactFraction(b));
}

/** The order of an exact number and a finite double. */
export function compareWithDouble(value: Numeric, double: number): number {
  return compareFractions(exactFraction(value), exactFraction(new Double(double)));
}

type Fraction = readonly [numerator: bigint, denominator: bigint];

function compareFractions([a, b]: Fraction, [c, d]: Fraction): number {
  const left = a * d;
  const right = c * b;
  return left < right ? -1 : left > right ? 1 : 0;
}

const INFINITE = 10n ** 6200n;

function exactFraction(value: Numeric): Fraction {
  if (value._bsontype === 'Double') return fractionOfDouble(value.value);
  const decimal = finiteDecimal(value);
  if (!decimal) return [toDouble(value) > 0 ? INFINITE : -INFINITE, 1n];
  const { coefficient, exponent } = decimal;
  return exponent >= 0
    ? [coefficient * 10n ** BigInt(exponent), 1n]
    : [coefficient, 10n ** BigInt(-exponent)];
}

function fractionOfDouble(value: number): Fraction {
  if (!Number.isFinite(value)) return [value > 0 ? INFINITE : -INFINITE, 1n];
  let denominator = 1n;
  let scaled = value;
  // A double is an integer after at most 1074 doublings; each of them is exact.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

/** The sum, in the wider of both types; null when a long overflows. */
export function add(a: Numeric, b: Numeric): Numeric | null {
  return combine(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
    addDecimals,
  );
}

/** The product, in the wider of both types; null when a long overflows. */
export function multiply(a: Numeric, b: Numeric): Numeric | null {
  return combine(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
    multiplyDecimals,
  );
}

function combine(
  a: Numeric,
  b: Numeric,
  ofDoubles: (x: number, y: number) => number,
  ofIntegers: (x: bigint, y: bigint) => bigint,
  ofDecimals: (x: Decimal, y: Decimal) => Decimal,
): Numeric | null {
  const types = [a._bsontype, b._bsontype];
  if (types.includes('Decimal128')) {
    const x = finiteDecimal(a);
    const y = finiteDecimal(b);
    if (x && y) return toDecimal128(ofDecimals(x, y));
    return Decimal128.fromString(String(ofDoubles(toDouble(a), toDouble(b))));
  }
  if (types.includes('Double')) return new Double(ofDoubles(toDouble(a), toDouble(b)));
  const result = ofIntegers(toInteger(a) ?? 0n, toInteger(b) ?? 0n);
  return fromInteger(result, types.includes('Long') ? 'long' : 'int');
}

function addDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = ({ coefficient, exponent: own }: Decimal) => coefficient * 10n ** BigInt(own - exponent);
  return { coefficient: scale(a) + scale(b), exponent };
}

function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** Rounds to 34 digits, half to even (IEEE 754-2008 decimal128). */
export function toDecimal128({ coefficient, exponent }: Decimal): Decimal128 {
  const negative = coefficient < 0n;
  let magnitude = negative ? -coefficient : coefficient;
  const excess = magnitude.toString().length - DECIMAL_DIGITS;
  if (excess > 0) {
    const unit = 10n ** BigInt(excess);
    const rest = magnitude % unit;
    magnitude /= unit;
    if (rest * 2n > unit || (rest * 2n === unit && magnitude % 2n === 1n)) magnitude += 1n;
    exponent += excess;
  }
  return Decimal128.fromString(`${negative ? '-' : ''}${magnitude}E${exponent}`);
}
