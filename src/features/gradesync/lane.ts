import { type AgsTarget } from '../../lti/index.ts';
import { type Column } from './domain/column.ts';
import { type Entry, type WantedScore } from './domain/entry.ts';

/** A column whose grades are being sent now. */
export interface Lane {
  column: Column;
  /** Null until the column is looked up for the first time in this run. */
  opening: Promise<OpenLane | null> | null;
  /** Entries that were read and whose outcome is not in the store yet. */
  readonly inHand: Set<string>;
  /** Nothing more was due when last looked. */
  isExhausted: boolean;
  /** Nothing more is sent from it in this run. */
  isClosed: boolean;
  /** Different entries that failed since the last success. */
  readonly troubled: Set<string>;
  /** The LMS has taken a score of this column in this run. */
  hasAccepted: boolean;
}

export interface OpenLane {
  readonly target: AgsTarget;
  readonly url: string;
}

export interface Job {
  readonly lane: Lane;
  readonly entry: Entry;
  /** What the LMS should hold, read together with others; null: not read yet. */
  readonly ahead: ReadAhead | null;
}

export interface ReadAhead {
  readonly wanted: WantedScore | null;
  /** On the steady clock. */
  readonly at: number;
}
