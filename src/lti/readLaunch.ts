import { isAdministrator } from './administratorRole.ts';
import { claimNames, type LaunchClaims, maxIdLength } from './claims.ts';
import { type VerifiedLaunch } from './launchMessage.ts';
import { LtiRefusalError, shown } from './refusal.ts';
import { type Registration } from './registration.ts';
import { courseRole } from './roles.ts';
import { type LoginState } from './state.ts';

/** Messages of LTI Advantage that we know by name. */
const resourceLinkRequest = 'LtiResourceLinkRequest';

/**
 * Judges a resource link launch by LTI Core 1.3, section 5.3, and puts it into the product's words.
 * @throws LtiRefusalError
 */
export function readLaunch(
  claims: LaunchClaims,
  registration: Registration,
  state: LoginState,
): VerifiedLaunch {
  checkMessage(claims);
  const deploymentId = requiredId(claims[claimNames.deploymentId], claimNames.deploymentId, 'claim-missing');
  checkDeployment(deploymentId, state);
  const targetLinkUri = checkedTarget(claims, state);
  const roles = claims[claimNames.roles];
  if (roles == null)
    throw new LtiRefusalError('roles-missing', {
      value: claimNames.roles,
      expected: 'a list, even an empty one',
    });
  const mentored = claims[claimNames.roleScopeMentor];
  const role = courseRole(roles, mentored);
  return {
    registrationId: registration.id,
    issuer: registration.issuer,
    clientId: registration.clientId,
    deploymentId,
    messageType: resourceLinkRequest,
    targetLinkUri,
    person: personOf(claims),
    role,
    isAdministrator: isAdministrator(roles),
    mentored: role === 'mentor' ? mentored : [],
    context: contextOf(claims),
    resourceLink: resourceLinkOf(claims),
    custom: claims[claimNames.custom],
    locale: claims[claimNames.launchPresentation]?.locale ?? null,
    returnUrl: claims[claimNames.launchPresentation]?.return_url ?? null,
    ags: agsOf(claims),
    nrpsUrl: claims[claimNames.nrps]?.context_memberships_url ?? null,
    productFamily: claims[claimNames.toolPlatform]?.product_family_code ?? null,
  };
}

function checkMessage(claims: LaunchClaims): void {
  const version = claims[claimNames.version];
  if (version !== '1.3.0') {
    throw new LtiRefusalError('version', {
      value: claimNames.version,
      found: shown(version),
      expected: '"1.3.0"',
    });
  }
  const type = claims[claimNames.messageType];
  if (type == null || type.trim() === '') {
    throw new LtiRefusalError('message-type', {
      value: claimNames.messageType,
      found: shown(type),
      expected: 'a message type',
    });
  }
  if (type !== resourceLinkRequest) {
    throw new LtiRefusalError('message-unsupported', {
      value: claimNames.messageType,
      found: shown(type),
      expected: resourceLinkRequest,
    });
  }
}

/** LTI Core 1.3, section 4.1.2: the deployment that a login names is the one of its launch. */
function checkDeployment(deploymentId: string, state: LoginState): void {
  if (state.deploymentId !== null && state.deploymentId !== deploymentId) {
    throw new LtiRefusalError('deployment-changed', {
      value: claimNames.deploymentId,
      found: shown(deploymentId),
      expected: shown(state.deploymentId),
    });
  }
}

/** The login's target was on our own origin; a token that names another one was made for another link. */
function checkedTarget(claims: LaunchClaims, state: LoginState): string {
  const target = claims[claimNames.targetLinkUri];
  if (target == null || target === '')
    throw new LtiRefusalError('claim-missing', { value: claimNames.targetLinkUri });
  if (target !== state.targetLinkUri) {
    throw new LtiRefusalError('target-changed', {
      value: claimNames.targetLinkUri,
      found: shown(target),
      expected: shown(state.targetLinkUri),
    });
  }
  return target;
}

function requiredId(
  value: string | null | undefined,
  name: string,
  missing: 'claim-missing' | 'subject-missing' | 'resource-link-missing',
): string {
  if (value == null || value.trim() === '') throw new LtiRefusalError(missing, { value: name });
  return limitedId(value, name);
}

function limitedId(value: string, name: string): string {
  if (value.trim() !== '' && value.length <= maxIdLength) return value;
  const found = value.trim() === '' ? 'blank' : `${value.length} characters`;
  throw new LtiRefusalError('id-length', { value: name, found, expected: `1 to ${maxIdLength} characters` });
}

function personOf(claims: LaunchClaims): VerifiedLaunch['person'] {
  return {
    // A launch without `sub` is anonymous (LTI Core 1.3, section 5.3.6.1): nobody's work could be kept or graded.
    sub: requiredId(claims.sub, 'sub', 'subject-missing'),
    name: claims.name,
    givenName: claims.given_name,
    familyName: claims.family_name,
    email: claims.email,
    sourcedId: claims[claimNames.lis]?.person_sourcedid ?? null,
  };
}

function contextOf(claims: LaunchClaims): VerifiedLaunch['context'] {
  const context = claims[claimNames.context];
  if (context == null) return null;
  return {
    id: limitedId(context.id, `${claimNames.context}.id`),
    label: context.label,
    title: context.title,
  };
}

function resourceLinkOf(claims: LaunchClaims): VerifiedLaunch['resourceLink'] {
  const link = claims[claimNames.resourceLink];
  const id = requiredId(link?.id, `${claimNames.resourceLink}.id`, 'resource-link-missing');
  return { id, title: link?.title ?? null, description: link?.description ?? null };
}

function agsOf(claims: LaunchClaims): VerifiedLaunch['ags'] {
  const endpoint = claims[claimNames.ags];
  if (endpoint == null) return null;
  return { scopes: endpoint.scope, lineItemsUrl: endpoint.lineitems, lineItemUrl: endpoint.lineitem };
}
