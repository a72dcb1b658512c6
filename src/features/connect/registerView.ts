import { type Catalogue } from '../../i18n/index.ts';
import {
  nameOfPlatform,
  type Registered,
  type RegistrationFailedError,
  type RegistrationOffer,
  toolAddresses,
} from '../../lti/index.ts';

interface Fact {
  readonly term: string;
  readonly value: string;
}

/** What an administrator confirms, as views/connect/offer.ejs prints it. */
export interface OfferView {
  readonly platform: readonly Fact[];
  readonly tool: readonly Fact[];
  readonly services: readonly { readonly text: string; readonly code: string }[];
  readonly claims: readonly string[];
  readonly isKnown: boolean;
  readonly after: string;
  readonly offer: string;
  readonly proof: string;
}

export function offerView(offer: RegistrationOffer, publicUrl: string, t: Catalogue): OfferView {
  const words = t.connect.offer;
  const { platform, invitation } = offer;
  const { loginUrl, launchUrl } = toolAddresses(publicUrl);
  return {
    platform: [
      { term: words.platformName, value: invitation.name ?? nameOfPlatform(platform) },
      { term: words.issuer, value: platform.issuer },
      { term: words.authUrl, value: platform.authUrl },
      { term: words.tokenUrl, value: platform.tokenUrl },
      { term: words.jwksUrl, value: platform.jwksUrl },
      { term: words.registrationUrl, value: platform.registrationUrl },
    ],
    tool: [
      { term: words.toolName, value: t.connect.tool.name },
      { term: words.loginUrl, value: loginUrl },
      { term: words.launchUrl, value: launchUrl },
      { term: words.keysUrl, value: words.keysOwn },
    ],
    services: offer.tool.scopes.map(scope => ({ text: scopeWords(scope, t), code: shortScope(scope) })),
    claims: offer.tool.claims.map(claim => claimWords(claim, t)),
    isKnown: offer.known.length > 0,
    after: invitation.approves ? words.afterApproved : words.afterPending,
    ...offer.signed,
  };
}

/** The last part of a scope's address: what people call it. */
export const shortScope = (scope: string): string => scope.split('/').at(-1) ?? scope;

function scopeWords(scope: string, t: Catalogue): string {
  const { scopes } = t.connect.offer;
  const name = shortScope(scope);
  return Object.hasOwn(scopes, name) ? scopes[name as keyof typeof scopes] : name;
}

function claimWords(claim: string, t: Catalogue): string {
  const { claimNames } = t.connect.offer;
  return Object.hasOwn(claimNames, claim) ? claimNames[claim as keyof typeof claimNames] : claim;
}

/** How a registration ended, as views/connect/registered.ejs prints it. */
export interface RegisteredView {
  readonly title: string;
  readonly text: string;
  readonly isActive: boolean;
  readonly facts: readonly Fact[];
  /** The platform's window, the only one that is told. */
  readonly closeOrigin: string;
}

export function registeredView(
  { registration, isUpdate }: Registered,
  closeOrigin: string,
  t: Catalogue,
): RegisteredView {
  const words = t.connect.done;
  const isActive =
    registration.status === 'active' && registration.deployments.every(one => one.status === 'active');
  const deployments = registration.deployments.map(({ id }) => id).join(', ');
  const title = isUpdate ? words.titleUpdated : words.titleActive;
  return {
    title: isActive ? title : words.titlePending,
    text: isActive ? words.textActive : words.textPending,
    isActive,
    facts: [
      { term: words.name, value: registration.name },
      { term: words.clientId, value: registration.clientId },
      { term: words.deployment, value: deployments === '' ? words.noDeployment : deployments },
    ],
    closeOrigin,
  };
}

/** The page of a registration that did not come about: its own words, and the platform's where it gave any. */
export function failureMessage(error: RegistrationFailedError, requestId: string, t: Catalogue) {
  const words = t.connect.failed;
  const { field, found, expected, said } = error.detail;
  const details = [
    { term: words.said, value: said },
    { term: words.field, value: field },
    { term: words.found, value: found },
    { term: words.expected, value: expected },
    { term: words.code, value: error.code },
    { term: words.event, value: requestId },
  ];
  return {
    icon: 'error',
    tone: 'danger',
    title: words.title,
    text: words.reasons[error.code],
    hint: words.again,
    details: details.filter((one): one is Fact => one.value !== undefined),
  };
}
