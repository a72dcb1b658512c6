import { isDoc, isOperators, isRegex, type Doc, type Value } from '../bson/values.ts';
import { MongoError } from '../errors.ts';

/** What an upsert inserts before its changes: the equalities of the filter, as MongoDB takes them. */
export function documentOfFilter(filter: Doc): Doc {
  const doc: Doc = new Map();
  for (const [path, value] of equalitiesOf(filter)) put(doc, path, value);
  return doc;
}

function* equalitiesOf(filter: Doc): Generator<[path: string, value: Value]> {
  for (const [name, operand] of filter) {
    if (name.startsWith('$')) {
      const branches = Array.isArray(operand) ? operand.filter(isDoc) : [];
      if (name === '$and' || (name === '$or' && branches.length === 1)) {
        for (const branch of branches) yield* equalitiesOf(branch);
      }
    } else if (!isOperators(operand)) {
      if (!isRegex(operand)) yield [name, operand];
    } else {
      const value = singleValue(operand);
      if (value !== undefined) yield [name, value];
    }
  }
}

function singleValue(operators: Doc): Value | undefined {
  const equal = operators.get('$eq');
  if (equal !== undefined) return equal;
  for (const name of ['$in', '$all']) {
    const list = operators.get(name);
    const [only] = Array.isArray(list) && list.length === 1 ? list : [];
    if (only !== undefined && !isRegex(only) && !isOperators(only)) return only;
  }
  return undefined;
}

function put(doc: Doc, path: string, value: Value): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let inner = doc;
  for (const step of steps) {
    const below = inner.get(step);
    if (below !== undefined && !isDoc(below)) throw twice(path);
    const next = below ?? new Map<string, Value>();
    inner.set(step, next);
    inner = next;
  }
  if (inner.has(last)) throw twice(path);
  inner.set(last, value);
}

const twice = (path: string) =>
  new MongoError('NotSingleValueField', `cannot infer query fields to set, path '${path}' is matched twice`);
