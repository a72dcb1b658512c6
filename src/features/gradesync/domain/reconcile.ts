import { isSameScore } from './compare.ts';
import { atOnce, type Attempt, type Entry, type LmsScore, type WantedScore } from './entry.ts';
import { type EntryChange, withAttempt } from './outcome.ts';

/** What a comparison with the LMS changes in an entry. `wish`: it is to be sent. */
export interface Reconciled {
  readonly entry: Entry;
  readonly change: EntryChange;
  readonly wish: boolean;
}

/**
 * Compares what an entry says of the LMS with what the LMS shows. Null: nothing to do. What is on its way or refused is
 * left to the queue. A grade that is gone is sent again once a release; gone once more, somebody removes it on purpose,
 * and the teacher decides. A value that a person typed is never fought.
 *
 * @param wanted what the LMS should hold now; null when nothing is released
 */
export function reconcile(
  entry: Entry,
  seen: LmsScore,
  wanted: WantedScore | null,
  now: Date,
): Reconciled | null {
  switch (entry.state) {
    case 'waiting':
    case 'refused':
      return null;
    case 'none':
    case 'extra':
      return reconcileUnwished(entry, seen, now);
    case 'sent':
      return reconcileSent(entry, seen, wanted, now);
    case 'kept':
    case 'conflict':
      return reconcileDecided(entry, seen, wanted, now);
  }
}

const line = (entry: Entry, ending: Attempt['ending'], score: string | null, now: Date) =>
  withAttempt(entry, { at: now, ending, score, status: null });

const due: EntryChange = { state: 'waiting', reason: null, failures: 0, nextAt: atOnce };

function reconcileUnwished(entry: Entry, seen: LmsScore, now: Date): Reconciled | null {
  const isExtra = seen.score !== null;
  if (!isExtra && entry.state === 'none') return null;
  if (isExtra && entry.state === 'extra' && isSameSeen(entry.lms, seen)) return null;
  const change: EntryChange = isExtra
    ? {
        state: 'extra',
        reason: 'extra-in-lms',
        lms: seen,
        history: line(entry, 'extra-in-lms', seen.score, now),
      }
    : { state: 'none', reason: null, lms: null };
  return { entry, change, wish: false };
}

function reconcileSent(
  entry: Entry,
  seen: LmsScore,
  wanted: WantedScore | null,
  now: Date,
): Reconciled | null {
  const { sent } = entry;
  if (sent === null) return null;
  if (isSameScore(sent, seen)) {
    // A release that the queue was not told of.
    if (wanted === null || wanted.rev <= sent.rev) return null;
    return { entry, change: due, wish: true };
  }
  if (seen.score === null && entry.restoredRev !== sent.rev) {
    const change: EntryChange = {
      ...due,
      // What was sent is known to have been there, so a copy that comes back is no stranger's.
      maybe: [...entry.maybe, sent.score],
      restoredRev: sent.rev,
      history: line(entry, 'missing', sent.score, now),
    };
    return { entry, change, wish: true };
  }
  return conflict(entry, seen, sent.rev, now);
}

function reconcileDecided(
  entry: Entry,
  seen: LmsScore,
  wanted: WantedScore | null,
  now: Date,
): Reconciled | null {
  if (wanted !== null && isSameScore(wanted, seen)) {
    const change: EntryChange = {
      state: 'sent',
      reason: null,
      nextAt: null,
      failures: 0,
      lms: null,
      maybe: [],
      askedRev: null,
      keptRev: null,
      sent: { ...wanted, at: now },
      history: line(entry, 'already-there', wanted.score, now),
    };
    return { entry, change, wish: false };
  }
  if (isSameSeen(entry.lms, seen)) return null;
  return conflict(entry, seen, wanted?.rev ?? entry.askedRev ?? 0, now);
}

function conflict(entry: Entry, seen: LmsScore, askedRev: number, now: Date): Reconciled {
  const reason = seen.score === null ? 'removed-in-lms' : 'changed-in-lms';
  const change: EntryChange = {
    state: 'conflict',
    reason,
    nextAt: null,
    lms: seen,
    askedRev,
    keptRev: null,
    history: line(entry, reason, seen.score, now),
  };
  return { entry, change, wish: false };
}

/** The column's maximum may be another since; then the numbers are, too, and the teacher sees the new ones. */
const isSameSeen = (before: LmsScore | null, seen: LmsScore): boolean =>
  before !== null && before.score === seen.score && before.maximum === seen.maximum;
