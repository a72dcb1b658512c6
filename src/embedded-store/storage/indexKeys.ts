import { clampKey, EMPTY_ARRAY, keyOf, type KeyPart } from '../bson/keystring.ts';
import { isDoc, type Doc, type Value } from '../bson/values.ts';
import { MongoError } from '../errors.ts';

/** The fields of a key pattern, with their paths taken apart. */
export interface KeyFields {
  paths: readonly (readonly string[])[];
  directions: readonly number[];
}

export interface DocumentKeys {
  /** In no order, without repetitions; one for most documents, several where a field is an array. */
  keys: Buffer[];
  /** For each field whether an array stood on its path. */
  multikey: boolean[];
  /** Whether none of the fields is in the document. */
  allMissing: boolean;
}

/**
 * The keys under which an index holds a document. Arrays give a key for each element; fields below the same array
 * stay together element by element; two different arrays cannot be in one index.
 *
 * @throws MongoError CannotIndexParallelArrays
 */
export function documentKeys(doc: Doc, fields: KeyFields): DocumentKeys {
  const count = fields.paths.length;
  const walk: Walk = { tuples: [], multikey: new Array<boolean>(count).fill(false), found: false };
  expand(
    fields.paths.map(path => ({ value: doc, rest: path })),
    walk,
  );
  const keys = walk.tuples.map(tuple => keyOf(tuple, fields.directions));
  return { keys: distinct(keys).map(clampKey), multikey: walk.multikey, allMissing: !walk.found };
}

/** The smallest key of a document for a sort pattern; unlike an index's it is never shortened. */
export function smallestKey(doc: Doc, fields: KeyFields): Buffer {
  const walk: Walk = {
    tuples: [],
    multikey: new Array<boolean>(fields.paths.length).fill(false),
    found: false,
  };
  expand(
    fields.paths.map(path => ({ value: doc, rest: path })),
    walk,
  );
  return walk.tuples
    .map(tuple => keyOf(tuple, fields.directions))
    .reduce((a, b) => (Buffer.compare(b, a) < 0 ? b : a));
}

interface Walk {
  tuples: KeyPart[][];
  multikey: boolean[];
  found: boolean;
}

/** Where a field's path has come to: a value and the steps that are left. */
interface Place {
  value: KeyPart | undefined;
  rest: readonly string[];
  /** An element of an array that was taken apart: one value, even if it is an array itself. */
  element?: boolean;
}

function expand(places: readonly Place[], walk: Walk): void {
  const advanced = places.map(advance);
  const array = advanced.find(({ value, element }) => Array.isArray(value) && !element)?.value;
  if (!Array.isArray(array)) {
    if (advanced.some(({ value }) => value !== undefined)) walk.found = true;
    walk.tuples.push(advanced.map(({ value }) => value ?? null));
    return;
  }
  walk.found = true;
  const atArray = advanced.map(({ value, element }, index) => {
    if (!Array.isArray(value) || element) return false;
    if (value !== array) throw parallel();
    walk.multikey[index] = true;
    return true;
  });
  const elements: readonly (Value | typeof EMPTY_ARRAY)[] = array.length > 0 ? array : [EMPTY_ARRAY];
  for (const element of elements) {
    expand(
      advanced.map((place, index) => (atArray[index] ? inElement(element, place.rest) : place)),
      walk,
    );
  }
}

const parallel = () => new MongoError('CannotIndexParallelArrays', 'cannot index parallel arrays');

/** Follows documents until the path ends or an array stands in the way. */
function advance(place: Place): Place {
  if (place.element) return place;
  const { rest } = place;
  let { value } = place;
  let at = 0;
  while (at < rest.length && isDocument(value)) value = value.get(rest[at++] ?? '');
  const left = rest.slice(at);
  if (left.length === 0 || Array.isArray(value)) return { value, rest: left };
  return { value: undefined, rest: [] };
}

const isDocument = (value: KeyPart | undefined): value is Doc => typeof value !== 'symbol' && isDoc(value);

function inElement(element: Value | typeof EMPTY_ARRAY, rest: readonly string[]): Place {
  if (rest.length > 0) return isDocument(element) ? { value: element, rest } : { value: undefined, rest: [] };
  return { value: element, rest, element: true };
}

function distinct(keys: Buffer[]): Buffer[] {
  return keys.length < 2 ? keys : [...new Map(keys.map(key => [key.toString('latin1'), key])).values()];
}
