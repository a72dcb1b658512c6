import { isAdministrator } from './administratorRole.ts';
import { claimNames, type LaunchClaims, maxIdLength } from './claims.ts';
import { type DeepLinkingSettings, type LaunchMessage, type VerifiedLaunch } from './launchMessage.ts';
import { LtiRefusalError, shown } from './refusal.ts';
import { type Registration } from './registration.ts';
import { courseRole } from './roles.ts';
import { type LoginState } from './state.ts';

/**
 * Judges a message by LTI Core 1.3, section 5.3, and the specification of its type, and puts it into the product's
 * words.
 * @throws LtiRefusalError
 */
export function readLaunch(
  claims: LaunchClaims,
  registration: Registration,
  state: LoginState,
): VerifiedLaunch {
  checkVersion(claims);
  const message = messageOf(claims);
  const deploymentId = requiredId(claims[claimNames.deploymentId], claimNames.deploymentId, 'claim-missing');
  checkDeployment(deploymentId, state);
  const targetLinkUri = checkedTarget(claims, state, message);
  const roles = rolesOf(claims, message);
  const mentored = claims[claimNames.roleScopeMentor];
  const role = courseRole(roles, mentored);
  return {
    registrationId: registration.id,
    issuer: registration.issuer,
    clientId: registration.clientId,
    deploymentId,
    message,
    targetLinkUri,
    person: personOf(claims),
    role,
    isAdministrator: isAdministrator(roles),
    mentored: role === 'mentor' ? mentored : [],
    context: contextOf(claims),
    resourceLink: resourceLinkOf(claims, message),
    custom: claims[claimNames.custom],
    locale: claims[claimNames.launchPresentation]?.locale ?? null,
    returnUrl: claims[claimNames.launchPresentation]?.return_url ?? null,
    ags: agsOf(claims),
    nrpsUrl: claims[claimNames.nrps]?.context_memberships_url ?? null,
    notifications: notificationsOf(claims),
    productFamily: claims[claimNames.toolPlatform]?.product_family_code ?? null,
  };
}

function checkVersion(claims: LaunchClaims): void {
  const version = claims[claimNames.version];
  if (version !== '1.3.0') {
    throw new LtiRefusalError('version', {
      value: claimNames.version,
      found: shown(version),
      expected: '"1.3.0"',
    });
  }
}

function messageOf(claims: LaunchClaims): LaunchMessage {
  const type = claims[claimNames.messageType];
  if (type == null || type.trim() === '') {
    throw new LtiRefusalError('message-type', {
      value: claimNames.messageType,
      found: shown(type),
      expected: 'a message type',
    });
  }
  switch (type) {
    case 'LtiResourceLinkRequest':
    case 'LtiDataPrivacyLaunchRequest':
      return { type };
    case 'LtiDeepLinkingRequest':
      return { type, settings: settingsOf(claims) };
    case 'LtiSubmissionReviewRequest': {
      const userId = claims[claimNames.forUser]?.user_id;
      return { type, forUserId: requiredId(userId, `${claimNames.forUser}.user_id`, 'claim-missing') };
    }
    default:
      throw new LtiRefusalError('message-unsupported', {
        value: claimNames.messageType,
        found: shown(type),
        expected: 'a message that Tirek knows',
      });
  }
}

/** Deep Linking 2.0, section 4.4.1. An answer is posted to the return address, so it has to be an http(s) one. */
function settingsOf(claims: LaunchClaims): DeepLinkingSettings {
  const settings = claims[claimNames.deepLinkingSettings];
  const returnUrl = settings?.deep_link_return_url ?? null;
  if (settings == null || returnUrl === null) {
    const value = `${claimNames.deepLinkingSettings}.deep_link_return_url`;
    throw new LtiRefusalError('claim-missing', { value, found: 'nothing', expected: 'an http(s) address' });
  }
  return {
    returnUrl,
    acceptTypes: settings.accept_types,
    documentTargets: settings.accept_presentation_document_targets,
    acceptMultiple: settings.accept_multiple ?? false,
    acceptLineItem: settings.accept_lineitem,
    data: settings.data ?? null,
  };
}

/** The list must be there, even an empty one; a data-privacy launch may come from outside any role. */
function rolesOf(claims: LaunchClaims, message: LaunchMessage): readonly string[] {
  const roles = claims[claimNames.roles];
  if (roles == null && message.type !== 'LtiDataPrivacyLaunchRequest')
    throw new LtiRefusalError('roles-missing', {
      value: claimNames.roles,
      found: 'nothing',
      expected: 'a list, even an empty one',
    });
  return roles ?? [];
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

/**
 * The login's target was on our own origin; a token that names another one was made for another link. Messages that
 * belong to no link may leave it out (the example in Deep Linking 2.0, section 4.4, does).
 */
function checkedTarget(claims: LaunchClaims, state: LoginState, { type }: LaunchMessage): string {
  const target = claims[claimNames.targetLinkUri];
  if (target == null || target === '') {
    if (type === 'LtiDeepLinkingRequest' || type === 'LtiDataPrivacyLaunchRequest')
      return state.targetLinkUri;
    throw new LtiRefusalError('claim-missing', {
      value: claimNames.targetLinkUri,
      found: 'nothing',
      expected: shown(state.targetLinkUri),
    });
  }
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
  if (value != null && value.trim() !== '') return limitedId(value, name);
  const found = value == null ? 'nothing' : 'blank';
  throw new LtiRefusalError(missing, { value: name, found, expected: idExpected });
}

function limitedId(value: string, name: string): string {
  if (value.trim() !== '' && value.length <= maxIdLength) return value;
  const found = value.trim() === '' ? 'blank' : `${value.length} characters`;
  throw new LtiRefusalError('id-length', { value: name, found, expected: idExpected });
}

const idExpected = `1 to ${maxIdLength} characters`;

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

function resourceLinkOf(claims: LaunchClaims, { type }: LaunchMessage): VerifiedLaunch['resourceLink'] {
  const link = claims[claimNames.resourceLink];
  if (link == null && type !== 'LtiResourceLinkRequest') return null;
  const id = requiredId(link?.id, `${claimNames.resourceLink}.id`, 'resource-link-missing');
  return { id, title: link?.title ?? null, description: link?.description ?? null };
}

function notificationsOf(claims: LaunchClaims): VerifiedLaunch['notifications'] {
  const service = claims[claimNames.notificationService];
  const url = service?.platform_notification_service_url ?? null;
  return service == null || url === null ? null : { url, types: service.notice_types_supported };
}

function agsOf(claims: LaunchClaims): VerifiedLaunch['ags'] {
  const endpoint = claims[claimNames.ags];
  if (endpoint == null) return null;
  return { scopes: endpoint.scope, lineItemsUrl: endpoint.lineitems, lineItemUrl: endpoint.lineitem };
}
