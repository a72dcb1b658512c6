import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { type Doc, type Value } from '../bson/values.ts';
import { failedToParse } from '../errors.ts';
import { findDocuments, type Found } from '../plan/find.ts';
import { compileFilter } from '../query/matcher.ts';
import { compileProjection, type Projection } from '../query/projection.ts';
import { type Collection } from '../storage/catalogue.ts';
import { compileUpdate } from '../update/update.ts';
import { answer } from './answer.ts';
import { type Arguments } from './arguments.ts';
import { type Answer, type Call } from './command.ts';

interface Request {
  name: string;
  filter: Doc;
  sort: Doc | undefined;
  hint: Value | undefined;
  remove: boolean;
  change: Value | undefined;
  arrayFilters: readonly Doc[];
  upsert: boolean;
  /** Answer the document as it is afterwards. */
  after: boolean;
  fields: Doc | undefined;
}

/** @param command the name as it was written: `findAndModify` or `findandmodify`. */
function requestOf(args: Arguments, command: string): Request {
  args.off('let', 'bypassDocumentValidation');
  args.simpleCollation();
  const request = {
    name: args.text(command),
    filter: args.document('query') ?? new Map<string, Value>(),
    sort: args.document('sort'),
    hint: args.value('hint'),
    remove: args.flag('remove'),
    change: args.value('update'),
    arrayFilters: args.documents('arrayFilters') ?? [],
    upsert: args.flag('upsert'),
    after: args.flag('new'),
    fields: args.document('fields'),
  };
  args.end();
  const { remove, change, upsert, after } = request;
  if (remove && change !== undefined)
    throw failedToParse("Cannot specify both an 'update' and 'remove'=true");
  if (remove && upsert) throw failedToParse("Cannot specify both 'upsert'=true and 'remove'=true");
  if (remove && after) {
    throw failedToParse(
      "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
    );
  }
  if (!remove && change === undefined)
    throw failedToParse("Either an 'update' or 'remove'=true must be specified");
  return request;
}

/** Finds one document and changes or removes it, in one step. */
export const findAndModify =
  (command: string) =>
  (call: Call): Answer => {
    const { engine, db, args, timeLimit } = call;
    const request = requestOf(args, command);
    compileFilter(request.filter);
    const project = request.fields ? compileProjection(request.fields, { filter: request.filter }) : null;
    const collection = engine.catalogue.find(db, request.name);
    const query = { filter: request.filter, sort: request.sort, hint: request.hint, limit: 1, timeLimit };
    const [found] = collection ? [...findDocuments(engine, collection, query)] : [];
    if (request.remove) return removed(call, collection, found, project);
    return changed(call, request, collection, found, project);
  };

const shown = (doc: Doc, project: Projection | null): Doc => (project ? project(doc) : doc);

function removed(
  { engine }: Call,
  collection: Collection | null,
  found: Found | undefined,
  project: Projection | null,
): Answer {
  if (!found || !collection) return answer({ lastErrorObject: answer({ n: 0 }), value: null });
  const doc = decode(found.bytes);
  engine.remove(collection, found.record, doc);
  return answer({ lastErrorObject: answer({ n: 1 }), value: shown(doc, project) });
}

function changed(
  { engine, db }: Call,
  { name, filter, change, arrayFilters, upsert, after }: Request,
  collection: Collection | null,
  found: Found | undefined,
  project: Projection | null,
): Answer {
  const update = compileUpdate(change ?? null, arrayFilters);
  if (found && collection) {
    const doc = update.apply(decode(found.bytes), filter);
    engine.replace(collection, found.record, found.bytes, doc);
    return answer({
      lastErrorObject: answer({ n: 1, updatedExisting: true }),
      value: shown(after ? doc : decode(found.bytes), project),
    });
  }
  if (!upsert) return answer({ lastErrorObject: answer({ n: 0, updatedExisting: false }), value: null });
  const doc = engine.insert(engine.catalogue.ensure(db, name), encode(update.insertion(filter)));
  return answer({
    lastErrorObject: answer({ n: 1, updatedExisting: false, upserted: doc.get('_id') ?? null }),
    value: after ? shown(doc, project) : null,
  });
}
