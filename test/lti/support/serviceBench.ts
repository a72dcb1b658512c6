import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { asId } from '../../../src/kernel/ids.ts';
import { createOutbound, type Outbound } from '../../../src/lti/http.ts';
import { type Registration } from '../../../src/lti/registration.ts';
import { type AgsService, type AgsTarget, createAgsService } from '../../../src/lti/services/ags.ts';
import { agsScopes } from '../../../src/lti/index.ts';
import { createServiceClient } from '../../../src/lti/services/client.ts';
import { createNrpsService, type NrpsService } from '../../../src/lti/services/nrps.ts';
import {
  createNotificationService,
  type NotificationService,
} from '../../../src/lti/services/notifications.ts';
import { createTokenService, type TokenService } from '../../../src/lti/services/token.ts';
import {
  type Received,
  sendJson,
  startStubPlatform,
  type StubHandler,
  type StubPlatform,
} from './stubPlatform.ts';

/** Tirek's side of the services against a stub platform; made anew for each test. */
export interface ServiceBench {
  platform: StubPlatform;
  registration: Registration;
  tokens: TokenService;
  ags: AgsService;
  nrps: NrpsService;
  notifications: NotificationService;
  status: Registration['status'];
  /** Milliseconds that the tool's clock is ahead. */
  offset: number;
  tokenRequests(): Received[];
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export function serviceBench(): ServiceBench {
  const bench = {} as ServiceBench;
  let outbound: Outbound;
  beforeAll(async () => {
    bench.platform = await startStubPlatform();
    outbound = createOutbound({ policy: { allow: [], allowLoopback: true }, userAgent: 't', timeoutMs: 400 });
    bench.registration = registrationAt(bench.platform.url);
    bench.tokenRequests = () => bench.platform.received.filter(one => one.path === '/token');
  });
  beforeEach(() => {
    bench.platform.on.clear();
    bench.platform.received.length = 0;
    Object.assign(bench, { offset: 0, status: 'active' });
    const now = (): Date => new Date(Date.now() + bench.offset);
    bench.tokens = createTokenService({
      outbound,
      now,
      signingKey: async ({ kid }) => ({ kid, key: privateKey }),
    });
    const findUsable = async () => (bench.status === 'active' ? bench.registration : null);
    const client = createServiceClient({ outbound, tokens: bench.tokens, now, findUsable });
    bench.ags = createAgsService(client);
    bench.nrps = createNrpsService(client);
    bench.notifications = createNotificationService(client, 'https://tirek.example.kz/lti/notices');
  });
  afterAll(async () => {
    await outbound.close();
    await bench.platform.stop();
  });
  return bench;
}

const registrationAt = (url: string): Registration => ({
  id: asId<'registration'>('1'.repeat(24)),
  name: 'Stub',
  issuer: url,
  clientId: 'client',
  authUrl: `${url}/auth`,
  tokenUrl: `${url}/token`,
  jwksUrl: `${url}/jwks`,
  tokenAudience: null,
  status: 'active',
  deployments: [],
  frames: [],
  kid: 'tool-key',
});

/** A handler that answers with JSON. */
export const answer =
  (value: unknown, code = 200, headers: Record<string, string> = {}): StubHandler =>
  (_request, response) =>
    sendJson(response, value, code, headers);

/** A handler that answers with a status and a text. */
export const plain =
  (code: number, text = '', headers: Record<string, string> = {}): StubHandler =>
  (_request, response) =>
    void response.writeHead(code, headers).end(text);

export const everyScope = Object.values<string>(agsScopes);

export const agsTarget = (bench: ServiceBench, changes: Partial<AgsTarget> = {}): AgsTarget => ({
  registrationId: bench.registration.id,
  productFamily: 'moodle',
  lineItemsUrl: `${bench.platform.url}/2/lineitems?type_id=1`,
  agsScopes: everyScope,
  ...changes,
});

/** A line item as Moodle sends it. */
export const itemAnswer = (bench: ServiceBench, id: string, changes: Record<string, unknown> = {}) => ({
  id: `${bench.platform.url}/2/lineitems/${id}/lineitem?type_id=1`,
  label: `Column ${id}`,
  scoreMaximum: 100,
  resourceId: '',
  tag: '',
  ...changes,
});
