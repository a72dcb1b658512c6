import { type KeyObject, verify } from 'node:crypto';
import { decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import {
  launchClaims,
  type LaunchClaims,
  noticeClaims,
  type NoticeClaims,
  tokenClaims,
  type TokenClaims,
} from './claims.ts';
import { type LoginState } from './state.ts';
import { LtiRefusalError, shown } from './refusal.ts';
import { type Registration } from './registration.ts';

/** How far a platform's clock may be off, in seconds. */
export const leewaySeconds = 60;
/** How old a token may be, in seconds. */
export const longestAgeSeconds = 600;

/** What a token is checked against. */
export interface Expected {
  readonly registration: Registration;
  readonly state: LoginState;
  readonly now: Date;
  /** Names of ours that a token may list in `aud` besides the client id: our address and the launch address. */
  readonly ownAudiences: readonly string[];
  readonly findKey: (kid: string) => Promise<KeyObject>;
}

/**
 * Verifies an id_token: LTI Security Framework 1.0, section 5.1.3, and OpenID Connect Core 1.0, section 3.1.3.7.
 * The algorithm is looked at before anything is verified with it.
 *
 * @returns the claims of the message; `readLaunch` judges them
 * @throws LtiRefusalError
 */
export async function verifyToken(token: string, expected: Expected): Promise<LaunchClaims> {
  const { payload, claims } = await verifySigned(token, expected);
  checkNonce(claims, expected.state);
  return read(launchClaims, payload);
}

/**
 * Verifies a notice as strictly as an id_token. It answers no login, so no nonce was issued for it; what it says may be
 * said twice.
 * @throws LtiRefusalError
 */
export async function verifyNotice(token: string, expected: Omit<Expected, 'state'>): Promise<NoticeClaims> {
  const { payload } = await verifySigned(token, expected);
  return read(noticeClaims, payload);
}

async function verifySigned(
  token: string,
  expected: Omit<Expected, 'state'>,
): Promise<{ payload: unknown; claims: TokenClaims }> {
  const { kid } = checkedHeader(token);
  const key = await expected.findKey(kid);
  const payload = checkedPayload(token, key);
  const claims = read(tokenClaims, payload);
  checkTokenClaims(claims, expected);
  return { payload, claims };
}

function checkedHeader(token: string): { kid: string } {
  let header: ProtectedHeaderParameters;
  try {
    header = decodeProtectedHeader(token);
  } catch (error) {
    throw new LtiRefusalError(
      'token-malformed',
      { value: 'id_token', found: 'no header that can be read', expected: 'a signed JWT' },
      { cause: error },
    );
  }
  if (header.alg !== 'RS256') {
    throw new LtiRefusalError('algorithm', { value: 'alg', found: shown(header.alg), expected: 'RS256' });
  }
  // Extensions that must be understood: none are (RFC 7515, section 4.1.11).
  if (header.crit !== undefined)
    throw new LtiRefusalError('token-malformed', {
      value: 'crit',
      found: 'an extension',
      expected: 'nothing',
    });
  if (typeof header.kid !== 'string' || header.kid === '') {
    throw new LtiRefusalError('key-id-missing', {
      value: 'kid',
      found: shown(header.kid),
      expected: 'the id of a key',
    });
  }
  return { kid: header.kid };
}

/** Three parts in base64url (RFC 7515, section 7.1), nothing before, between or after them. */
const compact = /^([\w-]+\.[\w-]+)\.([\w-]+)$/;
/** Bytes that are no UTF-8 are refused, not replaced. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The payload of a token whose RS256 signature is right (RFC 7515, section 5.2). With node:crypto and not with jose,
 * whose Web Crypto sends every signature to another thread: that costs several times what verifying it costs.
 */
function checkedPayload(token: string, key: KeyObject): unknown {
  const [, signed = '', signature = ''] = compact.exec(token) ?? [];
  if (signed === '')
    throw new LtiRefusalError('token-malformed', {
      value: 'id_token',
      found: 'not three parts in base64url',
      expected: 'a signed JWT',
    });
  if (!verify('RSA-SHA256', Buffer.from(signed), key, Buffer.from(signature, 'base64url'))) {
    throw new LtiRefusalError('signature', {
      value: 'signature',
      found: 'one that this key did not make',
      expected: "one made with the platform's key",
    });
  }
  const payload = Buffer.from(signed.slice(signed.indexOf('.') + 1), 'base64url');
  try {
    return JSON.parse(strictUtf8.decode(payload)) as unknown;
  } catch (error) {
    throw new LtiRefusalError(
      'token-malformed',
      { value: 'payload', found: 'no JSON in UTF-8', expected: 'a JSON object' },
      { cause: error },
    );
  }
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: Problem };
}
interface Problem {
  readonly issues: readonly {
    readonly path: readonly PropertyKey[];
    readonly code: string;
    readonly message: string;
  }[];
}

/** Reads claims; one that is missing and one of another type are told apart, because the platform's people ask. */
function read<T>(schema: Schema<T>, payload: unknown): T {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const value = path.join('.') || 'payload';
  const found = path.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
    payload,
  );
  const expected = issue?.message ?? 'another type';
  if (found === undefined) throw new LtiRefusalError('claim-missing', { value, found: 'nothing', expected });
  // The value itself may be personal, so the log gets its type.
  throw new LtiRefusalError('claim-type', { value, found: typeof found, expected });
}

function checkTokenClaims(claims: TokenClaims, expected: Omit<Expected, 'state'>): void {
  const { registration, now } = expected;
  if (claims.iss !== registration.issuer) {
    throw new LtiRefusalError('issuer', {
      value: 'iss',
      found: shown(claims.iss),
      expected: shown(registration.issuer),
    });
  }
  checkAudience(claims, expected);
  checkTimes(claims, now.getTime() / 1000);
}

function checkNonce(claims: TokenClaims, state: LoginState): void {
  if (claims.nonce !== state.nonce) {
    throw new LtiRefusalError('nonce', {
      value: 'nonce',
      found: shown(claims.nonce),
      expected: 'the one issued with this state',
    });
  }
}

function checkAudience(claims: TokenClaims, { registration, ownAudiences }: Omit<Expected, 'state'>): void {
  const { clientId } = registration;
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  if (!audiences.includes(clientId)) {
    throw new LtiRefusalError('audience', {
      value: 'aud',
      found: shown(audiences.join(' ')),
      expected: shown(clientId),
    });
  }
  const foreign = audiences.find(audience => audience !== clientId && !ownAudiences.includes(audience));
  if (foreign !== undefined) {
    throw new LtiRefusalError('audience', {
      value: 'aud',
      found: shown(foreign),
      expected: `${shown(clientId)} alone`,
    });
  }
  if (audiences.length > 1 && claims.azp == null) {
    throw new LtiRefusalError('authorized-party', {
      value: 'azp',
      found: 'nothing',
      expected: shown(clientId),
    });
  }
  if (claims.azp != null && claims.azp !== clientId) {
    throw new LtiRefusalError('authorized-party', {
      value: 'azp',
      found: shown(claims.azp),
      expected: shown(clientId),
    });
  }
}

/** @param now in seconds */
function checkTimes({ iat, exp, nbf }: TokenClaims, now: number): void {
  const seconds = (value: number): string => `${Math.round(value - now)} s from now`;
  if (exp <= now - leewaySeconds || exp <= iat) {
    throw new LtiRefusalError('token-expired', {
      value: 'exp',
      found: seconds(exp),
      expected: 'a time to come, after iat',
    });
  }
  if (iat < now - longestAgeSeconds) {
    throw new LtiRefusalError('token-too-old', {
      value: 'iat',
      found: seconds(iat),
      expected: `at most ${longestAgeSeconds} s ago`,
    });
  }
  const [name, latest] = iat >= (nbf ?? iat) ? ['iat', iat] : ['nbf', nbf ?? iat];
  if (latest > now + leewaySeconds) {
    throw new LtiRefusalError('token-from-future', {
      value: name,
      found: seconds(latest),
      expected: `at most ${leewaySeconds} s ahead`,
    });
  }
}
