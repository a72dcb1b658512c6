import { type PublicRequest } from '../web/route.ts';
import { isFramed } from './framing.ts';
import { type LoginFields, loginFields } from './loginFields.ts';
import { type Parameters } from './parameters.ts';
import { storageTargetOf } from './platformStorage.ts';
import { LtiRefusalError } from './refusal.ts';

/** Says on the second round of a login that the cookie was set on the first. */
const cookieMark = 'cookie';
/** Says that the platform's storage was tried and did not answer. */
const storageMark = 'storage';
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
export function loginWay(request: PublicRequest, parameters: Parameters): LoginWay {
  if (request.browser !== null || !isFramed(request.headers)) return { kind: 'cookie' };
  const target = storageTargetOf(parameters['lti_storage_target']);
  const hasChecked = parameters[cookieMark] !== undefined;
  if (!hasChecked) {
    const fields: LoginFields = loginFields(parameters);
    const query = new URLSearchParams({ ...fields, [cookieMark]: 'set' }).toString();
    if (query.length <= longestQuery) return { kind: 'check', to: `/lti/login?${query}` };
  }
  const hasStorage = target !== null && parameters[storageMark] === undefined;
  if (hasStorage) return { kind: 'storage', target };
  return { kind: hasChecked ? 'blocked' : 'cookie' };
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
