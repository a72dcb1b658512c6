import { decode } from '../bson/decode.ts';
import { isDoc, type Doc, type Value } from '../bson/values.ts';
import { findDocuments, type Query } from '../plan/find.ts';
import { type TimeLimit } from '../plan/timeLimit.ts';
import { type Collection } from '../storage/catalogue.ts';
import { type Engine } from '../storage/engine.ts';
import { compileStage, stageParts, wholeNumber } from './stages.ts';

/**
 * Runs a pipeline. A first `$match`, `$sort`, `$skip` and `$limit` (in this order) become the query, so that indexes
 * serve them; of the documents only the fields are read that a following `$group` or `$count` asks for.
 */
export function runPipeline(
  engine: Engine,
  collection: Collection | null,
  pipeline: readonly Value[],
  options: { hint: Value | undefined; timeLimit: TimeLimit | undefined },
): Iterable<Doc> {
  const parts = pipeline.map(stageParts);
  const stages = parts.map(([name, operand]) => compileStage(name, operand));
  if (!collection) return stages.reduce<Iterable<Doc>>((docs, stage) => stage(docs), []);
  const { query, taken } = leadingQuery(parts);
  const fields = fieldsOf(parts[taken]);
  const source = function* (): Generator<Doc> {
    for (const { bytes } of findDocuments(engine, collection, { ...query, ...options }))
      yield decode(bytes, fields);
  };
  return stages.slice(taken).reduce<Iterable<Doc>>((docs, stage) => stage(docs), source());
}

type Part = readonly [name: string, operand: Value];

function leadingQuery(parts: readonly Part[]): { query: Query; taken: number } {
  const query: Query = { filter: new Map() };
  let taken = 0;
  const next = (wanted: string): Value | undefined => {
    const [name, operand] = parts[taken] ?? [];
    if (name !== wanted) return undefined;
    taken++;
    return operand;
  };
  const filter = next('$match');
  if (isDoc(filter)) query.filter = filter;
  const sort = next('$sort');
  if (isDoc(sort)) query.sort = sort;
  const skip = next('$skip');
  if (skip !== undefined) query.skip = wholeNumber('$skip', skip);
  const limit = next('$limit');
  if (limit !== undefined) query.limit = wholeNumber('$limit', limit);
  return { query, taken };
}

/** The top-level fields that a stage reads; undefined: any. */
function fieldsOf(part: Part | undefined): ReadonlySet<string> | undefined {
  if (!part || (part[0] !== '$group' && part[0] !== '$count')) return undefined;
  const fields = new Set<string>();
  return part[0] === '$count' || collectFields(part[1], fields) ? fields : undefined;
}

/** Answers false when the whole document may be read. */
function collectFields(spec: Value, fields: Set<string>): boolean {
  if (typeof spec === 'string' && spec.startsWith('$')) {
    if (spec.startsWith('$$')) return false;
    fields.add(spec.slice(1).split('.')[0] ?? '');
    return true;
  }
  if (Array.isArray(spec)) return spec.every(item => collectFields(item, fields));
  return !isDoc(spec) || [...spec.values()].every(item => collectFields(item, fields));
}
