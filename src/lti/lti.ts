import { type Connection } from 'mongoose';
import { type Config } from '../config.ts';
import { catalogueOf } from '../i18n/index.ts';
import { type RegistrationId } from '../kernel/ids.ts';
import { type Log } from '../log.ts';
import { type Sealer } from '../secrets/sealer.ts';
import { type PublicRoute } from '../web/route.ts';
import { type OutboundPolicy } from './addresses.ts';
import { type CheckStep } from './checking/step.ts';
import { createDirectoryReader } from './directory.ts';
import { createDynamicRegistration, type DynamicRegistration } from './dynamicRegistration.ts';
import { createOutbound, type Outbound } from './http.ts';
import { createKeySets } from './keySets.ts';
import { createLtijsDatabase } from './ltijsDatabase.ts';
import { type EnterLaunch, type LaunchHooks, ltiRoutes } from './ltiRoutes.ts';
import { type NoticeOutcome, noticeRoutes, type TakeNotice } from './noticeRoutes.ts';
import { createProvider, type Provider } from './provider.ts';
import { type ToolWords } from './registering/toolDescription.ts';
import { type Registration } from './registration.ts';
import { createRefusalLimit } from './refusalLimit.ts';
import { createRegistrations, type Registrations } from './registrations.ts';
import { createRegistrationStore } from './registrationStore.ts';
import { type KnownOfPlatform, selfCheck } from './selfCheck.ts';
import { type AgsService, createAgsService } from './services/ags.ts';
import { createServiceClient, type ObservedServiceCall } from './services/client.ts';
import { createNotificationService, type NotificationService } from './services/notifications.ts';
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
  /** Told of every call to an LMS's services when it has ended. */
  readonly observeCall?: (call: ObservedServiceCall) => void;
}

interface NoticeHooks {
  readonly takeNotice?: TakeNotice;
  readonly countNotice?: (outcome: NoticeOutcome) => void;
}

/** LTI 1.3 in Tirek's words. */
export interface Lti {
  /** Login, launch, key sets and notices. */
  routes(enter: EnterLaunch, hooks?: LaunchHooks & NoticeHooks): PublicRoute[];
  readonly registrations: Registrations;
  readonly ags: AgsService;
  readonly nrps: NrpsService;
  readonly notifications: NotificationService;
  readonly provider: Provider;
  readonly outbound: Outbound;
  readonly dynamicRegistration: DynamicRegistration;
  /** Tries everything that launches, grades and members will need, and says which value does not work. */
  check(registration: Registration, known: KnownOfPlatform): Promise<CheckStep[]>;
  close(): Promise<void>;
}

export function createLti(parts: LtiParts): Lti {
  const { connection, sealer, now, config } = parts;
  const { publicUrl, production } = config;
  const policy: OutboundPolicy = { allow: config.outboundAllow, allowLoopback: !production };
  const outbound = createOutbound({ policy, userAgent: `Tirek/${parts.version} (+${publicUrl})` });
  const store = createRegistrationStore(connection);
  const provider = createProvider(createLtijsDatabase(store, sealer, now));
  const directory = createDirectoryReader(store, () => performance.now());
  const registrations = createRegistrations({ store, directory, provider, sealer, now, production, policy });
  const usedStates = createUsedStateStore(connection);
  const keySets = createKeySets({ outbound, now, cooldownMs: config.jwksCooldownMs });
  const signingKey = (one: Registration) => registrations.signingKey(one);
  const newTokens = () => createTokenService({ outbound, now, signingKey });
  const findUsable = (id: RegistrationId) => findActive(registrations, id);
  const observe = parts.observeCall;
  const client = createServiceClient({
    outbound,
    tokens: newTokens(),
    now,
    findUsable,
    ...(observe === undefined ? {} : { observe }),
  });
  const services = { ags: createAgsService(client), nrps: createNrpsService(client) };
  const notifications = createNotificationService(client, `${publicUrl}/lti/notices`);
  const launchUrl = `${publicUrl}/lti/launch`;
  const shared = { connection, store, directory, registrations, outbound, policy, sealer, now, publicUrl };
  const dynamicRegistration = createDynamicRegistration({ ...shared, words: toolWords() });
  const findAnnouncedKeys = (name: string) => dynamicRegistration.findKeySet(name);
  const launching = { ...shared, launchUrl, keySets, usedStates, findAnnouncedKeys };
  return {
    routes: (enter, { takeNotice = () => Promise.resolve(), countNotice = () => {}, ...hooks } = {}) => [
      ...ltiRoutes({
        ...launching,
        refusalLimit: createRefusalLimit(() => performance.now()),
        enter,
        record: () => {},
        administrate: nobody,
        outsideCourse: nobody,
        ...hooks,
      }),
      ...noticeRoutes({ ...launching, take: takeNotice, count: countNotice }),
    ],
    registrations,
    ...services,
    notifications,
    check: (registration, known) =>
      selfCheck({ ...shared, ...services, tokens: newTokens() }, registration, known),
    provider,
    outbound,
    dynamicRegistration,
    close: () => outbound.close(),
  };
}

const nobody = (): Promise<null> => Promise.resolve(null);

/** What Tirek is called inside platforms, in its three languages. */
function toolWords(): ToolWords {
  const [kk, ru, en] = [catalogueOf('kk'), catalogueOf('ru'), catalogueOf('en')];
  return { kk: kk.connect.tool, ru: ru.connect.tool, en: en.connect.tool };
}

async function findActive(registrations: Registrations, id: RegistrationId): Promise<Registration | null> {
  const found = await registrations.findById(id);
  return found?.status === 'active' ? found : null;
}
