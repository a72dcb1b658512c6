import { type PublicRequest } from '../web/route.ts';
import { isFramed, pageOrigin } from './framing.ts';
import { type LoginFields, loginFields } from './loginFields.ts';
import { type Parameters } from './parameters.ts';
import { storageTargetOf } from './platformStorage.ts';
import { LtiRefusalError } from './refusal.ts';

/** Says on the second round of a login that the cookie was set on the first. */
const cookieMark = 'cookie';
/** Says that the platform's storage was tried and did not answer. */
const storageMark = 'storage';
/** The origin of the page around the login, which the second round would not know. */
const pageMark = 'page';
/** Longer addresses are not made for a check that the launch makes anyway. */
const longestQuery = 6_000;

/** How a login goes on. */
type LoginWay =
  /** The browser shows our cookie, or may do so at the launch. */
  | { readonly kind: 'cookie' }
  /** Once to ourselves, with the cookie set. */
  | { readonly kind: 'check'; readonly to: string }
  /** No cookie came back: the platform's frame of this name keeps the browser's value. */
  | { readonly kind: 'storage'; readonly target: string }
  /** Neither keeps anything. */
  | { readonly kind: 'blocked' };

/**
 * A login in a frame by a browser that shows no cookie of ours: either it is new, or it keeps none here. Sending it
 * once to ourselves tells which, while the platform's hint is still unused: Moodle and Canvas take each hint once,
 * so a login that is begun again in a new tab works only before the platform has seen it. A browser that keeps no
 * cookie at all, not even a partitioned one, has the platform's storage where the platform offers it.
 */
export function loginWay(request: PublicRequest, parameters: Parameters, publicUrl: string): LoginWay {
  if (request.browser !== null) return { kind: 'cookie' };
  const target = storageTargetOf(parameters['lti_storage_target']);
  if (!isFramed(request.headers, target !== null)) return { kind: 'cookie' };
  const hasChecked = parameters[cookieMark] !== undefined;
  if (!hasChecked) {
    const fields: LoginFields = loginFields(parameters);
    const page = pageOrigin(request.headers, publicUrl);
    const marks = { [cookieMark]: 'set', ...(page === null ? {} : { [pageMark]: page }) };
    const query = new URLSearchParams({ ...fields, ...marks }).toString();
    if (query.length <= longestQuery) return { kind: 'check', to: `/lti/login?${query}` };
  }
  const hasStorage = target !== null && parameters[storageMark] === undefined;
  if (hasStorage) return { kind: 'storage', target };
  return { kind: hasChecked ? 'blocked' : 'cookie' };
}

/**
 * The origin of the page that a login came from, on both rounds. What the address says is anybody's word, but no better
 * than a header of a page of his own: what it allows is decided by the registration (see `launchFrames`).
 */
export function pageOf({ headers }: PublicRequest, parameters: Parameters, publicUrl: string): string | null {
  const carried = parameters[pageMark];
  const isSecondRound = parameters[cookieMark] !== undefined && typeof carried === 'string';
  return pageOrigin(isSecondRound ? { origin: carried } : headers, publicUrl);
}

/** The login once more, for when the platform's storage does not answer: then a page offers a tab of its own. */
export const withoutStorage = (fields: LoginFields): LoginFields => ({
  ...fields,
  [cookieMark]: 'set',
  [storageMark]: 'none',
});

/** Why a login without cookies goes no further than to the page that offers a tab. */
export const cookieBlocked = (parameters: Parameters): LtiRefusalError =>
  new LtiRefusalError('browser-without-cookie', {
    value: 'cookie',
    found:
      parameters[storageMark] === undefined ? 'nothing' : 'nothing, and no answer of the platform storage',
    expected: 'the one that was set a moment ago',
  });
