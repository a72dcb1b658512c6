import { compactVerify, importJWK, type JWK } from 'jose';
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { asId } from '../../src/kernel/ids.ts';
import { createOutbound } from '../../src/lti/http.ts';
import { createKeySets } from '../../src/lti/keySets.ts';
import { acceptLaunch, type LaunchParts } from '../../src/lti/launch.ts';
import { login, type LoginParts } from '../../src/lti/login.ts';
import { type Registration } from '../../src/lti/registration.ts';
import { type PracticeLms } from '../../src/practice-lms/index.ts';
import { createSealer } from '../../src/secrets/sealer.ts';

const launches = 200;
const verifications = 500;

/** Processor time of one launch's protocol and of bare verifications of its signature, each in milliseconds. */
export interface ProtocolRound {
  /**
   * What `src/lti` does for one launch: the login (registration chosen, state and nonce made and sealed, address of the
   * platform) and the judging of what comes back (state opened, browser, header, signature, every claim, deployment,
   * the state used once). Not in it: HTTP, forms, the stores (registration and used states are held in memory), the
   * session, the page and the log; and not the fetching of the key set, which happens once for many launches.
   */
  readonly protocol: number;
  /** One RS256 verification with Web Crypto as jose does it. */
  readonly jose: number;
  /** One RS256 verification with node:crypto. */
  readonly node: number;
}

type Parts = LoginParts & LaunchParts;

/** Measures in the benchmark's own process, which rests but for this. */
export async function protocolMeasure(
  lms: PracticeLms,
): Promise<{ round(): Promise<ProtocolRound>; stop(): Promise<void> }> {
  const outbound = createOutbound({ policy: { allow: [], allowLoopback: true }, userAgent: 'bench' });
  const parts = partsFor(lms, createKeySets({ outbound, now: () => new Date(), cooldownMs: 30_000 }));
  const bare = await bareVerifications(lms);
  return {
    round: async () => ({ protocol: await protocol(lms, parts), ...(await bare()) }),
    stop: () => outbound.close(),
  };
}

function partsFor(lms: PracticeLms, keySets: Parts['keySets']): Parts {
  const { name, issuer, clientId, authUrl, tokenUrl, jwksUrl, deploymentId } = lms.registration;
  const addresses = { name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience: null };
  const registration: Registration = {
    ...addresses,
    id: asId<'registration'>('0123456789abcdef01234567'),
    status: 'active',
    deployments: [{ id: deploymentId, status: 'active' }],
    frames: [],
    kid: '',
  };
  const used = new Set<string>();
  return {
    registrations: {
      findById: () => Promise.resolve(registration),
      findByIssuer: () => Promise.resolve([registration]),
      recordPendingDeployment: () => Promise.reject(new Error('the deployment is known')),
    },
    keySets,
    usedStates: { use: id => Promise.resolve(used.size < used.add(id).size) },
    sealer: createSealer('the secret key of the benchmark, which protects nothing'),
    now: () => new Date(),
    publicUrl: 'http://localhost:3000',
    launchUrl: 'http://localhost:3000/lti/launch',
  };
}

/** A browser's first login, of which nothing is known. */
const unknown = { browser: null, storageTarget: null, page: null };

async function protocol(lms: PracticeLms, parts: Parts): Promise<number> {
  const { issuer, clientId, deploymentId } = lms.registration;
  const personId = lms.world.teacher.id;
  const fields = {
    iss: issuer,
    client_id: clientId,
    lti_deployment_id: deploymentId,
    target_link_uri: parts.launchUrl,
    login_hint: personId,
    lti_message_hint: JSON.stringify({ cmid: 3, launchid: `ltilaunch3_${personId}` }),
  };
  const begun: { browser: string; redirectTo: string }[] = [];
  const loginMs = await cpuOf(async () => {
    for (let n = 0; n < launches; n += 1) begun.push(await login(parts, fields, unknown));
  });
  const posted: { cookie: string; form: { state: string; id_token: string } }[] = [];
  for (const { browser, redirectTo } of begun) {
    const asked = new URL(redirectTo).searchParams;
    const claims = { 'https://purl.imsglobal.org/spec/lti/claim/target_link_uri': parts.launchUrl };
    const token = await lms.signLaunch({ personId, nonce: asked.get('nonce') ?? '', claims });
    posted.push({ cookie: browser, form: { state: asked.get('state') ?? '', id_token: token } });
  }
  const launchMs = await cpuOf(async () => {
    for (const { cookie, form } of posted) {
      const { kind } = await acceptLaunch(parts, form, { cookie, readLogin: () => null, kept: null });
      if (kind !== 'accepted') throw new Error('the launch is not accepted');
    }
  });
  return (loginMs + launchMs) / launches;
}

async function bareVerifications(lms: PracticeLms): Promise<() => Promise<{ jose: number; node: number }>> {
  const { keys } = (await (await fetch(lms.registration.jwksUrl)).json()) as { keys: JWK[] };
  const jwk = keys[0] ?? {};
  const key = await importJWK(jwk, 'RS256');
  const nodeKey = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  const token = await lms.signLaunch();
  const [head = '', body = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${head}.${body}`);
  const bytes = Buffer.from(signature, 'base64url');
  return async () => {
    const jose = await cpuOf(async () => {
      for (let n = 0; n < verifications; n += 1) await compactVerify(token, key);
    });
    const node = await cpuOf(() => {
      for (let n = 0; n < verifications; n += 1) {
        if (!verify('sha256', signed, nodeKey, bytes)) throw new Error('the signature does not verify');
      }
      return Promise.resolve();
    });
    return { jose: jose / verifications, node: node / verifications };
  };
}

/** Processor time of this process, user and system, in milliseconds. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
