import { z } from 'zod';
import { type OutboundPolicy, parseHttpUrl } from '../addresses.ts';
import { type Outbound, type OutboundAnswer, OutboundError } from '../http.ts';
import { checkedAddress } from './callableAddress.ts';
import { RegistrationFailedError } from './failure.ts';

/** What a platform says of itself, as far as a registration needs it. Every address has been checked. */
export const platformConfiguration = z.object({
  /** Where it says so; without the token that Canvas puts into that address. */
  url: z.string(),
  issuer: z.string(),
  authUrl: z.string(),
  tokenUrl: z.string(),
  jwksUrl: z.string(),
  registrationUrl: z.string(),
  /** The `aud` of client assertions where it is not the token address. */
  tokenAudience: z.string().nullable(),
  /** Empty when the platform does not say. */
  scopes: z.array(z.string()),
  claims: z.array(z.string()),
  /** Messages that it says it sends, and where their links may stand; empty when the platform does not say. */
  messages: z.array(z.object({ type: z.string(), placements: z.array(z.string()) })).default([]),
  /** `product_family_code`; null when the platform does not say. */
  productFamily: z.string().nullable(),
});
export type PlatformConfiguration = Readonly<z.infer<typeof platformConfiguration>>;

const texts = z.array(z.string()).catch([]).default([]);
const address = z.string().min(1);

/** OpenID Connect Discovery 1.0, section 3, with the platform's part of LTI Dynamic Registration 1.0, section 3.4. */
const announced = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address.optional(),
  // Canvas writes a bare host there, and takes no other audience than its token's address.
  authorization_server: address
    .refine(text => parseHttpUrl(text) !== null)
    .nullish()
    .catch(undefined),
  scopes_supported: texts,
  claims_supported: texts,
  'https://purl.imsglobal.org/spec/lti-platform-configuration': z
    .object({
      product_family_code: z.string().max(100).optional().catch(undefined),
      messages_supported: z
        .array(z.object({ type: z.string(), placements: texts }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

export interface ConfigurationParts {
  readonly outbound: Outbound;
  readonly policy: OutboundPolicy;
}

/**
 * Fetches and judges a platform's openid-configuration.
 * @throws RegistrationFailedError
 */
export async function fetchPlatformConfiguration(
  { outbound, policy }: ConfigurationParts,
  unsafeUrl: string,
): Promise<PlatformConfiguration> {
  const url = checkedAddress(policy, 'openid_configuration', unsafeUrl);
  const answer = await outbound
    .send({ url: url.href, method: 'GET', headers: { accept: 'application/json' } })
    .catch((error: unknown) => {
      throw asFailure(error, 'configuration-unreadable');
    });
  return readConfiguration(policy, url, answer);
}

/** What a call without an answer means for a registration. */
export function asFailure(
  error: unknown,
  unreadable: 'configuration-unreadable' | 'answer-unreadable',
): unknown {
  if (!(error instanceof OutboundError)) return error;
  const found = error.detail;
  switch (error.failure) {
    case 'not-allowed':
      return new RegistrationFailedError('address-private', { found }, { cause: error });
    case 'timeout':
      return new RegistrationFailedError('platform-timeout', { found }, { cause: error });
    case 'network':
      return new RegistrationFailedError('platform-unreachable', { found }, { cause: error });
    case 'too-large':
    case 'redirect':
      return new RegistrationFailedError(unreadable, { found }, { cause: error });
  }
}

function readConfiguration(policy: OutboundPolicy, url: URL, answer: OutboundAnswer): PlatformConfiguration {
  const value = answer.status === 200 ? parseJson(answer.text) : null;
  if (value === null) {
    throw new RegistrationFailedError('configuration-unreadable', { found: `status ${answer.status}` });
  }
  const parsed = announced.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new RegistrationFailedError('configuration-incomplete', { field });
  }
  const { issuer, registration_endpoint: registrationUrl } = parsed.data;
  checkIssuer(policy, issuer, url);
  if (registrationUrl === undefined) {
    throw new RegistrationFailedError('registration-not-offered', { field: 'registration_endpoint' });
  }
  const fields = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
  for (const field of fields) checkedAddress(policy, field, parsed.data[field]);
  checkedAddress(policy, 'registration_endpoint', registrationUrl);
  const platform = parsed.data['https://purl.imsglobal.org/spec/lti-platform-configuration'];
  return {
    url: withoutTokens(url),
    issuer,
    authUrl: parsed.data.authorization_endpoint,
    tokenUrl: parsed.data.token_endpoint,
    jwksUrl: parsed.data.jwks_uri,
    registrationUrl,
    tokenAudience: parsed.data.authorization_server ?? null,
    scopes: parsed.data.scopes_supported,
    claims: parsed.data.claims_supported,
    messages: platform?.messages_supported ?? [],
    productFamily: platform?.product_family_code ?? null,
  };
}

/** A registration token is good for an hour and for nobody else; the address is kept. */
function withoutTokens(address: URL): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()])
    if (/token|secret/i.test(name)) url.searchParams.delete(name);
  return url.href;
}

/**
 * Vendors whose issuer is one name for all schools and whose configuration comes from another host of their own: Canvas
 * (its developer pages on authorisation domains) and Blackboard (its developer portal).
 */
const vendorHosts: Readonly<Record<string, string>> = {
  'https://canvas.instructure.com': 'sso.canvaslms.com',
  'https://canvas.beta.instructure.com': 'sso.beta.canvaslms.com',
  'https://canvas.test.instructure.com': 'sso.test.canvaslms.com',
  'https://blackboard.com': 'developer.blackboard.com',
};

/** Whether many schools go by one issuer, so that one school's administrator does not speak for the registration. */
export const isSharedIssuer = (issuer: string): boolean => Object.hasOwn(vendorHosts, issuer);

/** LTI Dynamic Registration 1.0, section 3.4: the issuer's domain is that of the configuration's address. */
function checkIssuer(policy: OutboundPolicy, issuer: string, url: URL): void {
  const { host } = checkedAddress(policy, 'issuer', issuer);
  if (/[?#]/.test(issuer))
    throw new RegistrationFailedError('address-wrong', { field: 'issuer', found: issuer });
  const ofVendor = Object.hasOwn(vendorHosts, issuer) && vendorHosts[issuer] === url.host;
  if (host !== url.host && !ofVendor) {
    throw new RegistrationFailedError('issuer-elsewhere', {
      field: 'issuer',
      found: host,
      expected: url.host,
    });
  }
}

/** The value of a JSON text; null when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
