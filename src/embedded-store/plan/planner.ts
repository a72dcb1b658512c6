import { keyAfter, ORDERED_BYTES } from '../bson/keystring.ts';
import { equal } from '../bson/compare.ts';
import { isDoc, show, type Doc, type Value } from '../bson/values.ts';
import { badValue } from '../errors.ts';
import { type Sort } from '../query/sort.ts';
import { type Collection } from '../storage/catalogue.ts';
import { type Index } from '../storage/indexSpec.ts';
import { indexPrefix, type Span } from '../storage/keys.ts';
import { boundsOf, intersection, type Bound, type FilterBounds } from './bounds.ts';

/** How to find the documents of a query. */
export interface Plan {
  /** Null: read the whole collection. */
  index: Index | null;
  spans: readonly Span[];
  /** Spans are single keys of a unique index. */
  points: boolean;
  reverse: boolean;
  /** The documents come in the order of the sort. */
  sorted: boolean;
  /** Every document found matches; no test is needed. */
  exact: boolean;
  /** A document may be found more than once. */
  repeats: boolean;
}

const WHOLE_COLLECTION: Plan = {
  index: null,
  spans: [],
  points: false,
  reverse: false,
  sorted: false,
  exact: false,
  repeats: false,
};

/** More combinations of `$in` lists than this are not enumerated. */
const MOST_COMBINATIONS = 20_000;

/** @throws MongoError BadValue when the hint names no index. */
export function planQuery(
  collection: Collection,
  filter: Doc,
  sort: Sort | null,
  hint: Value | undefined,
): Plan {
  const bounds = boundsOf(filter);
  if (hint !== undefined) {
    const forced = hinted(collection, hint);
    return forced ? planIndex(collection, forced, bounds, sort).plan : WHOLE_COLLECTION;
  }
  let best: { plan: Plan; score: number } = { plan: WHOLE_COLLECTION, score: 0 };
  for (const index of collection.indexes) {
    if (!holdsAll(index, filter, bounds)) continue;
    const candidate = planIndex(collection, index, bounds, sort);
    if (candidate.score > best.score) best = candidate;
  }
  return best.plan;
}

function hinted(collection: Collection, hint: Value): Index | null {
  if (isDoc(hint) && hint.has('$natural')) return null;
  const index = collection.indexes.find(({ name, key }) => (isDoc(hint) ? equal(key, hint) : name === hint));
  if (index) return index;
  throw badValue(
    `error processing query: planner returned error: hint provided does not correspond to an existing index: ${show(hint)}`,
  );
}

/** Whether a sparse or partial index holds every document that can match. */
function holdsAll(index: Index, filter: Doc, { byPath }: FilterBounds): boolean {
  if (index.partial) return implies(filter, index.partial.filter);
  if (!index.sparse) return true;
  return [...index.key.keys()].some(path => byPath.get(path)?.bounds.some(bound => !includesNull(bound)));
}

const NULL_TYPE = 5;
const includesNull = (bound: Bound) =>
  bound.kind === 'points' && bound.keys.some(key => key[0] === NULL_TYPE);

/** Whether a filter says, word for word, everything that a partial index's filter says. */
function implies(filter: Doc, wanted: Doc): boolean {
  return [...wanted].every(([name, operand]) => {
    const given = filter.get(name);
    if (given === undefined || name.startsWith('$')) return false;
    if (equal(given, operand)) return true;
    // `{$exists: true}` follows from equality with anything but null.
    const exists = isDoc(operand) && operand.size === 1 && operand.has('$exists');
    return exists && given !== null && !Array.isArray(given) && !isDoc(given);
  });
}

interface Step {
  /** Keys of this field, in the direction of the index. */
  points: readonly Buffer[];
  exact: boolean;
}

function planIndex(
  collection: Collection,
  index: Index,
  bounds: FilterBounds,
  sort: Sort | null,
): { plan: Plan; score: number } {
  const { steps, range } = stepsOf(index, bounds);
  const prefix = indexPrefix(collection.id, index.id);
  const complete = steps.length === index.fields.paths.length;
  let prefixes = [prefix];
  for (const { points } of steps)
    prefixes = prefixes.flatMap(p => points.map(point => Buffer.concat([p, point])));
  prefixes.sort((a, b) => Buffer.compare(a, b));
  const shortened = prefixes.some(p => p.length > ORDERED_BYTES);
  const { sorted, reverse } = orderOf(index, steps, sort);
  const plan: Plan = {
    index,
    points: complete && index.unique && !shortened,
    spans: prefixes.map(p => spanOf(p, range)),
    reverse,
    sorted,
    exact: isExact(bounds, index, steps) && !shortened && !range,
    repeats: index.multikey.includes(true) || shortened,
  };
  if (reverse) plan.spans = [...plan.spans].reverse();
  return {
    plan,
    score: steps.length * 100 + (range ? 50 : 0) + (sorted ? 40 : 0) + (plan.points ? 1000 : 0),
  };
}

/** Equalities for the first fields of the index, then at most one range. */
function stepsOf(index: Index, { byPath }: FilterBounds): { steps: Step[]; range: Span | null } {
  const steps: Step[] = [];
  let combinations = 1;
  let arrays = 0;
  for (const [at, path] of [...index.key.keys()].entries()) {
    const field = byPath.get(path);
    const multikey = index.multikey[at] === true;
    // Two conditions on arrays may be fulfilled by different elements, which stand under different keys.
    if (multikey && ++arrays > 1) break;
    const [first] = field?.bounds ?? [];
    const bound =
      !field || !first
        ? null
        : multikey
          ? (field.bounds.find(isPoints) ?? first)
          : intersection(field.bounds);
    if (!bound) break;
    const descending = index.fields.directions[at] === -1;
    if (bound.kind === 'range') return { steps, range: descending ? inverted(bound) : bound };
    combinations *= bound.keys.length;
    if (combinations > MOST_COMBINATIONS && steps.length > 0) break;
    steps.push({
      points: descending ? bound.keys.map(invert) : bound.keys,
      exact: field?.exact === true && !multikey,
    });
  }
  return { steps, range: null };
}

const isPoints = (bound: Bound) => bound.kind === 'points';

function invert(key: Buffer): Buffer {
  return Buffer.from(key.map(byte => ~byte));
}

const inverted = ({ from, to }: Span): Span => ({ from: keyAfter(invert(to)), to: keyAfter(invert(from)) });

/** Long keys are shortened in the index: there only the ordered beginning can be looked for. */
function spanOf(prefix: Buffer, range: Span | null): Span {
  if (prefix.length > ORDERED_BYTES) prefix = prefix.subarray(0, ORDERED_BYTES);
  if (!range) return { from: prefix, to: keyAfter(prefix) };
  const from = Buffer.concat([prefix, range.from]);
  const to = Buffer.concat([prefix, range.to]);
  return {
    from: from.length > ORDERED_BYTES ? from.subarray(0, ORDERED_BYTES) : from,
    to: to.length > ORDERED_BYTES ? keyAfter(to.subarray(0, ORDERED_BYTES)) : to,
  };
}

function isExact({ complete, byPath }: FilterBounds, index: Index, steps: readonly Step[]): boolean {
  if (!complete || !steps.every(({ exact }) => exact)) return false;
  const served = new Set([...index.key.keys()].slice(0, steps.length));
  return [...byPath.keys()].every(path => served.has(path));
}

/** Whether the index gives the order of the sort, and from which end. */
function orderOf(
  index: Index,
  steps: readonly Step[],
  sort: Sort | null,
): { sorted: boolean; reverse: boolean } {
  const unsorted = { sorted: false, reverse: false };
  if (!sort || steps.some(({ points }) => points.length > 1)) return unsorted;
  const paths = index.fields.paths.map(path => path.join('.'));
  const fixed = new Set(paths.slice(0, steps.length).filter((_, at) => index.multikey[at] !== true));
  let at = steps.length;
  let direction = 0;
  for (const [position, path] of sort.fields.paths.entries()) {
    const name = path.join('.');
    if (fixed.has(name)) continue;
    const wanted = (sort.fields.directions[position] ?? 1) * (index.fields.directions[at] ?? 1);
    if (paths[at] !== name || index.multikey[at] === true || (direction !== 0 && wanted !== direction))
      return unsorted;
    direction = wanted;
    at++;
  }
  return { sorted: true, reverse: direction < 0 };
}
