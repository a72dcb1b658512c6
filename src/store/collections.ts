import { type Connection } from 'mongoose';
import { StoreError } from './errors.ts';

/** Reads documents with the types of their numbers, so that they are written back as they were. */
export const EXACT = {
  promoteValues: false,
  promoteLongs: false,
  promoteBuffers: false,
  bsonRegExp: true,
} as const;

/** An index as `createIndexes` takes it. */
export type IndexSpec = Record<string, unknown>;

export function databaseOf(connection: Connection): NonNullable<Connection['db']> {
  if (!connection.db) throw new StoreError('The store is not connected.');
  return connection.db;
}

/** Collections that are being restored stand under such names until all of them are complete. */
export const ASIDE = 'restoring.';

/** The names of all collections that hold data of ours, in alphabetical order. */
export async function collectionNames(connection: Connection): Promise<string[]> {
  return (await allNames(connection)).filter(name => !name.startsWith(ASIDE));
}

/** The names that an unfinished restore has left behind. */
export async function asideNames(connection: Connection): Promise<string[]> {
  return (await allNames(connection)).filter(name => name.startsWith(ASIDE));
}

async function allNames(connection: Connection): Promise<string[]> {
  const all = await databaseOf(connection).listCollections({}, { nameOnly: true }).toArray();
  return all
    .filter(({ name, type }) => type !== 'view' && !name.startsWith('system.'))
    .map(({ name }) => name)
    .sort();
}

/** What the server adds to an index by itself. */
const ADDED = new Set(['v', 'ns', 'background']);

/** The indexes of a collection but that of `_id`. */
export async function indexSpecs(connection: Connection, name: string): Promise<IndexSpec[]> {
  const all = (await connection.collection(name).listIndexes().toArray()) as IndexSpec[];
  return all
    .filter(spec => spec['name'] !== '_id_')
    .map(spec => Object.fromEntries(Object.entries(spec).filter(([option]) => !ADDED.has(option))));
}
