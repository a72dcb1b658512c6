import type { Connection } from 'mongoose';
import { NewerDataError } from './errors.ts';

/** One step of the schema: `version` counts from 1 without holes; `run` must be repeatable after a crash in it. */
export interface Migration {
  version: number;
  /** What it does, for the log. */
  name: string;
  run(connection: Connection): Promise<void>;
}

interface Meta {
  _id: 'schema';
  version: number;
  changedAt: Date;
}

/** The collection that holds the version of the schema. */
export const META = 'meta';

const meta = (connection: Connection) => connection.collection<Meta>(META);

/** The schema version of the data; 0 for an empty store. */
export async function schemaVersion(connection: Connection): Promise<number> {
  return (await meta(connection).findOne({ _id: 'schema' }))?.version ?? 0;
}

/**
 * Brings the data up to the newest of `migrations` and returns the names of those that ran. The version is written
 * after each one, so an interrupted run goes on where it was.
 *
 * @throws NewerDataError when the data is of a version that this program does not know.
 */
export async function migrate(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  const ordered = [...migrations].sort((a, b) => a.version - b.version);
  const newest = ordered.at(-1)?.version ?? 0;
  const current = await schemaVersion(connection);
  if (current > newest) {
    throw new NewerDataError(
      `The data is of version ${current}, this program knows ${newest}: run a newer program.`,
    );
  }
  const ran: string[] = [];
  for (const migration of ordered.filter(({ version }) => version > current)) {
    await migration.run(connection);
    await meta(connection).updateOne(
      { _id: 'schema' },
      { $set: { version: migration.version, changedAt: new Date() } },
      { upsert: true },
    );
    ran.push(migration.name);
  }
  return ran;
}

/** Creates the indexes of every model that is registered on the connection; those that exist are left alone. */
export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const name of connection.modelNames()) await connection.model(name).ensureIndexes();
}
