import { type OutboundAnswer, type OutboundError } from '../http.ts';

/**
 * What became of a call to an LMS's service, in words that a caller can act on without knowing HTTP.
 * `status` is the LMS's answer (null when none came); `detail` is for the log and the teacher's status line, in the
 * LMS's own words where it gave any, and never holds personal data of ours.
 */
export type ServiceResult<T> =
  { readonly kind: 'done'; readonly status: number; readonly value: T } | ServiceFailure;

export type ServiceFailureKind =
  /** 5xx, no connection, too slow: worth trying again later. */
  | 'retry'
  /** 429, or Canvas's 403: the whole registration pauses for `retryAfterMs`. */
  | 'rate-limited'
  /** No token, or 401 with a fresh one: the registration's values are wrong, an administrator must look. */
  | 'unauthorized'
  /** The scope is missing or the LMS forbids it: an administrator must act. */
  | 'forbidden'
  /** The line item (or list) is gone: find or make it again. */
  | 'not-found'
  /** 409: the LMS already holds something newer: read the result and show it. */
  | 'conflict'
  /** 400, 422 and the like: this request will never succeed (not enrolled, not gradable). */
  | 'rejected'
  /** The teacher has locked the grade or the column in the LMS. */
  | 'locked'
  /** The LMS answered what cannot be read (HTML, wrong types, too long, paging in circles). */
  | 'unreadable'
  /** Our own rules forbid calling this address (private network, http): OUTBOUND_ALLOW or the registration is wrong. */
  | 'not-allowed'
  /** The launch or the registration offers no such service. */
  | 'not-offered';

export interface ServiceFailure {
  readonly kind: ServiceFailureKind;
  readonly status: number | null;
  readonly detail: string;
  /** For `rate-limited` and `retry`, when the LMS said so: milliseconds from now. */
  readonly retryAfterMs: number | null;
  /**
   * 500 with `[]`: what Moodle answers to a score for a locked grade. Of other LMSs it says that only when the same column
   * takes scores for other people.
   */
  readonly isEmptyList?: boolean;
}

export const done = <T>(status: number, value: T): ServiceResult<T> => ({ kind: 'done', status, value });

export const failure = (
  kind: ServiceFailureKind,
  detail: string,
  status: number | null = null,
  retryAfterMs: number | null = null,
): ServiceFailure => ({ kind, status, detail, retryAfterMs });

/** The failure that a call without an answer is. */
export function failureOfError(error: OutboundError): ServiceFailure {
  switch (error.failure) {
    case 'timeout':
    case 'network':
      return failure('retry', error.message);
    case 'not-allowed':
      return failure('not-allowed', error.detail);
    case 'too-large':
    case 'redirect':
      return failure('unreadable', error.message);
  }
}

/** The failure that an answer outside 2xx is, before a platform's own ways are looked at. */
export function failureOfAnswer(answer: OutboundAnswer, now: Date): ServiceFailure {
  const detail = detailOf(answer);
  const pause = retryAfterMs(answer.headers['retry-after'], now);
  const { status } = answer;
  if (status === 429) return failure('rate-limited', detail, status, pause);
  if (status === 401) return failure('unauthorized', detail, status);
  if (status === 403) return failure('forbidden', detail, status);
  if (status === 404 || status === 410) return failure('not-found', detail, status);
  if (status === 500 && answer.text.trim() === '[]')
    return { ...failure('retry', detail, status, pause), isEmptyList: true };
  if (status === 408 || status >= 500) return failure('retry', detail, status, pause);
  if (status === 409) return failure('conflict', detail, status);
  if (status >= 400) return failure('rejected', detail, status);
  return failure('unreadable', detail, status);
}

const longestPauseMs = 24 * 3600_000;

/** `Retry-After` as milliseconds from now: a number of seconds or a date (RFC 9110, section 10.2.3). At most a day. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  const value = header?.trim() ?? '';
  if (value === '') return null;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  if (Number.isNaN(milliseconds)) return null;
  return Math.min(Math.max(milliseconds, 0), longestPauseMs);
}

/**
 * What the LMS said, when it said it in JSON under one of the usual names. HTML pages and Moodle's reason phrases
 * are left out: the latter repeat the whole request with its user id and comment.
 */
export function detailOf(answer: OutboundAnswer): string {
  const said = messageIn(answer.text);
  return said === null ? `status ${answer.status}` : `status ${answer.status}: ${said}`;
}

function messageIn(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return findMessage(value);
}

function findMessage(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Record<string, unknown>;
  for (const name of ['error_description', 'error', 'message', 'detail', 'title']) {
    const said = fields[name];
    if (typeof said === 'string' && said.trim() !== '') return said.trim().slice(0, 200);
  }
  const errors = fields['errors'];
  if (Array.isArray(errors)) return findMessage(errors[0]);
  return findMessage(errors);
}
