/**
 * What can go wrong in the product's own words. The code is stable: it stands on the error page, in the log,
 * in docs/errors.md and in the catalogues (a code without words does not compile).
 */
export const errorCodes = [
  'bad-request',
  'session-ended',
  'csrf',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'too-large',
  'conflict',
  'invalid-input',
  'too-many',
  'lms-failed',
  'lms-timeout',
  'store-away',
  'draining',
  'internal',
  'no-course',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

const statusOf: Record<ErrorCode, number> = {
  'bad-request': 400,
  'session-ended': 401,
  csrf: 403,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  conflict: 409,
  'invalid-input': 422,
  'too-many': 429,
  'lms-failed': 502,
  'lms-timeout': 504,
  'store-away': 503,
  draining: 503,
  internal: 500,
  'no-course': 404,
};

/**
 * An error with a stable code that a person can be told about. `detail` is for the log alone: which value was
 * wrong and what was expected, never personal data.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: Record<string, unknown>;
  constructor(code: ErrorCode, detail: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.status = statusOf[code];
    this.detail = detail;
  }
}
