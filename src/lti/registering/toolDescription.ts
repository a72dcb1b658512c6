import { type Lang } from '../../i18n/lang.ts';
import { agsScopes } from '../services/ags.ts';
import { noticeScope } from '../services/notifications.ts';
import { nrpsScope } from '../services/nrps.ts';
import { placementsFor } from './placements.ts';
import { type PlatformConfiguration } from './platformConfiguration.ts';

/** Where a platform finds Tirek. */
export interface ToolAddresses {
  /** Origin without a trailing slash. */
  readonly publicUrl: string;
  readonly loginUrl: string;
  /** Tool URL, redirect URI and deep-linking URL in one. */
  readonly launchUrl: string;
  /** All public keys, for registrations made by hand. */
  readonly keysUrl: string;
  readonly iconUrl: string;
}

export const toolAddresses = (publicUrl: string): ToolAddresses => ({
  publicUrl,
  loginUrl: `${publicUrl}/lti/login`,
  launchUrl: `${publicUrl}/lti/launch`,
  keysUrl: `${publicUrl}/lti/keys`,
  // Any version of the assets will do; this one never changes.
  iconUrl: `${publicUrl}/assets/icon/favicon.svg`,
});

/** The scopes of the services that Tirek uses: columns, grades, results, members. */
export const toolScopes: readonly string[] = [...Object.values(agsScopes), nrpsScope];

/** What Tirek asks to be told about a person; a platform may leave out any of it. */
export const toolClaims: readonly string[] = ['iss', 'sub', 'name', 'given_name', 'family_name', 'email'];

/** Custom parameters: where a copied course or link came from. Platforms that do not know a variable leave it as it is. */
export const toolVariables: Readonly<Record<string, string>> = {
  context_id_history: '$Context.id.history',
  resource_link_id_history: '$ResourceLink.id.history',
};

const resourceLink = 'LtiResourceLinkRequest';
const deepLinking = 'LtiDeepLinkingRequest';
/** Messages that Tirek answers where a platform says that it sends them. */
const furtherMessages = ['LtiSubmissionReviewRequest', 'LtiDataPrivacyLaunchRequest'] as const;

/** How Tirek is called in the platform, by language. */
export type ToolWords = Readonly<
  Record<Lang, { readonly name: string; readonly description: string; readonly place: string }>
>;

/** A message that the platform is asked to send. */
interface AskedMessage {
  readonly type: string;
  /** Where its link shall stand; empty: the platform decides. */
  readonly placements: readonly string[];
}

/** What will be sent, also shown to the administrator before it is. */
export interface ToolOffer {
  readonly addresses: ToolAddresses;
  /** Host and port: Moodle compares it with the target's host, port included. */
  readonly domain: string;
  /** Custom parameters and the platform's variables that fill them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  readonly messages: readonly AskedMessage[];
}

/** A platform that lists what it supports is asked for nothing else. */
export function offerFor(addresses: ToolAddresses, platform: PlatformConfiguration): ToolOffer {
  const supported = (wanted: readonly string[], listed: readonly string[]) =>
    listed.length === 0 ? wanted : wanted.filter(one => listed.includes(one));
  // Few platforms send notices, so their scope is asked for only where it is listed.
  const notices = platform.scopes.includes(noticeScope) ? [noticeScope] : [];
  return {
    addresses,
    domain: new URL(addresses.publicUrl).host,
    variables: toolVariables,
    scopes: [...supported(toolScopes, platform.scopes), ...notices],
    claims: supported(toolClaims, platform.claims),
    messages: messagesFor(platform),
  };
}

/** Every LTI platform opens links (LTI Core 1.3, section 5.3.1), whether it lists that or not. */
function messagesFor(platform: PlatformConfiguration): AskedMessage[] {
  const listed = platform.messages.map(({ type }) => type);
  const asked = [
    resourceLink,
    ...(listed.length === 0 || listed.includes(deepLinking) ? [deepLinking] : []),
    ...furtherMessages.filter(type => listed.includes(type)),
  ];
  return asked.map(type => ({ type, placements: placementsFor(type, platform) }));
}

/**
 * The registration request of LTI Dynamic Registration 1.0, section 3.5.2. Pure.
 * @param keySetUrl the key set of this registration alone
 */
export function registrationRequest(
  tool: ToolAddresses,
  words: ToolWords,
  platform: PlatformConfiguration,
  keySetUrl: string,
): Record<string, unknown> {
  const { domain, variables, scopes, claims, messages } = offerFor(tool, platform);
  const { launchUrl } = tool;
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: tool.loginUrl,
    redirect_uris: [launchUrl],
    ...localized('client_name', words, 'name'),
    jwks_uri: keySetUrl,
    logo_uri: tool.iconUrl,
    client_uri: tool.publicUrl,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: scopes.join(' '),
    'https://purl.imsglobal.org/spec/lti-tool-configuration': {
      domain,
      ...localized('description', words, 'description'),
      target_link_uri: launchUrl,
      custom_parameters: variables,
      claims,
      messages: messages.map(({ type, placements }) => ({
        type,
        target_link_uri: launchUrl,
        ...(placements.length === 0 ? {} : { placements }),
        ...(type === deepLinking ? localized('label', words, 'place') : {}),
      })),
    },
  };
}

/** A text and its translations as OpenID Connect Registration 1.0, section 2.1, writes them: `client_name#kk`. */
function localized(
  field: string,
  words: ToolWords,
  key: 'name' | 'description' | 'place',
): Record<string, string> {
  return {
    [field]: words.en[key],
    [`${field}#kk`]: words.kk[key],
    [`${field}#ru`]: words.ru[key],
  };
}
