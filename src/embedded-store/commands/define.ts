import { equal } from '../bson/compare.ts';
import { encode } from '../bson/encode.ts';
import { isDoc, show, type Doc, type Value } from '../bson/values.ts';
import { badValue, MongoError } from '../errors.ts';
import { compileFilter } from '../query/matcher.ts';
import { namespaceOf } from '../storage/catalogue.ts';
import { type Index } from '../storage/indexSpec.ts';
import { answer } from './answer.ts';
import { Arguments } from './arguments.ts';
import { type Answer, type Call, type Command } from './command.ts';

function create({ engine, db, args }: Call): Answer {
  const name = args.text('create');
  args.off(
    ...'capped timeseries clusteredIndex viewOn pipeline validator encryptedFields changeStreamPreAndPostImages'.split(
      ' ',
    ),
    ...'storageEngine indexOptionDefaults expireAfterSeconds size max validationLevel validationAction'.split(
      ' ',
    ),
  );
  args.simpleCollation();
  args.end();
  if (engine.catalogue.find(db, name)) {
    // MongoDB takes the same request a second time for done.
    return new Map();
  }
  engine.catalogue.create(db, name);
  return new Map();
}

function drop({ engine, db, args }: Call): Answer {
  const name = args.text('drop');
  args.end();
  const collection = engine.catalogue.find(db, name);
  if (!collection) return new Map();
  engine.catalogue.drop(collection);
  return answer({ nIndexesWas: collection.indexes.length, ns: `${db}.${name}` });
}

function dropDatabase({ engine, db, args }: Call): Answer {
  args.value('dropDatabase');
  args.end();
  for (const collection of engine.catalogue.inDatabase(db)) engine.catalogue.drop(collection);
  return answer({ dropped: db });
}

/** `renameCollection: "db.from", to: "db.to"`, on the database `admin`. */
function renameCollection({ engine, args }: Call): Answer {
  const [fromDb, fromName] = splitNamespace(args.text('renameCollection'));
  const [toDb, toName] = splitNamespace(args.text('to'));
  const dropTarget = args.flag('dropTarget');
  args.end();
  const source = engine.catalogue.find(fromDb, fromName);
  if (!source)
    throw new MongoError('NamespaceNotFound', `Source collection ${fromDb}.${fromName} does not exist`);
  if (fromDb === toDb && fromName === toName) {
    throw new MongoError('IllegalOperation', "Can't rename a collection to itself");
  }
  const target = engine.catalogue.find(toDb, toName);
  if (target && !dropTarget) throw new MongoError('NamespaceExists', 'target namespace exists');
  if (target) engine.catalogue.drop(target);
  engine.catalogue.rename(source, toDb, toName);
  return new Map();
}

function splitNamespace(namespace: string): [db: string, name: string] {
  const dot = namespace.indexOf('.');
  if (dot < 1) throw new MongoError('InvalidNamespace', `Invalid namespace specified '${namespace}'`);
  return [namespace.slice(0, dot), namespace.slice(dot + 1)];
}

function createIndexes({ engine, db, args }: Call): Answer {
  const name = args.text('createIndexes');
  const specs = args.documents('indexes') ?? [];
  args.off('commitQuorum', 'ignoreUnknownIndexOptions');
  args.end();
  if (specs.length === 0) throw badValue('Must specify at least one index to create');
  const isNew = engine.catalogue.find(db, name) === null;
  const collection = engine.catalogue.ensure(db, name);
  const before = collection.indexes.length;
  for (const spec of specs) engine.createIndex(collection, spec);
  const after = collection.indexes.length;
  const out = answer({
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically: isNew,
  });
  if (before === after) out.set('note', 'all indexes already exist');
  return out;
}

function dropIndexes({ engine, db, args }: Call): Answer {
  const collection = engine.catalogue.get(db, args.text('dropIndexes'));
  const wanted = args.value('index') ?? null;
  args.end();
  const before = collection.indexes.length;
  const own = collection.indexes.filter(({ id }) => id !== 0);
  const chosen =
    wanted === '*'
      ? own
      : (Array.isArray(wanted) ? wanted : [wanted]).map(one => chosenIndex(collection.indexes, one));
  for (const index of chosen) engine.dropIndex(collection, index);
  return answer({ nIndexesWas: before });
}

function chosenIndex(indexes: readonly Index[], wanted: Value): Index {
  const index = indexes.find(({ name, key }) => (isDoc(wanted) ? equal(key, wanted) : name === wanted));
  if (!index) throw new MongoError('IndexNotFound', `index not found with name [${show(wanted)}]`);
  if (index.id === 0) throw new MongoError('InvalidOptions', 'cannot drop _id index');
  return index;
}

function listIndexes({ engine, cursors, db, args }: Call): Answer {
  const collection = engine.catalogue.get(db, args.text('listIndexes'));
  const batchSize = cursorBatch(args);
  args.end();
  const specs = collection.indexes.map(({ spec }) => encode(spec));
  return cursors.start(namespaceOf(collection), specs.values(), { batchSize });
}

function cursorBatch(args: Arguments): number | undefined {
  const cursor = args.document('cursor');
  if (!cursor) return undefined;
  const inner = new Arguments('cursor', cursor);
  const batchSize = inner.count('batchSize');
  inner.end();
  return batchSize;
}

function listCollections({ engine, cursors, db, args }: Call): Answer {
  args.value('listCollections');
  const { test } = compileFilter(args.document('filter') ?? new Map<string, Value>());
  const nameOnly = args.flag('nameOnly');
  const batchSize = cursorBatch(args);
  args.harmless('authorizedCollections');
  args.end();
  const rows = engine.catalogue.inDatabase(db).map(({ name, uuid, indexes }): Doc => {
    const row = answer({ name, type: 'collection' });
    if (nameOnly) return row;
    row.set('options', new Map());
    row.set('info', answer({ readOnly: false, uuid }));
    row.set('idIndex', indexes[0]?.spec ?? new Map<string, Value>());
    return row;
  });
  return cursors.start(`${db}.$cmd.listCollections`, rows.filter(test).map(encode).values(), { batchSize });
}

function listDatabases({ engine, args }: Call): Answer {
  args.value('listDatabases');
  const { test } = compileFilter(args.document('filter') ?? new Map<string, Value>());
  const nameOnly = args.flag('nameOnly');
  args.harmless('authorizedDatabases');
  args.end();
  const names = [...new Set(engine.catalogue.all().map(({ db }) => db))].sort();
  const databases = names.map(name =>
    nameOnly ? answer({ name }) : answer({ name, sizeOnDisk: 0, empty: false }),
  );
  return answer({ databases: databases.filter(test), totalSize: 0 });
}

export const DEFINE_COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['create', { kind: 'defines', run: create }],
  ['drop', { kind: 'defines', run: drop }],
  ['dropDatabase', { kind: 'defines', run: dropDatabase }],
  ['renameCollection', { kind: 'defines', run: renameCollection }],
  ['createIndexes', { kind: 'defines', run: createIndexes }],
  ['dropIndexes', { kind: 'defines', run: dropIndexes }],
  ['listIndexes', { kind: 'reads', run: listIndexes }],
  ['listCollections', { kind: 'reads', run: listCollections }],
  ['listDatabases', { kind: 'reads', run: listDatabases }],
]);
