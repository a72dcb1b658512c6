import { isDoc, isOperators, type Doc, type Value } from '../bson/values.ts';
import { badValue } from '../errors.ts';
import { compileFilter } from './matcher.ts';
import { parsePath, valueAt } from './path.ts';

/** Conditions that say what a field is not; they point at no element. */
const NEGATIVE = new Set(['$ne', '$nin', '$not', '$exists', '$size']);

/**
 * Which element of the array at `arrayPath` made the document match the filter: the `$` of an update's path or of a
 * projection. An `$elemMatch` on the array decides alone; several conditions on it should hold for one element, and
 * where no element fulfils all of them the last condition decides.
 *
 * @throws MongoError BadValue when the filter says nothing about the array.
 */
export function matchedIndex(doc: Doc, arrayPath: string, filter: Doc): number {
  const array = valueAt(doc, parsePath(arrayPath));
  if (Array.isArray(array)) {
    const conditions = conditionsOn(arrayPath, filter, doc);
    const elementwise = conditions.filter(([, operand]) => isDoc(operand) && operand.has('$elemMatch'));
    const deciding = elementwise.length > 0 ? elementwise : conditions;
    const last = deciding.at(-1);
    if (last) {
      for (const attempt of [deciding, [last]]) {
        const index = firstElement(array, arrayPath, attempt);
        if (index >= 0) return index;
      }
    }
  }
  throw badValue('The positional operator did not find the match needed from the query.');
}

type FieldCondition = readonly [path: string, operand: Value];

function conditionsOn(arrayPath: string, filter: Doc, doc: Doc): FieldCondition[] {
  const found: FieldCondition[] = [];
  for (const [name, operand] of filter) {
    if ((name === '$and' || name === '$or') && Array.isArray(operand)) {
      const branches = operand.filter(isDoc);
      const chosen =
        name === '$and' ? branches : branches.filter(b => compileFilter(b).test(doc)).slice(0, 1);
      for (const branch of chosen) found.push(...conditionsOn(arrayPath, branch, doc));
    } else if ((name === arrayPath || name.startsWith(`${arrayPath}.`)) && pointsAtElement(operand)) {
      found.push([name, operand]);
    }
  }
  return found;
}

const pointsAtElement = (operand: Value) =>
  !isOperators(operand) || [...operand.keys()].some(name => !NEGATIVE.has(name));

function firstElement(
  array: readonly Value[],
  arrayPath: string,
  conditions: readonly FieldCondition[],
): number {
  const below = conditions.map(([path, operand]): [string, Value] => [
    path === arrayPath ? 'a' : `a${path.slice(arrayPath.length)}`,
    operand,
  ]);
  const tests = below.map(condition => compileFilter(new Map([condition])).test);
  return array.findIndex(item => tests.every(test => test(new Map([['a', [item]]]))));
}
