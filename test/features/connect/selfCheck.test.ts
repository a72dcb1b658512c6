import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogueOf, type Lang } from '../../../src/i18n/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { type CheckStep, type Registration, sentenceOf } from '../../../src/lti/index.ts';
import { judgeLaunches, type LaunchHistory } from '../../../src/lti/checking/launches.ts';
import { selfCheck } from '../../../src/lti/selfCheck.ts';
import { createTokenService } from '../../../src/lti/services/token.ts';
import {
  sendJson,
  startStubPlatform,
  type StubHandler,
  type StubPlatform,
} from '../../lti/support/stubPlatform.ts';
import { launchUrl, publicUrl, register } from '../../lti/support/testTool.ts';
import { type ConsoleTool, startConsoleTool } from './consoleTool.ts';

let app: ConsoleTool;
let lms: StubPlatform;
let registration: Registration;
let clients = 0;

beforeAll(async () => {
  app = await startConsoleTool();
});
afterAll(() => app.stop());
beforeEach(async () => {
  lms = await startStubPlatform();
  registration = await register(app.tool, {
    issuer: lms.url,
    clientId: `check-${++clients}`,
    name: 'Moodle',
  });
});
afterEach(() => lms.stop());

const steps = (of: Registration = registration) => app.connect.check(of);
const step = async (name: CheckStep['name'], of?: Registration): Promise<CheckStep> => {
  const found = (await steps(of)).find(one => one.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};
const said = (one: CheckStep, lang: Lang = 'en'): string => sentenceOf(one, catalogueOf(lang));
const answer =
  (status: number, body: unknown): StubHandler =>
  (_request, response) =>
    typeof body === 'string'
      ? void response.writeHead(status, { 'content-type': 'text/html' }).end(body)
      : sendJson(response, body, status);

/** A course of this platform, as its launch announced it. */
const openCourse = (services: { nrpsUrl: string | null; lineItemsUrl: string | null }) =>
  app.courses.enter({
    registrationId: registration.id,
    deploymentId: '1',
    contextId: 'c',
    title: 'Course',
    lang: 'kk',
    services: { agsScopes: [], productFamily: 'moodle', ...services },
  });

describe('a platform that is right', () => {
  it('is told from what has not been seen yet', async () => {
    expect((await steps()).map(one => [one.name, one.outcome, one.code])).toEqual([
      ['discovery', 'unknown', 'discovery-absent'],
      ['key-set', 'ok', 'keys-found'],
      ['access-token', 'ok', 'token-granted'],
      ['names-and-roles', 'unknown', 'no-course-yet'],
      ['grades', 'unknown', 'no-course-yet'],
      ['launches', 'unknown', 'no-launch-yet'],
    ]);
  });

  it('has its members and columns read once a course is known', async () => {
    await openCourse({ nrpsUrl: `${lms.url}/members`, lineItemsUrl: `${lms.url}/items` });
    lms.on.set('/members', answer(200, { members: [{ user_id: '1', roles: [] }] }));
    lms.on.set('/items', answer(200, []));
    expect(said(await step('names-and-roles'))).toBe('The list of members was read. Members: 1.');
    expect(said(await step('grades'))).toBe('The gradebook was read. Columns: 0.');
    expect(lms.received.every(one => one.method === 'GET' || one.path === '/token')).toBe(true);
  });

  it('agrees with what it publishes, at the usual place, at Moodle’s or at Brightspace’s', async () => {
    const configuration = {
      issuer: lms.url,
      authorization_endpoint: `${lms.url}/auth`,
      token_endpoint: `${lms.url}/token`,
      jwks_uri: `${lms.url}/jwks`,
    };
    for (const place of [
      '/.well-known/openid-configuration',
      '/mod/lti/openid-configuration.php',
      '/d2l/.well-known/openid-configuration',
    ]) {
      lms.on.clear();
      lms.on.set(place, answer(200, configuration));
      expect(await step('discovery')).toMatchObject({ outcome: 'ok', code: 'discovery-agrees' });
    }
  });

  it('is remembered with the time of the check', async () => {
    await steps();
    const stored = await app.tool.store.connection
      .collection('platform_checks')
      .findOne({ _id: registration.id });
    expect(stored?.['steps']).toHaveLength(6);
  });
});

describe('a wrong value is named', () => {
  const withValues = (values: Partial<Registration>): Registration => ({ ...registration, ...values });

  it('the issuer', async () => {
    lms.on.set('/.well-known/openid-configuration', answer(200, { issuer: `${lms.url}/` }));
    expect(said(await step('discovery'))).toBe(
      `Moodle writes its issuer differently. Tirek has ${lms.url}; right is ${lms.url}/.`,
    );
  });

  it('by the configuration that it was registered from, before any other', async () => {
    lms.on.set('/.well-known/openid-configuration', answer(200, { issuer: 'https://another.example' }));
    lms.on.set('/own/configuration', answer(200, { issuer: lms.url, jwks_uri: `${lms.url}/keys` }));
    const found = await step('discovery', withValues({ configurationUrl: `${lms.url}/own/configuration` }));
    expect(found).toMatchObject({ code: 'address-differs', facts: { field: 'jwks_uri' } });
  });

  it('an address that the platform publishes otherwise', async () => {
    const jwks = `${lms.url}/keys`;
    lms.on.set('/.well-known/openid-configuration', answer(200, { issuer: lms.url, jwks_uri: jwks }));
    expect(said(await step('discovery'))).toContain(
      `(jwks_uri). Tirek has ${lms.url}/jwks; right is ${jwks}.`,
    );
  });

  it.each([
    [404, '', 'keys-status'],
    [200, '<html>Log in</html>', 'keys-none'],
    [200, '{"keys":[]}', 'keys-none'],
  ])('the key set’s address: status %s, %j', async (status, body, code) => {
    lms.on.set('/jwks', answer(status, body));
    const found = await step('key-set');
    expect(found).toMatchObject({ outcome: 'failed', code });
    for (const lang of ['kk', 'ru', 'en'] as const) expect(said(found, lang)).toContain(`${lms.url}/jwks`);
  });

  it('an address that nobody answers at, or that may not be called', async () => {
    const away = withValues({ jwksUrl: 'http://127.0.0.1:1/jwks', tokenUrl: 'http://127.0.0.1:1/token' });
    expect(await step('key-set', away)).toMatchObject({ code: 'unreachable' });
    expect(await step('access-token', away)).toMatchObject({ code: 'unreachable' });
    const forbidden = withValues({ jwksUrl: 'https://10.0.0.1/jwks', tokenUrl: 'http://lms.example/token' });
    expect(said(await step('key-set', forbidden))).toContain('OUTBOUND_ALLOW');
    expect(await step('access-token', forbidden)).toMatchObject({ code: 'not-allowed' });
  });

  it.each([
    [400, { error: 'invalid_client', error_description: 'Unknown key' }, 'token-client', 'Unknown key'],
    [401, { error: 'invalid_client' }, 'token-client', 'invalid_client'],
    [400, { error: 'invalid_scope' }, 'token-scope', 'opened no services'],
    [
      400,
      { error: 'invalid_request', error_description: 'Invalid audience' },
      'token-audience',
      'Invalid audience',
    ],
    [404, '<h1>Not found</h1>', 'token-address', '/token'],
    [405, '', 'token-address', '/token'],
    [200, '<h1>Welcome</h1>', 'token-address', '/token'],
    [503, '', 'service-away', 'status 503'],
  ])('the token: status %s, %j', async (status, body, code, words) => {
    lms.on.set('/token', answer(status, body));
    const found = await step('access-token');
    expect(found).toMatchObject({ outcome: 'failed', code });
    expect(said(found)).toContain(words);
    expect(await step('grades')).toMatchObject({ outcome: 'unknown', code: 'token-needed' });
  });

  it('the keys’ address that belongs into the platform', async () => {
    lms.on.set('/token', answer(401, { error: 'invalid_client' }));
    for (const lang of ['kk', 'ru', 'en'] as const) {
      const sentence = said(await step('access-token'), lang);
      expect(sentence).toContain(`${publicUrl}/lti/keys`);
      expect(sentence).toContain(registration.clientId);
    }
  });

  it('the services that the platform does not grant', async () => {
    const granted = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
    lms.on.set('/token', answer(200, { access_token: 'x', expires_in: 60, scope: granted }));
    expect(said(await step('grades'))).toContain('does not grant lineitem, result.readonly.');
    expect(said(await step('names-and-roles'))).toContain('contextmembership.readonly');
  });

  it('the services that a course does not offer, refuses or garbles', async () => {
    await openCourse({ nrpsUrl: null, lineItemsUrl: `${lms.url}/items` });
    lms.on.set('/items', answer(400, { error: 'No handler' }));
    expect(await step('names-and-roles')).toMatchObject({ outcome: 'failed', code: 'not-offered' });
    expect(said(await step('grades'))).toContain('No handler');
    lms.on.set('/items', answer(200, '<html></html>'));
    expect(await step('grades')).toMatchObject({ code: 'service-unreadable' });
    lms.on.set('/items', answer(502, ''));
    expect(await step('grades')).toMatchObject({ code: 'service-away' });
  });
});

describe('a platform that hangs', () => {
  it('is given up in time, and what answers is still told', async () => {
    const { lti, now } = { lti: app.tool.lti, now: () => app.tool.now() };
    const { outbound, ags, nrps } = lti;
    const tokens = createTokenService({
      outbound,
      now,
      signingKey: one => lti.registrations.signingKey(one),
    });
    lms.on.set('/token', () => {});
    const found = await selfCheck(
      { outbound, tokens, ags, nrps, publicUrl, now, timeoutMs: 500 },
      registration,
      {
        course: null,
        history: null,
      },
    );
    expect(found.map(one => one.code)).toEqual([
      'discovery-absent',
      'keys-found',
      'timeout',
      'timeout',
      'timeout',
    ]);
  });
});

describe('what has come from a platform', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const nothing: LaunchHistory = { lastLaunchAt: null, lastLoginAt: null, openLogins: 0, lastRefusal: null };
  const moodle = (values: Partial<Registration> = {}): Registration => ({
    id: asId<'registration'>('a'.repeat(24)),
    name: 'Moodle',
    issuer: 'https://moodle.example',
    clientId: 'c',
    authUrl: 'https://moodle.example/auth',
    tokenUrl: 'https://moodle.example/token',
    jwksUrl: 'https://moodle.example/jwks',
    tokenAudience: null,
    status: 'active',
    deployments: [{ id: '1', status: 'active' }],
    frames: [],
    kid: 'k',
    ...values,
  });
  const judged = (history: Partial<LaunchHistory>, values: Partial<Registration> = {}) =>
    judgeLaunches(moodle(values), { ...nothing, ...history }, launchUrl, now);
  const refused = (code: string, found: string | null = null, minutes = 1) => ({
    code,
    found,
    at: ago(minutes),
  });

  it('says that the redirect address is not registered when the platform says so', () => {
    const found = judged({
      lastRefusal: refused('platform-error', '"invalid_request": "Invalid redirect_uri"'),
    });
    expect(said(found)).toBe(`Moodle says the redirect address is not registered: add ${launchUrl}`);
    for (const lang of ['kk', 'ru'] as const) expect(said(found, lang)).toContain(launchUrl);
  });

  it('guesses the redirect address from logins after which nothing came, as with Moodle’s own error page', () => {
    expect(judged({ openLogins: 1, lastLoginAt: ago(5) })).toMatchObject({
      code: 'launches-do-not-arrive',
      facts: { address: launchUrl },
    });
    expect(judged({ openLogins: 1, lastLoginAt: ago(0.5) }).code).toBe('no-launch-yet');
    expect(judged({ openLogins: 2, lastLoginAt: ago(5), lastLaunchAt: ago(60) }).code).toBe(
      'launches-arrive',
    );
    expect(judged({ openLogins: 3, lastLoginAt: ago(5), lastLaunchAt: ago(60) }).code).toBe(
      'launches-do-not-arrive',
    );
  });

  it('explains the last refusal in the administrator’s words', () => {
    const found = judged({ lastRefusal: refused('signature'), lastLaunchAt: ago(10) });
    expect(said(found)).toContain(catalogueOf('en').lti.administrator.signature);
    expect(said(found, 'kk')).toContain(catalogueOf('kk').lti.administrator.signature);
  });

  it('passes over what a person causes alone, and what is over', () => {
    expect(judged({ lastRefusal: refused('state-used'), lastLaunchAt: ago(10) }).code).toBe(
      'launches-arrive',
    );
    expect(judged({ lastRefusal: refused('signature', null, 20), lastLaunchAt: ago(10) }).code).toBe(
      'launches-arrive',
    );
    expect(judged({ lastRefusal: refused('a-code-of-old'), lastLaunchAt: ago(10) }).code).toBe(
      'launches-arrive',
    );
  });

  it('says what waits for the operator before anything else', () => {
    const refusal = { lastRefusal: refused('deployment-unknown') };
    expect(judged(refusal, { status: 'pending' }).code).toBe('registration-pending');
    expect(judged(refusal, { status: 'disabled' }).code).toBe('registration-disabled');
    expect(said(judged(refusal, { deployments: [{ id: '5', status: 'pending' }] }))).toContain(
      'deployment ID: 5',
    );
  });

  it('gives the time of the last launch in Kazakhstan', () => {
    expect(said(judged({ lastLaunchAt: ago(60) }))).toBe('Last good launch: 21.11.2026 14:00.');
  });
});

describe('every sentence', () => {
  const facts = {
    platform: 'P',
    field: 'F',
    found: 'signature',
    expected: 'E',
    address: 'https://a.example',
    clientId: 'C',
    said: 'S',
    scopes: 'X',
    at: '2026-11-21T09:00:00Z',
    status: '404',
    count: 2,
  };
  it('is whole in three languages', () => {
    for (const lang of ['kk', 'ru', 'en'] as const) {
      for (const code of Object.keys(catalogueOf(lang).connect.check.sentences) as CheckStep['code'][]) {
        const sentence = said({ name: 'grades', outcome: 'failed', code, facts }, lang);
        expect(sentence, `${lang} ${code}`).not.toMatch(/undefined|\[object|NaN|\$\{/);
        expect(sentence.length, `${lang} ${code}`).toBeGreaterThan(10);
      }
    }
  });
});
