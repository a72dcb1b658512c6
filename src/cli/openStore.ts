import { type Config, readConfig } from '../config.ts';
import { createLti, type Lti } from '../lti/index.ts';
import { silentLog } from '../log.ts';
import { version } from '../paths.ts';
import { createSealer } from '../secrets/sealer.ts';
import { keptSecretKey } from '../secrets/secretKey.ts';
import { migrations } from '../migrations.ts';
import { ensureIndexes, migrate, openStore, type Store } from '../store/index.ts';

/** The installation's own store, with the tool running or not. */
export async function openOwnStore(): Promise<{ config: Config; store: Store }> {
  const config = readConfig(process.env);
  const store = await openStore({ mongodbUri: config.mongodbUri ?? undefined, dataDir: config.dataDir });
  return { config, store };
}

/** What the commands about platforms work on. */
export async function openPlatforms(): Promise<{ lti: Lti; publicUrl: string; close(): Promise<void> }> {
  const { config, store } = await openOwnStore();
  try {
    const sealer = createSealer(config.secretKey ?? keptSecretKey(config.dataDir));
    const { connection } = store;
    const lti = createLti({ connection, sealer, log: silentLog, now: () => new Date(), config, version });
    await migrate(connection, migrations);
    await ensureIndexes(connection);
    const close = async (): Promise<void> => {
      await lti.close();
      await store.close();
    };
    return { lti, publicUrl: config.publicUrl, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
