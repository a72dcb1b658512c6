import { backoffMs, type BackoffRule } from './backoff.ts';
import { type GradebookFailure } from './failure.ts';
import { atOnce, type Attempt, type Entry, historyLength, type LmsScore, type WantedScore } from './entry.ts';
import { type PauseReason, type Reason } from './reasons.ts';

/** How one try to bring a grade into the LMS ended. `stamp` is that of the score that was posted; null: none was. */
export type Ending =
  | { readonly kind: 'posted'; readonly stamp: number; readonly status: number }
  /** Looked, and it is there: posted before a crash, or typed by hand. */
  | { readonly kind: 'already-there'; readonly stamp: number | null }
  | { readonly kind: 'unchanged' }
  /** The teacher has kept the LMS's value for this very release. */
  | { readonly kind: 'still-kept' }
  /** No released grade any more. */
  | { readonly kind: 'no-wish' }
  | { readonly kind: 'failed'; readonly failure: GradebookFailure; readonly stamp: number | null }
  /** 409, and what the LMS holds is ours: its clock is ahead, or it stored the last one later than we stamped it. */
  | { readonly kind: 'newer-stamp'; readonly stamp: number }
  /** Somebody changed it in the LMS. `lms` null: 409, and the LMS does not let us read why. */
  | { readonly kind: 'foreign'; readonly lms: LmsScore | null; readonly stamp: number | null }
  /** The LMS does not know the person, or we do not. */
  | { readonly kind: 'person-unknown'; readonly stamp: number | null }
  /** Our own program failed; the grade must not be lost for it. */
  | { readonly kind: 'own-fault'; readonly stamp: number | null };

/** What changes in an entry; everything else stays. */
export type EntryChange = Partial<
  Omit<Entry, 'id' | 'columnId' | 'courseId' | 'personId' | 'wishedAt' | 'wishes' | 'version'>
>;

/** What follows from a try for others. */
export type Effect =
  | { readonly kind: 'none' }
  /** The LMS answers and takes grades, if not this one. */
  | { readonly kind: 'healthy' }
  /** Counts towards a rest of the column when several grades in a row fail so. */
  | { readonly kind: 'troubled'; readonly reason: PauseReason }
  | { readonly kind: 'rest-column'; readonly reason: PauseReason }
  /** @property ms what the LMS asked for; null when it did not say */
  | { readonly kind: 'rest-registration'; readonly reason: PauseReason; readonly ms: number | null };

export interface Decision {
  readonly change: EntryChange;
  readonly effect: Effect;
}

export interface Facts {
  readonly entry: Entry;
  readonly wanted: WantedScore | null;
  readonly now: Date;
  readonly random: () => number;
}

/** A failed try comes back after seconds first and hours at last; it never ends by itself. */
const retryRule: BackoffRule = { firstMs: 2_000, longestMs: 3_600_000 };
const stampRule: BackoffRule = { firstMs: 2_500, longestMs: 600_000 };
/** What somebody must mend in the LMS is tried again about daily, in case it was. */
const dailyRule: BackoffRule = { firstMs: 24 * 3_600_000, longestMs: 24 * 3_600_000 };
/** 409 without being allowed to see why: after so many tries it is the teacher's. */
const blindTries = 5;

const quiet = { reason: null, failures: 0, nextAt: null, force: false, lms: null } as const;
const stamped = (stamp: number | null): EntryChange => (stamp === null ? {} : { lastStamp: stamp });
const healthy: Effect = { kind: 'healthy' };

/** The decision table: from the ending of a try to the entry's next state and what follows for others. Pure. */
export function decide(ending: Ending, facts: Facts): Decision {
  const { entry, wanted } = facts;
  switch (ending.kind) {
    case 'posted':
      return settled(wanted?.score === null ? 'cleared' : 'sent', ending.status, ending.stamp, facts);
    case 'already-there':
      return settled('already-there', ending.stamp === null ? null : 409, ending.stamp, facts);
    case 'unchanged':
      return { change: { ...quiet, state: 'sent', sent: resent(entry, wanted) }, effect: { kind: 'none' } };
    case 'still-kept':
      return { change: { ...quiet, state: 'kept', lms: entry.lms }, effect: { kind: 'none' } };
    case 'no-wish':
      return { change: { ...quiet, state: 'none' }, effect: { kind: 'none' } };
    case 'failed':
      return failed(ending.failure, ending.stamp, facts);
    case 'newer-stamp':
      return { change: waiting('newer-stamp', stampRule, 409, ending.stamp, facts), effect: healthy };
    case 'foreign':
      return foreign(ending, facts);
    case 'person-unknown':
      return refused('person-unknown', ending.stamp === null ? null : 404, ending.stamp, facts);
    case 'own-fault':
      return {
        change: waiting('own-fault', retryRule, null, ending.stamp, facts),
        effect: { kind: 'troubled', reason: 'own-fault' },
      };
  }
}

const resent = (entry: Entry, wanted: WantedScore | null) =>
  entry.sent === null || wanted === null ? entry.sent : { ...wanted, at: entry.sent.at };

function settled(
  ending: 'sent' | 'cleared' | 'already-there',
  status: number | null,
  stamp: number | null,
  facts: Facts,
): Decision {
  const { entry, wanted, now } = facts;
  const change: EntryChange = {
    ...quiet,
    state: 'sent',
    sent: wanted === null ? entry.sent : { ...wanted, at: now },
    maybe: [],
    askedRev: null,
    keptRev: null,
    ...stamped(stamp),
    history: withAttempt(entry, attempt(ending, status, facts)),
  };
  return { change, effect: healthy };
}

function foreign(found: Extract<Ending, { kind: 'foreign' }>, facts: Facts): Decision {
  const { entry, wanted } = facts;
  if (found.lms === null && entry.failures < blindTries) {
    return { change: waiting('newer-stamp', stampRule, 409, found.stamp, facts), effect: healthy };
  }
  const reason = found.lms === null ? 'newer-in-lms' : 'changed-in-lms';
  const status = found.stamp === null ? null : 409;
  const change: EntryChange = {
    ...quiet,
    state: 'conflict',
    reason,
    lms: found.lms,
    askedRev: wanted?.rev ?? null,
    ...stamped(found.stamp),
    history: withAttempt(entry, attempt(reason, status, facts)),
  };
  return { change, effect: healthy };
}

function failed(failure: GradebookFailure, stamp: number | null, facts: Facts): Decision {
  const { status, retryAfterMs } = failure;
  const wait = (reason: Reason) => waiting(reason, retryRule, status, stamp, facts);
  // Nothing is wrong with this grade: it is first again when the pause ends.
  const hold = (reason: Reason) => ({ ...wait(reason), failures: facts.entry.failures, nextAt: atOnce });
  switch (failure.kind) {
    case 'retry':
      return { change: wait(awayReason(failure)), effect: awayEffect(awayReason(failure), retryAfterMs) };
    case 'unreadable':
      return { change: wait('lms-unreadable'), effect: { kind: 'troubled', reason: 'lms-unreadable' } };
    case 'rate-limited':
      return { change: hold('rate-limited'), effect: restAll('rate-limited', retryAfterMs) };
    case 'unauthorized':
      return { change: hold('token-refused'), effect: restAll('token-refused', null) };
    case 'forbidden': {
      // Without an answer of the LMS it is our token that lacks the scope: the same for everybody.
      if (status === null) return { change: hold('scope-missing'), effect: restColumn('scope-missing') };
      const { change } = refused('forbidden', status, stamp, facts);
      return { change, effect: { kind: 'troubled', reason: 'forbidden' } };
    }
    case 'not-allowed':
      return { change: hold('address-not-allowed'), effect: restColumn('address-not-allowed') };
    case 'not-offered':
      return { change: hold('no-gradebook'), effect: restColumn('no-gradebook') };
    case 'rejected':
      return refused('not-gradable', status, stamp, facts);
    case 'locked':
      return refused('locked', status, stamp, facts);
    case 'not-found':
      return refused('person-unknown', status, stamp, facts);
    case 'conflict':
      return { change: waiting('newer-stamp', stampRule, status, stamp, facts), effect: healthy };
  }
}

const restColumn = (reason: PauseReason): Effect => ({ kind: 'rest-column', reason });
const restAll = (reason: PauseReason, ms: number | null): Effect => ({
  kind: 'rest-registration',
  reason,
  ms,
});
const awayEffect = (reason: PauseReason, ms: number | null): Effect =>
  ms === null ? { kind: 'troubled', reason } : restAll(reason, ms);
/** An LMS that answers "500" is there; some say so of a grade that a teacher has locked. */
export const awayReason = ({ status }: GradebookFailure) => (status === null ? 'lms-away' : 'lms-error');

/** Endings after which the LMS may hold the score although no good answer came. */
const uncertain: ReadonlySet<Reason> = new Set<Reason>([
  'lms-away',
  'lms-error',
  'lms-unreadable',
  'own-fault',
]);

function waiting(
  reason: Reason,
  rule: BackoffRule,
  status: number | null,
  stamp: number | null,
  facts: Facts,
): EntryChange {
  const { entry, wanted, now, random } = facts;
  const failures = entry.failures + 1;
  const isNew = wanted !== null && !entry.maybe.includes(wanted.score);
  return {
    state: 'waiting',
    reason,
    failures,
    nextAt: new Date(now.getTime() + backoffMs(failures, random, rule)),
    ...stamped(stamp),
    ...(stamp !== null && isNew && uncertain.has(reason) ? { maybe: [...entry.maybe, wanted.score] } : {}),
    history: withAttempt(entry, attempt(reason, status, facts)),
  };
}

function refused(reason: Reason, status: number | null, stamp: number | null, facts: Facts): Decision {
  const { entry, now, random } = facts;
  const change: EntryChange = {
    state: 'refused',
    reason,
    failures: entry.failures + 1,
    nextAt: new Date(now.getTime() + backoffMs(1, random, dailyRule)),
    ...stamped(stamp),
    history: withAttempt(entry, attempt(reason, status, facts)),
  };
  return { change, effect: healthy };
}

const attempt = (ending: Attempt['ending'], status: number | null, { wanted, now }: Facts): Attempt => ({
  at: now,
  ending,
  score: wanted?.score ?? null,
  status,
});

/** The newest line first; the oldest ones go. */
export function withAttempt(entry: Pick<Entry, 'history'>, line: Attempt): readonly Attempt[] {
  return [line, ...entry.history].slice(0, historyLength);
}
