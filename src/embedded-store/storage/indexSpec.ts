import { Int32 } from 'bson';
import { equal } from '../bson/compare.ts';
import { toDouble } from '../bson/numbers.ts';
import { isDoc, isNumeric, isOperators, show, type Doc, type Value } from '../bson/values.ts';
import { MongoError, NOT_HERE } from '../errors.ts';
import { compileFilter, isTruthy, type Matcher } from '../query/matcher.ts';
import { isArrayIndex } from '../query/path.ts';
import { type KeyFields } from './indexKeys.ts';

export interface Index {
  readonly id: number;
  readonly name: string;
  readonly key: Doc;
  readonly fields: KeyFields;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: { filter: Doc; matcher: Matcher } | null;
  readonly expireAfterSeconds: number | null;
  /** For each field whether some document has an array on its path. */
  multikey: boolean[];
  /** As `listIndexes` answers it. */
  readonly spec: Doc;
}

const OPTIONS = new Set([
  'key',
  'name',
  'v',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'ns',
]);
const LONGEST_EXPIRY = 2_147_483_647;

const refuse = (message: string) => new MongoError('CannotCreateIndex', message);

/**
 * Reads the description of an index in `createIndexes`.
 *
 * @throws MongoError CannotCreateIndex naming the option, type or filter operator that is wrong or not supported.
 */
export function indexFromSpec(spec: Doc, id: number): Index {
  for (const name of spec.keys()) {
    if (!OPTIONS.has(name))
      throw new MongoError(197, `The field '${name}' of an index specification is unknown or ${NOT_HERE}`);
  }
  const key = spec.get('key');
  if (!isDoc(key) || key.size === 0) throw refuse('Index keys cannot be empty.');
  const fields = keyFields(key);
  const name =
    spec.get('name') ?? [...key].map(([path, direction]) => `${path}_${show(direction)}`).join('_');
  if (typeof name !== 'string' || name === '')
    throw refuse('The name of an index must be a string that is not empty');
  const filter = spec.get('partialFilterExpression');
  if (filter !== undefined && !isDoc(filter)) throw refuse('partialFilterExpression must be an object');
  if (filter) checkPartial(filter);
  const sparse = isTruthy(spec.get('sparse'));
  if (filter && sparse) throw refuse('cannot mix "partialFilterExpression" and "sparse" options');
  const unique = isTruthy(spec.get('unique'));
  const expireAfterSeconds = expiry(spec.get('expireAfterSeconds'), key);
  const stored: Doc = new Map<string, Value>([
    ['v', new Int32(2)],
    ['key', key],
    ['name', name],
  ]);
  if (unique) stored.set('unique', true);
  if (sparse) stored.set('sparse', true);
  if (filter) stored.set('partialFilterExpression', filter);
  if (expireAfterSeconds !== null) stored.set('expireAfterSeconds', new Int32(expireAfterSeconds));
  return {
    id,
    name,
    key,
    fields,
    unique,
    sparse,
    partial: filter ? { filter, matcher: compileFilter(filter) } : null,
    expireAfterSeconds,
    multikey: fields.paths.map(() => false),
    spec: stored,
  };
}

function keyFields(key: Doc): KeyFields {
  const directions = [...key].map(([path, direction]) => {
    if (typeof direction === 'string') throw refuse(`Index type '${direction}' ${NOT_HERE}`);
    const number = isNumeric(direction) ? toDouble(direction) : 0;
    if (number === 0 || Number.isNaN(number)) {
      throw refuse(`Values in v:2 index key pattern must be numbers other than 0: ${path}`);
    }
    return number < 0 ? -1 : 1;
  });
  const paths = [...key.keys()].map(path => {
    const steps = path.split('.');
    if (path.includes('$**')) throw refuse(`Wildcard indexes: ${path} ${NOT_HERE}`);
    if (steps.some(step => step === '' || step.startsWith('$')))
      throw refuse(`Index key contains an illegal field name: ${path}`);
    if (steps.some(isArrayIndex))
      throw refuse(`An index on a numbered element of an array: ${path} ${NOT_HERE}`);
    return steps;
  });
  return { paths, directions };
}

function expiry(value: Value | undefined, key: Doc): number | null {
  if (value === undefined) return null;
  const seconds = isNumeric(value) ? toDouble(value) : NaN;
  if (!(seconds >= 0 && seconds <= LONGEST_EXPIRY))
    throw refuse(`TTL index 'expireAfterSeconds' option must be within 0 and ${LONGEST_EXPIRY}`);
  if (key.size !== 1)
    throw refuse('TTL indexes are single-field indexes, compound indexes do not support TTL.');
  if (key.has('_id')) throw refuse('TTL index on _id: the _id index does not support TTL');
  return Math.trunc(seconds);
}

const PARTIAL_OPERATORS = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$type', '$exists', '$in']);

function checkPartial(filter: Doc): void {
  for (const [name, operand] of filter) {
    if (name === '$and' || name === '$or') {
      for (const branch of Array.isArray(operand) ? operand.filter(isDoc) : []) checkPartial(branch);
    } else if (isOperators(operand)) {
      for (const [operator, value] of operand) {
        if (!PARTIAL_OPERATORS.has(operator) || (operator === '$exists' && !isTruthy(value))) {
          throw refuse(`Expression not supported in partial index: ${operator}`);
        }
      }
    } else if (name.startsWith('$')) throw refuse(`Expression not supported in partial index: ${name}`);
  }
}

/**
 * The index that is there already, if the wanted one says the same.
 *
 * @throws MongoError IndexKeySpecsConflict or IndexOptionsConflict when one is there that differs.
 */
export function existingIndex(indexes: readonly Index[], wanted: Index): Index | null {
  const named = indexes.find(({ name }) => name === wanted.name);
  if (named) {
    if (named.name === '_id_' && equal(named.key, wanted.key)) return named;
    if (!sameSignature(named, wanted)) {
      throw new MongoError(
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. Requested index: ${show(wanted.spec)}, existing index: ${show(named.spec)}`,
      );
    }
    if (named.expireAfterSeconds !== wanted.expireAfterSeconds) throw conflict(wanted, named);
    return named;
  }
  if (wanted.key.size === 1 && isIdKey(wanted.key)) return indexes.find(({ id }) => id === 0) ?? null;
  const similar = indexes.find(index => sameSignature(index, wanted));
  if (similar) throw conflict(wanted, similar);
  return null;
}

const isIdKey = (key: Doc) => key.has('_id') && equal(key.get('_id') ?? null, new Int32(1));

const conflict = (wanted: Index, existing: Index) =>
  new MongoError(
    'IndexOptionsConflict',
    wanted.name === existing.name
      ? `An equivalent index already exists with the same name but different options. Requested index: ${show(wanted.spec)}, existing index: ${show(existing.spec)}`
      : `Index already exists with a different name: ${existing.name}`,
  );

function sameSignature(a: Index, b: Index): boolean {
  const filters = [a.partial?.filter ?? null, b.partial?.filter ?? null] as const;
  return equal(a.key, b.key) && a.unique === b.unique && a.sparse === b.sparse && equal(...filters);
}
