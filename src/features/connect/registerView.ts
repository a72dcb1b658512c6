import { type Catalogue } from '../../i18n/index.ts';
import {
  nameOfPlatform,
  type Registered,
  type RegistrationFailedError,
  type RegistrationOffer,
} from '../../lti/index.ts';

interface Fact {
  readonly term: string;
  readonly value: string;
}

/** Something that is asked for, in words and as the request writes it. */
interface Asked {
  readonly text: string;
  readonly code: string;
}

/** What an administrator confirms, as views/connect/offer.ejs prints it. */
export interface OfferView {
  readonly platform: readonly Fact[];
  readonly tool: readonly Fact[];
  readonly messages: readonly Asked[];
  readonly services: readonly Asked[];
  readonly variables: readonly Asked[];
  readonly claims: readonly string[];
  readonly isKnown: boolean;
  readonly after: string;
  readonly offer: string;
  readonly proof: string;
}

/** All that the request will say, from the values that it is made of. */
export function offerView(offer: RegistrationOffer, t: Catalogue): OfferView {
  const words = t.connect.offer;
  const { platform, invitation } = offer;
  const { addresses, domain, messages, scopes, variables, claims } = offer.tool;
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
      { term: words.description, value: t.connect.tool.description },
      { term: words.domain, value: domain },
      { term: words.homeUrl, value: addresses.publicUrl },
      { term: words.loginUrl, value: addresses.loginUrl },
      { term: words.launchUrl, value: addresses.launchUrl },
      { term: words.keysUrl, value: words.keysOwn },
      { term: words.iconUrl, value: addresses.iconUrl },
    ],
    messages: messages.map(({ type, placements }) => ({
      text: named(words.messageNames, type),
      code: [type, ...placements].join(' · '),
    })),
    services: scopes.map(scope => ({
      text: named(words.scopes, shortScope(scope)),
      code: shortScope(scope),
    })),
    variables: Object.entries(variables).map(([name, variable]) => ({
      text: named(words.variableNames, name),
      code: `${name}=${variable}`,
    })),
    claims: claims.map(claim => named(words.claimNames, claim)),
    isKnown: offer.known.length > 0,
    after: invitation.approves ? words.afterApproved : words.afterPending,
    ...offer.signed,
  };
}

/** The last part of a scope's address: what people call it. */
export const shortScope = (scope: string): string => scope.split('/').at(-1) ?? scope;

/** The catalogue's words for a name of the protocol; the name itself where it has none. */
const named = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] ?? name) : name;

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
