import { equal } from '../bson/compare.ts';
import { toDouble, toInteger } from '../bson/numbers.ts';
import { isDoc, isNumeric, isOperators, isRegex, typeName, type Doc, type Value } from '../bson/values.ts';
import { badValue, failedToParse, NOT_HERE } from '../errors.ts';
import { compileFilter } from '../query/matcher.ts';
import { compareSortKeys, compileSort } from '../query/sort.ts';
import { KEEP, setTo, type Outcome } from './change.ts';

type Apply = (current: Value | undefined) => Outcome;

const NO_FIELDS: Doc = new Map();
const MODIFIERS = new Set(['$each', '$position', '$slice', '$sort']);

/** `$push` of a value, or with `$each`, `$position`, `$slice` and `$sort`, done in this order. */
export function push(operand: Value, path: string): Apply {
  const modifiers = isDoc(operand) && operand.has('$each') ? operand : null;
  if (!modifiers) return current => setTo([...arrayFor('$push', current, path), operand]);
  for (const name of modifiers.keys()) {
    if (!MODIFIERS.has(name)) throw badValue(`Unrecognized clause in $push: ${name}`);
  }
  const each = eachOf('$push', modifiers);
  const position = integerModifier(modifiers, '$position');
  const slice = integerModifier(modifiers, '$slice');
  const sort = sorterOf(modifiers.get('$sort'));
  return current => {
    const items = [...arrayFor('$push', current, path)];
    items.splice(position ?? items.length, 0, ...each);
    if (sort) items.sort(sort);
    return setTo(slice === null ? items : slice < 0 ? items.slice(slice) : items.slice(0, slice));
  };
}

/** `$addToSet` of a value or, with `$each`, of several; equality is that of queries (1 is 1.0). */
export function addToSet(operand: Value, path: string): Apply {
  const modifiers = isDoc(operand) && operand.has('$each') ? operand : null;
  if (modifiers && modifiers.size > 1) {
    throw badValue(`Found unexpected fields after $each in $addToSet: ${[...modifiers.keys()].join(', ')}`);
  }
  const additions = modifiers ? eachOf('$addToSet', modifiers) : [operand];
  return current => {
    const items = [...arrayFor('$addToSet', current, path)];
    const before = items.length;
    for (const item of additions) if (!items.some(present => equal(present, item))) items.push(item);
    return current !== undefined && items.length === before ? KEEP : setTo(items);
  };
}

/** `$pull` of the elements that equal a value, fulfil operators, or (documents) match a filter. */
export function pull(operand: Value, path: string): Apply {
  const matches = pullTest(operand);
  return current => without('$pull', current, path, matches);
}

function pullTest(operand: Value): (item: Value) => boolean {
  if (isOperators(operand) || isRegex(operand)) {
    const { test } = compileFilter(new Map([['a', new Map([['$elemMatch', elementOperators(operand)]])]]));
    return item => test(new Map([['a', [item]]]));
  }
  if (isDoc(operand)) {
    const { test } = compileFilter(operand);
    return item => isDoc(item) && test(item);
  }
  return item => equal(item, operand);
}

const elementOperators = (operand: Value): Value =>
  isRegex(operand) ? new Map([['$regex', operand]]) : operand;

export function pullAll(operand: Value, path: string): Apply {
  if (!Array.isArray(operand))
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
  return current =>
    without('$pullAll', current, path, item => operand.some(unwanted => equal(unwanted, item)));
}

/** `$pop`: 1 takes the last element, -1 the first. */
export function pop(operand: Value, path: string): Apply {
  const end = isNumeric(operand) ? toDouble(operand) : 0;
  if (end !== 1 && end !== -1) throw failedToParse('$pop expects 1 or -1');
  return current => {
    if (current === undefined) return KEEP;
    const items = arrayFor('$pop', current, path);
    return items.length === 0 ? KEEP : setTo(end === 1 ? items.slice(0, -1) : items.slice(1));
  };
}

function without(
  operator: string,
  current: Value | undefined,
  path: string,
  matches: (item: Value) => boolean,
): Outcome {
  if (current === undefined) return KEEP;
  if (!Array.isArray(current)) throw badValue(`Cannot apply ${operator} to a non-array value at '${path}'`);
  const kept = current.filter(item => !matches(item));
  return kept.length === current.length ? KEEP : setTo(kept);
}

function arrayFor(operator: string, current: Value | undefined, path: string): readonly Value[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  const name = typeName(current);
  if (operator === '$push') throw badValue(`The field '${path}' must be an array but is of type ${name}`);
  throw badValue(
    `Cannot apply ${operator} to non-array field. Field named '${path}' has non-array type ${name}`,
  );
}

function eachOf(operator: string, modifiers: Doc): readonly Value[] {
  const each = modifiers.get('$each');
  if (!Array.isArray(each)) throw badValue(`The argument to $each in ${operator} must be an array`);
  return each;
}

function integerModifier(modifiers: Doc, name: string): number | null {
  const value = modifiers.get(name);
  if (value === undefined) return null;
  const integer = isNumeric(value) ? toInteger(value) : null;
  if (integer === null) throw badValue(`The value for ${name} must be an integer value`);
  return Number(integer);
}

function sorterOf(spec: Value | undefined): ((a: Value, b: Value) => number) | null {
  if (spec === undefined) return null;
  const byValue = !isDoc(spec);
  const direction = isNumeric(spec) ? toDouble(spec) : 0;
  if (byValue && direction !== 1 && direction !== -1) {
    throw badValue(`The $sort element value must be either 1 or -1; ${NOT_HERE} otherwise`);
  }
  // A sort of whole elements is a sort by a field that holds them.
  const sort = compileSort(byValue ? new Map([['a', spec]]) : spec);
  const keyOf = (item: Value) => sort.key(byValue ? new Map([['a', item]]) : isDoc(item) ? item : NO_FIELDS);
  return (a, b) => compareSortKeys(keyOf(a), keyOf(b));
}
