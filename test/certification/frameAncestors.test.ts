import { describe, expect, it } from 'vitest';
import { type Answer, launchClaims, loginFields, newBrowser } from '../lti/support/browser.ts';
import { startedPair } from './setup.ts';

const pair = startedPair();
const framed = { 'sec-fetch-dest': 'iframe' };
const school = 'https://lms.school.example';

const ancestors = (answer: Answer): string =>
  /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';
const frames = async () => (await pair.tool.lti.registrations.find(pair.platform.url, 'client'))?.frames;

/** A login from a page of this origin, and its launch; a browser's first login takes two rounds. */
async function launchFrom(page: string, isNew: boolean): Promise<Answer> {
  const browser = newBrowser(pair.tool);
  const headers = { ...framed, origin: page };
  if (!isNew) await browser.post('/lti/login', loginFields(pair.platform));
  let login = await browser.post('/lti/login', loginFields(pair.platform), headers);
  if (isNew) login = await browser.get(login.location ?? '', framed);
  const request = new URL(login.location ?? '').searchParams;
  const claims = launchClaims(pair.platform, request.get('nonce') ?? '', pair.tool.now());
  const form = { id_token: await pair.platform.sign(claims), state: request.get('state') ?? '' };
  return browser.post('/lti/launch', form);
}

describe('frame-ancestors', () => {
  it('never has the page of a login that was not verified', async () => {
    const login = await newBrowser(pair.tool).post('/lti/login', loginFields(pair.platform), {
      ...framed,
      origin: school,
    });
    expect(ancestors(login)).toBe(`'self' ${pair.platform.url}`);
    const refused = await newBrowser(pair.tool).post(
      '/lti/launch',
      { id_token: 'x' },
      { ...framed, origin: school },
    );
    expect(ancestors(refused)).toBe("'self'");
    expect(await frames()).toEqual([]);
  });

  it.each([[true], [false]])(
    'a new page of a verified launch waits for the administrator (new browser: %s)',
    async isNew => {
      const page = `https://${String(isNew)}.school.example`;
      const answer = await launchFrom(page, isNew);
      expect(answer.status).toBe(303);
      expect(ancestors(answer)).toBe(`'self' ${pair.platform.url}`);
      expect(await frames()).toContainEqual({ origin: page, status: 'pending' });
    },
  );

  it('a page that the administrator allowed frames the launch and its session, until it is removed', async () => {
    const key = { issuer: pair.platform.url, clientId: 'client' };
    await pair.tool.lti.registrations.allowFrame(key, school);
    const answer = await launchFrom(school, false);
    expect(ancestors(answer)).toBe(`'self' ${pair.platform.url} ${school}`);
    const closed = await pair.tool.sessions.findClosed(answer.location?.split('/')[2] ?? '');
    expect(closed?.frameAncestors).toContain(school);
    await pair.tool.lti.registrations.removeFrame(key, school);
    expect(ancestors(await launchFrom('https://other.example', false))).not.toContain('school');
  });

  it.each([['*'], ['https://*.example'], ['http://a.example'], ['https://a.example/path'], ['https://a b']])(
    'cannot be allowed for %s',
    async origin => {
      const key = { issuer: pair.platform.url, clientId: 'client' };
      await expect(pair.tool.lti.registrations.allowFrame(key, origin)).rejects.toThrow('origin of a page');
    },
  );

  it('is bounded: a platform that invents pages does not fill the store', async () => {
    const found = await pair.tool.lti.registrations.find(pair.platform.url, 'client');
    if (found === null) throw new Error('the registration is gone');
    const full = Array.from({ length: 50 }, (_, n) => ({
      origin: `https://n${n}.example`,
      status: 'pending' as const,
    }));
    await pair.tool.lti.registrations.recordPendingFrame({ ...found, frames: full }, 'https://more.example');
    expect(await frames()).not.toContainEqual({ origin: 'https://more.example', status: 'pending' });
  });
});
