import { describe, expect, it } from 'vitest';
import {
  begin,
  claim,
  launch,
  launchClaims,
  loginFields,
  membership,
  newBrowser,
} from '../lti/support/browser.ts';
import { launchUrl, publicUrl, register } from '../lti/support/testTool.ts';
import { checkRefusal, expectAccepted, startedPair } from './setup.ts';

const pair = startedPair();

/** LTI Security Framework 1.0, section 5.1.1: third-party initiated login. */
describe('the login', () => {
  const authRequest = (location: string | null) => Object.fromEntries(new URL(location ?? '').searchParams);

  it.each([['get'], ['post']] as const)(
    'is answered by %s with the request of the specification',
    async method => {
      const browser = newBrowser(pair.tool);
      const fields = loginFields(pair.platform);
      const answer =
        method === 'post'
          ? await browser.post('/lti/login', fields)
          : await browser.get(`/lti/login?${new URLSearchParams(fields).toString()}`);
      expect([302, 303]).toContain(answer.status);
      expect(answer.location?.startsWith(`${pair.platform.url}/auth?`)).toBe(true);
      expect(authRequest(answer.location)).toEqual({
        scope: 'openid',
        response_type: 'id_token',
        response_mode: 'form_post',
        prompt: 'none',
        client_id: 'client',
        redirect_uri: launchUrl,
        login_hint: '4',
        lti_message_hint: fields['lti_message_hint'],
        state: expect.any(String) as string,
        nonce: expect.any(String) as string,
      });
    },
  );

  it('sets one partitioned cookie for third-party frames', async () => {
    const answer = await newBrowser(pair.tool).post('/lti/login', loginFields(pair.platform));
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-tirek-login-[\w-]{22}=[\w-]{43};/);
    for (const part of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=None', 'Partitioned'])
      expect(cookie).toContain(part);
  });

  it('hands the hints back unaltered', async () => {
    const hint = 'a+b c&d=e%20"ы" {"x":[1]}';
    const { request } = await begin(newBrowser(pair.tool), pair.platform, {
      ...loginFields(pair.platform),
      login_hint: hint,
      lti_message_hint: hint,
    });
    expect([request.get('login_hint'), request.get('lti_message_hint')]).toEqual([hint, hint]);
  });

  it('keeps the query of the platform’s own address', async () => {
    const issuer = `${pair.platform.url}/with-query`;
    await register(pair.tool, { issuer, clientId: 'q', authUrl: `${pair.platform.url}/auth?school=7` });
    const answer = await newBrowser(pair.tool).post('/lti/login', {
      ...loginFields(pair.platform),
      iss: issuer,
      client_id: 'q',
    });
    expect(authRequest(answer.location)).toMatchObject({ school: '7', scope: 'openid' });
  });

  it('needs no client_id where the issuer has one registration', async () => {
    const { client_id: _, ...fields } = loginFields(pair.platform);
    expect((await begin(newBrowser(pair.tool), pair.platform, fields)).request.get('client_id')).toBe(
      'client',
    );
  });

  it.each([['client_id'], ['lti_deployment_id']])('takes a blank %s as absent', async name => {
    for (const blank of ['', ' ']) {
      const fields = { ...loginFields(pair.platform), [name]: blank };
      const { request } = await begin(newBrowser(pair.tool), pair.platform, fields);
      expect(request.get('client_id')).toBe('client');
    }
    await expectAccepted(pair, { login: { [name]: '' } });
  });

  it('needs client_id, or a deployment of one of them, where several registrations share an issuer', async () => {
    const issuer = `${pair.platform.url}/shared`;
    await register(pair.tool, { issuer, clientId: 'school-a' }, ['a']);
    await register(pair.tool, { issuer, clientId: 'school-b' }, ['b']);
    const fields = { iss: issuer, login_hint: '4', target_link_uri: launchUrl };
    const browser = newBrowser(pair.tool);
    checkRefusal(pair, await browser.post('/lti/login', fields), 'client-id-needed');
    const named = await browser.post('/lti/login', { ...fields, client_id: 'school-b' });
    expect(authRequest(named.location)['client_id']).toBe('school-b');
    const deployed = await browser.post('/lti/login', { ...fields, lti_deployment_id: 'a' });
    expect(authRequest(deployed.location)['client_id']).toBe('school-a');
  });

  it.each([['iss'], ['login_hint'], ['target_link_uri']])('needs %s', async name => {
    const fields = loginFields(pair.platform);
    checkRefusal(
      pair,
      await newBrowser(pair.tool).post('/lti/login', { ...fields, [name]: '' }),
      'parameter-missing',
    );
    delete fields[name];
    checkRefusal(pair, await newBrowser(pair.tool).post('/lti/login', fields), 'parameter-missing');
    checkRefusal(
      pair,
      await newBrowser(pair.tool).get(`/lti/login?${new URLSearchParams(fields).toString()}`),
      'parameter-missing',
    );
  });

  it.each([
    ['iss'],
    ['login_hint'],
    ['target_link_uri'],
    ['client_id'],
    ['lti_message_hint'],
    ['lti_deployment_id'],
  ])('refuses %s given twice', async name => {
    const fields = loginFields(pair.platform);
    const twice = { ...fields, [name]: [fields[name] ?? '', 'again'] };
    checkRefusal(pair, await newBrowser(pair.tool).post('/lti/login', twice), 'parameter-repeated');
  });

  it('refuses an unknown issuer and an unknown client id', async () => {
    const fields = loginFields(pair.platform);
    const browser = newBrowser(pair.tool);
    checkRefusal(
      pair,
      await browser.post('/lti/login', { ...fields, iss: 'https://no.example' }),
      'registration-unknown',
    );
    checkRefusal(
      pair,
      await browser.post('/lti/login', { ...fields, client_id: 'nobody' }),
      'registration-unknown',
    );
  });

  it('survives a JSON body of any shape', async () => {
    for (const body of ['[]', '{"iss":{"a":1}}', '{"iss":7}', '{', '{"__proto__":{"iss":"x"}}']) {
      const response = await fetch(`${pair.tool.url}/lti/login`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', accept: 'text/html' },
      });
      expect(response.status, body).toBe(400);
    }
  });
});

describe('the launch accepts', () => {
  const at = (offset: number) => Math.floor(pair.tool.now().getTime() / 1000) + offset;

  it('claims that nobody knows', async () => {
    await expectAccepted(pair, {
      claims: { 'https://example.kz/claim': { deep: [1, { a: null }] }, unknown: 7 },
    });
  });

  it('aud as a list of the client id, and our own name beside it with azp', async () => {
    await expectAccepted(pair, { claims: { aud: ['client'] } });
    await expectAccepted(pair, { claims: { aud: ['client', publicUrl], azp: 'client' } });
    await expectAccepted(pair, { claims: { azp: 'client' } });
  });

  it.each([[-30], [30], [-55], [55]])('a platform whose clock is off by %i s', async offset => {
    await expectAccepted(pair, { claims: { iat: at(offset), exp: at(offset + 60), nbf: at(offset) } });
  });

  it('a token that is nine minutes old and lives an hour', async () => {
    await expectAccepted(pair, { claims: { iat: at(-540), exp: at(3600) } });
  });

  it('a key that the platform has rotated in, with one more fetch of its key set', async () => {
    await expectAccepted(pair);
    const before = pair.platform.count('/jwks');
    await pair.platform.rotate('key-2');
    await expectAccepted(pair);
    await expectAccepted(pair);
    expect(pair.platform.count('/jwks')).toBe(before + 1);
  });

  it('optional texts that are null or blank, as absent', async () => {
    const entered = await expectAccepted(pair, {
      claims: { name: null, email: '', [claim.lis]: { person_sourcedid: '' }, [claim.custom]: null },
    });
    expect(entered).toMatchObject({ person: { name: null, email: null, sourcedId: null }, custom: {} });
  });

  it('variables that the platform did not replace, as absent', async () => {
    const custom = {
      history: '$Context.id.history',
      bogus: '$Nope.x',
      price: '$5 or more',
      sum: 'a=b;c "d"',
      n: 3,
    };
    const entered = await expectAccepted(pair, { claims: { [claim.custom]: custom } });
    expect(entered.custom).toEqual({ price: '$5 or more', sum: 'a=b;c "d"', n: '3' });
  });

  it('the services of the course; a deleted column ("lineitem": "") is absent', async () => {
    const { url } = pair.platform;
    const score = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
    const claims = {
      [claim.ags]: { scope: [score], lineitems: `${url}/2/lineitems?type_id=1`, lineitem: '' },
      [claim.nrps]: { context_memberships_url: `${url}/memberships`, service_versions: ['2.0'] },
      [claim.toolPlatform]: { product_family_code: 'moodle', guid: 'x' },
      [claim.launchPresentation]: {
        locale: 'kk_latn',
        document_target: 'iframe',
        return_url: 'javascript:alert(1)',
      },
    };
    expect(await expectAccepted(pair, { claims })).toMatchObject({
      ags: { scopes: [score], lineItemsUrl: `${url}/2/lineitems?type_id=1`, lineItemUrl: null },
      nrpsUrl: `${url}/memberships`,
      productFamily: 'moodle',
      locale: 'kk_latn',
      returnUrl: null,
    });
  });

  it('an assistant, a mentor with persons, and an administrator without a course role, as what they are', async () => {
    const roleOf = async (claims: Record<string, unknown>) => (await expectAccepted(pair, { claims })).role;
    const assistant = 'http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant';
    expect(await roleOf({ [claim.roles]: [membership('Instructor'), assistant] })).toBe('assistant');
    expect(await roleOf({ [claim.roles]: [membership('Mentor')], [claim.roleScopeMentor]: ['5'] })).toBe(
      'mentor',
    );
    const administrator = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator';
    expect(await roleOf({ [claim.roles]: [administrator] })).toBe('guest');
  });

  it('two launches of one browser side by side, each with a session of its own', async () => {
    const browser = newBrowser(pair.tool);
    const first = await begin(browser, pair.platform);
    const second = await begin(browser, pair.platform);
    const locations = [];
    for (const [begun, course] of [
      [second, 'a'],
      [first, 'b'],
    ] as const) {
      const claims = launchClaims(pair.platform, begun.nonce, pair.tool.now(), {
        [claim.context]: { id: course },
      });
      const answer = await browser.post('/lti/launch', {
        state: begun.state,
        id_token: await pair.platform.sign(claims),
      });
      locations.push(answer.location);
    }
    expect(new Set(locations).size).toBe(2);
  });

  it('GET with a small harmless page that is no XML', async () => {
    const answer = await newBrowser(pair.tool).get('/lti/launch');
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^<!doctype html>/i);
  });
});

describe('frames and headers', () => {
  it('a refusal may be framed by its own platform alone', async () => {
    const answer = await launch(pair.tool, pair.platform, { claims: { aud: 'other' } });
    expect(answer.headers.get('content-security-policy')).toContain(
      `frame-ancestors 'self' ${pair.platform.url}`,
    );
    const unknown = await newBrowser(pair.tool).post('/lti/login', { iss: 'https://x.example' });
    expect(unknown.headers.get('content-security-policy')).toMatch(/frame-ancestors 'self'$/);
  });

  it('a refusal is JSON where JSON was asked for', async () => {
    const answer = await newBrowser(pair.tool).post('/lti/login', {}, { accept: 'application/json' });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'parameter-missing' } });
  });

  it.each([
    ['kk', 'LMS жіберген сұраныс толық емес'],
    ['ru', 'Запрос от LMS неполный'],
    ['en', 'The request from the LMS is incomplete'],
  ])('a refusal is in the person’s language: %s', async (lang, title) => {
    const answer = await newBrowser(pair.tool).post('/lti/login', {}, { 'accept-language': lang });
    expect(answer.text).toContain(`<h1>${title}</h1>`);
  });

  it('no name, e-mail or token of a refused launch reaches the log', async () => {
    pair.tool.log.length = 0;
    await launch(pair.tool, pair.platform, { claims: { aud: 'other' } });
    await launch(pair.tool, pair.platform, { claims: { name: { a: 'Әсел' }, email: 5 } });
    const log = JSON.stringify(pair.tool.log);
    for (const secret of ['Әсел', 'asel@example.kz', 'eyJ']) expect(log).not.toContain(secret);
  });
});
