import { keyAfter, keyOfValue, typeByte } from '../bson/keystring.ts';
import { toDouble } from '../bson/numbers.ts';
import { isDoc, isNumeric, isOperators, isRegex, typeName, type Doc, type Value } from '../bson/values.ts';

/** A condition that an index on its path can serve, in ascending keys of one value. */
export type Bound = { kind: 'points'; keys: readonly Buffer[] } | { kind: 'range'; from: Buffer; to: Buffer };

export interface FieldBounds {
  bounds: readonly Bound[];
  /** Whether the bounds say all that the filter says of this path, arrays aside. */
  exact: boolean;
}

export interface FilterBounds {
  byPath: ReadonlyMap<string, FieldBounds>;
  /** Whether the filter is nothing but the bounds. */
  complete: boolean;
}

/**
 * What indexes can do for a filter. The bounds never leave out a document that matches; whether each document found
 * by them does match is tested afterwards.
 */
export function boundsOf(filter: Doc): FilterBounds {
  const byPath = new Map<string, { bounds: Bound[]; exact: boolean }>();
  const complete = collect(filter, '', byPath);
  return { byPath, complete };
}

function collect(
  filter: Doc,
  prefix: string,
  byPath: Map<string, { bounds: Bound[]; exact: boolean }>,
): boolean {
  let complete = true;
  for (const [name, operand] of filter) {
    if (name === '$and' && Array.isArray(operand)) {
      for (const branch of operand) complete = isDoc(branch) && collect(branch, prefix, byPath) && complete;
    } else if (name.startsWith('$')) {
      complete = false;
    } else {
      const path = prefix + name;
      const { bounds, exact } = boundsOfField(operand);
      const known = byPath.get(path);
      if (bounds.length === 0) complete = false;
      else if (known) byPath.set(path, { bounds: [...known.bounds, ...bounds], exact: false });
      else byPath.set(path, { bounds: [...bounds], exact });
      const inner = isDoc(operand) ? operand.get('$elemMatch') : undefined;
      if (isDoc(inner) && !isOperators(inner)) collect(inner, `${path}.`, byPath);
    }
  }
  return complete;
}

function boundsOfField(operand: Value): FieldBounds {
  if (!isOperators(operand)) return pointsOf([operand]);
  const all = [...operand].map(([operator, value]) => boundsOfOperator(operator, value));
  return {
    bounds: all.flatMap(({ bounds }) => bounds),
    exact: all.length === 1 && all.every(({ exact }) => exact),
  };
}

const NONE: FieldBounds = { bounds: [], exact: false };

function boundsOfOperator(operator: string, value: Value): FieldBounds {
  switch (operator) {
    case '$eq':
      return pointsOf([value]);
    case '$in':
      return Array.isArray(value) ? pointsOf(value) : NONE;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeOf(operator, value);
    default:
      return NONE;
  }
}

/** Null also stands for missing fields and empty paths, and arrays match by element: both must be tested again. */
function pointsOf(values: readonly Value[]): FieldBounds {
  if (values.some(value => Array.isArray(value) || isRegex(value))) return NONE;
  const keys = new Map(values.map(value => [keyOfValue(value).toString('latin1'), keyOfValue(value)]));
  const sorted = [...keys.values()].sort((a, b) => Buffer.compare(a, b));
  return { bounds: [{ kind: 'points', keys: sorted }], exact: !values.includes(null) };
}

function rangeOf(operator: '$gt' | '$gte' | '$lt' | '$lte', value: Value): FieldBounds {
  const type = typeName(value);
  if (type === 'null' || type === 'minKey' || type === 'maxKey' || type === 'regex' || type === 'array')
    return NONE;
  if (isNumeric(value) && Number.isNaN(toDouble(value))) return NONE;
  const key = keyOfValue(value);
  const first = Buffer.of(typeByte(value));
  const last = Buffer.of(typeByte(value) + 1);
  const range = {
    $gt: { from: keyAfter(key), to: last },
    $gte: { from: key, to: last },
    $lt: { from: first, to: key },
    $lte: { from: first, to: keyAfter(key) },
  }[operator];
  return { bounds: [{ kind: 'range', ...range }], exact: false };
}

/** The narrowest of several ranges, for paths where no document has an array. */
export function intersection(bounds: readonly Bound[]): Bound | null {
  let from: Buffer | null = null;
  let to: Buffer | null = null;
  for (const bound of bounds) {
    if (bound.kind === 'points') return bound;
    if (!from || Buffer.compare(bound.from, from) > 0) from = bound.from;
    if (!to || Buffer.compare(bound.to, to) < 0) to = bound.to;
  }
  return from && to ? { kind: 'range', from, to } : null;
}
