import { describe, expect, it } from 'vitest';
import { begin, claim, launchClaims, loginFields, newBrowser, toForm } from '../lti/support/browser.ts';
import { launchUrl, publicUrl } from '../lti/support/testTool.ts';
import { checkRefusal, expectAccepted, expectRefused, startedPair } from './setup.ts';

const pair = startedPair();

describe('nonce and state', () => {
  it('the nonce is required', () => expectRefused(pair, { claims: { nonce: undefined } }, 'nonce'));

  it('the nonce is the one issued with this state, not one of another login', async () => {
    const other = await begin(newBrowser(pair.tool), pair.platform);
    await expectRefused(pair, { claims: { nonce: other.nonce } }, 'nonce');
  });

  it('the state is required', async () => {
    await expectRefused(pair, { form: form => form.delete('state') }, 'state-missing');
    await expectRefused(pair, { form: form => form.set('state', '') }, 'state-missing');
  });

  it.each([['a;b'], ['тест'], ['x'.repeat(5_000)], ['__proto__'], ['\u0000']])(
    'a state that we did not issue is refused: %j',
    state => expectRefused(pair, { form: form => form.set('state', state) }, 'state-invalid'),
  );

  it('a state that was changed by one character is refused', () =>
    expectRefused(
      pair,
      {
        form: form =>
          form.set(
            'state',
            `${form.get('state')?.startsWith('A') ? 'B' : 'A'}${form.get('state')?.slice(1)}`,
          ),
      },
      'state-invalid',
    ));

  it('a state given twice is refused, and the process lives', async () => {
    await expectRefused(pair, { form: form => form.append('state', 'again') }, 'parameter-repeated');
    await expectRefused(pair, { form: form => form.append('id_token', 'again') }, 'parameter-repeated');
    await expectAccepted(pair);
  });

  it('a state works once: the same launch sent again is refused', async () => {
    const browser = newBrowser(pair.tool);
    const { state, nonce } = await begin(browser, pair.platform);
    const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now()));
    const form = toForm({ id_token: token, state });
    expect((await browser.post('/lti/launch', form)).status).toBe(303);
    checkRefusal(pair, await browser.post('/lti/launch', form), 'state-used');
  });

  it('a state works once, also for ten launches at the same moment', async () => {
    const browser = newBrowser(pair.tool);
    const { state, nonce } = await begin(browser, pair.platform);
    const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now()));
    const before = await pair.tool.sessionCount();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => browser.post('/lti/launch', { id_token: token, state })),
    );
    expect(answers.map(answer => answer.status).sort()).toEqual([303, ...Array<number>(9).fill(400)]);
    expect(await pair.tool.sessionCount()).toBe(before + 1);
  });

  it('a launch that is refused does not use the state up', async () => {
    const browser = newBrowser(pair.tool);
    const { state, nonce } = await begin(browser, pair.platform);
    const sign = (claims: Record<string, unknown>) =>
      pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now(), claims));
    const bad = await browser.post('/lti/launch', { state, id_token: await sign({ aud: 'other' }) });
    expect(bad.status).toBe(400);
    expect((await browser.post('/lti/launch', { state, id_token: await sign({}) })).status).toBe(303);
  });

  it('a state is good for ten minutes', async () => {
    const browser = newBrowser(pair.tool);
    const { state, nonce } = await begin(browser, pair.platform);
    pair.tool.shiftClock(10 * 60_000 + 1_000);
    const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now()));
    checkRefusal(pair, await browser.post('/lti/launch', { id_token: token, state }), 'state-expired');
    pair.tool.shiftClock(-10 * 60_000 - 1_000);
  });

  it('a launch without the browser’s cookie gets no session but the way to a new tab', async () => {
    const { state, nonce } = await begin(newBrowser(pair.tool), pair.platform);
    const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now()));
    const answer = await newBrowser(pair.tool).post('/lti/launch', { id_token: token, state });
    checkRefusal(pair, answer, 'browser-without-cookie');
    expect(answer.text).toContain('target="_blank"');
    expect(answer.text).toMatch(/name="login_hint" value="4"/);
  });

  it('a browser in a frame that keeps no cookie is told so before the platform’s hint is used up', async () => {
    const framed = { 'sec-fetch-dest': 'iframe' };
    const fields = loginFields(pair.platform);
    const first = await newBrowser(pair.tool).post('/lti/login', fields, framed);
    expect(first.status).toBe(303);
    expect(first.location).toMatch(/^\/lti\/login\?/);
    expect(first.headers.get('set-cookie')).toContain('Partitioned');
    const second = await newBrowser(pair.tool).get(first.location ?? '', framed);
    checkRefusal(pair, second, 'browser-without-cookie');
    expect(second.headers.get('content-security-policy')).toContain(pair.platform.url);
    expect(second.text).toContain('target="_blank"');
    const again: unknown = Object.fromEntries(
      [...second.text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value?.replaceAll('&#34;', '"'),
      ]),
    );
    expect(again).toEqual(fields);
    const inTab = await newBrowser(pair.tool).post('/lti/login', fields, { 'sec-fetch-dest': 'document' });
    expect(inTab.location).toContain(`${pair.platform.url}/auth?`);
  });

  it('a browser in a frame that keeps the cookie goes on, and is not asked again', async () => {
    const framed = { 'sec-fetch-dest': 'iframe' };
    const browser = newBrowser(pair.tool);
    const first = await browser.post('/lti/login', loginFields(pair.platform), framed);
    const second = await browser.get(first.location ?? '', framed);
    expect(second.location).toContain(`${pair.platform.url}/auth?`);
    const later = await browser.post('/lti/login', loginFields(pair.platform), framed);
    expect(later.location).toContain(`${pair.platform.url}/auth?`);
  });

  it('a state from another browser is refused', async () => {
    const attacker = await begin(newBrowser(pair.tool), pair.platform);
    const victim = newBrowser(pair.tool);
    await begin(victim, pair.platform);
    const token = await pair.platform.sign(launchClaims(pair.platform, attacker.nonce, pair.tool.now()));
    const answer = await victim.post('/lti/launch', { id_token: token, state: attacker.state });
    checkRefusal(pair, answer, 'browser-other');
  });

  it('state and nonce consist of characters that Moodle lets through', async () => {
    const { state, nonce } = await begin(newBrowser(pair.tool), pair.platform);
    expect(state).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(nonce).toMatch(/^[A-Za-z0-9_-]{20,}$/);
  });
});

describe('the target', () => {
  it('is required in the token', () =>
    expectRefused(pair, { claims: { [claim.targetLinkUri]: undefined } }, 'claim-missing'));

  it('is the one of the login', () =>
    expectRefused(pair, { claims: { [claim.targetLinkUri]: `${launchUrl}/other` } }, 'target-changed'));

  it.each([
    ['https://elsewhere.example/lti/launch'],
    [`${publicUrl}.evil.example/`],
    [`${publicUrl}@evil.example/`],
    ['http://tirek.example.kz/lti/launch'],
    ['/lti/launch'],
    [`blob:${publicUrl}/x`],
    ['javascript:alert(1)'],
  ])('of a login is on our own origin: %s is refused', async target => {
    const answer = await newBrowser(pair.tool).post('/lti/login', {
      iss: pair.platform.url,
      login_hint: '4',
      client_id: 'client',
      target_link_uri: target,
    });
    checkRefusal(pair, answer, 'target-elsewhere');
  });

  it.each([['/'], ['/some/unknown/path?week=3'], ['']])(
    'may be any address on our origin: "%s"',
    async path => {
      const target = `${publicUrl}${path}`;
      const login = { target_link_uri: target };
      const entered = await expectAccepted(pair, { login, claims: { [claim.targetLinkUri]: target } });
      expect(entered.targetLinkUri).toBe(target);
    },
  );
});
