import { isDoc, isNumeric, isOperators, isRegex, typeName, type Doc, type Value } from '../bson/values.ts';
import { toDouble, toInteger } from '../bson/numbers.ts';
import { badValue, failedToParse, MongoError, NOT_HERE } from '../errors.ts';
import { candidates, parsePath, type Path } from './path.ts';
import { equals, oneOf, ofType, related, remainder, type Predicate } from './predicates.ts';
import { compileRegex } from './regex.ts';

/** A compiled filter. */
export interface Matcher {
  test: (doc: Doc) => boolean;
  /** The top-level fields that decide, so that nothing else of a document need be read. */
  fields: ReadonlySet<string>;
}

type DocTest = (doc: Doc) => boolean;

/** The values of one path in one document: with the elements of a last array, and without them. */
interface View {
  searched(): readonly (Value | undefined)[];
  plain(): readonly (Value | undefined)[];
}
type Condition = (view: View) => boolean;

/** Operators of MongoDB's query language that are refused by their names. */
const ELSEWHERE = new Set(
  (
    '$where $text $expr $jsonSchema $near $nearSphere $geoWithin $geoIntersects $sampleRate $rand $alwaysTrue ' +
    '$alwaysFalse $bitsAllSet $bitsAnySet $bitsAllClear $bitsAnyClear $within $geoNear $box $center'
  ).split(' '),
);

const unknownOperator = (name: string) =>
  badValue(ELSEWHERE.has(name) ? `operator ${name} ${NOT_HERE}` : `unknown operator: ${name}`);

/** @throws MongoError BadValue naming an operator that is unknown or not supported. */
export function compileFilter(filter: Doc): Matcher {
  const fields = new Set<string>();
  const test = allOf(compileParts(filter, fields));
  return { test, fields };
}

function allOf(tests: readonly DocTest[]): DocTest {
  const [first] = tests;
  if (first && tests.length === 1) return first;
  return doc => tests.every(test => test(doc));
}

function compileParts(filter: Doc, fields: Set<string>): DocTest[] {
  const tests: DocTest[] = [];
  for (const [name, operand] of filter) {
    if (name === '$comment') continue;
    if (name.startsWith('$')) tests.push(compileLogical(name, operand, fields));
    else tests.push(compileField(name, operand, fields));
  }
  return tests;
}

function compileLogical(name: string, operand: Value, fields: Set<string>): DocTest {
  if (name !== '$and' && name !== '$or' && name !== '$nor') {
    throw badValue(
      ELSEWHERE.has(name) ? `operator ${name} ${NOT_HERE}` : `unknown top level operator: ${name}`,
    );
  }
  if (!Array.isArray(operand) || operand.length === 0) throw badValue(`${name} must be a nonempty array`);
  const branches = operand.map(branch => {
    if (!isDoc(branch)) throw badValue(`${name} argument's entries must be objects`);
    return allOf(compileParts(branch, fields));
  });
  if (name === '$and') return allOf(branches);
  const some: DocTest = doc => branches.some(test => test(doc));
  return name === '$or' ? some : doc => !some(doc);
}

function compileField(name: string, operand: Value, fields: Set<string>): DocTest {
  const path = parsePath(name);
  fields.add(path[0] ?? '');
  const conditions = isOperators(operand) ? compileOperators(operand) : [someOf(equals(operand))];
  return doc => {
    const view = viewOf(doc, path);
    return conditions.every(holds => holds(view));
  };
}

function viewOf(doc: Doc, path: Path): View {
  let searched: (Value | undefined)[] | undefined;
  let plain: (Value | undefined)[] | undefined;
  return {
    searched: () => (searched ??= candidates(doc, path)),
    plain: () => (plain ??= candidates(doc, path, false)),
  };
}

/** MongoDB does not search an array inside an array: an element stands for itself alone. */
const viewOfElement = (item: Value): View => ({ searched: () => [item], plain: () => [item] });

const someOf =
  (predicate: Predicate): Condition =>
  view =>
    view.searched().some(predicate);
const arrayWith =
  (predicate: (items: readonly Value[]) => boolean): Condition =>
  view =>
    view.plain().some(value => Array.isArray(value) && predicate(value));
const not =
  (condition: Condition): Condition =>
  view =>
    !condition(view);

function compileOperators(operators: Doc): Condition[] {
  const conditions: Condition[] = [];
  for (const [name, operand] of operators) {
    if (name === '$options') {
      if (!operators.has('$regex')) throw badValue('$options needs a $regex');
    } else if (name === '$regex') conditions.push(someOf(regexTest(operand, operators.get('$options'))));
    else conditions.push(compileOperator(name, operand));
  }
  return conditions;
}

function compileOperator(name: string, operand: Value): Condition {
  switch (name) {
    case '$eq':
      return someOf(equals(operand));
    case '$ne':
      if (isRegex(operand)) throw badValue("Can't have regex as arg to $ne.");
      return not(someOf(equals(operand)));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return someOf(related(name, operand));
    case '$in':
      return someOf(oneOf(listFor(name, operand)));
    case '$nin':
      return not(someOf(oneOf(listFor(name, operand))));
    case '$exists': {
      const exists = someOf(value => value !== undefined);
      return isTruthy(operand) ? exists : not(exists);
    }
    case '$type':
      return someOf(ofType(operand));
    case '$mod':
      return someOf(remainder(operand));
    case '$size': {
      const size = sizeOperand(operand);
      return arrayWith(items => items.length === size);
    }
    case '$all':
      return allElements(listFor(name, operand));
    case '$elemMatch':
      return arrayWith(elementTest(operand));
    case '$not':
      return negated(operand);
    case '$comment':
      return () => true;
    default:
      throw unknownOperator(name);
  }
}

function listFor(name: string, operand: Value): readonly Value[] {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`);
  for (const item of operand) {
    if (name !== '$all' && isOperators(item)) throw badValue(`cannot nest $ under ${name}`);
  }
  return operand;
}

/** What counts as true where MongoDB takes a truth value: everything but false, null and zero. */
export function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return isNumeric(value) ? toDouble(value) !== 0 : true;
}

function sizeOperand(operand: Value): number {
  const size = isNumeric(operand) ? toInteger(operand) : null;
  if (size === null)
    throw failedToParse(`Failed to parse $size. Expected an integer, but got ${typeName(operand)}`);
  if (size < 0n) throw failedToParse('Failed to parse $size. Expected a non-negative number');
  return Number(size);
}

function regexTest(operand: Value, options: Value | undefined): Predicate {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  if (isRegex(operand)) {
    if (options && operand.options) throw new MongoError(51074, 'options set in both $regex and $options');
    return matches(compileRegex({ pattern: operand.pattern, options: options ?? operand.options }));
  }
  if (typeof operand !== 'string') throw badValue('$regex has to be a string');
  return matches(compileRegex({ pattern: operand, options: options ?? '' }));
}

const matches =
  (regex: RegExp): Predicate =>
  value =>
    typeof value === 'string' && regex.test(value);

/** `$all`: each operand by itself; it may be an `$elemMatch`. An empty list matches nothing. */
function allElements(operands: readonly Value[]): Condition {
  if (operands.length === 0) return () => false;
  const withElemMatch = operands.map(operand => isDoc(operand) && operand.has('$elemMatch'));
  if (withElemMatch.includes(true)) {
    if (withElemMatch.includes(false)) throw badValue('no $ expressions in $all');
    const tests = operands.map(operand => elementTest((isDoc(operand) && operand.get('$elemMatch')) || null));
    return arrayWith(items => tests.every(test => test(items)));
  }
  if (operands.some(operand => isOperators(operand))) throw badValue('no $ expressions in $all');
  const predicates = operands.map(equals);
  return view => predicates.every(predicate => view.searched().some(predicate));
}

/** `$elemMatch`: operators for the element itself, or a filter for elements that are documents. */
function elementTest(operand: Value): (items: readonly Value[]) => boolean {
  if (!isDoc(operand)) throw badValue('$elemMatch needs an Object');
  const first = [...operand.keys()][0];
  if (isOperators(operand) && first !== '$and' && first !== '$or' && first !== '$nor') {
    const conditions = compileOperators(operand);
    return items => items.some(item => conditions.every(holds => holds(viewOfElement(item))));
  }
  const { test } = compileFilter(operand);
  return items =>
    items.some(item => {
      const doc = elementAsDoc(item);
      return doc !== null && test(doc);
    });
}

/** `$elemMatch` with a filter sees the elements of an inner array under their numbers; scalars match nothing. */
function elementAsDoc(item: Value): Doc | null {
  if (Array.isArray(item)) return new Map(item.map((inner, index) => [String(index), inner]));
  return isDoc(item) ? item : null;
}

function negated(operand: Value): Condition {
  if (isRegex(operand)) return not(someOf(equals(operand)));
  if (!isDoc(operand)) throw badValue('$not needs a regex or a document');
  if (operand.size === 0) throw badValue('$not cannot be empty');
  const conditions = compileOperators(operand);
  return view => !conditions.every(holds => holds(view));
}
