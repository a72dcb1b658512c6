import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createApp } from '../../../src/app.ts';
import { asId, type CourseId } from '../../../src/kernel/ids.ts';
import { type Log } from '../../../src/log.ts';
import {
  createLti,
  type Lti,
  type LtiParts,
  type NoticeOutcome,
  type VerifiedLaunch,
} from '../../../src/lti/index.ts';
import { type Registration, type RegistrationValues } from '../../../src/lti/registration.ts';
import { createRegistrationStore } from '../../../src/lti/registrationStore.ts';
import { type KeyPair, newKeyPair, sealPrivateKey } from '../../../src/lti/toolKeys.ts';
import { createSealer, type Sealer } from '../../../src/secrets/sealer.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { browserCookie } from '../../../src/web/browserCookie.ts';
import { createSessionStore, type SessionStore } from '../../../src/web/sessionStore.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

export const publicUrl = 'https://tirek.example.kz';
export const launchUrl = `${publicUrl}/lti/launch`;

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: Record<string, unknown>;
}

/** Tirek's LTI over HTTP, with a door behind it that makes real sessions. */
export interface TestTool {
  /** Where it listens; what platforms see is `publicUrl`, unless it was started at its own address. */
  readonly url: string;
  readonly lti: Lti;
  readonly store: TestStore;
  readonly sealer: Sealer;
  readonly sessions: SessionStore;
  readonly log: LogLine[];
  readonly entered: VerifiedLaunch[];
  /** How notices went, as the metrics are told. */
  readonly notices: NoticeOutcome[];
  /** Moves the tool's clock, in milliseconds. */
  shiftClock(milliseconds: number): void;
  now(): Date;
  sessionCount(): Promise<number>;
  stop(): Promise<void>;
}

export type TestToolOptions = Partial<LtiParts['config']> & {
  /** The public address is the one where it listens, so that a platform can fetch its keys. */
  readonly atOwnAddress?: boolean;
};

export async function startTestTool({ atOwnAddress, ...config }: TestToolOptions = {}): Promise<TestTool> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const address = atOwnAddress === true ? url : publicUrl;
  const store = await startTestStore();
  const { connection } = store;
  const sealer = createSealer('a key of more than thirty-two characters');
  const log: LogLine[] = [];
  const toLog = (level: string) => (fields: Record<string, unknown>, event: string) =>
    void log.push({ level, fields, event });
  const logger: Log = { info: toLog('info'), warn: toLog('warn'), error: toLog('error') };
  let offset = 0;
  const now = (): Date => new Date(Date.now() + offset);
  const lti = createLti({
    connection,
    sealer,
    log: logger,
    now,
    version: 'test',
    config: { publicUrl: address, production: false, outboundAllow: [], jwksCooldownMs: 30_000, ...config },
  });
  const sessions = createSessionStore(connection);
  await ensureIndexes(connection);
  const entered: VerifiedLaunch[] = [];
  const notices: NoticeOutcome[] = [];
  const hooks = { countNotice: (outcome: NoticeOutcome) => void notices.push(outcome) };
  const routes = lti.routes(async (launch, _context, door) => {
    entered.push(launch);
    const ids = { personId: asId<'person'>('a'.repeat(24)), courseId: asId<'course'>('b'.repeat(24)) };
    const session = { ...ids, registrationId: launch.registrationId, role: launch.role, lang: 'kk' as const };
    const id = await sessions.create(
      { ...session, frameAncestors: door.frameAncestors, storage: door.storage },
      door.browser,
      now(),
    );
    return { redirectTo: `/l/${id}/` };
  }, hooks);
  const cookie = browserCookie(address);
  const parts = { publicUrl: address, trustProxy: 0, log: logger, sealer, cookie, sessions, now };
  const app = createApp(
    { ...parts, findCourse: (_id: CourseId) => Promise.resolve(null), nav: () => [] },
    routes,
  );
  server.on('request', app);
  return {
    url,
    lti,
    store,
    sealer,
    sessions,
    log,
    entered,
    notices,
    shiftClock: milliseconds => void (offset += milliseconds),
    now,
    sessionCount: () => connection.collection('sessions').countDocuments(),
    async stop() {
      await lti.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await store.stop();
    },
  };
}

let shared: Promise<KeyPair> | undefined;

/** Registers a platform without ltijs, whose key pairs take seconds to make: all tests share one pair. */
export async function register(
  tool: TestTool,
  values: Partial<RegistrationValues> & { issuer: string; clientId: string },
  deployments: readonly string[] = ['1'],
): Promise<Registration> {
  const store = createRegistrationStore(tool.store.connection);
  const pair = await (shared ??= newKeyPair());
  const kid = randomBytes(8).toString('hex');
  const { issuer, clientId } = values;
  await store.keys.add({
    kid,
    issuer,
    clientId,
    publicKey: pair.publicKey,
    privateKey: sealPrivateKey(tool.sealer, kid, pair.privateKey),
    retiredAt: null,
  });
  const defaults = {
    name: 'Stub',
    authUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    jwksUrl: `${issuer}/jwks`,
  };
  await store.put({ tokenAudience: null, ...defaults, ...values }, kid);
  // Through the tool's own door, so that it reads the registration at once.
  await tool.lti.registrations.enable({ issuer, clientId });
  for (const id of deployments) await store.putDeployment({ issuer, clientId }, { id, status: 'active' });
  return tool.lti.registrations.enable({ issuer, clientId });
}
