import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { type Doc, type Value } from '../bson/values.ts';
import { failedToParse, MongoError } from '../errors.ts';
import { findDocuments } from '../plan/find.ts';
import { type TimeLimit } from '../plan/timeLimit.ts';
import { compileFilter } from '../query/matcher.ts';
import { type Collection } from '../storage/catalogue.ts';
import { type Engine } from '../storage/engine.ts';
import { compileUpdate } from '../update/update.ts';
import { answer, writeError } from './answer.ts';
import { Arguments } from './arguments.ts';
import { type Answer, type Call, type Command } from './command.ts';

/** The limit of one command, as the handshake announces it. */
export const MAX_WRITE_BATCH = 100_000;

/** The statements of a command, which come in its field or beside it. */
function statementsOf({ args, sequences }: Call, field: string): readonly Doc[] {
  const statements = sequences.get(field)?.map(bytes => decode(bytes)) ?? args.documents(field) ?? [];
  checkBatch(statements.length);
  return statements;
}

function checkBatch(size: number): void {
  if (size < 1 || size > MAX_WRITE_BATCH) {
    throw new MongoError(
      'InvalidLength',
      `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${size} operations.`,
    );
  }
}

/** Runs statement after statement; an ordered command stops at the first that fails. */
function runAll<T>(
  statements: readonly T[],
  ordered: boolean,
  run: (statement: T, index: number) => void,
): Doc[] {
  const errors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      errors.push(writeError(index, error));
      if (ordered) break;
    }
  }
  return errors;
}

function isOrdered(args: Arguments): boolean {
  return args.value('ordered') === undefined || args.flag('ordered');
}

function withErrors(doc: Doc, errors: readonly Doc[]): Doc {
  if (errors.length > 0) doc.set('writeErrors', [...errors]);
  return doc;
}

function insert(call: Call): Answer {
  const { engine, db, args, sequences } = call;
  const name = args.text('insert');
  const ordered = isOrdered(args);
  const documents = sequences.get('documents') ?? (args.documents('documents') ?? []).map(encode);
  args.off('bypassDocumentValidation');
  args.end();
  checkBatch(documents.length);
  const collection = engine.catalogue.ensure(db, name);
  let inserted = 0;
  const errors = runAll(documents, ordered, bytes => {
    engine.insert(collection, bytes);
    inserted++;
  });
  return withErrors(answer({ n: inserted }), errors);
}

/** One statement of `update`. */
interface UpdateStatement {
  filter: Doc;
  change: Value;
  multi: boolean;
  upsert: boolean;
  arrayFilters: readonly Doc[];
  hint: Value | undefined;
  sort: Doc | undefined;
}

function updateStatement(doc: Doc): UpdateStatement {
  const args = new Arguments('update.updates', doc);
  args.simpleCollation();
  args.off('c');
  const statement = {
    filter: args.document('q') ?? new Map<string, Value>(),
    change: args.value('u') ?? null,
    multi: args.flag('multi'),
    upsert: args.flag('upsert'),
    arrayFilters: args.documents('arrayFilters') ?? [],
    hint: args.value('hint'),
    sort: args.document('sort'),
  };
  args.end();
  return statement;
}

function update(call: Call): Answer {
  const { engine, db, args, timeLimit } = call;
  const name = args.text('update');
  const ordered = isOrdered(args);
  const statements = statementsOf(call, 'updates');
  args.off('let', 'bypassDocumentValidation');
  args.end();
  let matched = 0;
  let modified = 0;
  const upserted: Doc[] = [];
  const errors = runAll(statements, ordered, (doc, index) => {
    const result = updateDocuments(engine, db, name, updateStatement(doc), timeLimit);
    matched += result.matched;
    modified += result.modified;
    if (result.upsertedId !== undefined) upserted.push(answer({ index, _id: result.upsertedId }));
  });
  const out = answer({ n: matched + upserted.length, nModified: modified });
  if (upserted.length > 0) out.set('upserted', upserted);
  return withErrors(out, errors);
}

interface UpdateResult {
  matched: number;
  modified: number;
  upsertedId?: Value;
}

function updateDocuments(
  engine: Engine,
  db: string,
  name: string,
  { filter, change, multi, upsert, arrayFilters, hint, sort }: UpdateStatement,
  timeLimit: TimeLimit | undefined,
): UpdateResult {
  const compiled = compileUpdate(change, arrayFilters);
  if (multi && compiled.kind === 'replace') {
    throw failedToParse('multi update is not supported for replacement-style update');
  }
  if (multi && sort) throw failedToParse('Cannot specify sort with multi=true');
  compileFilter(filter);
  const collection = engine.catalogue.find(db, name);
  const query = { filter, hint, sort, timeLimit, limit: multi ? 0 : 1 };
  // All are found before the first is changed, so that none is met twice.
  const found = collection ? [...findDocuments(engine, collection, query)] : [];
  let modified = 0;
  for (const { record, bytes } of found) {
    const after = compiled.apply(decode(bytes), filter);
    if (collection && engine.replace(collection, record, bytes, after)) modified++;
  }
  if (found.length > 0 || !upsert) return { matched: found.length, modified };
  const doc = engine.insert(engine.catalogue.ensure(db, name), encode(compiled.insertion(filter)));
  return { matched: 0, modified: 0, upsertedId: doc.get('_id') ?? null };
}

function remove(call: Call): Answer {
  const { engine, db, args, timeLimit } = call;
  const name = args.text('delete');
  const ordered = isOrdered(args);
  const statements = statementsOf(call, 'deletes');
  args.off('let');
  args.end();
  const collection = engine.catalogue.find(db, name);
  let removed = 0;
  const errors = runAll(statements, ordered, doc => {
    removed += removeDocuments(engine, collection, doc, timeLimit);
  });
  return withErrors(answer({ n: removed }), errors);
}

function removeDocuments(
  engine: Engine,
  collection: Collection | null,
  statement: Doc,
  timeLimit: TimeLimit | undefined,
): number {
  const args = new Arguments('delete.deletes', statement);
  args.simpleCollation();
  const filter = args.document('q') ?? new Map<string, Value>();
  const limit = args.count('limit') ?? 0;
  const hint = args.value('hint');
  args.end();
  if (limit > 1) throw failedToParse('The limit field in delete objects must be 0 or 1. Got ' + limit);
  compileFilter(filter);
  if (!collection) return 0;
  const found = [...findDocuments(engine, collection, { filter, hint, limit, timeLimit })];
  for (const { record, bytes } of found) engine.remove(collection, record, decode(bytes));
  return found.length;
}

export const WRITE_COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['insert', { kind: 'writes', run: insert }],
  ['update', { kind: 'writes', run: update }],
  ['delete', { kind: 'writes', run: remove }],
]);
