import { Int32, Timestamp } from 'bson';
import { compare } from '../bson/compare.ts';
import { add, multiply } from '../bson/numbers.ts';
import { isDoc, isNumeric, show, typeName, type Numeric, type Value } from '../bson/values.ts';
import { badValue, failedToParse, NOT_HERE, typeMismatch } from '../errors.ts';
import { addToSet, pop, pull, pullAll, push } from './arrayOperators.ts';
import { KEEP, REMOVE, setTo, type Outcome } from './change.ts';

/** Compiles the operand of one field of an operator. */
type Compile = (operand: Value, path: string) => (current: Value | undefined) => Outcome;

interface Operator {
  creates: boolean;
  compile: Compile;
}

const ELSEWHERE = new Set(['$bit', '$rename']);

/** @throws MongoError FailedToParse naming a modifier that is unknown or not supported. */
export function operatorNamed(name: string): Operator {
  const operator = OPERATORS.get(name);
  if (operator) return operator;
  if (ELSEWHERE.has(name)) throw failedToParse(`modifier ${name} ${NOT_HERE}`);
  throw failedToParse(
    `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
  );
}

function arithmetic(
  operator: string,
  verb: string,
  combine: (a: Numeric, b: Numeric) => Numeric | null,
  ofMissing: (operand: Numeric) => Value,
): Compile {
  return (operand, path) => {
    if (!isNumeric(operand)) {
      throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${show(operand)}}`);
    }
    return current => {
      if (current === undefined) return setTo(ofMissing(operand));
      if (!isNumeric(current)) {
        throw typeMismatch(
          `Cannot apply ${operator} to a value of non-numeric type. The field '${path}' is of non-numeric type ${typeName(current)}`,
        );
      }
      const result = combine(current, operand);
      if (!result)
        throw badValue(`Failed to apply ${operator} operations to current value (${show(current)})`);
      return setTo(result);
    };
  };
}

const extreme =
  (better: (order: number) => boolean): Compile =>
  operand =>
  current =>
    current === undefined || better(compare(operand, current)) ? setTo(operand) : KEEP;

const currentDate: Compile = operand => {
  const type = isDoc(operand) ? operand.get('$type') : operand;
  if (isDoc(operand) ? type !== 'date' && type !== 'timestamp' : typeof operand !== 'boolean') {
    throw badValue(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean or {$type: 'date'/'timestamp'}`,
    );
  }
  return () => {
    const now = new Date();
    return setTo(type === 'timestamp' ? new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 }) : now);
  };
};

const set: Compile = operand => () => setTo(operand);

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['$set', { creates: true, compile: set }],
  ['$setOnInsert', { creates: true, compile: set }],
  ['$unset', { creates: false, compile: () => () => REMOVE }],
  ['$inc', { creates: true, compile: arithmetic('$inc', 'increment', add, operand => operand) }],
  [
    '$mul',
    {
      creates: true,
      compile: arithmetic('$mul', 'multiply', multiply, o => multiply(new Int32(0), o) ?? new Int32(0)),
    },
  ],
  ['$min', { creates: true, compile: extreme(order => order < 0) }],
  ['$max', { creates: true, compile: extreme(order => order > 0) }],
  ['$currentDate', { creates: true, compile: currentDate }],
  ['$push', { creates: true, compile: push }],
  ['$addToSet', { creates: true, compile: addToSet }],
  ['$pull', { creates: false, compile: pull }],
  ['$pullAll', { creates: false, compile: pullAll }],
  ['$pop', { creates: false, compile: pop }],
]);
