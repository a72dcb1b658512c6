import { type Doc, type Value } from '../bson/values.ts';
import { compileSort } from '../query/sort.ts';
import { type Collection } from '../storage/catalogue.ts';
import { type Query } from './find.ts';
import { planQuery } from './planner.ts';

/** The plan of a query in the form of MongoDB's `explain`: EOF, COLLSCAN or FETCH over IXSCAN, under SORT if it sorts. */
export function explainPlan(collection: Collection | null, query: Query): Doc {
  if (!collection) return stage('EOF');
  const sort = query.sort && query.sort.size > 0 ? compileSort(query.sort) : null;
  const { index, reverse, sorted } = planQuery(collection, query.filter, sort, query.hint);
  const source = index
    ? stage('FETCH', [
        [
          'inputStage',
          stage('IXSCAN', [
            ['keyPattern', index.key],
            ['indexName', index.name],
            ['isMultiKey', index.multikey.includes(true)],
            ['isUnique', index.unique],
            ['direction', reverse ? 'backward' : 'forward'],
          ]),
        ],
      ])
    : stage('COLLSCAN', [['direction', 'forward']]);
  return query.sort && sort && !sorted
    ? stage('SORT', [
        ['sortPattern', query.sort],
        ['inputStage', source],
      ])
    : source;
}

function stage(name: string, fields: readonly [string, Value][] = []): Doc {
  return new Map<string, Value>([['stage', name], ...fields]);
}
