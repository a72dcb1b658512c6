import { type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type Reason } from './reasons.ts';

/**
 * `waiting`: the LMS may not hold the wanted grade yet; it is tried when `nextAt` says so. `sent`: the LMS has it.
 * `refused`: the LMS does not take it from us for this person. `conflict`: somebody changed it in the LMS, the teacher
 * decides. `kept`: the teacher decided for the LMS's value. `none`: there is no released grade any more. `extra`: nor is
 * there, but the LMS shows one in our column.
 */
export const entryStates = ['waiting', 'sent', 'refused', 'conflict', 'kept', 'none', 'extra'] as const;
export type EntryState = (typeof entryStates)[number];

/** A grade as the student sees it, ready to be posted. */
export interface WantedScore {
  /** Rises with every release of this person's grade. */
  readonly rev: number;
  /** A whole number or a decimal with a point; null clears the grade in the LMS. */
  readonly score: string | null;
  readonly maximum: number;
  readonly comment: string;
}

export interface SentScore extends WantedScore {
  readonly at: Date;
}

/** What the LMS shows; it may have rescaled a score to its column's maximum. */
export interface LmsScore {
  readonly score: string | null;
  readonly maximum: number | null;
}

export const endings = ['sent', 'cleared', 'already-there', 'missing', 'kept', 'asked'] as const;
/** One line of an entry's history: a try and how it ended, or a decision of the teacher. */
export interface Attempt {
  readonly at: Date;
  readonly ending: (typeof endings)[number] | Reason;
  readonly score: string | null;
  /** The LMS's HTTP status; null when there was no answer or no call. */
  readonly status: number | null;
}

/** One (column, person): what is wanted in the LMS and what is known to be there. */
export interface Entry {
  readonly id: string;
  readonly columnId: string;
  readonly courseId: CourseId;
  readonly personId: PersonId;
  /** The person's id in the LMS (`sub`). */
  readonly userId: string;
  readonly state: EntryState;
  readonly reason: Reason | null;
  /** When the newest wish came. */
  readonly wishedAt: Date;
  /** Rises with every wish; what was sent for an older wish does not end the waiting. */
  readonly wishes: number;
  /** Rises with every outcome; an outcome is written only over the version it was made from. */
  readonly version: number;
  /** Failed tries in a row. */
  readonly failures: number;
  /** When it is due; null: nothing to do. */
  readonly nextAt: Date | null;
  /** The timestamp of the last posted score in whole seconds; 0: none. */
  readonly lastStamp: number;
  /** The teacher wants it sent whatever the LMS holds, or the column is a new one. */
  readonly force: boolean;
  readonly sent: SentScore | null;
  /** Scores that may stand in the LMS besides `sent`: posted without a clear answer, or seen and accepted. */
  readonly maybe: readonly (string | null)[];
  /** What stood in the LMS when it was found to differ. */
  readonly lms: LmsScore | null;
  /** The release that the LMS was found to differ from. */
  readonly askedRev: number | null;
  /** The release for which the teacher kept the LMS's value; a later one is sent again. */
  readonly keptRev: number | null;
  /** The release that was sent again because the LMS had lost it: once, not every night. */
  readonly restoredRev: number | null;
  readonly history: readonly Attempt[];
}

/**
 * "Due at once", for `nextAt` and a column's `dueAt`. Not the time of writing: another process whose clock is minutes
 * behind would let the grade wait.
 */
export const atOnce = new Date(0);

export const historyLength = 10;

/** Failed tries after which a grade that mends itself is shown as needing the teacher's eye all the same. */
const patience = 5;

/** Whether the teacher should look at this grade. */
export function needsTeacher(entry: Pick<Entry, 'state' | 'failures'>): boolean {
  if (entry.state === 'refused' || entry.state === 'conflict') return true;
  return entry.state === 'waiting' && entry.failures >= patience;
}

/** The unique key of the outbox: one entry a (column, person). */
export const entryId = (columnId: string, personId: string): string => `${columnId}:${personId}`;
