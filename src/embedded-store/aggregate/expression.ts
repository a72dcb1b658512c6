import { Double, Int32, Long, type Decimal128 } from 'bson';
import { compare } from '../bson/compare.ts';
import { add, multiply, toDecimal128, finiteDecimal, toDouble, toInteger } from '../bson/numbers.ts';
import { isDoc, isNumeric, show, typeName, type Doc, type Numeric, type Value } from '../bson/values.ts';
import { MongoError, typeMismatch } from '../errors.ts';
import { isTruthy } from '../query/matcher.ts';

/** A compiled expression of `$project` and `$group`; `undefined` is a missing value. */
export type Expression = (doc: Doc) => Value | undefined;

type Operator = (operands: readonly (Value | undefined)[]) => Value | undefined;
interface Definition {
  /** How many operands it takes at least and at most. */
  arity: readonly [number, number];
  apply: Operator;
}

/** @throws MongoError InvalidPipelineOperator naming an operator that is unknown or not supported. */
export function compileExpression(spec: Value): Expression {
  if (typeof spec === 'string' && spec.startsWith('$')) return compileFieldPath(spec);
  if (Array.isArray(spec)) {
    const items = spec.map(compileExpression);
    return doc => items.map(item => item(doc) ?? null);
  }
  if (!isDoc(spec)) return () => spec;
  const names = [...spec.keys()];
  const operator = names.find(name => name.startsWith('$'));
  if (operator === undefined) return compileObject(spec);
  if (names.length > 1) {
    throw new MongoError(
      15983,
      `an expression specification must contain exactly one field, the name of the expression. Found ${names.length} fields`,
    );
  }
  return compileOperator(operator, spec.get(operator) ?? null);
}

function compileObject(spec: Doc): Expression {
  const fields = [...spec].map(([name, inner]) => [name, compileExpression(inner)] as const);
  return doc => {
    const out: Doc = new Map();
    for (const [name, expression] of fields) {
      const value = expression(doc);
      if (value !== undefined) out.set(name, value);
    }
    return out;
  };
}

function compileFieldPath(text: string): Expression {
  if (text === '$$ROOT' || text === '$$CURRENT') return doc => doc;
  const path = /^\$\$(?:ROOT|CURRENT)\./.test(text) ? text.slice(text.indexOf('.') + 1) : text.slice(1);
  if (text.startsWith('$$') && path === text.slice(1))
    throw new MongoError(17276, `Use of undefined variable: ${text.slice(2)}`);
  const steps = path.split('.');
  if (steps.includes('')) throw new MongoError(40353, 'FieldPath must not be empty or end with a "."');
  return doc => along(doc, steps, 0);
}

/** Along a path; an array on the way gives the array of what its documents have. */
function along(value: Value | undefined, steps: readonly string[], at: number): Value | undefined {
  for (; at < steps.length; at++) {
    if (Array.isArray(value)) {
      return value
        .map(item => (isDoc(item) || Array.isArray(item) ? along(item, steps, at) : undefined))
        .filter(item => item !== undefined);
    }
    value = isDoc(value) ? value.get(steps[at] ?? '') : undefined;
  }
  return value;
}

function compileOperator(name: string, operand: Value): Expression {
  if (name === '$literal') return () => operand;
  if (name === '$cond') return compileCond(operand);
  const definition = OPERATORS.get(name);
  if (!definition) throw new MongoError('InvalidPipelineOperator', `Unrecognized expression '${name}'`);
  const operands = (Array.isArray(operand) ? operand : [operand]).map(compileExpression);
  const [least, most] = definition.arity;
  if (operands.length < least || operands.length > most) {
    const wanted = least === most ? `exactly ${least}` : `at least ${least}`;
    throw new MongoError(
      16020,
      `Expression ${name} takes ${wanted} arguments. ${operands.length} were passed in.`,
    );
  }
  return doc => definition.apply(operands.map(expression => expression(doc)));
}

function compileCond(operand: Value): Expression {
  const parts = isDoc(operand)
    ? ['if', 'then', 'else'].map(name => operand.get(name))
    : Array.isArray(operand)
      ? operand
      : [];
  const [test, then, otherwise] = parts.map(part =>
    part === undefined ? undefined : compileExpression(part),
  );
  if (!test || !then || !otherwise || parts.length !== 3 || (isDoc(operand) && operand.size !== 3)) {
    throw new MongoError(17080, '$cond needs if, then and else');
  }
  return doc => (isTruthy(test(doc)) ? then(doc) : otherwise(doc));
}

const ANY: readonly [number, number] = [0, Infinity];
const isNothing = (value: Value | undefined): value is null | undefined =>
  value === null || value === undefined;

/** MongoDB compares a missing value in an expression below null. */
function order(a: Value | undefined, b: Value | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a, b);
}

const comparison = (holds: (order: number) => Value): Definition => ({
  arity: [2, 2],
  apply: ([a, b]) => holds(order(a, b)),
});

function numbersFor(name: string, operands: readonly (Value | undefined)[]): Numeric[] | null {
  if (operands.some(isNothing)) return null;
  return operands.map(operand => {
    if (!isNumeric(operand))
      throw typeMismatch(
        `${name} only supports numeric types, not ${operand === undefined ? 'missing' : typeName(operand)}`,
      );
    return operand;
  });
}

function folded(
  name: string,
  combine: (a: Numeric, b: Numeric) => Numeric | null,
  start: Numeric,
): Definition {
  return {
    arity: ANY,
    apply: operands => {
      const numbers = numbersFor(name, operands);
      return (
        numbers &&
        numbers.reduce((sum, next) => combine(sum, next) ?? new Double(toDouble(sum) + toDouble(next)), start)
      );
    },
  };
}

function subtract(operands: readonly (Value | undefined)[]): Value | undefined {
  const [a, b] = operands;
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  const numbers = numbersFor('$subtract', operands);
  const [from, less] = numbers ?? [];
  if (!from || !less) return null;
  const negative = multiply(less, new Int32(-1));
  return (negative && add(from, negative)) ?? new Double(toDouble(from) - toDouble(less));
}

function divide(operands: readonly (Value | undefined)[]): Value | undefined {
  const [a, b] = numbersFor('$divide', operands) ?? [];
  if (!a || !b) return null;
  if (toDouble(b) === 0) throw badDivision();
  return quotient(a, b);
}

const badDivision = () => new MongoError('BadValue', "can't $divide by zero");

/** The quotient: a decimal when one of both is, else a double. */
export function quotient(a: Numeric, b: Numeric): Numeric {
  const x = finiteDecimal(a);
  const y = finiteDecimal(b);
  if ((a._bsontype !== 'Decimal128' && b._bsontype !== 'Decimal128') || !x || !y)
    return new Double(toDouble(a) / toDouble(b));
  const digits = 70;
  const scaled = x.coefficient * 10n ** BigInt(digits);
  const exact = scaled % y.coefficient === 0n;
  const result = { coefficient: scaled / y.coefficient, exponent: x.exponent - y.exponent - digits };
  return exact ? shortest(result.coefficient, result.exponent) : toDecimal128(result);
}

function shortest(coefficient: bigint, exponent: number): Decimal128 {
  while (coefficient !== 0n && coefficient % 10n === 0n && exponent < 0) {
    coefficient /= 10n;
    exponent += 1;
  }
  return toDecimal128({ coefficient, exponent });
}

function elementAt([array, index]: readonly (Value | undefined)[]): Value | undefined {
  if (isNothing(array) || isNothing(index)) return null;
  if (!Array.isArray(array))
    throw new MongoError(28689, `$arrayElemAt's first argument must be an array, but is ${typeName(array)}`);
  const at = isNumeric(index) ? toInteger(index) : null;
  if (at === null) throw new MongoError(28690, "$arrayElemAt's second argument must be a numeric value");
  return array.at(Number(at));
}

const OPERATORS: ReadonlyMap<string, Definition> = new Map<string, Definition>([
  ['$eq', comparison(o => o === 0)],
  ['$ne', comparison(o => o !== 0)],
  ['$gt', comparison(o => o > 0)],
  ['$gte', comparison(o => o >= 0)],
  ['$lt', comparison(o => o < 0)],
  ['$lte', comparison(o => o <= 0)],
  ['$cmp', comparison(o => new Int32(Math.sign(o)))],
  ['$and', { arity: ANY, apply: operands => operands.every(isTruthy) }],
  ['$or', { arity: ANY, apply: operands => operands.some(isTruthy) }],
  ['$not', { arity: [1, 1], apply: ([operand]) => !isTruthy(operand) }],
  [
    '$ifNull',
    {
      arity: [2, Infinity],
      apply: operands => operands.find(operand => !isNothing(operand)) ?? operands.at(-1),
    },
  ],
  ['$add', folded('$add', add, new Int32(0))],
  ['$multiply', folded('$multiply', multiply, new Int32(1))],
  ['$subtract', { arity: [2, 2], apply: subtract }],
  ['$divide', { arity: [2, 2], apply: divide }],
  ['$arrayElemAt', { arity: [2, 2], apply: elementAt }],
  [
    '$size',
    {
      arity: [1, 1],
      apply: ([array]) => {
        if (!Array.isArray(array))
          throw new MongoError(
            17124,
            `The argument to $size must be an array, but was of type: ${array === undefined ? 'missing' : typeName(array)}`,
          );
        return new Int32(array.length);
      },
    },
  ],
  [
    '$in',
    {
      arity: [2, 2],
      apply: ([wanted, array]) => {
        if (!Array.isArray(array))
          throw new MongoError(40081, `$in requires an array as a second argument, found: ${show(array)}`);
        return array.some(item => order(item, wanted) === 0);
      },
    },
  ],
  [
    '$concat',
    {
      arity: ANY,
      apply: operands => {
        if (operands.some(isNothing)) return null;
        const texts = operands.map(operand => {
          if (typeof operand !== 'string') throw new MongoError(16702, '$concat only supports strings');
          return operand;
        });
        return texts.join('');
      },
    },
  ],
]);
