import { z } from 'zod';
import { type Outbound, OutboundError } from '../http.ts';
import { type Registration } from '../registration.ts';
import { type CheckStep, outcomesOf } from './step.ts';

/** Where platforms publish their configuration: OpenID Connect Discovery 1.0, section 4, and Moodle's and Brightspace's own. */
const places = [
  '/.well-known/openid-configuration',
  '/mod/lti/openid-configuration.php',
  '/d2l/.well-known/openid-configuration',
];

const published = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  jwks_uri: z.string().optional(),
});
type Published = z.infer<typeof published>;

/** Compares the registration with what the platform publishes of itself; many publish nothing. */
export async function checkDiscovery(outbound: Outbound, registration: Registration): Promise<CheckStep> {
  const { ok, failed, unknown } = outcomesOf('discovery', registration.name);
  const base = registration.issuer.replace(/\/$/, '');
  const own = registration.configurationUrl === undefined ? [] : [registration.configurationUrl];
  // Each is asked at once; the address that the platform itself named counts before those that are usual.
  const addresses = [...new Set([...own, ...places.map(place => `${base}${place}`)])];
  const answers = await Promise.all(addresses.map(address => readPublished(outbound, address)));
  const found = answers.find(answer => answer !== null);
  if (found === undefined || found === null) return unknown('discovery-absent');
  if (found.issuer !== registration.issuer) {
    return failed('issuer-differs', { found: registration.issuer, expected: found.issuer });
  }
  const pairs = [
    ['authorization_endpoint', registration.authUrl],
    ['token_endpoint', registration.tokenUrl],
    ['jwks_uri', registration.jwksUrl],
  ] as const;
  for (const [field, ours] of pairs) {
    const theirs = found[field];
    if (theirs !== undefined && theirs !== ours) {
      return failed('address-differs', { field, found: ours, expected: theirs });
    }
  }
  return ok('discovery-agrees');
}

async function readPublished(outbound: Outbound, url: string): Promise<Published | null> {
  try {
    const answer = await outbound.send({ url, method: 'GET', headers: { accept: 'application/json' } });
    const parsed = answer.status === 200 ? published.safeParse(JSON.parse(answer.text)) : null;
    return parsed?.success === true ? parsed.data : null;
  } catch (error) {
    // No configuration there is the rule rather than a fault; the other steps say whether the server answers at all.
    if (error instanceof OutboundError || error instanceof SyntaxError) return null;
    throw error;
  }
}
