import { parseHttpUrl } from './addresses.ts';
import { maxIdLength } from './claims.ts';
import { type RegistrationValues } from './registration.ts';

/** What cannot be done with a registration; `message` is one line for the operator. */
export class RegistrationError extends Error {
  override readonly name: string = 'RegistrationError';
  /** A value that cannot be right, rather than a registration that is not there. */
  readonly isWrongValue: boolean = false;
}

class WrongValueError extends RegistrationError {
  override readonly name = 'WrongValueError';
  override readonly isWrongValue = true;
}

/** @throws RegistrationError */
export function checkDeploymentId(id: string): void {
  if (id.trim() === '' || id.length > maxIdLength) {
    throw new WrongValueError(`a deployment id has 1 to ${maxIdLength} characters`);
  }
}

/** An https origin as `new URL(…).origin` writes it: no wildcard, path or user can come into the header. @throws RegistrationError */
export function checkFrameOrigin(origin: string): void {
  const url = parseHttpUrl(origin);
  if (url?.origin !== origin || url.protocol !== 'https:' || url.hostname.includes('*')) {
    throw new WrongValueError('the origin of a page is https:// with a host, and nothing else');
  }
}

/** @throws RegistrationError naming the first value that cannot be right */
export function checkValues(values: RegistrationValues): void {
  const { issuer, authUrl, tokenUrl, jwksUrl } = values;
  if (values.name.trim() === '') throw new WrongValueError('the name is empty');
  if (values.clientId.trim() === '' || values.clientId.length > maxIdLength) {
    throw new WrongValueError(`the client id has 1 to ${maxIdLength} characters`);
  }
  const addresses = { issuer, 'auth-url': authUrl, 'token-url': tokenUrl, 'jwks-url': jwksUrl };
  for (const [name, value] of Object.entries(addresses)) {
    if (parseHttpUrl(value) === null || /\s/.test(value)) {
      throw new WrongValueError(`${name} is not an address that starts with https:// or http://`);
    }
  }
  // OpenID Connect Core 1.0, section 2: an issuer has neither query nor fragment.
  if (/[?#]/.test(issuer)) throw new WrongValueError('the issuer has no query and no fragment');
  if (values.tokenAudience?.trim() === '') throw new WrongValueError('the token audience is empty');
}
