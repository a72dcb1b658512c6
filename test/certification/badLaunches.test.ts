import { describe, it } from 'vitest';
import { claim } from '../lti/support/browser.ts';
import { expectRefused, startedPair } from './setup.ts';

/** The bad launches of 1EdTech's certification suite for LTI Advantage tools, by their names there. */
describe('the bad launches of the certification suite', () => {
  const pair = startedPair();
  const seconds = (offset: number) => Math.floor(pair.tool.now().getTime() / 1000) + offset;

  it('No KID Sent in JWT header: a key must be named', () =>
    expectRefused(pair, { header: { kid: undefined } }, 'key-id-missing'));

  it('Incorrect KID in JWT header: the key must be in the key set of the platform', () =>
    expectRefused(pair, { header: { kid: 'unheard-of' } }, 'key-unknown'));

  it('Wrong LTI Version: the version claim must be 1.3.0', () =>
    expectRefused(pair, { claims: { [claim.version]: '11.3' } }, 'version'));

  it('No LTI Version: the version claim is required', () =>
    expectRefused(pair, { claims: { [claim.version]: undefined } }, 'version'));

  it('Invalid LTI message: what is no JWT is refused', () =>
    expectRefused(pair, { token: () => 'this is not a token' }, 'token-malformed'));

  it('Missing LTI Claims: a message without LTI claims is refused', () =>
    expectRefused(
      pair,
      { claims: Object.fromEntries(Object.values(claim).map(name => [name, undefined])) },
      'version',
    ));

  it.each([['iat'], ['exp']])('Timestamps Incorrect: %s of long ago is refused', name =>
    expectRefused(pair, { claims: { [name]: 11_111 } }, name === 'iat' ? 'token-too-old' : 'token-expired'),
  );

  it.each([['iat'], ['exp'], ['iss'], ['aud']])('a required claim of the token is missing: %s', name =>
    expectRefused(pair, { claims: { [name]: undefined } }, 'claim-missing'),
  );

  it('messsage_type Claim Missing: the message type is required', () =>
    expectRefused(pair, { claims: { [claim.messageType]: undefined } }, 'message-type'));

  it('role Claim Missing: the list of roles is required', () =>
    expectRefused(pair, { claims: { [claim.roles]: undefined } }, 'roles-missing'));

  it('deployment_id Claim Missing: the deployment is required', () =>
    expectRefused(pair, { claims: { [claim.deploymentId]: undefined } }, 'claim-missing'));

  it('resource_link_id Claim Missing: the resource link needs an id', () =>
    expectRefused(pair, { claims: { [claim.resourceLink]: { title: 'Tirek' } } }, 'resource-link-missing'));

  it('the resource link is required', () =>
    expectRefused(pair, { claims: { [claim.resourceLink]: undefined } }, 'resource-link-missing'));

  it('user Claim Missing: a launch without sub is anonymous and refused', () =>
    expectRefused(pair, { claims: { sub: undefined } }, 'subject-missing'));

  it('exp and iat must be numbers', async () => {
    await expectRefused(pair, { claims: { exp: String(seconds(60)) } }, 'claim-type');
    await expectRefused(pair, { claims: { iat: new Date().toISOString() } }, 'claim-type');
  });
});
