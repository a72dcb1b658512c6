import { createHmac, generateKeyPairSync } from 'node:crypto';
import { CompactSign, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {} from '../lti/support/browser.ts';
import { testKeys } from '../lti/support/stubPlatform.ts';
import { publicUrl, register } from '../lti/support/testTool.ts';
import { expectRefused, startedPair } from './setup.ts';

const pair = startedPair();
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** LTI Security Framework 1.0, section 5.1.3 (authentication response validation), and OpenID Connect Core 1.0. */
describe('the signature', () => {
  it('is required: alg none is refused before anything is verified', async () => {
    const unsigned = (claims: unknown) => `${base64url({ alg: 'none', kid: 'key-1' })}.${base64url(claims)}.`;
    const fetches = pair.platform.count('/jwks');
    await expectRefused(pair, { token: unsigned }, 'algorithm');
    expect(pair.platform.count('/jwks')).toBe(fetches);
  });

  it('is RS256: HS256 with the public key as its secret is refused', () =>
    expectRefused(
      pair,
      {
        token: claims => {
          const text = `${base64url({ alg: 'HS256', kid: 'key-1' })}.${base64url(claims)}`;
          const secret = JSON.stringify(pair.platform.keys[0]);
          return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
        },
      },
      'algorithm',
    ));

  it('is RS256: RS512 and PS256 with the right key are refused', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const alg of ['RS512', 'PS256']) {
      const token = (claims: Record<string, unknown>) =>
        new SignJWT(claims).setProtectedHeader({ alg, kid: 'key-1' }).sign(privateKey);
      await expectRefused(pair, { token }, 'algorithm');
    }
  });

  it('is made with the platform’s key: another key under the known kid is refused', async () => {
    const [, , other] = await testKeys();
    if (other === undefined) throw new Error('no key');
    const token = (claims: Record<string, unknown>) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(other.privateKey);
    await expectRefused(pair, { token }, 'signature');
  });

  it('covers the claims: a token that was changed afterwards is refused', () =>
    expectRefused(
      pair,
      {
        token: async claims => {
          const [header, , signature] = (await pair.platform.sign(claims)).split('.');
          return `${header}.${base64url({ ...claims, sub: '5' })}.${signature}`;
        },
      },
      'signature',
    ));

  it('has no extensions that must be understood: crit is refused', () =>
    expectRefused(
      pair,
      {
        token: async claims => {
          const [, body, signature] = (await pair.platform.sign(claims)).split('.');
          return `${base64url({ alg: 'RS256', kid: 'key-1', crit: ['x'], x: 1 })}.${body}.${signature}`;
        },
      },
      'token-malformed',
    ));
});

describe('extensions of the signature', () => {
  it('are refused, also one that is well known (RFC 7797)', () =>
    expectRefused(
      pair,
      {
        token: async claims => {
          const [first] = await testKeys();
          if (first === undefined) throw new Error('no key');
          return new CompactSign(Buffer.from(JSON.stringify(claims)))
            .setProtectedHeader({ alg: 'RS256', kid: 'key-1', b64: true, crit: ['b64'] })
            .sign(first.privateKey);
        },
      },
      'token-malformed',
    ));
});

describe('issuer and audience', () => {
  it('iss is the one that the registration of this login has', () =>
    expectRefused(pair, { claims: { iss: 'https://elsewhere.example.kz' } }, 'issuer'));

  it('iss is the one of the login, also when the other platform is registered and signs well', async () => {
    const other = `${pair.platform.url}/other`;
    await register(pair.tool, { issuer: other, clientId: 'client', jwksUrl: `${pair.platform.url}/jwks` });
    await expectRefused(pair, { claims: { iss: other } }, 'issuer');
  });

  it('aud is the client id', () => expectRefused(pair, { claims: { aud: 'another-client' } }, 'audience'));

  it('aud holds the client id: our own name alone is not enough', () =>
    expectRefused(pair, { claims: { aud: publicUrl } }, 'audience'));

  it('aud may not be empty', () => expectRefused(pair, { claims: { aud: [] } }, 'claim-type'));

  it('aud lists nobody whom we do not trust, whatever azp says', () =>
    expectRefused(
      pair,
      { claims: { aud: ['client', 'https://stranger.example'], azp: 'client' } },
      'audience',
    ));

  it('several aud need azp', () =>
    expectRefused(pair, { claims: { aud: ['client', publicUrl] } }, 'authorized-party'));

  it('azp is the client id, with one aud too', async () => {
    await expectRefused(pair, { claims: { azp: 'another-client' } }, 'authorized-party');
    await expectRefused(pair, { claims: { aud: ['client', publicUrl], azp: 'other' } }, 'authorized-party');
  });
});

describe('times', () => {
  const at = (offset: number) => Math.floor(pair.tool.now().getTime() / 1000) + offset;

  it('iat may not be more than 60 s ahead', () =>
    expectRefused(pair, { claims: { iat: at(70), exp: at(200) } }, 'token-from-future'));

  it('nbf may not be more than 60 s ahead', () =>
    expectRefused(pair, { claims: { nbf: at(70) } }, 'token-from-future'));

  it('iat may not be more than 10 minutes ago', () =>
    expectRefused(pair, { claims: { iat: at(-610), exp: at(60) } }, 'token-too-old'));

  it('exp may not be more than 60 s ago', () =>
    expectRefused(pair, { claims: { iat: at(-200), exp: at(-70) } }, 'token-expired'));

  it('exp is after iat', () =>
    expectRefused(pair, { claims: { iat: at(20), exp: at(10) } }, 'token-expired'));
});
