import { compare, equal } from '../bson/compare.ts';
import { keyOfValue } from '../bson/keystring.ts';
import { toDouble, toInteger } from '../bson/numbers.ts';
import {
  isNumeric,
  isRegex,
  TYPE_NUMBERS,
  typeName,
  typeOrder,
  type TypeName,
  type Value,
} from '../bson/values.ts';
import { badValue, failedToParse } from '../errors.ts';
import { compileRegex, regexEquals } from './regex.ts';

/** A test of one candidate value; `undefined` stands for a missing field. */
export type Predicate = (value: Value | undefined) => boolean;

/** Equality as queries see it: null equals a missing field, 1 equals 1.0, a regular expression also matches strings. */
export function equals(operand: Value): Predicate {
  if (operand === null) return value => value === null || value === undefined;
  if (typeof operand === 'string' || typeof operand === 'boolean') return value => value === operand;
  if (isRegex(operand)) {
    const regex = compileRegex(operand);
    return value =>
      typeof value === 'string' ? regex.test(value) : isRegex(value) && regexEquals(value, operand);
  }
  return value => value !== undefined && equal(value, operand);
}

export type Relation = '$gt' | '$gte' | '$lt' | '$lte';

const HOLDS: Record<Relation, (order: number) => boolean> = {
  $gt: order => order > 0,
  $gte: order => order >= 0,
  $lt: order => order < 0,
  $lte: order => order <= 0,
};

/** Order within the operand's own type only (type bracketing); MinKey and MaxKey compare with everything. */
export function related(relation: Relation, operand: Value): Predicate {
  const holds = HOLDS[relation];
  if (isRegex(operand)) throw badValue(`Can't have RegEx as arg to predicate over field`);
  if (operand === null) return value => (value === null || value === undefined) && holds(0);
  const type = typeName(operand);
  if (type === 'minKey' || type === 'maxKey') return value => holds(compare(value ?? null, operand));
  const order = typeOrder(operand);
  const nan = isNaNValue(operand);
  return value => {
    if (value === undefined || value === null || typeOrder(value) !== order) return false;
    // NaN is not less than any number for a query, although it sorts below them.
    if (nan || isNaNValue(value)) return nan && isNaNValue(value) && holds(0);
    return holds(compare(value, operand));
  };
}

const isNaNValue = (value: Value) => isNumeric(value) && Number.isNaN(toDouble(value));

/** `$in`: any of the values, by a set of their keys, and the regular expressions one by one. */
export function oneOf(operands: readonly Value[]): Predicate {
  const regexes = operands.filter(isRegex).map(equals);
  const texts = new Set(operands.filter(operand => typeof operand === 'string'));
  const withNull = operands.includes(null);
  const keys = new Set(
    operands
      .filter(o => o !== null && typeof o !== 'string' && !isRegex(o))
      .map(o => keyOfValue(o).toString('latin1')),
  );
  return value => {
    if (value === undefined || value === null) return withNull;
    if (typeof value === 'string') return texts.has(value) || regexes.some(test => test(value));
    return (
      (keys.size > 0 && keys.has(keyOfValue(value).toString('latin1'))) || regexes.some(test => test(value))
    );
  };
}

/** `$type`, by name, number, or "number". */
export function ofType(operand: Value): Predicate {
  const names = new Set<TypeName>();
  for (const wanted of Array.isArray(operand) ? operand : [operand]) {
    if (wanted === 'number')
      for (const name of ['int', 'long', 'double', 'decimal'] as const) names.add(name);
    else names.add(knownType(wanted));
  }
  if (names.size === 0) throw failedToParse('$type must match at least one type');
  return value => value !== undefined && names.has(typeName(value));
}

function knownType(wanted: Value): TypeName {
  const known = [...TYPE_NUMBERS.values()];
  if (typeof wanted === 'string') {
    const name = known.find(candidate => candidate === wanted);
    if (name) return name;
    throw badValue(`Unknown type name alias: ${wanted}`);
  }
  const code = isNumeric(wanted) ? toDouble(wanted) : NaN;
  const name = TYPE_NUMBERS.get(code);
  if (!name) throw badValue(`Invalid numerical type code: ${code}`);
  return name;
}

/** `$mod: [divisor, remainder]`; fractions are cut off first, as MongoDB does. */
export function remainder(operand: Value): Predicate {
  if (!Array.isArray(operand)) throw badValue('malformed mod, needs to be an array');
  if (operand.length < 2) throw badValue('malformed mod, not enough elements');
  if (operand.length > 2) throw badValue('malformed mod, too many elements');
  const [divisor, rest] = operand.map(part => (isNumeric(part) ? truncated(part) : null));
  if (divisor == null || rest == null) throw badValue('malformed mod, divisor or remainder not a number');
  if (divisor === 0n) throw badValue('divisor cannot be 0');
  return value => {
    const whole = isNumeric(value) ? truncated(value) : null;
    return whole !== null && whole % divisor === rest;
  };
}

function truncated(value: Value): bigint | null {
  if (!isNumeric(value)) return null;
  const whole = toInteger(value);
  if (whole !== null) return whole;
  const double = Math.trunc(toDouble(value));
  return Number.isFinite(double) ? BigInt(double) : null;
}
