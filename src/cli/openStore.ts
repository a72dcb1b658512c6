import { type Config, readConfig } from '../config.ts';
import { createConnect } from '../features/connect/index.ts';
import { createCourseStore } from '../features/course/index.ts';
import { createPersonalData } from '../features/privacy/index.ts';
import { createLti } from '../lti/index.ts';
import { silentLog } from '../log.ts';
import { version } from '../paths.ts';
import { checkSecretKey } from '../secretKeyCheck.ts';
import { createSealer } from '../secrets/sealer.ts';
import { keptSecretKey } from '../secrets/secretKey.ts';
import { migrations } from '../migrations.ts';
import { ensureIndexes, migrate, openStore, type Store } from '../store/index.ts';
import { type OpenedPeople } from './person.ts';
import { type OpenedPlatforms } from './platform.ts';

/** The installation's own store, with the tool running or not. */
export async function openOwnStore(): Promise<{ config: Config; store: Store }> {
  const config = readConfig(process.env);
  const store = await openStore({ mongodbUri: config.mongodbUri ?? undefined, dataDir: config.dataDir });
  return { config, store };
}

/** What the commands about platforms work on. */
export async function openPlatforms(): Promise<OpenedPlatforms> {
  const { lti, config, store, sealer, close } = await openInstallation();
  const { connection } = store;
  const { publicUrl } = config;
  const courses = createCourseStore(connection);
  const now = (): Date => new Date();
  const connect = createConnect({ connection, lti, courses, sealer, publicUrl, now, log: silentLog });
  return { lti, connect, publicUrl, close };
}

/** What the commands about one person's data work on. */
export async function openPeople(): Promise<OpenedPeople> {
  const { store, sealer, lti, close } = await openInstallation();
  const people = createPersonalData({ connection: store.connection, sealer, now: () => new Date() });
  return { people, registrations: lti.registrations, close };
}

/** The store with everything that needs SECRET_KEY. */
async function openInstallation() {
  const { config, store } = await openOwnStore();
  try {
    const sealer = createSealer(config.secretKey ?? keptSecretKey(config.dataDir));
    const { connection } = store;
    const lti = createLti({ connection, sealer, log: silentLog, now: () => new Date(), config, version });
    await migrate(connection, migrations);
    await checkSecretKey(connection, sealer);
    await ensureIndexes(connection);
    const close = async (): Promise<void> => {
      await lti.close();
      await store.close();
    };
    return { config, store, sealer, lti, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
