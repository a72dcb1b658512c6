import { type PublicRequest } from '../web/route.ts';
import { isFramed } from './framing.ts';
import { type LoginFields, loginFields } from './loginFields.ts';
import { type Parameters } from './parameters.ts';
import { LtiRefusalError } from './refusal.ts';

/** Says on the second round of a login that the cookie was set on the first. */
const mark = 'cookie';
/** Longer addresses are not made for a check that the launch makes anyway. */
const longestQuery = 6_000;

/**
 * A login in a frame by a browser that shows no cookie of ours: either it is new, or it keeps none here. Sending it
 * once to ourselves tells which, while the platform's hint is still unused: Moodle and Canvas take each hint once,
 * so a login that is begun again in a new tab works only before the platform has seen it.
 *
 * @returns where to send the browser first, with the cookie set; null when the login can go on
 * @throws LtiRefusalError `browser-without-cookie` when the cookie was set and did not come back
 */
export function cookieCheck(request: PublicRequest, parameters: Parameters): string | null {
  if (request.browser !== null || !isFramed(request.headers)) return null;
  if (parameters[mark] !== undefined) {
    throw new LtiRefusalError('browser-without-cookie', {
      value: 'cookie',
      found: 'nothing',
      expected: 'the one that was set a moment ago',
    });
  }
  const fields: LoginFields = loginFields(parameters);
  const query = new URLSearchParams({ ...fields, [mark]: 'set' }).toString();
  return query.length > longestQuery ? null : `/lti/login?${query}`;
}
