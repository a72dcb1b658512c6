import { type Connection } from 'mongoose';
import { type Config } from '../config.ts';
import { catalogueOf, type Lang } from '../i18n/index.ts';
import { type Log } from '../log.ts';
import { type Sealer } from '../secrets/sealer.ts';
import { type PublicRoute } from '../web/route.ts';
import { type OutboundPolicy } from './addresses.ts';
import { checkPlatform, type CheckStep } from './checkPlatform.ts';
import { createDirectoryReader } from './directory.ts';
import { createDynamicRegistration, type DynamicRegistration } from './dynamicRegistration.ts';
import { createOutbound, type Outbound } from './http.ts';
import { createKeySets } from './keySets.ts';
import { createLtijsDatabase } from './ltijsDatabase.ts';
import { type EnterLaunch, ltiRoutes } from './ltiRoutes.ts';
import { createProvider, type Provider } from './provider.ts';
import { type Registration } from './registration.ts';
import { createRegistrations, type Registrations } from './registrations.ts';
import { createRegistrationStore } from './registrationStore.ts';
import { type AgsService, createAgsService } from './services/ags.ts';
import { createServiceClient } from './services/client.ts';
import { createNrpsService, type NrpsService } from './services/nrps.ts';
import { createTokenService } from './services/token.ts';
import { createUsedStateStore } from './usedStateStore.ts';

export interface LtiParts {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly log: Log;
  readonly now: () => Date;
  readonly config: Pick<Config, 'publicUrl' | 'production' | 'outboundAllow' | 'jwksCooldownMs'>;
  /** For the User-Agent. */
  readonly version: string;
}

/** LTI 1.3 in Tirek's words. */
export interface Lti {
  /** Login, launch and key sets. */
  routes(enter: EnterLaunch): PublicRoute[];
  readonly registrations: Registrations;
  readonly ags: AgsService;
  readonly nrps: NrpsService;
  readonly provider: Provider;
  readonly outbound: Outbound;
  readonly dynamicRegistration: DynamicRegistration;
  /** Asks a platform for its keys and a token, and says which value does not work. */
  check(registration: Registration): Promise<CheckStep[]>;
  close(): Promise<void>;
}

export function createLti(parts: LtiParts): Lti {
  const { connection, sealer, now, config } = parts;
  const { publicUrl, production } = config;
  const policy: OutboundPolicy = { allow: config.outboundAllow, allowLoopback: !production };
  const outbound = createOutbound({ policy, userAgent: `Tirek/${parts.version} (+${publicUrl})` });
  const store = createRegistrationStore(connection);
  const provider = createProvider(createLtijsDatabase(store, sealer));
  const directory = createDirectoryReader(store, () => performance.now());
  const registrations = createRegistrations({ store, directory, provider, sealer, now, production, policy });
  const usedStates = createUsedStateStore(connection);
  const keySets = createKeySets({ outbound, now, cooldownMs: config.jwksCooldownMs });
  const tokens = createTokenService({ outbound, now, signingKey: one => registrations.signingKey(one) });
  const client = createServiceClient({
    outbound,
    tokens,
    now,
    findUsable: id => findUsable(registrations, id),
  });
  const launchUrl = `${publicUrl}/lti/launch`;
  const words = { kk: wordsIn('kk'), ru: wordsIn('ru'), en: wordsIn('en') };
  const registering = {
    connection,
    store,
    directory,
    registrations,
    outbound,
    policy,
    sealer,
    now,
    publicUrl,
  };
  const dynamicRegistration = createDynamicRegistration({ ...registering, words });
  return {
    routes: enter =>
      ltiRoutes({
        registrations,
        sealer,
        now,
        publicUrl,
        launchUrl,
        keySets,
        usedStates,
        enter,
        findAnnouncedKeys: name => dynamicRegistration.findKeySet(name),
      }),
    registrations,
    ags: createAgsService(client),
    nrps: createNrpsService(client),
    check: registration => checkPlatform({ outbound, tokens }, registration),
    provider,
    outbound,
    dynamicRegistration,
    close: () => outbound.close(),
  };
}

const wordsIn = (lang: Lang) => catalogueOf(lang).connect.tool;

async function findUsable(registrations: Registrations, id: Parameters<Registrations['findById']>[0]) {
  const found = await registrations.findById(id);
  return found?.status === 'active' ? found : null;
}
