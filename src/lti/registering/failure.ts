/**
 * Why a platform could not be connected by dynamic registration. The code stands on the page, in the log and in
 * docs/connect.md; a code without words in the three catalogues does not compile.
 */
export const registrationFailures = [
  // the invitation
  'invitation-missing',
  'invitation-unknown',
  'invitation-used',
  'invitation-expired',
  'invitation-busy',
  'too-many-tries',
  'offer-expired',
  // the platform's configuration
  'configuration-missing',
  'address-wrong',
  'address-http',
  'address-private',
  'issuer-elsewhere',
  'configuration-incomplete',
  'registration-not-offered',
  'configuration-unreadable',
  'platform-unreachable',
  'platform-timeout',
  // the platform's answer
  'platform-refused',
  'platform-failed',
  'answer-unreadable',
  'answer-incomplete',
] as const;
export type RegistrationFailure = (typeof registrationFailures)[number];

const statuses: Record<RegistrationFailure, number> = {
  'invitation-missing': 400,
  'invitation-unknown': 403,
  'invitation-used': 410,
  'invitation-expired': 410,
  'invitation-busy': 409,
  'too-many-tries': 429,
  'offer-expired': 400,
  'configuration-missing': 400,
  'address-wrong': 400,
  'address-http': 400,
  'address-private': 400,
  'issuer-elsewhere': 400,
  'configuration-incomplete': 400,
  'registration-not-offered': 400,
  // The platform's refusal is an answer about what was sent, not a failing server.
  'platform-refused': 400,
  'configuration-unreadable': 502,
  'platform-unreachable': 502,
  'platform-failed': 502,
  'answer-unreadable': 502,
  'answer-incomplete': 502,
  'platform-timeout': 504,
};

/** What a failure tells the administrator and the log. Never a token, never personal data. */
export interface RegistrationFailureDetail {
  /** The field of the configuration or of the answer. */
  readonly field?: string;
  /** What was found there: an address, a host, a status. */
  readonly found?: string;
  readonly expected?: string;
  /** The platform's own words. */
  readonly said?: string;
}

/** A dynamic registration that did not come about; nothing was stored. */
export class RegistrationFailedError extends Error {
  readonly code: RegistrationFailure;
  readonly status: number;
  readonly detail: RegistrationFailureDetail;
  constructor(code: RegistrationFailure, detail: RegistrationFailureDetail = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'RegistrationFailedError';
    this.code = code;
    this.status = statuses[code];
    this.detail = detail;
  }
}
