import { createHash } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import { collectionNames, EXACT, indexSpecs, type IndexSpec } from './collections.ts';

const { EJSON } = mongoose.mongo.BSON;

export interface CheckReport {
  collections: number;
  documents: number;
  indexes: number;
  /** One line each; empty when all is well. */
  problems: string[];
}

/**
 * Reads every document, and every index from its beginning to its end, and compares: an index must lead to just the
 * documents that it should hold, and the counts must agree. To be run while nobody writes; otherwise a difference may
 * only be somebody's change.
 */
export async function checkStore(connection: Connection): Promise<CheckReport> {
  const report: CheckReport = { collections: 0, documents: 0, indexes: 0, problems: [] };
  for (const name of await collectionNames(connection)) {
    report.collections++;
    const all = await digestOf(connection, name, {}, { $natural: 1 });
    report.documents += all.count;
    const counted = await connection.collection(name).estimatedDocumentCount();
    if (counted !== all.count)
      report.problems.push(`${name}: ${all.count} documents, but it counts ${counted}`);
    const specs: IndexSpec[] = [{ name: '_id_' }, ...(await indexSpecs(connection, name))];
    for (const spec of specs) {
      report.indexes++;
      const problem = await checkIndex(connection, name, spec);
      if (problem !== null) report.problems.push(problem);
    }
  }
  return report;
}

async function checkIndex(connection: Connection, name: string, spec: IndexSpec): Promise<string | null> {
  const filter = heldBy(spec);
  const expected = await digestOf(connection, name, filter, { $natural: 1 });
  const found = await digestOf(connection, name, filter, String(spec['name']));
  if (expected.count === found.count && expected.sum === found.sum) return null;
  return `${name}: index ${String(spec['name'])} leads to ${found.count} documents instead of ${expected.count}, or to others`;
}

/** A filter for the documents that an index holds. */
function heldBy(spec: IndexSpec): object {
  if (spec['partialFilterExpression']) return spec['partialFilterExpression'];
  if (spec['sparse'] !== true) return {};
  return { $or: Object.keys(spec['key'] as object).map(path => ({ [path]: { $exists: true } })) };
}

/** How many documents there are, and a sum of their ids that does not depend on their order. */
async function digestOf(
  connection: Connection,
  name: string,
  filter: object,
  hint: string | Record<string, 1>,
): Promise<{ count: number; sum: bigint }> {
  let count = 0;
  let sum = 0n;
  const found = connection
    .collection(name)
    .find(filter, { ...EXACT, projection: { _id: 1 } })
    .hint(hint);
  for await (const { _id } of found) {
    count++;
    const id = EJSON.stringify({ _id }, { relaxed: false });
    sum = BigInt.asUintN(64, sum + createHash('sha256').update(id).digest().readBigUInt64BE());
  }
  return { count, sum };
}
