import { createHash } from 'node:crypto';
import { z } from 'zod';
import { asId, idPattern, type RegistrationId } from '../kernel/ids.ts';
import { random } from '../secrets/random.ts';
import { type Sealer, sameText } from '../secrets/sealer.ts';

/** How long somebody may take between login and launch, in milliseconds. */
export const stateLifeMs = 10 * 60_000;

/**
 * What a login remembers until its launch. It travels as the sealed `state` itself, so a login writes nothing to the
 * store; only its id is stored, when the launch uses it.
 */
export interface LoginState {
  /** Used once. */
  readonly id: string;
  readonly registrationId: RegistrationId;
  readonly nonce: string;
  readonly targetLinkUri: string;
  /** `lti_deployment_id` of the login; null when the platform did not send it. */
  readonly deploymentId: string | null;
  /** Digest of the value that the browser's cookie, or the platform's storage, keeps. */
  readonly browser: string;
  readonly issuedAt: Date;
  /** What starts this login again, for browsers that keep no cookie; null when it is too long to travel. */
  readonly hints: LoginHints | null;
  /** The platform's frame that keeps the browser's value instead of a cookie; null: the cookie keeps it. */
  readonly storageTarget: string | null;
  /** Origin of the page that the login came from, which may frame ours once the launch is verified; null: unknown. */
  readonly page: string | null;
}

export interface LoginHints {
  readonly loginHint: string;
  readonly ltiMessageHint: string | null;
}

/** Longer hints (Canvas's are signed tokens) would make the address of the redirect too long for some servers. */
const longestHints = 500;

const sealed = z.tuple([
  z.string(),
  z.string().regex(idPattern),
  z.string(),
  z.string(),
  z.string().nullable(),
  z.string(),
  z.number(),
  z.tuple([z.string(), z.string().nullable()]).nullable(),
  z.string().nullable(),
  z.string().nullable(),
]);

/** The digest of a browser's cookie as the state holds it. */
export const browserDigest = (browser: string): string =>
  createHash('sha256').update(browser).digest('base64url');

export const isSameBrowser = (state: LoginState, browser: string): boolean =>
  sameText(state.browser, browserDigest(browser));

/** @returns a fresh state with its nonce; both consist of URL-safe characters, because Moodle strips others */
export function newState(login: Omit<LoginState, 'id' | 'nonce'>): LoginState {
  const { registrationId, targetLinkUri, deploymentId, browser, issuedAt, hints, storageTarget, page } =
    login;
  const tooLong =
    hints !== null && hints.loginHint.length + (hints.ltiMessageHint?.length ?? 0) > longestHints;
  const id = random(16).toString('base64url');
  const nonce = random(24).toString('base64url');
  return {
    id,
    registrationId,
    nonce,
    targetLinkUri,
    deploymentId,
    browser,
    issuedAt,
    hints: tooLong ? null : hints,
    storageTarget,
    page,
  };
}

/** The `state` parameter: authenticated encryption, base64url characters alone. */
export function sealState(sealer: Sealer, state: LoginState): string {
  const hints = state.hints === null ? null : [state.hints.loginHint, state.hints.ltiMessageHint];
  const { id, registrationId, nonce, targetLinkUri, deploymentId, browser, issuedAt, storageTarget, page } =
    state;
  const login = [id, registrationId, nonce, targetLinkUri, deploymentId, browser, issuedAt.getTime()];
  const fields = [...login, hints, storageTarget, page];
  return sealer.seal('lti-state', JSON.stringify(fields));
}

/** Null when this is no state of ours. Its age is the caller's to judge. */
export function openState(sealer: Sealer, value: string): LoginState | null {
  const plain = sealer.open('lti-state', value);
  if (plain === null) return null;
  const parsed = sealed.safeParse(JSON.parse(plain.toString('utf8')));
  if (!parsed.success) return null;
  const [
    id,
    registrationId,
    nonce,
    targetLinkUri,
    deploymentId,
    browser,
    issuedAt,
    hints,
    storageTarget,
    page,
  ] = parsed.data;
  return {
    id,
    registrationId: asId<'registration'>(registrationId),
    nonce,
    targetLinkUri,
    deploymentId,
    browser,
    issuedAt: new Date(issuedAt),
    hints: hints === null ? null : { loginHint: hints[0], ltiMessageHint: hints[1] },
    storageTarget,
    page,
  };
}
