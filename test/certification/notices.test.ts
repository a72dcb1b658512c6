import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { claim } from '../lti/support/browser.ts';
import { sendJson } from '../lti/support/stubPlatform.ts';
import { publicUrl, register } from '../lti/support/testTool.ts';
import { startedPair } from './setup.ts';

const pair = startedPair();
const core = 'https://purl.imsglobal.org/spec/lti/claim/';

function claimsOf(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const seconds = Math.floor(pair.tool.now().getTime() / 1000);
  const claims = {
    iss: pair.platform.url,
    aud: 'client',
    azp: 'client',
    iat: seconds,
    exp: seconds + 3600,
    nonce: '2d220edf-2f1c-4be4-b38e-ec80b1c6749d',
    [claim.version]: '1.3.0',
    [claim.deploymentId]: '1',
    [`${core}notice`]: { id: 'n1', timestamp: '2026-03-19T11:24:25Z', type: 'LtiHelloWorldNotice' },
    ...changes,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

const copy = (changes: Record<string, unknown> = {}) =>
  claimsOf({
    [`${core}notice`]: { id: 'n2', timestamp: '2026-03-19T11:24:25Z', type: 'LtiContextCopyNotice' },
    [claim.context]: { id: 'new', title: 'Кейс-менеджмент' },
    [`${core}origin_contexts`]: ['old'],
    ...changes,
  });

const jwt = (claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string> =>
  pair.platform.sign(claims, header);

interface Answer {
  readonly status: number;
  readonly body: { taken?: number; refused?: string[]; error?: { code: string } };
}

async function post(body: unknown, type = 'application/json'): Promise<Answer> {
  const response = await fetch(`${pair.tool.url}/lti/notices`, {
    method: 'POST',
    headers: { 'content-type': type, accept: 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const send = async (...tokens: (string | Promise<string>)[]): Promise<Answer> =>
  post({ notices: (await Promise.all(tokens.map(one => Promise.resolve(one)))).map(one => ({ jwt: one })) });

/** Platform Notification Service 1.0: "The tool MUST validate the JWT as it does for messages". */
describe('notices', () => {
  it('hello and context copy are taken, alone and in a batch', async () => {
    expect(await send(jwt(claimsOf()))).toEqual({ status: 200, body: { taken: 1 } });
    expect(await send(jwt(claimsOf()), jwt(copy()))).toEqual({ status: 200, body: { taken: 2 } });
    // A copy whose origin the platform does not name (Canvas: an import of a file).
    expect((await send(jwt(copy({ [`${core}origin_contexts`]: undefined })))).status).toBe(200);
  });

  it('may come again, and may be addressed to our own names too', async () => {
    const token = await jwt(copy());
    expect([(await send(token)).status, (await send(token)).status]).toEqual([200, 200]);
    expect((await send(jwt(claimsOf({ aud: ['client', `${publicUrl}/lti/notices`] })))).status).toBe(200);
  });

  it.each([
    ['an unknown issuer', { iss: 'https://no.example' }, 403, 'registration-unknown'],
    ['another client', { aud: 'other', azp: 'other' }, 403, 'registration-unknown'],
    ['a foreign audience', { aud: ['client', 'https://other.example'] }, 400, 'audience'],
    ['another authorised party', { azp: 'other' }, 400, 'authorized-party'],
    ['no issuer', { iss: undefined }, 400, 'claim-missing'],
    ['an unknown deployment', { [claim.deploymentId]: 'nobody' }, 403, 'deployment-unknown'],
    ['no deployment', { [claim.deploymentId]: undefined }, 400, 'claim-missing'],
    ['a wrong version', { [claim.version]: '1.1' }, 400, 'version'],
    ['no notice claim', { [`${core}notice`]: undefined }, 400, 'claim-missing'],
    [
      'a notice that nobody asked for',
      { [`${core}notice`]: { type: 'LtiOther' } },
      400,
      'message-unsupported',
    ],
    ['times of long ago', { iat: 1_600_000_000, exp: 1_600_003_600 }, 400, 'token-expired'],
  ])('with %s are refused', async (_, changes, status, code) => {
    expect(await send(jwt(claimsOf(changes)))).toMatchObject({ status, body: { taken: 0, error: { code } } });
    expect(pair.tool.log.findLast(line => line.event === 'lti-notice-refused')).toMatchObject({
      fields: { code },
    });
  });

  it('of a copy without its context are refused', async () => {
    for (const context of [undefined, { id: ' ' }, { id: 'x'.repeat(256) }])
      expect((await send(jwt(copy({ [claim.context]: context })))).status).toBe(400);
  });

  it('with a token from the future or too old are refused', async () => {
    const now = Math.floor(pair.tool.now().getTime() / 1000);
    expect((await send(jwt(claimsOf({ iat: now + 90, exp: now + 600 })))).body.error?.code).toBe(
      'token-from-future',
    );
    expect((await send(jwt(claimsOf({ iat: now - 700 })))).body.error?.code).toBe('token-too-old');
  });

  it('that are not signed by the platform with RS256 are refused', async () => {
    const claims = claimsOf();
    const unsigned = new UnsecuredJWT(claims).encode();
    const shared = new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(new TextEncoder().encode('a secret that everybody knows, long enough'));
    expect((await send(unsigned)).body.error?.code).toBe('algorithm');
    expect((await send(shared)).body.error?.code).toBe('algorithm');
    expect((await send(jwt(claims, { kid: undefined }))).body.error?.code).toBe('key-id-missing');
    expect((await send(jwt(claims, { kid: 'nobody' }))).body.error?.code).toBe('key-unknown');
    const good = await jwt(claims);
    expect((await send(`${good.slice(0, -8)}AAAAAAAA`)).body.error?.code).toBe('signature');
    for (const text of ['', 'x', 'a.b.c', '..', `${good}.x`])
      expect((await send(text)).status, text).toBe(400);
  });

  it('that are good are taken beside bad ones, and the answer says that not all were', async () => {
    const answer = await send(jwt(claimsOf()), jwt(claimsOf({ iss: 'https://no.example' })), jwt(copy()));
    expect(answer).toMatchObject({ status: 403, body: { taken: 2, refused: ['registration-unknown'] } });
  });

  it('that are refused are counted and logged under the platform that they name, if it is one of ours', async () => {
    const registration = await pair.tool.lti.registrations.find(pair.platform.url, 'client');
    const logged = () => pair.tool.log.findLast(line => line.event === 'lti-notice-refused')?.fields;
    await send(jwt(claimsOf({ [claim.deploymentId]: 'nobody' })));
    expect(logged()).toMatchObject({ code: 'deployment-unknown', registration: registration?.id });
    expect(pair.tool.notices.at(-1)).toEqual({
      registrationId: registration?.id,
      outcome: 'deployment-unknown',
    });
    await send(jwt(claimsOf({ iss: 'https://no.example' })));
    expect(logged()).toMatchObject({ code: 'registration-unknown', registration: null });
    expect(pair.tool.notices.at(-1)).toEqual({ registrationId: null, outcome: 'registration-unknown' });
  });

  /** A registration whose key set has an address of its own, and what its server does. */
  async function registered(name: string, serve: () => number) {
    const issuer = `${pair.platform.url}/${name}`;
    await register(pair.tool, { issuer, clientId: 'client' });
    pair.platform.on.set(`/${name}/jwks`, (_request, response) => {
      const status = serve();
      sendJson(response, status === 200 ? { keys: pair.platform.keys } : {}, status);
    });
    return { issuer, fetches: () => pair.platform.count(`/${name}/jwks`) };
  }

  it('behind a platform whose keys cannot be got are left, because all of the batch will come again', async () => {
    const { issuer, fetches } = await registered('broken', () => 500);
    const other = await registered('fine', () => 200);
    const broken = Array.from({ length: 98 }, () => jwt(claimsOf({ iss: issuer })));
    const answer = await send(jwt(claimsOf()), ...broken, jwt(claimsOf({ iss: other.issuer })));
    expect(answer).toMatchObject({
      status: 502,
      body: {
        taken: 1,
        refused: ['platform-keys-unreadable'],
        error: { code: 'platform-keys-unreadable' },
      },
    });
    expect([fetches(), other.fetches()]).toEqual([1, 0]);
    expect(pair.tool.log.findLast(line => line.event === 'lti-notices-left')?.fields).toMatchObject({
      left: 98,
    });
  });

  it('of platforms that answer slowly do not make a batch last for minutes', async () => {
    const slow = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        registered(`slow-${n}`, () => {
          pair.tool.shiftClock(2_000);
          return 200;
        }),
      ),
    );
    const answer = await send(...slow.map(({ issuer }) => jwt(claimsOf({ iss: issuer }))));
    expect(answer).toMatchObject({
      status: 504,
      body: { taken: 3, refused: ['platform-timeout'], error: { code: 'platform-timeout' } },
    });
    expect(slow.map(({ fetches }) => fetches())).toEqual([1, 1, 1, 0, 0]);
    // Those whose keys are known by now are no wait, so the batch that comes again is taken.
    expect((await send(...slow.map(({ issuer }) => jwt(claimsOf({ iss: issuer }))))).body.taken).toBe(5);
  });

  it('in a body of any other shape are refused, and nothing breaks', async () => {
    const bodies = [
      '',
      '[]',
      'null',
      '{',
      '{"notices":{}}',
      '{"notices":[]}',
      '{"notices":[1]}',
      '{"notices":[{"jwt":7}]}',
    ];
    for (const body of bodies) expect((await post(body)).status, body).toBe(400);
    expect((await post('notices=1', 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await post({ notices: Array(101).fill({ jwt: 'x' }) })).status).toBe(400);
    expect((await post({ notices: [{ jwt: 'x'.repeat(2_000_000) }] })).status).toBe(413);
    expect((await send(jwt(claimsOf()))).status).toBe(200);
  });
});
