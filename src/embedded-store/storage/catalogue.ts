import { Binary, Int32, Long, UUID } from 'bson';
import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { toDouble } from '../bson/numbers.ts';
import { isDoc, isNumeric, type Doc, type Value } from '../bson/values.ts';
import { MongoError } from '../errors.ts';
import { indexFromSpec, type Index } from './indexSpec.ts';
import { catalogueKey, catalogueSpan, countersKey, documentSpan, entrySpan, type Span } from './keys.ts';
import { type KeyValues } from './kv.ts';

export interface Collection {
  readonly id: number;
  db: string;
  name: string;
  readonly uuid: Binary;
  indexes: Index[];
  nextIndex: number;
  /** Documents in it. */
  count: number;
  nextRecord: number;
}

/** "database.collection", as messages and cursors name it. */
export const namespaceOf = ({ db, name }: Pick<Collection, 'db' | 'name'>): string => `${db}.${name}`;

/**
 * The collections and their indexes, in memory and in the storage. Every method that changes something must be called
 * inside a transaction; after one that failed, `load` brings the memory back to what is stored.
 */
export class Catalogue {
  private readonly kv: KeyValues;
  private readonly byName = new Map<string, Collection>();
  private nextId = 1;

  constructor(kv: KeyValues) {
    this.kv = kv;
    this.load();
  }

  load(): void {
    this.byName.clear();
    this.nextId = 1;
    for (const { value } of this.kv.entries(catalogueSpan.from, catalogueSpan.to)) {
      const collection = this.read(decode(value));
      this.byName.set(namespaceOf(collection), collection);
      this.nextId = Math.max(this.nextId, collection.id + 1);
    }
  }

  find(db: string, name: string): Collection | null {
    return this.byName.get(`${db}.${name}`) ?? null;
  }

  /** @throws MongoError NamespaceNotFound */
  get(db: string, name: string): Collection {
    const collection = this.find(db, name);
    if (!collection) throw new MongoError('NamespaceNotFound', `ns does not exist: ${db}.${name}`);
    return collection;
  }

  all(): Collection[] {
    return [...this.byName.values()];
  }

  inDatabase(db: string): Collection[] {
    return this.all().filter(collection => collection.db === db);
  }

  /** Finds a collection or makes it, as every write does. */
  ensure(db: string, name: string): Collection {
    return this.find(db, name) ?? this.create(db, name);
  }

  create(db: string, name: string): Collection {
    checkNamespace(db, name);
    const idIndex = indexFromSpec(
      new Map<string, Value>([
        ['key', new Map([['_id', new Int32(1)]])],
        ['name', '_id_'],
      ]),
      0,
    );
    const collection: Collection = {
      id: this.nextId++,
      db,
      name,
      uuid: new UUID(),
      indexes: [{ ...idIndex, unique: true }],
      nextIndex: 1,
      count: 0,
      nextRecord: 1,
    };
    this.byName.set(namespaceOf(collection), collection);
    this.save(collection);
    this.saveCounters(collection);
    return collection;
  }

  drop(collection: Collection): void {
    this.wipe(documentSpan(collection.id));
    this.wipe(entrySpan(collection.id));
    this.kv.remove(catalogueKey(collection.id));
    this.kv.remove(countersKey(collection.id));
    this.byName.delete(namespaceOf(collection));
  }

  rename(collection: Collection, db: string, name: string): void {
    checkNamespace(db, name);
    this.byName.delete(namespaceOf(collection));
    collection.db = db;
    collection.name = name;
    this.byName.set(namespaceOf(collection), collection);
    this.save(collection);
  }

  save(collection: Collection): void {
    const { id, db, name, uuid, indexes, nextIndex } = collection;
    const entry: Doc = new Map<string, Value>([
      ['id', new Int32(id)],
      ['db', db],
      ['name', name],
      ['uuid', uuid],
      ['nextIndex', new Int32(nextIndex)],
      [
        'indexes',
        indexes.map(
          index =>
            new Map<string, Value>([
              ['id', new Int32(index.id)],
              ['unique', index.unique],
              ['multikey', index.multikey],
              ['spec', index.spec],
            ]),
        ),
      ],
    ]);
    this.kv.put(catalogueKey(id), encode(entry));
  }

  saveCounters({ id, count, nextRecord }: Collection): void {
    const counters: Doc = new Map([
      ['count', Long.fromNumber(count)],
      ['nextRecord', Long.fromNumber(nextRecord)],
    ]);
    this.kv.put(countersKey(id), encode(counters));
  }

  wipe({ from, to }: Span): void {
    for (const key of this.kv.keys(from, to)) this.kv.remove(key);
  }

  private read(entry: Doc): Collection {
    const id = numberIn(entry, 'id');
    const counters = decode(this.kv.get(countersKey(id)) ?? encode(new Map()));
    const indexes = entry.get('indexes');
    const uuid = entry.get('uuid');
    return {
      id,
      db: textIn(entry, 'db'),
      name: textIn(entry, 'name'),
      uuid: uuid instanceof Binary ? uuid : new UUID(),
      indexes: (Array.isArray(indexes) ? indexes : []).filter(isDoc).map(readIndex),
      nextIndex: numberIn(entry, 'nextIndex'),
      count: numberIn(counters, 'count'),
      nextRecord: numberIn(counters, 'nextRecord'),
    };
  }
}

function readIndex(entry: Doc): Index {
  const spec = entry.get('spec');
  const multikey = entry.get('multikey');
  const index = indexFromSpec(isDoc(spec) ? spec : new Map<string, Value>(), numberIn(entry, 'id'));
  return {
    ...index,
    unique: entry.get('unique') === true,
    multikey: Array.isArray(multikey) ? multikey.map(flag => flag === true) : index.multikey,
  };
}

function numberIn(doc: Doc, name: string): number {
  const value = doc.get(name);
  return isNumeric(value) ? toDouble(value) : 0;
}

function textIn(doc: Doc, name: string): string {
  const value = doc.get(name);
  return typeof value === 'string' ? value : '';
}

/** MongoDB's rules of names; a name is also at most 255 bytes together with its database. */
function checkNamespace(db: string, name: string): void {
  const wrong = (why: string) =>
    new MongoError('InvalidNamespace', `Invalid namespace specified '${db}.${name}': ${why}`);
  if (db === '' || /[/\\. "$*<>:|?\0]/.test(db) || Buffer.byteLength(db) > 63) throw wrong('database name');
  if (name === '' || name.startsWith('.') || /[$\0]/.test(name)) throw wrong('collection name');
  if (name.startsWith('system.')) throw wrong('system collections are not supported by the embedded store');
  if (Buffer.byteLength(`${db}.${name}`) > 255) throw wrong('it is longer than 255 bytes');
}
