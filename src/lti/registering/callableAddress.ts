import { isIP } from 'node:net';
import { bareHost, mayConnect, mayUseHttp, type OutboundPolicy, parseHttpUrl } from '../addresses.ts';
import { RegistrationFailedError } from './failure.ts';

const longestAddress = 2_000;

/**
 * An address that a platform announced and that we would call, or send browsers to: https, or http where the operator
 * allows it; never literally in a private network. Names are judged again when they are resolved.
 *
 * @throws RegistrationFailedError naming the field
 */
export function checkedAddress(policy: OutboundPolicy, field: string, value: string): URL {
  const found = value.slice(0, 200);
  const url = value.length > longestAddress || /\s/.test(value) ? null : parseHttpUrl(value);
  if (url === null) throw new RegistrationFailedError('address-wrong', { field, found });
  const host = bareHost(url.hostname);
  if (isIP(host) !== 0 && !mayConnect(policy, url, host)) {
    throw new RegistrationFailedError('address-private', { field, found });
  }
  if (url.protocol === 'http:' && !mayUseHttp(policy, url)) {
    throw new RegistrationFailedError('address-http', { field, found });
  }
  return url;
}
