import { Int32, ObjectId } from 'bson';
import { decode } from '../bson/decode.ts';
import { encode, MAX_DOCUMENT_BYTES, tooLarge } from '../bson/encode.ts';
import { toDouble } from '../bson/numbers.ts';
import { depthOf, isNumeric, isRegex, typeName, type Doc } from '../bson/values.ts';
import { MongoError } from '../errors.ts';
import { Catalogue, type Collection } from './catalogue.ts';
import { addEntries, entryKeysOf, moveEntries, refuseDuplicates, removeEntries } from './indexEntries.ts';
import { existingIndex, indexFromSpec, type Index } from './indexSpec.ts';
import { documentKey, documentSpan, formatKey, indexPrefix, recordIn } from './keys.ts';
import { keyAfter } from '../bson/keystring.ts';
import { type KeyValues } from './kv.ts';

/** The layout of the storage that this program writes. */
const FORMAT = 1;
/** MongoDB's limit for stored documents. */
const DEEPEST_DOCUMENT = 100;

/** Documents with their indexes. Everything that writes must be called inside `transaction`. */
export class Engine {
  readonly kv: KeyValues;
  readonly catalogue: Catalogue;
  /** Grows with every transaction, so that a resting cursor knows whether its documents may have changed. */
  version = 0;
  private readonly touched = new Set<Collection>();

  constructor(kv: KeyValues) {
    this.kv = kv;
    this.checkFormat();
    this.catalogue = new Catalogue(kv);
  }

  private checkFormat(): void {
    const stored = this.kv.get(formatKey);
    const format = stored && decode(stored).get('format');
    if (isNumeric(format) && toDouble(format) > FORMAT) {
      throw new Error(
        `the files have format ${toDouble(format)}, this program knows ${FORMAT}: run a newer program`,
      );
    }
    if (!stored)
      this.kv.transaction(() => this.kv.put(formatKey, encode(new Map([['format', new Int32(FORMAT)]]))));
  }

  /** All or nothing, and on disk when it returns. */
  transaction<T>(work: () => T): T {
    this.version++;
    try {
      return this.kv.transaction(() => {
        const result = work();
        for (const collection of this.touched) {
          if (this.catalogue.find(collection.db, collection.name) === collection)
            this.catalogue.saveCounters(collection);
        }
        return result;
      });
    } catch (error) {
      this.catalogue.load();
      throw error;
    } finally {
      this.touched.clear();
    }
  }

  fetch(collection: Collection, record: number): Buffer | undefined {
    return this.kv.get(documentKey(collection.id, record));
  }

  /** @throws MongoError DuplicateKey and what `checkStorable` throws; then nothing has changed. */
  insert(collection: Collection, given: Buffer): Doc {
    const { doc, bytes } = withIdFirst(given);
    checkStorable(doc, bytes);
    const record = collection.nextRecord;
    const keys = entryKeysOf(collection, doc);
    refuseDuplicates(this.kv, collection, keys, doc, record);
    collection.nextRecord++;
    collection.count++;
    this.touched.add(collection);
    if (addEntries(this.kv, collection, keys, record)) this.catalogue.save(collection);
    this.kv.put(documentKey(collection.id, record), bytes);
    return doc;
  }

  /**
   * Puts `after` in the place of a document. Answers false when both are the same to the byte.
   *
   * @throws MongoError DuplicateKey and what `checkStorable` throws; then nothing has changed.
   */
  replace(collection: Collection, record: number, before: Buffer, after: Doc): boolean {
    const bytes = encode(after);
    if (bytes.equals(before)) return false;
    checkStorable(after, bytes);
    const oldKeys = entryKeysOf(collection, decode(before));
    const newKeys = entryKeysOf(collection, after);
    refuseDuplicates(this.kv, collection, newKeys, after, record);
    if (moveEntries(this.kv, collection, oldKeys, newKeys, record)) this.catalogue.save(collection);
    this.kv.put(documentKey(collection.id, record), bytes);
    return true;
  }

  remove(collection: Collection, record: number, doc: Doc): void {
    removeEntries(this.kv, collection, entryKeysOf(collection, doc), record);
    this.kv.remove(documentKey(collection.id, record));
    collection.count--;
    this.touched.add(collection);
  }

  /** Answers false when the same index is there already. */
  createIndex(collection: Collection, spec: Doc): boolean {
    const index = indexFromSpec(spec, collection.nextIndex);
    if (existingIndex(collection.indexes, index)) return false;
    collection.nextIndex++;
    const only = { ...collection, indexes: [index] };
    const { from, to } = documentSpan(collection.id);
    for (const { key, value } of this.kv.entries(from, to)) {
      const record = recordIn(key);
      const doc = decode(value);
      const keys = entryKeysOf(only, doc);
      refuseDuplicates(this.kv, only, keys, doc, record);
      addEntries(this.kv, only, keys, record);
    }
    collection.indexes = [...collection.indexes, index];
    this.catalogue.save(collection);
    return true;
  }

  dropIndex(collection: Collection, index: Index): void {
    const from = indexPrefix(collection.id, index.id);
    this.catalogue.wipe({ from, to: keyAfter(from) });
    collection.indexes = collection.indexes.filter(({ id }) => id !== index.id);
    this.catalogue.save(collection);
  }
}

/** Drivers make the `_id`; one that is missing is made here, and it always stands first. */
function withIdFirst(bytes: Buffer): { doc: Doc; bytes: Buffer } {
  const doc = decode(bytes);
  if ([...doc.keys()][0] === '_id') return { doc, bytes };
  const id = doc.get('_id') ?? (doc.has('_id') ? null : new ObjectId());
  doc.delete('_id');
  const ordered: Doc = new Map([['_id', id], ...doc]);
  return { doc: ordered, bytes: encode(ordered) };
}

function checkStorable(doc: Doc, bytes: Buffer): void {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge('object to insert');
  if (depthOf(doc) > DEEPEST_DOCUMENT) {
    throw new MongoError(
      'Overflow',
      `cannot store a document with more than ${DEEPEST_DOCUMENT} levels of nesting`,
    );
  }
  const id = doc.get('_id');
  if (Array.isArray(id) || isRegex(id)) {
    throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${typeName(id)}`);
  }
  const dollar = id instanceof Map ? [...id.keys()].find(name => name.startsWith('$')) : undefined;
  if (dollar !== undefined) {
    throw new MongoError(
      'DollarPrefixedFieldName',
      `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
    );
  }
}
