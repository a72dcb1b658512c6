import { Int32 } from 'bson';
import { keyOfValue } from '../bson/keystring.ts';
import { toInteger } from '../bson/numbers.ts';
import { isDoc, isNumeric, show, typeName, type Doc, type Value } from '../bson/values.ts';
import { MongoError, NOT_HERE } from '../errors.ts';
import { compileFilter } from '../query/matcher.ts';
import { compileProjection } from '../query/projection.ts';
import { compareSortKeys, compileSort } from '../query/sort.ts';
import { compileAccumulator, type Accumulator } from './accumulators.ts';
import { compileExpression } from './expression.ts';

/** One stage of a pipeline: documents in, documents out. */
export type Stage = (docs: Iterable<Doc>) => Iterable<Doc>;

/** Stages of MongoDB that are refused as such; any other name is a typing error. */
const ELSEWHERE = new Set(
  (
    '$addFields $set $unset $lookup $facet $replaceRoot $replaceWith $out $merge $bucket $bucketAuto $sample $sortByCount ' +
    '$graphLookup $unionWith $redact $geoNear $indexStats $collStats $changeStream $search $setWindowFields $fill ' +
    '$densify $documents $listSessions $listLocalSessions $currentOp $planCacheStats'
  ).split(' '),
);

/** @throws MongoError 40324 naming a stage that is unknown or not supported. */
export function compileStage(name: string, operand: Value): Stage {
  const compile = STAGES.get(name);
  if (compile) return compile(operand);
  throw new MongoError(
    40324,
    ELSEWHERE.has(name)
      ? `The pipeline stage ${name} ${NOT_HERE}`
      : `Unrecognized pipeline stage name: '${name}'`,
  );
}

/** Takes a stage apart. @throws MongoError 40323 when it is no document with exactly one field. */
export function stageParts(stage: Value): [name: string, operand: Value] {
  const [entry, ...more] = isDoc(stage) ? stage : [];
  if (!entry || more.length > 0) {
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return entry;
}

function match(operand: Value): Stage {
  if (!isDoc(operand)) throw new MongoError(15959, 'the match filter must be an expression in an object');
  const { test } = compileFilter(operand);
  return function* (docs) {
    for (const doc of docs) if (test(doc)) yield doc;
  };
}

function sort(operand: Value): Stage {
  if (!isDoc(operand)) throw new MongoError(15973, 'the $sort key specification must be an object');
  if (operand.size === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
  const { key } = compileSort(operand);
  return docs =>
    Array.from(docs, doc => ({ doc, key: key(doc) }))
      .sort((a, b) => compareSortKeys(a.key, b.key))
      .map(({ doc }) => doc);
}

/** The operand of `$skip` and `$limit`. */
export function wholeNumber(stage: '$skip' | '$limit', operand: Value): number {
  const value = isNumeric(operand) ? toInteger(operand) : null;
  const least = stage === '$limit' ? 1n : 0n;
  if (value === null || value < least || value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new MongoError(
      stage === '$limit' ? 15958 : 15956,
      `invalid argument to ${stage} stage: ${show(operand)}`,
    );
  }
  return Number(value);
}

function skip(operand: Value): Stage {
  const count = wholeNumber('$skip', operand);
  return function* (docs) {
    let left = count;
    for (const doc of docs) if (left-- <= 0) yield doc;
  };
}

function limit(operand: Value): Stage {
  const count = wholeNumber('$limit', operand);
  return function* (docs) {
    let left = count;
    for (const doc of docs) {
      yield doc;
      if (--left === 0) return;
    }
  };
}

function project(operand: Value): Stage {
  if (!isDoc(operand)) throw new MongoError(15969, '$project specification must be an object');
  const projection = compileProjection(operand, 'stage');
  return function* (docs) {
    for (const doc of docs) yield projection ? projection(doc) : doc;
  };
}

function group(operand: Value): Stage {
  if (!isDoc(operand)) throw new MongoError(15947, "a group's fields must be specified in an object");
  const id = operand.get('_id');
  if (id === undefined) throw new MongoError(15955, 'a group specification must include an _id');
  const idOf = compileExpression(id);
  const fields = [...operand].filter(([name]) => name !== '_id');
  const accumulators = fields.map(([name, spec]) => [name, compileAccumulator(name, spec)] as const);
  return function* (docs) {
    const groups = new Map<string, { id: Value; parts: (Accumulator & { name: string })[] }>();
    for (const doc of docs) {
      const value = idOf(doc);
      // A missing id and a null one are one group, an empty key tells them from nothing else.
      const key = keyOfValue(value ?? null).toString('latin1');
      let found = groups.get(key);
      if (!found) {
        found = { id: value ?? null, parts: accumulators.map(([name, start]) => ({ name, ...start() })) };
        groups.set(key, found);
      }
      for (const part of found.parts) part.add(doc);
    }
    for (const { id: groupId, parts } of groups.values()) {
      yield new Map([
        ['_id', groupId],
        ...parts.map(({ name, result }): [string, Value] => [name, result()]),
      ]);
    }
  };
}

function unwind(operand: Value): Stage {
  const options: Doc = isDoc(operand) ? operand : new Map([['path', operand]]);
  for (const name of options.keys()) {
    if (!['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(name)) {
      throw new MongoError(28811, `unrecognized option to $unwind stage: ${name}`);
    }
  }
  const path = options.get('path');
  if (typeof path !== 'string')
    throw new MongoError(
      28808,
      `expected a string as the path for $unwind stage, got ${typeName(path ?? null)}`,
    );
  if (!path.startsWith('$') || path.length < 2)
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  const steps = path.slice(1).split('.');
  const indexName = options.get('includeArrayIndex');
  if (
    indexName !== undefined &&
    (typeof indexName !== 'string' || indexName === '' || indexName.includes('.'))
  ) {
    throw new MongoError(
      28810,
      `includeArrayIndex of $unwind must be the name of a field; paths ${NOT_HERE}`,
    );
  }
  const keepEmpty = options.get('preserveNullAndEmptyArrays') === true;
  const withIndex = (doc: Doc, index: number | null) =>
    indexName === undefined ? doc : new Map(doc).set(indexName, index === null ? null : new Int32(index));
  return function* (docs) {
    for (const doc of docs) {
      const value = steps.reduce<Value | undefined>(
        (inner, step) => (isDoc(inner) ? inner.get(step) : undefined),
        doc,
      );
      if (Array.isArray(value) && value.length > 0) {
        for (const [index, item] of value.entries()) yield withIndex(withValue(doc, steps, item), index);
      } else if (value !== undefined && value !== null && !Array.isArray(value)) yield withIndex(doc, null);
      else if (keepEmpty)
        yield withIndex(Array.isArray(value) ? withValue(doc, steps, undefined) : doc, null);
    }
  };
}

/** A copy of a document with another value at a path that is there. */
function withValue(doc: Doc, steps: readonly string[], value: Value | undefined): Doc {
  const [step = '', ...rest] = steps;
  const copy: Doc = new Map(doc);
  const inner = copy.get(step);
  if (rest.length > 0 && isDoc(inner)) copy.set(step, withValue(inner, rest, value));
  else if (value === undefined) copy.delete(step);
  else copy.set(step, value);
  return copy;
}

function count(operand: Value): Stage {
  if (typeof operand !== 'string' || operand === '' || operand.startsWith('$') || operand.includes('.')) {
    throw new MongoError(
      40156,
      'the count field must be a non-empty string without $ at its beginning and without dots',
    );
  }
  return function* (docs) {
    let seen = 0;
    for (const _ of docs) seen++;
    if (seen > 0) yield new Map([[operand, new Int32(seen)]]);
  };
}

const STAGES: ReadonlyMap<string, (operand: Value) => Stage> = new Map([
  ['$match', match],
  ['$sort', sort],
  ['$skip', skip],
  ['$limit', limit],
  ['$project', project],
  ['$group', group],
  ['$unwind', unwind],
  ['$count', count],
]);
