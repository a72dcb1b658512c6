// A process that does nothing but bring grades to the platform, until it is killed.
import { generateKeyPair } from 'jose';
import { createEngine, createSyncStores } from '../../../../src/features/gradesync/engine.ts';
import { silentLog } from '../../../../src/log.ts';
import { createOutbound } from '../../../../src/lti/http.ts';
import { type Registration } from '../../../../src/lti/registration.ts';
import { createAgsService } from '../../../../src/lti/services/ags.ts';
import { createServiceClient } from '../../../../src/lti/services/client.ts';
import { createTokenService } from '../../../../src/lti/services/token.ts';
import { openStore, type Store } from '../../../../src/store/index.ts';
import { seeded } from '../support/clock.ts';
import { registrationId } from '../support/world.ts';
import { fastClock, simulatedDirectory, simulatedGrades, type WorkerOrders } from './shared.ts';

/** Four calls at most for one try: in simulated time they must be over well before a lease can be taken over. */
const timeoutMs = 200;

const orders = JSON.parse(process.argv[2] ?? '') as WorkerOrders;
const { connection } = await openPatiently();
const clock = fastClock(orders.clock);
const outbound = createOutbound({
  policy: { allow: [], allowLoopback: true },
  userAgent: orders.name,
  timeoutMs,
});
const { privateKey } = await generateKeyPair('RS256');
const tokens = createTokenService({
  outbound,
  now: () => clock.now(),
  signingKey: () => Promise.resolve({ kid: 'key', key: privateKey }),
});
const registration: Registration = {
  id: registrationId(),
  name: 'Simulated',
  issuer: orders.platform,
  clientId: 'tirek',
  authUrl: `${orders.platform}/auth`,
  tokenUrl: `${orders.platform}/token`,
  jwksUrl: `${orders.platform}/keys`,
  tokenAudience: null,
  status: 'active',
  deployments: [],
  frames: [],
  kid: 'key',
};
const client = createServiceClient({
  outbound,
  tokens,
  now: () => clock.now(),
  findUsable: () => Promise.resolve(registration),
});
const engine = createEngine({
  stores: createSyncStores(connection),
  gradebook: createAgsService(client),
  source: simulatedGrades(connection).source,
  directory: simulatedDirectory(orders.platform),
  log: silentLog,
  clock,
  random: seeded(orders.seed),
});
engine.worker.start();
engine.checks.start();
process.on('disconnect', () => process.exit(0));

/** The store may be away just when a process starts; whoever looks after processes would start it again. */
async function openPatiently(): Promise<Store> {
  for (;;) {
    try {
      return await openStore({ mongodbUri: orders.storeUri, dataDir: '', dbName: orders.dbName });
    } catch {
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}
