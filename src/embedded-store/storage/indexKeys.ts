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
}

/**
 * The keys under which an index holds a document. Arrays give a key for each element; fields below the same array
 * stay together element by element; two different arrays cannot be in one index.
 *
 * @param sparse leaves out keys of which no field is there.
 * @throws MongoError CannotIndexParallelArrays
 */
export function documentKeys(doc: Doc, fields: KeyFields, sparse: boolean): DocumentKeys {
  const { tuples, multikey } = walkOf(doc, fields);
  const held = sparse ? tuples.filter(tuple => tuple.some(part => part !== undefined)) : tuples;
  const keys = held.map(tuple => tupleKey(tuple, fields));
  return { keys: distinct(keys).map(clampKey), multikey };
}

/** The smallest key of a document for a sort pattern; unlike an index's it is never shortened. */
export function smallestKey(doc: Doc, fields: KeyFields): Buffer {
  const keys = walkOf(doc, fields).tuples.map(tuple => tupleKey(tuple, fields));
  return keys.reduce((a, b) => (Buffer.compare(b, a) < 0 ? b : a));
}

/** A missing field stands in an index as null. */
const tupleKey = (tuple: Tuple, { directions }: KeyFields): Buffer =>
  keyOf(
    tuple.map(part => part ?? null),
    directions,
  );

type Tuple = readonly (KeyPart | undefined)[];

interface Walk {
  tuples: Tuple[];
  multikey: boolean[];
}

function walkOf(doc: Doc, { paths }: KeyFields): Walk {
  const walk: Walk = { tuples: [], multikey: paths.map(() => false) };
  expand(
    paths.map(path => ({ value: doc, rest: path })),
    walk,
  );
  return walk;
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
    walk.tuples.push(advanced.map(({ value }) => value));
    return;
  }
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
