import { CompactSign, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { begin, claim, launchClaims, loginFields, newBrowser } from '../lti/support/browser.ts';
import { testKeys } from '../lti/support/stubPlatform.ts';
import { launchUrl, register } from '../lti/support/testTool.ts';
import { checkRefusal, expectAccepted, expectRefused, startedPair } from './setup.ts';

const pair = startedPair();

/** LTI Core 1.3, section 5.3. */
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

  it('no more than 50 deployments wait for approval, and the next is told that it was not written down', async () => {
    const { registrations } = pair.tool.lti;
    for (let n = 0; n < 51; n++) {
      const found = await registrations.find(pair.platform.url, 'client');
      if (found !== null) await registrations.recordPendingDeployment(found, `invented-${n}`);
    }
    const found = await registrations.find(pair.platform.url, 'client');
    const waiting = found?.deployments.filter(({ status }) => status === 'pending') ?? [];
    expect(waiting).toHaveLength(50);
    const launchOf = (id: string) => ({
      claims: { [claim.deploymentId]: id },
      login: { lti_deployment_id: id },
    });
    await expectRefused(pair, launchOf('the-next'), 'deployments-full');
    expect(pair.tool.log.findLast(line => line.event === 'lti-refused')?.fields['expected']).not.toContain(
      'waits for approval',
    );
    await expectRefused(pair, launchOf('invented-0'), 'deployment-unknown');
    const after = await registrations.find(pair.platform.url, 'client');
    expect(after?.deployments.map(({ id }) => id)).not.toContain('the-next');
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

  it('a registration that is removed between login and launch lets nobody in', async () => {
    const { registrations } = pair.tool.lti;
    const gone = { issuer: pair.platform.url, clientId: 'gone' };
    await register(pair.tool, gone);
    const browser = newBrowser(pair.tool);
    const { state, nonce } = await begin(browser, pair.platform, {
      ...loginFields(pair.platform),
      client_id: gone.clientId,
    });
    const claims = { aud: gone.clientId };
    const token = await pair.platform.sign(launchClaims(pair.platform, nonce, pair.tool.now(), claims));
    await registrations.remove(gone);
    checkRefusal(pair, await browser.post('/lti/launch', { id_token: token, state }), 'registration-unknown');
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
    [claim.toolPlatform, [1]],
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
    for (const [payload, code] of [
      ['[]', 'claim-type'],
      ['"text"', 'claim-type'],
      ['null', 'claim-type'],
      ['{', 'token-malformed'],
      ['', 'token-malformed'],
    ] as const) {
      const token = () =>
        new CompactSign(Buffer.from(payload))
          .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
          .sign(first.privateKey);
      await expectRefused(pair, { token }, code);
    }
  });

  it('a token with anything besides its three parts is refused (RFC 7515, section 7.1)', async () => {
    for (const odd of ['.e30', '=', ' ', '%3D']) {
      const token = async (claims: Record<string, unknown>) => `${await pair.platform.sign(claims)}${odd}`;
      await expectRefused(pair, { token }, 'token-malformed');
    }
  });
});

describe('messages', () => {
  it.each([['LtiStartProctoring'], ['LtiAssetProcessorSettingsRequest'], ['basic-lti-launch-request']])(
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
