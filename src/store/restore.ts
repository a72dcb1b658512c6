import mongoose, { type Connection } from 'mongoose';
import { ASIDE, asideNames, collectionNames, databaseOf, type IndexSpec } from './collections.ts';
import { readDump, type DumpSummary } from './dump.ts';
import { StoreError } from './errors.ts';
import { META } from './migrations.ts';

const BATCH_DOCUMENTS = 500;

/**
 * Puts the data of a dump into the store. The whole file is read and checked first, then restored beside the data
 * that is there, and only then put in its place, so that a file that is damaged, or a store that refuses something of
 * it, changes nothing.
 *
 * @throws StoreError when the file is not intact, or the store holds data and `replace` is not set.
 */
export async function restoreStore(
  connection: Connection,
  file: string,
  { replace = false }: { replace?: boolean } = {},
): Promise<DumpSummary> {
  const summary = await verifyDump(file);
  await dropAside(connection);
  if (!replace && !(await isEmpty(connection))) {
    throw new StoreError('The store is not empty: restoring would replace its data (--replace).');
  }
  try {
    const names = await fillAside(connection, file);
    await putInPlace(connection, names);
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError)) throw error;
    throw new StoreError(`The store refuses what is in the dump: ${error.message}`, { cause: error });
  } finally {
    await dropAside(connection);
  }
  return summary;
}

async function verifyDump(file: string): Promise<DumpSummary> {
  const parts = readDump(file);
  const names = new Set<string>();
  for (;;) {
    const next = await parts.next();
    if (next.done) return next.value;
    if (next.value.kind !== 'collection') continue;
    const { name } = next.value;
    if (names.has(name) || name.startsWith('system.'))
      throw new StoreError(`The dump ${file} is damaged: collection ${name}.`);
    names.add(name);
  }
}

/** A store that knows nothing but the version of its schema is empty. */
async function isEmpty(connection: Connection): Promise<boolean> {
  for (const name of await collectionNames(connection)) {
    if (name === META) continue;
    if (await connection.collection(name).findOne({}, { projection: { _id: 1 } })) return false;
  }
  return true;
}

async function dropAside(connection: Connection): Promise<void> {
  for (const name of await asideNames(connection)) await connection.collection(name).drop();
}

async function fillAside(connection: Connection, file: string): Promise<string[]> {
  const names: string[] = [];
  let target: mongoose.mongo.Collection | null = null;
  let batch: mongoose.mongo.BSON.Document[] = [];
  const flush = async () => {
    if (target && batch.length > 0) await target.insertMany(batch, { ordered: true });
    batch = [];
  };
  for await (const part of readDump(file)) {
    if (part.kind === 'document') {
      if (batch.push(part.document) >= BATCH_DOCUMENTS) await flush();
      continue;
    }
    await flush();
    names.push(part.name);
    target = databaseOf(connection).collection(ASIDE + part.name);
    await createEmpty(connection, ASIDE + part.name, part.indexes);
  }
  await flush();
  return names;
}

/** Indexes first: a duplicate shows before anything of the old data is gone. */
async function createEmpty(
  connection: Connection,
  name: string,
  indexes: readonly IndexSpec[],
): Promise<void> {
  const database = databaseOf(connection);
  await database.createCollection(name);
  if (indexes.length > 0) await database.command({ createIndexes: name, indexes });
}

async function putInPlace(connection: Connection, names: readonly string[]): Promise<void> {
  for (const name of names)
    await databaseOf(connection).renameCollection(ASIDE + name, name, { dropTarget: true });
  for (const name of await collectionNames(connection)) {
    if (!names.includes(name)) await connection.collection(name).drop();
  }
}
