import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { agsScopes } from '../../src/lti/index.ts';
import { answer, plain, serviceBench } from './support/serviceBench.ts';
import { type Received, type StubHandler } from './support/stubPlatform.ts';

const bench = serviceBench();
const get = (scopes: readonly string[]) => bench.tokens.get(bench.registration, scopes);
const assertionOf = (request: Received | undefined) =>
  new URLSearchParams(request?.body).get('client_assertion') ?? '';

/** LTI Security Framework 1.0, section 4.1. */
describe('access tokens', () => {
  it('are asked for with a signed assertion: iss = sub = client id, the token address, a fresh jti, five minutes at most', async () => {
    await get([agsScopes.score]);
    await get([agsScopes.lineItem]);
    const [first, second] = bench.tokenRequests();
    const claims = decodeJwt(assertionOf(first));
    expect(claims).toMatchObject({ iss: 'client', sub: 'client', aud: `${bench.platform.url}/token` });
    expect(decodeProtectedHeader(assertionOf(first))).toMatchObject({ alg: 'RS256', kid: 'tool-key' });
    // Moodle refuses an iat that is a second ahead of its own clock.
    expect(claims.iat).toBeLessThan(Date.now() / 1000 - 1);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(300);
    expect(decodeJwt(assertionOf(second)).jti).not.toBe(claims.jti);
    expect(Object.fromEntries(new URLSearchParams(first?.body))).toMatchObject({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: agsScopes.score,
    });
  });

  it('name the configured audience where there is one', async () => {
    const tokenAudience = 'https://api.brightspace.com/auth/token';
    await bench.tokens.get({ ...bench.registration, tokenAudience }, ['s']);
    expect(decodeJwt(assertionOf(bench.tokenRequests()[0])).aud).toBe(tokenAudience);
  });

  it('are kept until a minute before they end, one for each set of scopes', async () => {
    bench.platform.on.set('/token', answer({ access_token: 'x', token_type: 'Bearer', expires_in: 3600 }));
    await get(['a', 'b']);
    await get(['b', 'a']);
    bench.offset = 3_530_000;
    await get(['a', 'b']);
    expect(bench.tokenRequests()).toHaveLength(1);
    bench.offset = 3_545_000;
    await get(['a', 'b']);
    expect(bench.tokenRequests()).toHaveLength(2);
    await get(['a']);
    expect(bench.tokenRequests()).toHaveLength(3);
  });

  it('are not used after the registration got another key or address', async () => {
    await get(['a']);
    await bench.tokens.get({ ...bench.registration, kid: 'newer' }, ['a']);
    await bench.tokens.get({ ...bench.registration, tokenUrl: `${bench.platform.url}/token?new` }, ['a']);
    expect(bench.platform.count('/token')).toBe(3);
  });

  it('are asked for once by callers that come together, also when it fails', async () => {
    await Promise.all(Array.from({ length: 20 }, () => get(['a'])));
    expect(bench.tokenRequests()).toHaveLength(1);
    bench.platform.on.set('/token', answer({}, 503));
    const failed = await Promise.all(Array.from({ length: 20 }, () => get(['b'])));
    expect(failed.every(one => one.kind === 'retry')).toBe(true);
    expect(bench.tokenRequests()).toHaveLength(2);
    bench.platform.on.delete('/token');
    expect((await get(['b'])).kind).toBe('done');
  });

  it('are read from JSON of any content type, as Moodle sends it, with the scopes that were granted', async () => {
    const text = '{"access_token":"34b5","token_type":"Bearer","expires_in":3600,"scope":"a b"}';
    bench.platform.on.set('/token', plain(200, text, { 'content-type': 'text/html; charset=utf-8' }));
    expect(await get(['a', 'b', 'c'])).toMatchObject({
      kind: 'done',
      value: { token: '34b5', scopes: ['a', 'b'] },
    });
  });

  it.each<[string, StubHandler, string]>([
    ['an unknown client', answer({ error: 'invalid_client' }, 400), 'unauthorized'],
    ['a key unknown to the platform', plain(400, '{"error":""kid" invalid"}'), 'unauthorized'],
    ['scopes that are not granted', answer({ error: 'invalid_scope' }, 400), 'forbidden'],
    ['HTML', plain(200, '<html>'), 'unreadable'],
    ['a token that is empty', answer({ access_token: '' }), 'unreadable'],
    ['too many requests', answer({}, 429, { 'retry-after': '7' }), 'rate-limited'],
    ['a server that fails', answer({}, 500), 'retry'],
    ['a server that hangs', () => {}, 'retry'],
  ])('%s: is told apart', async (_name, handler, kind) => {
    bench.platform.on.set('/token', handler);
    expect((await get(['a'])).kind).toBe(kind);
  });
});
