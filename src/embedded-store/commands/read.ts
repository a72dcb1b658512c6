import { Int32, Long } from 'bson';
import { decode, pickFields } from '../bson/decode.ts';
import { encode, MAX_DOCUMENT_BYTES, tooLarge } from '../bson/encode.ts';
import { keyOfValue } from '../bson/keystring.ts';
import { isDoc, type Doc, type Value } from '../bson/values.ts';
import { runPipeline } from '../aggregate/pipeline.ts';
import { badValue, failedToParse, MongoError, NOT_HERE } from '../errors.ts';
import { countDocuments, findDocuments, type Found, type Query } from '../plan/find.ts';
import { explainPlan } from '../plan/explain.ts';
import { isArrayIndex, parsePath, type Path } from '../query/path.ts';
import { compileFilter } from '../query/matcher.ts';
import { compileProjection, wholeFields } from '../query/projection.ts';
import { compileSort } from '../query/sort.ts';
import { type Collection } from '../storage/catalogue.ts';
import { type Engine } from '../storage/engine.ts';
import { answer } from './answer.ts';
import { Arguments } from './arguments.ts';
import { type Answer, type Call, type Command } from './command.ts';

interface FindArguments extends Query {
  name: string;
  projection: Doc | undefined;
  batchSize: number | undefined;
  singleBatch: boolean;
  noCursorTimeout: boolean;
}

function findArguments(args: Arguments): FindArguments {
  args.off('tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max', 'let', 'oplogReplay');
  args.harmless('allowDiskUse', 'allowPartialResults');
  args.simpleCollation();
  const limit = args.integer('limit') ?? 0;
  const read = {
    name: args.text('find'),
    filter: args.document('filter') ?? new Map<string, Value>(),
    sort: args.document('sort'),
    skip: args.count('skip'),
    // A negative limit of older drivers means one batch.
    limit: Math.abs(limit),
    projection: args.document('projection'),
    hint: args.value('hint'),
    batchSize: args.count('batchSize'),
    singleBatch: args.flag('singleBatch') || limit < 0,
    noCursorTimeout: args.flag('noCursorTimeout'),
  };
  args.end();
  return read;
}

function find({ engine, cursors, db, args, timeLimit }: Call): Answer {
  const { name, projection, batchSize, singleBatch, noCursorTimeout, ...query } = findArguments(args);
  // Compiled also where nothing is read, so that a mistake shows in an empty store too.
  compileFilter(query.filter);
  if (query.sort) compileSort(query.sort);
  const project = projection ? encodedProjection(projection, query.filter) : null;
  const collection = engine.catalogue.find(db, name);
  const found = collection ? findDocuments(engine, collection, { ...query, timeLimit }) : [];
  return cursors.start(`${db}.${name}`, projected(found, project), {
    batchSize,
    single: singleBatch,
    neverIdle: noCursorTimeout,
    alive: stillThere(engine, collection),
    timeLimit,
  });
}

/** Whether a collection is there with all the indexes that a cursor may have begun to read. */
function stillThere({ catalogue }: Engine, collection: Collection | null): () => boolean {
  if (!collection) return () => true;
  const { id, db, name } = collection;
  const indexes = collection.indexes.map(index => index.id);
  return () => {
    const now = catalogue.find(db, name);
    return now?.id === id && indexes.every(index => now.indexes.some(other => other.id === index));
  };
}

function encodedProjection(spec: Doc, filter: Doc): ((bytes: Buffer) => Buffer) | null {
  const project = compileProjection(spec, { filter });
  const names = wholeFields(spec);
  if (names) return bytes => pickFields(bytes, names);
  return project && (bytes => encode(project(decode(bytes))));
}

function* projected(found: Iterable<Found>, project: ((bytes: Buffer) => Buffer) | null): Generator<Buffer> {
  for (const { bytes } of found) yield project ? project(bytes) : bytes;
}

function getMore({ cursors, db, args }: Call): Answer {
  const id = args.value('getMore');
  const namespace = `${db}.${args.text('collection')}`;
  const batchSize = args.count('batchSize');
  args.end();
  if (!(id instanceof Long)) throw badValue('getMore needs the id of a cursor');
  return cursors.more(id, namespace, batchSize);
}

function killCursors({ cursors, args }: Call): Answer {
  args.text('killCursors');
  const ids = args.list('cursors') ?? [];
  args.end();
  const killed: Value[] = [];
  const missing: Value[] = [];
  for (const id of ids) (id instanceof Long && cursors.kill(id) ? killed : missing).push(id);
  return answer({ cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [] });
}

function count({ engine, db, args, timeLimit }: Call): Answer {
  const name = args.text('count');
  args.harmless('fields');
  args.simpleCollation();
  const query: Query = {
    filter: args.document('query') ?? new Map<string, Value>(),
    skip: args.count('skip'),
    limit: Math.abs(args.integer('limit') ?? 0),
    hint: args.value('hint'),
    timeLimit,
  };
  args.end();
  compileFilter(query.filter);
  const collection = engine.catalogue.find(db, name);
  return answer({ n: collection ? countDocuments(engine, collection, query) : 0 });
}

function distinct({ engine, db, args, timeLimit }: Call): Answer {
  const name = args.text('distinct');
  const path = parsePath(args.text('key'));
  const filter = args.document('query') ?? new Map<string, Value>();
  const hint = args.value('hint');
  args.simpleCollation();
  args.end();
  const collection = engine.catalogue.find(db, name);
  const values = new Map<string, Value>();
  let size = 0;
  if (!collection) compileFilter(filter);
  else {
    for (const { bytes } of findDocuments(engine, collection, { filter, hint, timeLimit })) {
      for (const value of distinctValues(decode(bytes, new Set([path[0] ?? ''])), path, 0)) {
        const key = keyOfValue(value).toString('latin1');
        if (values.has(key)) continue;
        values.set(key, value);
        size += key.length;
        if (size > MAX_DOCUMENT_BYTES) throw tooLarge('the answer of distinct');
      }
    }
  }
  return answer({ values: [...values.values()] });
}

/** Like the candidates of a condition, but an array at the end counts with its elements only. */
function* distinctValues(value: Value | undefined, path: Path, at: number): Generator<Value> {
  const step = path[at];
  if (value === undefined) return;
  if (step === undefined) {
    if (Array.isArray(value)) yield* value;
    else yield value;
  } else if (isDoc(value)) yield* distinctValues(value.get(step), path, at + 1);
  else if (Array.isArray(value)) {
    if (isArrayIndex(step)) yield* distinctValues(value[Number(step)], path, at + 1);
    else for (const item of value) if (isDoc(item)) yield* distinctValues(item, path, at);
  }
}

function aggregate({ engine, cursors, db, args, timeLimit }: Call): Answer {
  const name = args.value('aggregate');
  if (typeof name !== 'string') throw badValue(`An aggregation without a collection ${NOT_HERE}`);
  const pipeline = args.list('pipeline');
  const cursor = args.document('cursor');
  const hint = args.value('hint');
  args.off('explain', 'let');
  args.harmless('allowDiskUse', 'bypassDocumentValidation');
  args.simpleCollation();
  args.end();
  if (!pipeline)
    throw new MongoError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  if (!cursor)
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  const cursorArguments = new Arguments('aggregate.cursor', cursor);
  const batchSize = cursorArguments.count('batchSize');
  cursorArguments.end();
  const collection = engine.catalogue.find(db, name);
  const docs = runPipeline(engine, collection, pipeline, { hint, timeLimit });
  const encoded = (function* () {
    for (const doc of docs) yield encode(doc);
  })();
  return cursors.start(`${db}.${name}`, encoded, {
    batchSize,
    alive: stillThere(engine, collection),
    timeLimit,
  });
}

/** How a `find` would be done: which index serves it, and whether it sorts. */
function explain({ engine, db, args }: Call): Answer {
  const inner = args.document('explain');
  args.harmless('verbosity');
  args.end();
  if (!inner?.has('find')) throw badValue(`explain of anything but find ${NOT_HERE}`);
  const innerArguments = new Arguments('explain.find', inner);
  innerArguments.harmless('$db', 'lsid', 'comment', 'maxTimeMS', 'readConcern');
  const query = findArguments(innerArguments);
  const collection = engine.catalogue.find(db, query.name);
  return new Map<string, Value>([
    [
      'queryPlanner',
      new Map<string, Value>([
        ['plannerVersion', new Int32(1)],
        ['namespace', `${db}.${query.name}`],
        ['winningPlan', explainPlan(collection, query)],
      ]),
    ],
  ]);
}

export const READ_COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['find', { kind: 'reads', run: find }],
  ['getMore', { kind: 'reads', run: getMore }],
  ['killCursors', { kind: 'reads', run: killCursors }],
  ['count', { kind: 'reads', run: count }],
  ['distinct', { kind: 'reads', run: distinct }],
  ['aggregate', { kind: 'reads', run: aggregate }],
  ['explain', { kind: 'reads', run: explain }],
]);
