import { show, type Doc, type Value } from '../bson/values.ts';
import { MongoError } from '../errors.ts';
import { candidates } from '../query/path.ts';
import { namespaceOf, type Collection } from './catalogue.ts';
import { documentKeys } from './indexKeys.ts';
import { type Index } from './indexSpec.ts';
import { indexPrefix, recordBytes, recordIn } from './keys.ts';
import { type KeyValues } from './kv.ts';

/** The keys of one document in one index, without the index's prefix. */
interface IndexKeys {
  index: Index;
  keys: readonly Buffer[];
  multikey: readonly boolean[];
}

const EMPTY = Buffer.alloc(0);

/** The keys of a document in all indexes of its collection; none where a sparse or partial index leaves it out. */
export function entryKeysOf({ indexes }: Collection, doc: Doc): IndexKeys[] {
  return indexes.map(index => {
    if (index.partial && !index.partial.matcher.test(doc)) return { index, keys: [], multikey: [] };
    return { index, ...documentKeys(doc, index.fields, index.sparse) };
  });
}

/** @throws MongoError DuplicateKey when another record has one of the keys in a unique index. */
export function refuseDuplicates(
  kv: KeyValues,
  collection: Collection,
  all: readonly IndexKeys[],
  doc: Doc,
  record: number,
): void {
  for (const { index, keys } of all) {
    if (!index.unique) continue;
    for (const key of keys) {
      const holder = kv.get(entryKey(collection, index, key, record));
      if (holder && recordIn(holder) !== record) throw duplicate(collection, index, doc);
    }
  }
}

/** Answers whether an index saw its first array, which its collection must remember. */
export function addEntries(
  kv: KeyValues,
  collection: Collection,
  all: readonly IndexKeys[],
  record: number,
): boolean {
  let changed = false;
  for (const { index, keys, multikey } of all) {
    for (const key of keys) putEntry(kv, collection, index, key, record);
    changed = markMultikey(index, multikey) || changed;
  }
  return changed;
}

export function removeEntries(
  kv: KeyValues,
  collection: Collection,
  all: readonly IndexKeys[],
  record: number,
): void {
  for (const { index, keys } of all)
    for (const key of keys) kv.remove(entryKey(collection, index, key, record));
}

/** Removes and adds only what differs. Answers as `addEntries`. */
export function moveEntries(
  kv: KeyValues,
  collection: Collection,
  before: readonly IndexKeys[],
  after: readonly IndexKeys[],
  record: number,
): boolean {
  let changed = false;
  after.forEach(({ index, keys, multikey }, at) => {
    const old = before[at]?.keys ?? [];
    for (const key of old) if (!includes(keys, key)) kv.remove(entryKey(collection, index, key, record));
    for (const key of keys) if (!includes(old, key)) putEntry(kv, collection, index, key, record);
    changed = markMultikey(index, multikey) || changed;
  });
  return changed;
}

const includes = (keys: readonly Buffer[], key: Buffer) => keys.some(other => other.equals(key));

/** A unique index holds one record a key; in the others the record's number is the end of the key. */
function entryKey(collection: Collection, index: Index, key: Buffer, record: number): Buffer {
  const prefix = indexPrefix(collection.id, index.id);
  return Buffer.concat(index.unique ? [prefix, key] : [prefix, key, recordBytes(record)]);
}

function putEntry(kv: KeyValues, collection: Collection, index: Index, key: Buffer, record: number): void {
  kv.put(entryKey(collection, index, key, record), index.unique ? recordBytes(record) : EMPTY);
}

function markMultikey(index: Index, multikey: readonly boolean[]): boolean {
  let changed = false;
  multikey.forEach((isArray, field) => {
    if (!isArray || index.multikey[field]) return;
    index.multikey[field] = true;
    changed = true;
  });
  return changed;
}

function duplicate(collection: Collection, index: Index, doc: Doc): MongoError {
  const keyValue: Doc = new Map<string, Value>();
  [...index.key.keys()].forEach((name, at) => {
    keyValue.set(name, candidates(doc, index.fields.paths[at] ?? [])[0] ?? null);
  });
  return new MongoError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespaceOf(collection)} index: ${index.name} dup key: ${show(keyValue)}`,
    [
      ['keyPattern', index.key],
      ['keyValue', keyValue],
    ],
  );
}
