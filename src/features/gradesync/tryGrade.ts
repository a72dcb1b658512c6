import { type AgsTarget, type LmsResult } from '../../lti/index.ts';
import { type ServiceFailure, type ServiceFailureKind, type ServiceResult } from '../../lti/index.ts';
import { isUnchanged, judge } from './domain/compare.ts';
import { type Entry, type LmsScore, type WantedScore } from './domain/entry.ts';
import { type Ending } from './domain/outcome.ts';
import { stampToDate } from './domain/stamp.ts';
import { type OutboxStore } from './outboxStore.ts';
import { type Gradebook } from './ports.ts';

export interface TryParts {
  readonly gradebook: Gradebook;
  readonly outbox: OutboxStore;
}

export interface Place {
  readonly target: AgsTarget;
  /** The line item. */
  readonly url: string;
  /** What the LMS should hold now. Null: nothing is released for this person. */
  readonly wantedFor: (entry: Entry) => Promise<WantedScore | null>;
  /**
   * The timestamp for the next score of this entry. Null: this process must not post any more, another may have taken
   * over.
   */
  readonly stampFor: (entry: Entry) => Promise<number | null>;
}

export interface Tried {
  readonly ending: Ending;
  readonly wanted: WantedScore | null;
}

/**
 * One try to bring the wanted state of one grade into the LMS. Null: nothing was done and nothing may be written,
 * because the work is not ours any more.
 */
export async function tryGrade(parts: TryParts, place: Place, entry: Entry): Promise<Tried | null> {
  const wanted = await place.wantedFor(entry);
  const early = endingWithoutCall(entry, wanted);
  if (early !== null || wanted === null) return { ending: early ?? { kind: 'no-wish' }, wanted };
  // The first score of a person overwrites nothing, unless a comparison has found something there.
  if ((entry.sent !== null || entry.lms !== null) && !entry.force) {
    const found = await lookFirst(parts, place, entry, wanted);
    if (found !== null) return { ending: found, wanted };
    // Whoever takes over after a crash must know that this score may stand there, and was not typed by a teacher.
    if (!(await parts.outbox.noteAttempt(entry, wanted.score))) return null;
  }
  const stamp = await place.stampFor(entry);
  if (stamp === null) return null;
  const posted = await post(parts.gradebook, place, entry, wanted, stamp);
  if (posted.kind === 'done') return { ending: { kind: 'posted', stamp, status: posted.status }, wanted };
  const ending: Ending =
    posted.kind === 'conflict'
      ? await explainConflict(parts, place, entry, wanted, stamp)
      : { kind: 'failed', failure: posted, stamp };
  return { ending, wanted };
}

function endingWithoutCall(entry: Entry, wanted: WantedScore | null): Ending | null {
  if (wanted === null) return { kind: 'no-wish' };
  if (entry.userId === '') return { kind: 'person-unknown', stamp: null };
  if (!entry.force && entry.keptRev === wanted.rev) return { kind: 'still-kept' };
  // Never "nothing was sent, so there is nothing to clear": a process may have died right after the first score.
  return isUnchanged(entry, wanted) ? { kind: 'unchanged' } : null;
}

function post(
  gradebook: Gradebook,
  place: Place,
  entry: Entry,
  wanted: WantedScore,
  stamp: number,
): Promise<ServiceResult<null>> {
  return gradebook.postScore(place.target, place.url, {
    userId: entry.userId,
    scoreGiven: wanted.score === null ? null : Number(wanted.score),
    scoreMaximum: wanted.maximum,
    comment: wanted.comment,
    timestamp: stampToDate(stamp),
    activityProgress: 'Completed',
    // In Moodle anything else wipes the grade.
    gradingProgress: 'FullyGraded',
  });
}

/** Reasons for not being able to look that are also reasons for not posting now. */
const notNow: ReadonlySet<ServiceFailureKind> = new Set(['retry', 'rate-limited', 'unauthorized']);

/** Before something is overwritten: did somebody change it in the LMS? Null: go on and post. */
async function lookFirst(
  parts: TryParts,
  place: Place,
  entry: Entry,
  wanted: WantedScore,
): Promise<Ending | null> {
  const seen = await look(parts.gradebook, place, entry);
  if (seen.kind !== 'done') {
    // Without the right to read results there is nothing to compare with; the grade still goes out.
    return notNow.has(seen.kind) ? { kind: 'failed', failure: seen, stamp: null } : null;
  }
  const { score, comment } = seen.value;
  const verdict = judge(entry, wanted, score);
  if (verdict === 'foreign') return { kind: 'foreign', lms: score, stamp: null };
  const isComplete = verdict === 'wanted' && (comment === wanted.comment || wanted.score === null);
  return isComplete ? { kind: 'already-there', stamp: null } : null;
}

/** 409: the LMS holds something that is not older. Whose is it? */
async function explainConflict(
  parts: TryParts,
  place: Place,
  entry: Entry,
  wanted: WantedScore,
  stamp: number,
): Promise<Ending> {
  const seen = await look(parts.gradebook, place, entry);
  if (seen.kind !== 'done') {
    return notNow.has(seen.kind)
      ? { kind: 'failed', failure: seen, stamp }
      : { kind: 'foreign', lms: null, stamp };
  }
  const { score } = seen.value;
  switch (judge(entry, wanted, score)) {
    case 'wanted':
      return { kind: 'already-there', stamp };
    case 'known':
      return { kind: 'newer-stamp', stamp };
    case 'foreign':
      return { kind: 'foreign', lms: score, stamp };
  }
}

interface Seen {
  readonly score: LmsScore;
  readonly comment: string | null;
}

async function look(
  gradebook: Gradebook,
  place: Place,
  entry: Entry,
): Promise<{ readonly kind: 'done'; readonly value: Seen } | ServiceFailure> {
  const listed = await gradebook.listResults(place.target, place.url, entry.userId);
  if (listed.kind !== 'done') return listed;
  // A missing entry, and Moodle's entry with nothing but ids, are both "no grade".
  const result = listed.value.find(one => one.userId === entry.userId);
  return { kind: 'done', value: { score: lmsScoreOf(result), comment: result?.comment ?? null } };
}

export function lmsScoreOf(result: LmsResult | undefined): LmsScore {
  const score = result?.resultScore ?? null;
  return { score: score === null ? null : String(score), maximum: result?.resultMaximum ?? null };
}
