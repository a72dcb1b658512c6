import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedStore, type EmbeddedStore } from '../../src/store/embedded.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { silentLog } from '../../src/store/log.ts';

export interface TestStore extends Store {
  /** For whoever connects by itself (the plain driver, a child process). */
  uri: string;
  dbName: string;
  /** Drops the database and closes the connection. */
  stop(): Promise<void>;
}

let shared: Promise<EmbeddedStore> | undefined;

/** One server for all stores of a test file; its process ends with the test's process. */
function sharedServer(): Promise<EmbeddedStore> {
  shared ??= (async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tirek-test-'));
    process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    return startEmbeddedStore({ dataDir, log: silentLog });
  })();
  return shared;
}

/** A fresh, empty store: a database of its own on a shared server, or on `MONGODB_URI` when that is set. */
export async function startTestStore(): Promise<TestStore> {
  const dbName = `test_${randomBytes(6).toString('hex')}`;
  const uri = process.env['MONGODB_URI'] ?? (await sharedServer()).uri;
  const store = await openStore({ mongodbUri: uri, dataDir: '', dbName });
  return {
    ...store,
    kind: process.env['MONGODB_URI'] ? 'mongodb' : 'embedded',
    uri,
    dbName,
    stop: async () => {
      await store.connection.dropDatabase();
      await store.close();
    },
  };
}
