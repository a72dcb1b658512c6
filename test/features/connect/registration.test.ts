import { type ServerResponse } from 'node:http';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Registration } from '../../../src/lti/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess } from '../../support/inProcess.ts';
import { sendJson } from '../../lti/support/stubPlatform.ts';
import { accept, startStubRegistrar, type StubRegistrar, toolConfiguration } from './stubRegistrar.ts';

let now = new Date('2026-11-21T06:00:00Z');
let app: InProcess;
let lms: StubRegistrar;

beforeAll(async () => {
  app = await startInProcess(() => now);
});
afterAll(() => app.stop());
beforeEach(async () => {
  now = new Date('2026-11-21T06:00:00Z');
  lms = await startStubRegistrar();
});
afterEach(() => lms.stop());

const registering = () => app.tirek.lti.dynamicRegistration;
const registrations = () => app.tirek.lti.registrations;

async function invite(wish: { name?: string; approves?: boolean } = {}): Promise<string> {
  const { url } = await registering().invite({ name: wish.name ?? null, approves: wish.approves ?? false });
  return new URL(url).searchParams.get('token') ?? '';
}

/** Opens the invitation as the LMS's frame does. */
const open = (fields: Record<string, string>) =>
  request(app.url)
    .get('/lti/register')
    .query(fields)
    .set('Accept', 'text/html')
    .set('Accept-Language', 'en')
    .set('Referer', `${lms.url}/admin/tools`);

const opened = (token: string, more: Record<string, string> = {}) =>
  open({ token, openid_configuration: lms.configurationUrl, registration_token: 'reg.token.1', ...more });

const fieldsOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );

const confirm = (html: string, headers: Record<string, string> = {}) =>
  request(app.url)
    .post('/lti/register')
    .set('Accept', 'text/html')
    .set('Accept-Language', 'en')
    .set(headers)
    .type('form')
    .send(fieldsOf(html));

const codeOf = (text: string): string | null =>
  /<dd>([a-z-]+)<\/dd><\/div>\s*<div><dt>Event/.exec(text)?.[1] ?? null;
const find = (clientId = 'new-client'): Promise<Registration | null> =>
  registrations().find(lms.url, clientId);

describe('an invitation', () => {
  it('shows what will be exchanged and sends nothing before it is confirmed', async () => {
    const page = await opened(await invite());
    expect(page.status).toBe(200);
    await expectValidHtml(page.text);
    for (const shown of [lms.url, `${lms.url}/register`, `${app.url}/lti/login`, `${app.url}/lti/launch`]) {
      expect(page.text).toContain(shown);
    }
    expect(page.text).toContain('Write grades into the columns of Tirek');
    expect(page.text).not.toContain('See the results');
    expect(page.text).toContain('waits for the approval');
    for (const shown of [
      new URL(app.url).host,
      `${app.url}/assets/icon/favicon.svg`,
      'LtiResourceLinkRequest',
      'LtiDeepLinkingRequest · ContentArea',
      'context_id_history=$Context.id.history',
      'resource_link_id_history=$ResourceLink.id.history',
    ]) {
      expect(page.text).toContain(`>${shown}<`);
    }
    expect(lms.registrations()).toHaveLength(0);
    expect(page.headers['content-security-policy']).toContain(
      `frame-ancestors 'self' ${lms.url};`.slice(0, -1),
    );
  });

  it('shows every value that the request then has', async () => {
    const platform = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
    const types = ['LtiDeepLinkingRequest', 'LtiSubmissionReviewRequest', 'LtiDataPrivacyLaunchRequest'];
    lms.configuration[platform] = {
      product_family_code: 'canvas',
      messages_supported: types.map(type => ({ type })),
    };
    const { text } = await opened(await invite());
    await confirm(text);
    const { jwks_uri: own, ...body } = JSON.parse(lms.registrations()[0]?.body ?? '') as Record<
      string,
      unknown
    >;
    const tool = body[toolConfiguration] as Record<string, unknown>;
    const values = [
      ...['client_name', 'client_uri', 'logo_uri', 'initiate_login_uri', 'redirect_uris'].map(
        name => body[name],
      ),
      ...['description', 'domain', 'target_link_uri'].map(name => tool[name]),
      ...(tool['messages'] as { type: string; placements?: string[] }[]).map(({ type, placements = [] }) =>
        [type, ...placements].join(' · '),
      ),
      ...Object.entries(tool['custom_parameters'] as object).map(pair => pair.join('=')),
    ].flat();
    expect(values).toHaveLength(14);
    for (const value of values) expect(text).toContain(`>${String(value)}<`);
    expect(text).not.toContain(String(own));
  });

  it('registers at the LMS with the token that it gave, and waits for approval', async () => {
    const page = await confirm((await opened(await invite())).text);
    expect(page.status).toBe(200);
    await expectValidHtml(page.text);
    expect(page.text).toContain('waits for approval');
    expect(page.text).toContain('data-close-subject="org.imsglobal.lti.close"');
    expect(page.text).toContain(`data-close-origin="${lms.url}"`);
    const [sent] = lms.registrations();
    expect(sent?.headers.authorization).toBe('Bearer reg.token.1');
    const body = JSON.parse(sent?.body ?? '') as Record<string, unknown> & { scope: string };
    expect(body).toMatchObject({
      application_type: 'web',
      response_types: ['id_token'],
      initiate_login_uri: `${app.url}/lti/login`,
      redirect_uris: [`${app.url}/lti/launch`],
      token_endpoint_auth_method: 'private_key_jwt',
      client_name: 'Tirek',
    });
    expect(body.scope.split(' ').map(scope => scope.split('/').at(-1))).toEqual([
      'lineitem',
      'score',
      'contextmembership.readonly',
    ]);
    expect(body[toolConfiguration]).toMatchObject({
      // Moodle compares it with the target's host, port included.
      domain: new URL(app.url).host,
      target_link_uri: `${app.url}/lti/launch`,
      claims: ['iss', 'sub', 'name', 'email'],
      messages: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest' }],
    });
    expect(await find()).toMatchObject({
      name: `Moodle (${new URL(lms.url).host})`,
      issuer: lms.url,
      authUrl: `${lms.url}/auth`,
      tokenUrl: `${lms.url}/token`,
      jwksUrl: `${lms.url}/jwks`,
      tokenAudience: null,
      status: 'pending',
      deployments: [{ id: '7', status: 'pending' }],
    });
  });

  it('sends no Authorization header where the LMS gives no token', async () => {
    const token = await invite();
    const page = await open({ token, openid_configuration: lms.configurationUrl });
    expect((await confirm(page.text)).status).toBe(200);
    expect(lms.registrations()[0]?.headers.authorization).toBeUndefined();
  });

  it('lets the LMS read the announced key while it answers, and signs with this key afterwards', async () => {
    let during: unknown;
    lms.answer = async (received, response) => {
      const { jwks_uri: address } = JSON.parse(received.body) as { jwks_uri: string };
      during = await (await fetch(address)).json();
      accept()(received, response) as undefined;
    };
    await confirm((await opened(await invite({ approves: true }))).text);
    const { jwks_uri: address } = JSON.parse(lms.registrations()[0]?.body ?? '') as { jwks_uri: string };
    expect(address).toMatch(new RegExp(`^${app.url}/lti/keys/[0-9a-f]{24}$`));
    const after = (await (await fetch(address)).json()) as { keys: { kid: string }[] };
    expect(after).toEqual(during);
    const found = await find();
    expect(after.keys.map(key => key.kid)).toEqual([found?.kid]);
    expect(await registrations().publicKeys(found?.id)).toEqual(after.keys);
  });

  it('remembers where the LMS said what it is, without the token that Canvas writes there', async () => {
    const address = `${lms.configurationUrl}?tenant=1&registration_token=reg.token.1`;
    await confirm((await opened(await invite(), { openid_configuration: address })).text);
    expect((await find())?.configurationUrl).toBe(`${lms.configurationUrl}?tenant=1`);
    expect(lms.received[0]?.path).toContain('registration_token=reg.token.1');
  });

  it.each([
    ['https://api.brightspace.com/auth/token', 'https://api.brightspace.com/auth/token'],
    ['sso.canvaslms.com', null],
  ])(
    'takes the authorization server %s for the audience of tokens only when it is an address',
    async (said, kept) => {
      lms.configuration['authorization_server'] = said;
      await confirm((await opened(await invite())).text);
      expect((await find())?.tokenAudience).toBe(kept);
    },
  );

  it('can let the LMS in at once, under the name that the operator chose', async () => {
    const page = await confirm((await opened(await invite({ name: 'University', approves: true }))).text);
    expect(page.text).toContain('The LMS is connected');
    expect(await find()).toMatchObject({
      name: 'University',
      status: 'active',
      deployments: [{ id: '7', status: 'active' }],
    });
  });

  it('writes down the page that the LMS’s administrator registered in, which waits like the deployment', async () => {
    const registerFrom = async (referer: string, wish: { approves?: boolean } = {}) => {
      const page = await opened(await invite(wish)).set('Referer', referer);
      await confirm(page.text);
      return (await find())?.frames;
    };
    expect(await registerFrom(`${lms.url}/admin/tools`)).toEqual([]);
    expect(await registerFrom('http://plain.example/admin')).toEqual([]);
    const school = 'https://lms.school.example';
    expect(await registerFrom(`${school}/admin`)).toEqual([{ origin: school, status: 'pending' }]);
    expect(await registerFrom(`${school}/admin`)).toEqual([{ origin: school, status: 'pending' }]);
    expect(await registerFrom(`${school}/admin`, { approves: true })).toEqual([
      { origin: school, status: 'active' },
    ]);
    expect(await registerFrom(`${school}/admin`)).toEqual([{ origin: school, status: 'active' }]);
  });

  it('is kept as a digest, works once, and says when it has been used', async () => {
    const token = await invite();
    const stored = await app.store.connection.collection('lti_invitations').find().toArray();
    expect(JSON.stringify(stored)).not.toContain(token);
    const first = await opened(token);
    expect((await confirm(first.text)).status).toBe(200);
    const again = await confirm(first.text);
    expect([again.status, codeOf(again.text)]).toEqual([410, 'invitation-used']);
    const opening = await opened(token);
    expect([opening.status, codeOf(opening.text)]).toEqual([410, 'invitation-used']);
    expect(lms.registrations()).toHaveLength(1);
  });

  it('registers once when it is confirmed twice at the same moment', async () => {
    const { text } = await opened(await invite());
    const statuses = (await Promise.all([confirm(text), confirm(text)])).map(one => one.status).sort();
    expect(statuses[0]).toBe(200);
    expect([409, 410]).toContain(statuses[1]);
    expect(lms.registrations()).toHaveLength(1);
  });

  it('expires after a week', async () => {
    const token = await invite();
    const { text } = await opened(token);
    now = new Date(now.getTime() + 7 * 24 * 3600_000 + 1000);
    const page = await opened(token);
    expect([page.status, codeOf(page.text)]).toEqual([410, 'invitation-expired']);
    expect(codeOf((await confirm(text)).text)).toBe('offer-expired');
  });

  it('is refused when it is missing, unknown or withdrawn', async () => {
    const missing = await open({ openid_configuration: lms.configurationUrl });
    expect([missing.status, codeOf(missing.text)]).toEqual([400, 'invitation-missing']);
    const unknown = await opened('x'.repeat(43));
    expect([unknown.status, codeOf(unknown.text)]).toEqual([403, 'invitation-unknown']);
    const { url, invitation } = await registering().invite({ name: null, approves: false });
    expect(await registering().invitations.withdraw(invitation.id)).toBe(true);
    expect((await opened(new URL(url).searchParams.get('token') ?? '')).status).toBe(403);
    expect(lms.received).toHaveLength(0);
  });

  it('tells somebody who opens it in a browser where it belongs', async () => {
    const page = await open({ token: await invite() });
    expect([page.status, codeOf(page.text)]).toEqual([400, 'configuration-missing']);
    await expectValidHtml(page.text);
  });

  it('makes no more than thirty calls for whoever holds it', async () => {
    const token = await invite();
    for (let tries = 0; tries < 30; tries++) expect((await opened(token)).status).toBe(200);
    const page = await opened(token);
    expect([page.status, codeOf(page.text)]).toEqual([429, 'too-many-tries']);
  });
});

describe('a known registration', () => {
  const register = async (approves: boolean) => confirm((await opened(await invite({ approves }))).text);

  it('is updated: new values, a new deployment that waits, the same id, the announced key', async () => {
    await register(true);
    const before = await find();
    lms.configuration['token_endpoint'] = `${lms.url}/token2`;
    lms.answer = accept('new-client', '8');
    const shown = await opened(await invite());
    expect(shown.text).toContain('This LMS is connected already');
    await confirm(shown.text);
    const after = await find();
    expect(after).toMatchObject({
      id: before?.id,
      status: 'active',
      tokenUrl: `${lms.url}/token2`,
      deployments: [
        { id: '7', status: 'active' },
        { id: '8', status: 'pending' },
      ],
    });
    const addresses = lms.registrations().map(one => (JSON.parse(one.body) as { jwks_uri: string }).jwks_uri);
    for (const address of addresses) {
      const { keys } = (await (await fetch(address)).json()) as { keys: { kid: string }[] };
      expect(keys.map(key => key.kid).sort()).toEqual([before?.kid, after?.kid].sort());
    }
    expect((await registrations().list()).filter(one => one.issuer === lms.url)).toHaveLength(1);
  });

  it('waits for approval again when it has moved to another host', async () => {
    await register(true);
    const other = await startStubRegistrar();
    lms.configuration['jwks_uri'] = `${other.url}/jwks`;
    await register(false);
    await other.stop();
    expect(await find()).toMatchObject({ status: 'pending', jwksUrl: `${other.url}/jwks` });
  });

  it('stays disabled when the operator has disabled it', async () => {
    await register(true);
    await registrations().disable({ issuer: lms.url, clientId: 'new-client' });
    await register(true);
    expect((await find())?.status).toBe('disabled');
  });
});

describe('a configuration that cannot be', () => {
  const cases: [string, () => string, number, string][] = [
    ['a file', () => 'file:///etc/passwd', 400, 'address-wrong'],
    ['a script', () => 'javascript:alert(1)', 400, 'address-wrong'],
    ['an address with a password', () => 'https://a:b@lms.example/c', 400, 'address-wrong'],
    ['an address in a private network', () => 'https://10.0.0.1/c', 400, 'address-private'],
    ['a private address in other digits', () => 'https://0x0a000001/c', 400, 'address-private'],
    ['an address of the cloud’s own', () => 'http://169.254.169.254/latest', 400, 'address-private'],
    ['http to somewhere', () => 'http://lms.example/c', 400, 'address-http'],
    ['nobody there', () => 'http://127.0.0.1:1/c', 502, 'platform-unreachable'],
    ['an address without end', () => `https://lms.example/${'a'.repeat(3000)}`, 400, 'address-wrong'],
  ];
  it.each(cases)('refuses %s', async (_name, address, status, code) => {
    const page = await open({ token: await invite(), openid_configuration: address() });
    expect([page.status, codeOf(page.text)]).toEqual([status, code]);
    await expectValidHtml(page.text);
  });

  const changes: [string, Record<string, unknown>, number, string][] = [
    ['an issuer of another host', { issuer: 'https://lms.example.kz' }, 400, 'issuer-elsewhere'],
    ['an issuer on another port', { issuer: 'http://127.0.0.1:9' }, 400, 'issuer-elsewhere'],
    ['an issuer that is no address', { issuer: 'moodle' }, 400, 'address-wrong'],
    [
      'a token address in a private network',
      { token_endpoint: 'https://192.168.1.5/t' },
      400,
      'address-private',
    ],
    ['a registration address that is a file', { registration_endpoint: 'file:///x' }, 400, 'address-wrong'],
    ['a key set by http somewhere', { jwks_uri: 'http://lms.example/jwks' }, 400, 'address-http'],
    ['no key set', { jwks_uri: undefined }, 400, 'configuration-incomplete'],
    ['no registration', { registration_endpoint: undefined }, 400, 'registration-not-offered'],
  ];
  it.each(changes)('refuses %s', async (_name, change, status, code) => {
    Object.assign(lms.configuration, change);
    const page = await opened(await invite());
    expect([page.status, codeOf(page.text)]).toEqual([status, code]);
    expect(lms.registrations()).toHaveLength(0);
  });

  it('refuses a page instead of JSON, an answer of megabytes, a redirect elsewhere', async () => {
    const token = await invite();
    const answers = [
      (response: ServerResponse) => response.end('<html>Log in</html>'),
      (response: ServerResponse) => response.end(`{"a":"${'x'.repeat(2_000_000)}"}`),
      (response: ServerResponse) => response.writeHead(302, { location: 'http://localhost:9/x' }).end(),
    ];
    for (const answer of answers) {
      lms.on.set('/openid-configuration', (_request, response) => void answer(response));
      const page = await opened(token);
      expect([page.status, codeOf(page.text)]).toEqual([502, 'configuration-unreadable']);
    }
  });

  it('gives up on a server that hangs', async () => {
    lms.on.set('/openid-configuration', () => {});
    const page = await opened(await invite());
    expect([page.status, codeOf(page.text)]).toEqual([504, 'platform-timeout']);
  }, 15_000);
});

describe('an LMS that does not register', () => {
  const attempt = async () => {
    const token = await invite();
    const page = await confirm((await opened(token)).text);
    expect(await find()).toBeNull();
    // The invitation is not used up by a registration that did not come about.
    lms.answer = accept();
    expect((await confirm((await opened(token)).text)).status).toBe(200);
    await registrations().remove({ issuer: lms.url, clientId: 'new-client' });
    return page;
  };

  it('is quoted when it refuses in plain text, as Moodle does', async () => {
    lms.answer = (_request, response) =>
      response
        .writeHead(400, { 'content-type': 'text/html' })
        .end('missing required attribute jwks_uri') as never;
    const page = await attempt();
    expect([page.status, codeOf(page.text)]).toEqual([400, 'platform-refused']);
    expect(page.text).toContain('missing required attribute jwks_uri');
    await expectValidHtml(page.text);
  });

  it('is quoted when it refuses in JSON', async () => {
    lms.answer = (_request, response) =>
      sendJson(response, { error: 'invalid_redirect_uri', error_description: 'No <b>such</b> host' }, 400);
    const page = await attempt();
    expect(page.text).toContain('No &lt;b&gt;such&lt;/b&gt; host');
  });

  it('never has its HTML repeated', async () => {
    lms.answer = (_request, response) => response.writeHead(404).end('<h1>Invalid request</h1>') as never;
    const page = await attempt();
    expect([page.status, codeOf(page.text)]).toEqual([400, 'platform-refused']);
    expect(page.text).not.toContain('Invalid request');
  });

  it.each([
    ['an error of its own', 500, '', 502, 'platform-failed'],
    ['a page', 200, '<html></html>', 502, 'answer-unreadable'],
    ['no client id', 200, '{"client_name":"Tirek"}', 502, 'answer-incomplete'],
    ['a client id without end', 200, `{"client_id":"${'x'.repeat(300)}"}`, 502, 'answer-incomplete'],
  ])('is refused when it answers %s', async (_name, status, body, expected, code) => {
    lms.answer = (_request, response) => response.writeHead(status).end(body) as never;
    const page = await attempt();
    expect([page.status, codeOf(page.text)]).toEqual([expected, code]);
  });
});

describe('the confirming form', () => {
  it('is refused when it was changed, or comes from another site', async () => {
    const { text } = await opened(await invite());
    const foreign = await confirm(text, { 'Sec-Fetch-Site': 'cross-site' });
    expect(foreign.status).toBe(403);
    const { offer = '', proof = '' } = fieldsOf(text);
    const forged = Buffer.from(
      Buffer.from(offer, 'base64url').toString().replace('/register"', '/evil"'),
    ).toString('base64url');
    for (const fields of [{ offer: forged, proof }, { offer, proof: 'x' }, {}]) {
      const page = await request(app.url).post('/lti/register').type('form').send(fields);
      expect(page.status).toBe(400);
    }
    expect(lms.registrations()).toHaveLength(0);
    expect((await confirm(text, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  });

  it('answers JSON where JSON was asked for', async () => {
    const answer = await request(app.url).get('/lti/register').set('Accept', 'application/json');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'invitation-missing' } });
  });
});
