import { describe, expect, it } from 'vitest';
import { type Answer, launchClaims, loginFields, newBrowser } from '../lti/support/browser.ts';
import { checkRefusal, startedPair } from './setup.ts';

/** OIDC Login with LTI Client Side postMessages 0.1, sections 2 and 3. */
const pair = startedPair();
const framed = { 'sec-fetch-dest': 'iframe' };

interface Kept {
  readonly page: Answer;
  readonly origin: string;
  readonly key: string;
  readonly value: string;
  readonly state: string;
  readonly nonce: string;
}

const attribute = (answer: Answer, name: string): string =>
  new RegExp(`data-${name}="([^"]*)"`)
    .exec(answer.text)?.[1]
    ?.replaceAll('&#38;', '&')
    .replaceAll('&amp;', '&') ?? '';

/** A login in a frame by a browser that keeps nothing, as far as the page that puts a value into the storage. */
const safari = {
  'user-agent':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/16.3 Safari/605.1.15',
};

async function beginKept(target = '_parent', headers: Record<string, string> = framed): Promise<Kept> {
  const fields = { ...loginFields(pair.platform), lti_storage_target: target };
  const first = await newBrowser(pair.tool).post('/lti/login', fields, headers);
  const page = await newBrowser(pair.tool).get(first.location ?? '', headers);
  const request = new URL(attribute(page, 'to') || 'http://none').searchParams;
  return {
    page,
    origin: attribute(page, 'origin'),
    key: attribute(page, 'key'),
    value: attribute(page, 'value'),
    state: request.get('state') ?? '',
    nonce: request.get('nonce') ?? '',
  };
}

async function post(
  { state, nonce }: Pick<Kept, 'state' | 'nonce'>,
  {
    kept,
    claims,
    fields,
  }: { kept?: string; claims?: Record<string, unknown>; fields?: Record<string, string> },
): Promise<Answer> {
  const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now(), claims));
  const headers: Record<string, string> = kept === undefined ? {} : { 'x-tirek-kept': kept };
  return newBrowser(pair.tool).post('/lti/launch', { id_token: token, state, ...fields }, headers);
}

describe('a browser without cookies, on a platform that stores', () => {
  it('lets the platform keep a value before the login goes on, at its authorisation origin alone', async () => {
    const { page, origin, key, value, state } = await beginKept();
    expect(page.status).toBe(200);
    expect(origin).toBe(new URL(pair.platform.url).origin);
    expect(key).toMatch(/^tirek-login-[\w-]{22}$/);
    expect(value).toMatch(/^[\w-]{43}$/);
    expect(attribute(page, 'to')).toContain(`${pair.platform.url}/auth?`);
    expect(attribute(page, 'to')).not.toContain(value);
    expect(state).not.toContain(value);
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${origin}`);
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('a browser that does not say where it loads is taken for framed (Safari before 16.4)', async () => {
    const login = await beginKept('_parent', safari);
    expect([login.page.status, login.value]).toEqual([200, expect.stringMatching(/^[\w-]{43}$/)]);
    expect((await post(login, { kept: login.value })).status).toBe(200);
    const inTab = newBrowser(pair.tool);
    const fields = { ...loginFields(pair.platform), lti_storage_target: '_parent' };
    const first = await inTab.post('/lti/login', fields, safari);
    const second = await inTab.get(first.location ?? '', safari);
    expect(second.location).toContain(`${pair.platform.url}/auth?`);
  });

  it.each([
    ['a window', { 'sec-fetch-dest': 'document' }, { lti_storage_target: '_parent' }],
    ['a browser that does not say where it loads, without storage', safari, {}],
    ['a program that is no browser', { 'user-agent': 'node' }, { lti_storage_target: '_parent' }],
  ])('%s goes on at once', async (_, headers, storage) => {
    const fields = { ...loginFields(pair.platform), ...storage };
    const answer = await newBrowser(pair.tool).post('/lti/login', fields, headers);
    expect(answer.location).toContain(`${pair.platform.url}/auth?`);
  });

  it('a launch asks for the value first, and uses nothing up', async () => {
    const login = await beginKept();
    const before = await pair.tool.sessionCount();
    const asked = await post(login, {});
    expect([asked.status, attribute(asked, 'key'), attribute(asked, 'value')]).toEqual([200, login.key, '']);
    expect(asked.headers.get('set-cookie')).toBeNull();
    expect(await pair.tool.sessionCount()).toBe(before);
    expect((await post(login, { kept: login.value })).status).toBe(200);
    expect(await pair.tool.sessionCount()).toBe(before + 1);
  });

  it('its session opens with the tab’s token, which stands in no address', async () => {
    const login = await beginKept();
    const answer = await post(login, { kept: login.value });
    const { to, token } = JSON.parse(answer.text) as { to: string; token: string };
    expect(to).toMatch(/^\/l\/[0-9a-f]{24}\/$/);
    expect(to).not.toContain(token);
    const id = to.split('/')[2] ?? '';
    expect(await pair.tool.sessions.find(id, token, pair.tool.now())).toMatchObject({
      storage: { target: '_parent', origin: login.origin },
    });
    expect(await pair.tool.sessions.find(id, login.value.replace(/.$/, '_'), pair.tool.now())).toBeNull();
    expect(JSON.stringify(pair.tool.log)).not.toContain(token);
  });

  it('a state works once', async () => {
    const login = await beginKept();
    expect((await post(login, { kept: login.value })).status).toBe(200);
    checkRefusal(pair, await post(login, { kept: login.value }), 'state-used');
  });

  it('a state that another browser began is refused', async () => {
    const [attacker, victim] = [await beginKept(), await beginKept()];
    checkRefusal(pair, await post(attacker, { kept: victim.value }), 'browser-other');
    checkRefusal(pair, await post(attacker, { kept: '' }), 'browser-without-cookie');
  });

  it('a form cannot bring the value along, so another site cannot make a browser finish a launch', async () => {
    const attacker = await beginKept();
    const before = await pair.tool.sessionCount();
    const answer = await post(attacker, {
      fields: { 'x-tirek-kept': attacker.value, kept: attacker.value, _tab: attacker.value },
    });
    expect(answer.text).not.toContain('"token"');
    expect(await pair.tool.sessionCount()).toBe(before);
  });

  it('a platform that does not answer leads to the page with one button', async () => {
    const login = await beginKept();
    const answer = await post(login, { fields: { kept: 'none' } });
    checkRefusal(pair, answer, 'browser-without-cookie');
    expect(answer.text).toContain('target="_blank"');
    const again = {
      ...loginFields(pair.platform),
      lti_storage_target: '_parent',
      cookie: 'set',
      storage: 'none',
    };
    checkRefusal(
      pair,
      await newBrowser(pair.tool).post('/lti/login', again, framed),
      'browser-without-cookie',
    );
  });

  it('the nonce is still the one of this state, and a bad token is refused before anybody is asked', async () => {
    const [login, other] = [await beginKept(), await beginKept()];
    checkRefusal(pair, await post({ state: login.state, nonce: other.nonce }, {}), 'nonce');
    checkRefusal(pair, await post(login, { claims: { aud: 'other' } }), 'audience');
    checkRefusal(pair, await post(login, { kept: login.value, claims: { aud: 'other' } }), 'audience');
  });

  it('a state that a cookie holds is not proven by a value', async () => {
    const browser = newBrowser(pair.tool);
    const login = await browser.post('/lti/login', loginFields(pair.platform));
    const request = new URL(login.location ?? '').searchParams;
    const begun = { state: request.get('state') ?? '', nonce: request.get('nonce') ?? '' };
    const value = [...browser.cookies.values()][0] ?? '';
    checkRefusal(pair, await post(begun, { kept: value }), 'browser-without-cookie');
  });

  it('a browser that keeps the cookie is not sent through the storage', async () => {
    const browser = newBrowser(pair.tool);
    const fields = { ...loginFields(pair.platform), lti_storage_target: '_parent' };
    const first = await browser.post('/lti/login', fields, framed);
    const second = await browser.get(first.location ?? '', framed);
    expect(second.status).toBe(303);
    expect(second.location).toContain(`${pair.platform.url}/auth?`);
  });

  it.each([[''], ['a b'], ['"><script>'], ['x'.repeat(101)]])(
    'a frame’s name that is no name counts as none: %j',
    async target => checkRefusal(pair, (await beginKept(target)).page, 'browser-without-cookie'),
  );
});
