import { randomUUID } from 'node:crypto';
import { SignJWT, type CryptoKey, type KeyObject } from 'jose';
import { z } from 'zod';
import { type RegistrationId } from '../../kernel/ids.ts';
import { OutboundError, type Outbound, type OutboundAnswer } from '../http.ts';
import { type Registration } from '../registration.ts';
import {
  done,
  failure,
  failureOfAnswer,
  failureOfError,
  type ServiceFailure,
  type ServiceResult,
} from './result.ts';

/** What signs in a registration's name. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey | KeyObject;
}

export interface AccessToken {
  readonly token: string;
  /** The scopes that the platform granted; fewer than asked for is normal. */
  readonly scopes: readonly string[];
}

/** Access tokens of platforms: LTI Security Framework 1.0, section 4.1 (RFC 7523 client assertion). */
export interface TokenService {
  /** A token with as many of the scopes as the platform grants; kept until shortly before it ends. */
  get(registration: Registration, scopes: readonly string[]): Promise<ServiceResult<AccessToken>>;
  /** Drops a token that the platform has refused, unless a newer one has taken its place. */
  forget(registration: Registration, scopes: readonly string[], token: string): void;
  /** Drops everything that was got with this registration's earlier values. */
  forgetRegistration(id: RegistrationId): void;
}

export interface TokenParts {
  readonly outbound: Outbound;
  readonly now: () => Date;
  readonly signingKey: (registration: Registration) => Promise<SigningKey>;
}

interface Kept extends AccessToken {
  readonly until: number;
}

/** Moodle refuses an `iat` that lies ahead of its own clock by a second, so the assertion is made "a little ago". */
const backdatedSeconds = 5;
const assertionSeconds = 60;
/** A token is not used in its last minute, or its last tenth when it lives shorter. */
const marginSeconds = 60;
/** Where the platform does not say how long a token lives (`expires_in` is only recommended, RFC 6749 section 5.1). */
const defaultLifeSeconds = 300;

export function createTokenService(parts: TokenParts): TokenService {
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<ServiceResult<AccessToken>>>();
  return {
    async get(registration, scopes) {
      const name = nameOf(registration, scopes);
      const known = kept.get(name);
      if (known !== undefined && known.until > parts.now().getTime()) return done(200, known);
      let request = running.get(name);
      if (request === undefined) {
        request = requestToken(parts, registration, scopes)
          .then(result => {
            if (result.kind === 'done') kept.set(name, result.value);
            return result;
          })
          .finally(() => running.delete(name));
        running.set(name, request);
      }
      return request;
    },
    forget(registration, scopes, token) {
      const name = nameOf(registration, scopes);
      if (kept.get(name)?.token === token) kept.delete(name);
    },
    forgetRegistration(id) {
      for (const name of kept.keys()) if (name.startsWith(`${id} `)) kept.delete(name);
    },
  };
}

/** Asked for with every call, while a registration stays the same object until something of it changes. */
const names = new WeakMap<Registration, Map<string, string>>();

/** The values that a token was got with are part of its name: a corrected registration never uses an old token. */
function nameOf(registration: Registration, scopes: readonly string[]): string {
  const known = names.get(registration) ?? new Map<string, string>();
  const asked = scopes.join(' ');
  let name = known.get(asked);
  if (name === undefined) {
    const { id, clientId, tokenUrl, tokenAudience, kid } = registration;
    name = `${id} ${JSON.stringify([clientId, tokenUrl, tokenAudience, kid, [...scopes].sort()])}`;
    names.set(registration, known.set(asked, name));
  }
  return name;
}

async function requestToken(
  parts: TokenParts,
  registration: Registration,
  scopes: readonly string[],
): Promise<ServiceResult<Kept>> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await clientAssertion(parts, registration),
    scope: [...scopes].sort().join(' '),
  });
  let answer: OutboundAnswer;
  try {
    answer = await parts.outbound.send({
      url: registration.tokenUrl,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: body.toString(),
    });
  } catch (error) {
    if (error instanceof OutboundError) return tokenFailure(failureOfError(error));
    throw error;
  }
  if (answer.status < 200 || answer.status > 299) return tokenFailure(refusalOf(answer, parts.now()));
  return readToken(answer, scopes, parts.now());
}

/** @returns the signed assertion: iss = sub = client id, a `jti` of its own, valid for a minute */
async function clientAssertion(parts: TokenParts, registration: Registration): Promise<string> {
  const { kid, key } = await parts.signingKey(registration);
  const issuedAt = Math.floor(parts.now().getTime() / 1000) - backdatedSeconds;
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(registration.clientId)
    .setSubject(registration.clientId)
    .setAudience(registration.tokenAudience ?? registration.tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + backdatedSeconds + assertionSeconds)
    .sign(key);
}

const tokenFailure = (cause: ServiceFailure): ServiceFailure => ({
  ...cause,
  detail: `access token: ${cause.detail}`,
});

/** RFC 6749, section 5.2: 400 is also the answer to a client that is not known and to a scope that is not granted. */
function refusalOf(answer: OutboundAnswer, now: Date): ServiceFailure {
  const cause = failureOfAnswer(answer, now);
  if (cause.kind !== 'rejected' && cause.kind !== 'not-found') return cause;
  const kind = answer.text.includes('invalid_scope') ? 'forbidden' : 'unauthorized';
  return { ...cause, kind };
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  scope: z.string().optional().catch(undefined),
});

/** Reads the answer by its text: Moodle sends its JSON as text/html. */
function readToken(answer: OutboundAnswer, asked: readonly string[], now: Date): ServiceResult<Kept> {
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch {
    value = null;
  }
  const parsed = tokenAnswer.safeParse(value);
  if (!parsed.success) return tokenFailure(failure('unreadable', 'the answer is not a token', answer.status));
  const life = parsed.data.expires_in ?? defaultLifeSeconds;
  const margin = Math.min(marginSeconds, life / 10);
  return done(answer.status, {
    token: parsed.data.access_token,
    // A platform that does not list the scopes has granted those asked for (RFC 6749, section 3.3).
    scopes: parsed.data.scope === undefined ? [...asked] : parsed.data.scope.split(/\s+/).filter(Boolean),
    until: now.getTime() + (life - margin) * 1000,
  });
}
