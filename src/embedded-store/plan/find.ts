import { decode } from '../bson/decode.ts';
import { type Doc, type Value } from '../bson/values.ts';
import { MongoError } from '../errors.ts';
import { compileFilter, type Matcher } from '../query/matcher.ts';
import { compileSort, compareSortKeys, type Sort } from '../query/sort.ts';
import { type Collection } from '../storage/catalogue.ts';
import { type Engine } from '../storage/engine.ts';
import { documentSpan, recordIn } from '../storage/keys.ts';
import { planQuery, type Plan } from './planner.ts';
import { type TimeLimit } from './timeLimit.ts';

export interface Query {
  filter: Doc;
  sort?: Doc | undefined;
  skip?: number | undefined;
  /** 0 or undefined: all. */
  limit?: number | undefined;
  hint?: Value | undefined;
  timeLimit?: TimeLimit | undefined;
}

export interface Found {
  record: number;
  /** The stored bytes. */
  bytes: Buffer;
}

/** MongoDB sorts at most 100 MB in memory and says so. */
const MOST_SORT_BYTES = 100 * 1024 * 1024;
/** What a record costs in a sort besides its key. */
const SORT_OVERHEAD = 64;
/** How many documents are read between two looks at the clock. */
const CHECK_EVERY = 256;

/** The documents that match, in order. It may rest between documents: what it gives is then as it stands by then. */
export function* findDocuments(engine: Engine, collection: Collection, query: Query): Generator<Found> {
  const matcher = compileFilter(query.filter);
  const sort = query.sort && query.sort.size > 0 ? compileSort(query.sort) : null;
  const plan = planQuery(collection, query.filter, sort, query.hint);
  const found =
    sort && !plan.sorted
      ? sortedDocuments(engine, collection, query, plan, matcher, sort)
      : matching(engine, collection, plan, matcher, query.timeLimit);
  const limit = query.limit ? query.limit : Infinity;
  let skip = query.skip ?? 0;
  let given = 0;
  for (const item of found) {
    if (skip-- > 0) continue;
    yield item;
    if (++given >= limit) return;
  }
}

/** How many documents match; where an index answers it alone, no document is read. */
export function countDocuments(engine: Engine, collection: Collection, query: Query): number {
  const skip = query.skip ?? 0;
  const limit = query.limit ? query.limit : Infinity;
  let count = 0;
  if (query.filter.size === 0 && query.hint === undefined) count = collection.count;
  else {
    const matcher = compileFilter(query.filter);
    const plan = planQuery(collection, query.filter, null, query.hint);
    const source = plan.exact
      ? recordsOf(engine, collection, plan)
      : matching(engine, collection, plan, matcher, query.timeLimit);
    for (const _ of source) if (++count - skip >= limit) break;
  }
  return Math.max(0, Math.min(count - skip, limit));
}

function* matching(
  engine: Engine,
  collection: Collection,
  plan: Plan,
  matcher: Matcher,
  timeLimit: TimeLimit | undefined,
): Generator<Found> {
  const started = engine.version;
  let seen = 0;
  for (const { record, bytes } of sourceOf(engine, collection, plan)) {
    if (++seen % CHECK_EVERY === 0) timeLimit?.check();
    const untested = plan.exact && engine.version === started;
    if (untested || matcher.test(decode(bytes, matcher.fields))) yield { record, bytes };
  }
}

function* sourceOf(engine: Engine, collection: Collection, plan: Plan): Generator<Found> {
  if (!plan.index) {
    const { from, to } = documentSpan(collection.id);
    for (const { key, value } of engine.kv.entries(from, to)) yield { record: recordIn(key), bytes: value };
    return;
  }
  for (const record of recordsOf(engine, collection, plan)) {
    const bytes = engine.fetch(collection, record);
    if (bytes) yield { record, bytes };
  }
}

function* recordsOf(engine: Engine, collection: Collection, plan: Plan): Generator<number> {
  const seen = plan.repeats ? new Set<number>() : null;
  for (const record of entriesOf(engine, plan)) {
    if (seen?.has(record)) continue;
    seen?.add(record);
    yield record;
  }
}

function* entriesOf({ kv }: Engine, { index, points, spans, reverse }: Plan): Generator<number> {
  for (const { from, to } of spans) {
    if (points) {
      const record = kv.get(from);
      if (record) yield recordIn(record);
    } else if (index?.unique) {
      for (const { value } of kv.entries(from, to, reverse)) yield recordIn(value);
    } else {
      for (const key of kv.keys(from, to, reverse)) yield recordIn(key);
    }
  }
}

/** Sorts keys and record numbers only, and reads the documents again when they are asked for. */
function* sortedDocuments(
  engine: Engine,
  collection: Collection,
  query: Query,
  plan: Plan,
  matcher: Matcher,
  sort: Sort,
): Generator<Found> {
  const wanted = query.limit ? query.limit + (query.skip ?? 0) : Infinity;
  const fields = new Set([...sort.fields.paths.map(path => path[0] ?? ''), ...matcher.fields]);
  let rows: { key: Buffer; record: number }[] = [];
  let size = 0;
  const started = engine.version;
  const order = () => rows.sort((a, b) => compareSortKeys(a.key, b.key) || a.record - b.record);
  for (const { record, bytes } of matching(engine, collection, plan, matcher, query.timeLimit)) {
    const key = sort.key(decode(bytes, fields));
    rows.push({ key, record });
    size += key.length + SORT_OVERHEAD;
    if (rows.length > wanted * 2 + 1000) {
      order();
      rows = rows.slice(0, wanted);
      size = rows.reduce((sum, row) => sum + row.key.length + SORT_OVERHEAD, 0);
    }
    if (size > MOST_SORT_BYTES) {
      throw new MongoError(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Sort exceeded memory limit of ${MOST_SORT_BYTES} bytes, but did not opt in to external sorting.`,
      );
    }
  }
  for (const { record } of order()) {
    const bytes = engine.fetch(collection, record);
    if (!bytes) continue;
    if (engine.version !== started && !matcher.test(decode(bytes, matcher.fields))) continue;
    yield { record, bytes };
  }
}
