import { backoffMs, type BackoffRule } from './backoff.ts';
import { type GradebookFailure } from './failure.ts';
import { awayReason, type Effect } from './outcome.ts';
import { type Pause, type PauseReason } from './reasons.ts';

const rules: Record<PauseReason, BackoffRule> = {
  'lms-away': { firstMs: 10_000, longestMs: 300_000 },
  'lms-error': { firstMs: 10_000, longestMs: 300_000 },
  'lms-unreadable': { firstMs: 30_000, longestMs: 900_000 },
  'rate-limited': { firstMs: 30_000, longestMs: 900_000 },
  'token-refused': { firstMs: 600_000, longestMs: 7_200_000 },
  'scope-missing': { firstMs: 1_800_000, longestMs: 21_600_000 },
  forbidden: { firstMs: 1_800_000, longestMs: 21_600_000 },
  'no-gradebook': { firstMs: 1_800_000, longestMs: 7_200_000 },
  'address-not-allowed': { firstMs: 1_800_000, longestMs: 21_600_000 },
  'column-refused': { firstMs: 1_800_000, longestMs: 21_600_000 },
  'own-fault': { firstMs: 10_000, longestMs: 600_000 },
};

/** After the LMS's moment, so that not everybody comes back in the same instant. */
const spreadMs = 500;

/**
 * The next pause after `before`: longer each time in a row for the same reason.
 *
 * @param ms what the LMS asked for (`Retry-After`), never cut short; null when it did not say
 */
export function nextPause(
  reason: PauseReason,
  before: Pause | null,
  ms: number | null,
  now: Date,
  random: () => number,
): Pause {
  const again = before?.reason === reason ? before : null;
  const times = (again?.times ?? 0) + 1;
  const rest = ms === null ? backoffMs(times, random, rules[reason]) : ms + Math.round(spreadMs * random());
  return { reason, times, since: again?.since ?? now, until: new Date(now.getTime() + rest) };
}

export const isPaused = (pause: Pause | null, now: Date): boolean =>
  pause !== null && pause.until.getTime() > now.getTime();

/** How many different grades must fail in a row before their whole column rests: one bad grade is no reason. */
export const troubledGrades = 3;

/** What follows when a column could not be found or made: no grade of it can be sent, so it rests as a whole. */
export function columnEffect(failure: GradebookFailure): Effect {
  const rest = (reason: PauseReason): Effect => ({ kind: 'rest-column', reason });
  const { retryAfterMs: ms } = failure;
  switch (failure.kind) {
    case 'retry':
      return ms === null
        ? rest(awayReason(failure))
        : { kind: 'rest-registration', reason: awayReason(failure), ms };
    case 'rate-limited':
      return { kind: 'rest-registration', reason: 'rate-limited', ms };
    case 'unauthorized':
      return { kind: 'rest-registration', reason: 'token-refused', ms: null };
    case 'unreadable':
      return rest('lms-unreadable');
    case 'forbidden':
      return rest(failure.status === null ? 'scope-missing' : 'forbidden');
    case 'not-allowed':
      return rest('address-not-allowed');
    case 'not-offered':
      return rest('no-gradebook');
    case 'not-found':
    case 'conflict':
    case 'rejected':
    case 'locked':
      return rest('column-refused');
  }
}
