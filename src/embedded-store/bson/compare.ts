import { type Binary } from 'bson';
import { compareNumbers } from './numbers.ts';
import { isNumeric, typeOrder, type Doc, type Value } from './values.ts';

/**
 * MongoDB's order of BSON values: first by type, then by value. Negative, zero or positive. Zero is also equality as
 * queries see it (1 equals 1.0).
 */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  const byType = typeOrder(a) - typeOrder(b);
  if (byType !== 0) return byType;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  if (a instanceof Map && b instanceof Map) return compareDocs(a, b);
  return compareOthers(a, b);
}

export const equal = (a: Value, b: Value): boolean => compare(a, b) === 0;

/** By UTF-8 bytes, which is by code points; JavaScript's own order differs beyond the basic plane. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const surrogates = Number(isSurrogate(x)) - Number(isSurrogate(y));
    return surrogates !== 0 ? surrogates : x - y;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;

function compareArrays(a: readonly Value[], b: readonly Value[]): number {
  for (const [index, item] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compare(item, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Field by field: the type of the value, then the name, then the value. */
function compareDocs(a: Doc, b: Doc): number {
  const others = b.entries();
  for (const [name, value] of a) {
    const next = others.next();
    if (next.done) return 1;
    const [otherName, other] = next.value;
    const order =
      typeOrder(value) - typeOrder(other) || compareStrings(name, otherName) || compare(value, other);
    if (order !== 0) return order;
  }
  return a.size - b.size;
}

function compareOthers(a: Value, b: Value): number {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return 0;
  if (!('_bsontype' in a) || !('_bsontype' in b)) return 0;
  if (a._bsontype === 'ObjectId' && b._bsontype === 'ObjectId') return Buffer.compare(a.id, b.id);
  if (a._bsontype === 'Binary' && b._bsontype === 'Binary') return compareBinaries(a, b);
  if (a._bsontype === 'Timestamp' && b._bsontype === 'Timestamp') return a.compare(b);
  if (a._bsontype === 'BSONRegExp' && b._bsontype === 'BSONRegExp') {
    return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options);
  }
  return 0;
}

/** By length, subtype, bytes. */
function compareBinaries(a: Binary, b: Binary): number {
  return a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
}
