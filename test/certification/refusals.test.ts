import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { begin, claim, launch, launchClaims, newBrowser, toForm } from '../lti/support/browser.ts';
import { testKeys } from '../lti/support/stubPlatform.ts';
import { launchUrl, publicUrl, register } from '../lti/support/testTool.ts';
import { checkRefusal, expectAccepted, expectRefused, startedPair } from './setup.ts';
import { SignJWT } from 'jose';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** LTI Security Framework 1.0, section 5.1.3 (authentication response validation), and OpenID Connect Core 1.0. */
const pair = startedPair();

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

describe('issuer and audience', () => {
  it('iss is the one that the registration of this login has', () =>
    expectRefused(pair, { claims: { iss: 'https://elsewhere.example.kz' } }, 'issuer'));

  it('iss is the one of the login, also when the other platform is registered and signs well', async () => {
    const other = `${pair.platform.url}/other`;
    await register(pair.tool, { issuer: other, clientId: 'client', jwksUrl: `${pair.platform.url}/jwks` });
    await expectRefused(pair, { claims: { iss: other } }, 'issuer');
  });

  it('aud is the client id', () => expectRefused(pair, { claims: { aud: 'another-client' } }, 'audience'));

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

describe('deployments and registrations', () => {
  const pair = startedPair();
  const key = () => ({ issuer: pair.platform.url, clientId: 'client' });
  const elsewhere = { lti_deployment_id: '2' };
  const inDeployment2 = { claims: { [claim.deploymentId]: '2' }, login: elsewhere };

  it('an unknown deployment is refused and waits for approval; approved, it works', async () => {
    await expectRefused(pair, inDeployment2, 'deployment-unknown');
    await expectRefused(pair, inDeployment2, 'deployment-unknown');
    const found = await pair.tool.lti.registrations.find(pair.platform.url, 'client');
    expect(found?.deployments).toEqual([
      { id: '1', status: 'active' },
      { id: '2', status: 'pending' },
    ]);
    await pair.tool.lti.registrations.approve(key(), '2');
    await expectAccepted(pair, inDeployment2);
  });

  it('a deployment that the token alone names, and nobody signed, is not written down', async () => {
    const [, , other] = await testKeys();
    if (other === undefined) throw new Error('no key');
    const token = (claims: Record<string, unknown>) =>
      new SignJWT({ ...claims, [claim.deploymentId]: 'forged' })
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
        .sign(other.privateKey);
    await expectRefused(pair, { token }, 'signature');
    const found = await pair.tool.lti.registrations.find(pair.platform.url, 'client');
    expect(found?.deployments.map(({ id }) => id)).not.toContain('forged');
  });

  it('no more than 50 deployments wait for approval', async () => {
    const { registrations } = pair.tool.lti;
    for (let n = 0; n < 51; n++) {
      const found = await registrations.find(pair.platform.url, 'client');
      if (found !== null) await registrations.recordPendingDeployment(found, `invented-${n}`);
    }
    const found = await registrations.find(pair.platform.url, 'client');
    expect(found?.deployments.filter(({ status }) => status === 'pending')).toHaveLength(50);
  });

  it('the deployment is the one that the login named', () =>
    expectRefused(pair, { login: elsewhere }, 'deployment-changed'));

  it('a registration that is disabled between login and launch lets nobody in', async () => {
    const browser = newBrowser(pair.tool);
    const { state, nonce } = await begin(browser, pair.platform);
    const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now()));
    await pair.tool.lti.registrations.disable(key());
    checkRefusal(
      pair,
      await browser.post('/lti/launch', { id_token: token, state }),
      'registration-disabled',
    );
    const login = {
      iss: pair.platform.url,
      login_hint: '4',
      target_link_uri: launchUrl,
      client_id: 'client',
    };
    checkRefusal(pair, await browser.post('/lti/login', login), 'registration-disabled');
    await pair.tool.lti.registrations.enable(key());
    expect((await browser.post('/lti/launch', { id_token: token, state })).status).toBe(303);
  });
});

describe('ids', () => {
  const long = 'x'.repeat(256);

  it.each([
    ['sub', { sub: long }],
    ['deployment_id', { [claim.deploymentId]: long }],
    ['resource_link.id', { [claim.resourceLink]: { id: long } }],
    ['context.id', { [claim.context]: { id: long } }],
  ])('%s is at most 255 characters', (_name, claims) =>
    expectRefused(pair, { claims, login: { lti_deployment_id: '' } }, 'id-length'),
  );

  it.each([
    ['sub', { sub: ' ' }, 'subject-missing'],
    ['deployment_id', { [claim.deploymentId]: '' }, 'claim-missing'],
    ['resource_link.id', { [claim.resourceLink]: { id: '  ' } }, 'resource-link-missing'],
    ['context.id', { [claim.context]: { id: '' } }, 'id-length'],
  ] as const)('%s is not blank', (_name, claims, code) => expectRefused(pair, { claims }, code));

  it('an id of 255 characters is fine', async () => {
    await expectAccepted(pair, { claims: { sub: 'x'.repeat(255) } });
  });
});

describe('types of claims', () => {
  it.each([
    ['a number', 7],
    ['a list', [1]],
    ['an object', { a: 1 }],
    ['true', true],
  ])('a claim that is %s where a text belongs is refused', async (_name, value) => {
    for (const name of [
      'iss',
      'sub',
      'nonce',
      'name',
      'email',
      claim.version,
      claim.messageType,
      claim.deploymentId,
      claim.targetLinkUri,
    ]) {
      await expectRefused(pair, { claims: { [name]: value } }, 'claim-type');
    }
  });

  it.each([
    [claim.roles, 'Instructor'],
    [claim.roles, [1]],
    [claim.context, 'course'],
    [claim.context, { id: 2 }],
    [claim.resourceLink, []],
    [claim.resourceLink, { id: 7 }],
    [claim.custom, 'a=b'],
    [claim.custom, { nested: { a: 1 } }],
    [claim.lis, 'x'],
    [claim.launchPresentation, 1],
    [claim.toolPlatform, []],
    [claim.roleScopeMentor, 'user'],
    [claim.ags, { scope: 'one' }],
    [claim.nrps, { context_memberships_url: 1 }],
    ['aud', 5],
    ['azp', []],
    ['nbf', 'now'],
  ])('%s of a wrong type (%j) is refused', (name, value) =>
    expectRefused(pair, { claims: { [name]: value } }, 'claim-type'),
  );

  it('a payload that is no object is refused', async () => {
    const [first] = await testKeys();
    if (first === undefined) throw new Error('no key');
    const { CompactSign } = await import('jose');
    for (const payload of ['[]', '"text"', 'null', '{', '']) {
      const token = () =>
        new CompactSign(Buffer.from(payload))
          .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
          .sign(first.privateKey);
      const answer = await launch(pair.tool, pair.platform, { token });
      expect(answer.status, payload).toBe(400);
    }
  });
});

describe('messages', () => {
  it.each([['LtiStartProctoring'], ['LtiDataPrivacyLaunchRequest'], ['basic-lti-launch-request']])(
    'an unknown message is refused politely: %s',
    type => expectRefused(pair, { claims: { [claim.messageType]: type } }, 'message-unsupported'),
  );

  it('a blank message type is refused', () =>
    expectRefused(pair, { claims: { [claim.messageType]: ' ' } }, 'message-type'));

  it('the platform’s error answer is a page with what the platform says in the log', async () => {
    const browser = newBrowser(pair.tool);
    const { state } = await begin(browser, pair.platform);
    const answer = await browser.post('/lti/launch', {
      error: 'access_denied',
      error_description: 'Invalid response_mode',
      state,
    });
    checkRefusal(pair, answer, 'platform-error');
    expect(JSON.stringify(pair.tool.log)).toContain('access_denied');
    checkRefusal(pair, await browser.post('/lti/launch', { error: 'login_required' }), 'platform-error');
  });

  it('a post without anything is refused', async () => {
    checkRefusal(pair, await newBrowser(pair.tool).post('/lti/launch', {}), 'state-missing');
  });

  it('a launch without id_token is refused', () =>
    expectRefused(pair, { form: form => form.delete('id_token') }, 'token-missing'));

  it('a body of 2 MB is refused', async () => {
    const answer = await newBrowser(pair.tool).post('/lti/launch', { id_token: 'x'.repeat(2_000_000) });
    expect(answer.status).toBe(413);
  });
});
