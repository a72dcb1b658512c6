import { MongoClient, type Collection, type Db, type Document } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { startTestStore, type TestStore } from '../support/store.ts';

/** A connection of the plain driver to a database of its own. */
export interface Fixture {
  readonly db: Db;
  readonly uri: string;
  /** The same tests also run against MongoDB, when `MONGODB_URI` names one. */
  readonly isMongoDB: boolean;
  /** An empty collection with a name of its own. */
  collection<T extends Document = Document>(): Collection<T>;
}

/** Opens a connection before the tests of a file and closes it after them. */
export function connect(): Fixture {
  let store: TestStore;
  let client: MongoClient;
  let names = 0;
  beforeAll(async () => {
    store = await startTestStore();
    client = await new MongoClient(store.uri).connect();
  });
  afterAll(async () => {
    await client.close();
    await store.stop();
  });
  return {
    get db() {
      return client.db(store.dbName);
    },
    get uri() {
      return store.uri;
    },
    get isMongoDB() {
      return store.kind === 'mongodb';
    },
    collection<T extends Document>() {
      return client.db(store.dbName).collection<T>(`c${++names}`);
    },
  };
}

/** What a promise was rejected with, for checks of MongoDB's error code and message. */
export async function rejection(promise: Promise<unknown>): Promise<{ code: unknown; message: string }> {
  try {
    await promise;
  } catch (error) {
    return {
      code: (error as { code?: unknown }).code,
      message: error instanceof Error ? error.message : String(error),
    };
  }
  throw new Error('It was expected to fail and did not.');
}
