import { CompactSign, exportSPKI, generateKeyPair, importJWK, UnsecuredJWT } from 'jose';
import { launchClaims, type MessageType, registeredTool } from './claims.ts';
import { idTokenSeconds } from './launching.ts';
import { type Platform } from './platform.ts';
import { findActivity, findCourse, findPerson } from './world.ts';

/** How a crafted id_token differs from a good one. */
export interface LaunchOverrides {
  /** Who is launched; the first course's teacher when left out. */
  readonly personId?: string;
  /** From where; the first course's first activity when left out. */
  readonly activityId?: string;
  readonly message?: MessageType;
  readonly nonce?: string;
  /** Claims put over the good ones, by their full names; `undefined` takes one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Header values put over the good ones; `undefined` takes one out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /**
   * `RS256` by default. `HS256` signs with the text of the public key, `none` does not sign: the classic forgeries.
   */
  readonly alg?: 'RS256' | 'HS256' | 'none';
  /** `stranger` signs with a key that is not the platform's, under the platform's `kid`. */
  readonly signedBy?: 'platform' | 'stranger';
}

/** An id_token of this platform, good or wrong in exactly the ways asked for. Lives for a minute from the platform's now. */
export async function craftLaunch(platform: Platform, overrides: LaunchOverrides = {}): Promise<string> {
  const iat = Math.floor(platform.now().getTime() / 1000);
  const payload = over(
    { nonce: overrides.nonce ?? 'nonce', iat, exp: iat + idTokenSeconds, ...goodClaims(platform, overrides) },
    overrides.claims,
  );
  const alg = overrides.alg ?? 'RS256';
  if (alg === 'none') return new UnsecuredJWT(payload).encode();
  const header = over({ typ: 'JWT', alg, kid: platform.keys.current.kid }, overrides.header);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ ...header, alg })
    .sign(await signingKey(platform, alg, overrides.signedBy ?? 'platform'));
}

function over(
  good: Record<string, unknown>,
  wanted: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...good, ...wanted }).filter(([, value]) => value !== undefined),
  );
}

function goodClaims(
  platform: Platform,
  { personId, activityId, message = 'LtiResourceLinkRequest' }: LaunchOverrides,
): Record<string, unknown> {
  const { state } = platform;
  const activity = activityId === undefined ? state.activities[0] : findActivity(state, activityId);
  const course = findCourse(state, activity?.courseId ?? '');
  const teacherId = state.enrolments.find(
    one => one.courseId === course?.id && one.role === 'teacher',
  )?.personId;
  const person = findPerson(state, personId ?? teacherId ?? '');
  if (activity == null || course === null || person === null)
    throw new Error('the practice LMS has no such person or activity');
  const launch = {
    id: 'crafted',
    message,
    person,
    course,
    activity: message === 'LtiDeepLinkingRequest' ? null : activity,
    review: null,
    target: 'iframe' as const,
    client: registeredTool,
  };
  return launchClaims(state, launch, { lms: platform.url, toolLaunch: platform.tool.launchUrl });
}

async function signingKey(platform: Platform, alg: 'RS256' | 'HS256', signedBy: 'platform' | 'stranger') {
  if (signedBy === 'stranger') {
    const { privateKey } = await generateKeyPair('RS256');
    return privateKey;
  }
  if (alg === 'RS256') return platform.keys.privateKey();
  const [published] = platform.keys.keySet(platform.trueNow()).keys;
  const publicKey = await importJWK({ ...published }, 'RS256', { extractable: true });
  if (publicKey instanceof Uint8Array) throw new Error('the practice LMS has a signing key that is not RSA');
  return new TextEncoder().encode(await exportSPKI(publicKey));
}
