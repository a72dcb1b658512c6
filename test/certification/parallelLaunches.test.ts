import { describe, expect, it } from 'vitest';
import {
  type Answer,
  begin,
  type Begun,
  type Browser,
  launch,
  launchClaims,
  loginFields,
  newBrowser,
} from '../lti/support/browser.ts';
import { checkRefusal, startedPair } from './setup.ts';

/** Restored tabs, links opened side by side, two frames in one page: logins before the first one is answered. */
const pair = startedPair();
const main = '__Host-tirek';
const framed = { 'sec-fetch-dest': 'iframe' };

const requestOf = ({ location }: Answer): Begun => {
  const request = new URL(location ?? '').searchParams;
  return { state: request.get('state') ?? '', nonce: request.get('nonce') ?? '', request };
};

async function post(browser: Browser, { state, nonce }: Begun): Promise<Answer> {
  const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now()));
  return browser.post('/lti/launch', { id_token: token, state });
}

const at = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work));

const loginCookies = ({ cookies }: Browser): string[] =>
  [...cookies.keys()].filter(name => name.startsWith(`${main}-login-`));

/**
 * Every launch came in, and its session opens with the one cookie that stays.
 * @param checks cookies of checks, which nobody waits for any more
 */
async function expectAllIn(browser: Browser, answers: readonly Answer[], checks = 0): Promise<void> {
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303));
  expect(loginCookies(browser)).toHaveLength(checks);
  const value = browser.cookies.get(main) ?? '';
  for (const { location } of answers) {
    const session = await pair.tool.sessions.find(location?.split('/')[2] ?? '', value, pair.tool.now());
    expect(session).not.toBeNull();
  }
  expect(new Set(answers.map(({ location }) => location)).size).toBe(answers.length);
}

describe('first launches of one browser at the same time', () => {
  it('all come in, in windows', async () => {
    const browser = newBrowser(pair.tool);
    const begun = await at(5, () => begin(browser, pair.platform));
    expect(loginCookies(browser)).toHaveLength(5);
    await expectAllIn(browser, await Promise.all(begun.map(one => post(browser, one))));
  });

  it('all come in, in frames, through the check of the cookie', async () => {
    const browser = newBrowser(pair.tool);
    const begun = await at(5, async () => {
      const first = await browser.post('/lti/login', loginFields(pair.platform), framed);
      expect(first.location).toMatch(/^\/lti\/login\?/);
      return first;
    });
    const checked = await Promise.all(begun.map(one => browser.get(one.location ?? '', framed)));
    await expectAllIn(browser, await Promise.all(checked.map(one => post(browser, requestOf(one)))), 5);
    for (const { headers } of begun) expect(headers.getSetCookie().join()).toContain('; Max-Age=60; ');
  });

  it('all come in, also where one was checked before the others were answered', async () => {
    // The second login's answer comes after all the others', as if it had been sent first.
    const [browser, late] = [newBrowser(pair.tool), newBrowser(pair.tool)];
    const first = await browser.post('/lti/login', loginFields(pair.platform), framed);
    const checked = requestOf(await browser.get(first.location ?? '', framed));
    const third = requestOf(await browser.post('/lti/login', loginFields(pair.platform), framed));
    const second = requestOf(await late.post('/lti/login', loginFields(pair.platform)));
    for (const [name, value] of late.cookies) browser.cookies.set(name, value);
    const answers = await Promise.all([checked, third, second].map(one => post(browser, one)));
    await expectAllIn(browser, answers, 1);
  });

  it('all come in, however logins and launches interleave', async () => {
    const browser = newBrowser(pair.tool);
    const answers = await at(6, () => launch(pair.tool, pair.platform, { browser }));
    await expectAllIn(browser, answers);
  });
});

describe('the cookie of one login', () => {
  it('has the attributes of the browser’s, and lives as long as the state', async () => {
    const browser = newBrowser(pair.tool);
    const login = await browser.post('/lti/login', loginFields(pair.platform));
    const entered = await post(browser, requestOf(login));
    const [own = '', ...more] = login.headers.getSetCookie();
    const [kept = '', ended = ''] = entered.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(own).toMatch(/^__Host-tirek-login-[\w-]{22}=[\w-]{43}; /);
    expect(own).toContain('; Max-Age=600; ');
    expect(kept).toMatch(/^__Host-tirek=[\w-]{43}; /);
    expect(ended).toMatch(/^__Host-tirek-login-[\w-]{22}=; /);
    const attributes = (header: string) => header.replace(/^[^;]*/, '').replace(/Max-Age=\d+/, '');
    expect([own, ended].map(attributes)).toEqual([attributes(kept), attributes(kept)]);
  });

  it('proves nothing by its name: the value is that of the state', async () => {
    const [stranger, victim] = [newBrowser(pair.tool), newBrowser(pair.tool)];
    const begun = await begin(stranger, pair.platform);
    const [name = ''] = loginCookies(stranger);
    await at(2, () => begin(victim, pair.platform));
    const before = await pair.tool.sessionCount();
    checkRefusal(pair, await post(victim, begun), 'browser-other');
    victim.cookies.set(name, [...victim.cookies.values()].at(-1) ?? '');
    checkRefusal(pair, await post(victim, begun), 'browser-other');
    victim.cookies.clear();
    victim.cookies.set(name, 'short');
    checkRefusal(pair, await post(victim, begun), 'browser-without-cookie');
    expect(await pair.tool.sessionCount()).toBe(before);
    expect((await post(stranger, begun)).status).toBe(303);
  });

  it('stays with a launch that is refused, and goes with the one that comes in', async () => {
    const browser = newBrowser(pair.tool);
    const begun = await begin(browser, pair.platform);
    checkRefusal(pair, await post(browser, { ...begun, nonce: 'other' }), 'nonce');
    expect(loginCookies(browser)).toHaveLength(1);
    await expectAllIn(browser, [await post(browser, begun)]);
  });

  it('is not for a browser that has its cookie: nothing new is set', async () => {
    const browser = newBrowser(pair.tool);
    await post(browser, await begin(browser, pair.platform));
    const login = await browser.post('/lti/login', loginFields(pair.platform), framed);
    const [set = '', ...more] = login.headers.getSetCookie();
    expect([set.startsWith(`${main}=${browser.cookies.get(main)};`), more]).toEqual([true, []]);
    const answer = await post(browser, requestOf(login));
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([303, []]);
  });

  it('does not pile up: logins that nobody finishes leave twenty at the most', async () => {
    const browser = newBrowser(pair.tool);
    for (let n = 0; n < 25; n++) await begin(browser, pair.platform);
    expect(loginCookies(browser)).toHaveLength(20);
    expect((await post(browser, await begin(browser, pair.platform))).status).toBe(303);
  });
});
