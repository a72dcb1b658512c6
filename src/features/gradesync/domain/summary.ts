import { type Column } from './column.ts';
import { atOnce, type Entry, needsTeacher, type SentScore } from './entry.ts';
import { isPaused } from './pause.ts';
import { needsAdministrator, type Pause, type Reason } from './reasons.ts';

/** What a list shows of an entry; no more, because a list may be a thousand of them. */
export type EntryLine = Pick<
  Entry,
  'id' | 'personId' | 'state' | 'reason' | 'wishes' | 'failures' | 'nextAt' | 'lms'
> & { readonly sent: Pick<SentScore, 'score' | 'maximum' | 'at'> | null };

/** Where a grade stands, for a person who reads it. `held`: the queue of its column or LMS rests. */
export type Standing = 'sent' | 'queued' | 'retrying' | 'held' | 'refused' | 'conflict' | 'kept' | 'extra';

export interface Explained {
  readonly standing: Standing;
  readonly reason: Reason | null;
  /** When it is tried next by itself; null: at once, or never. */
  readonly nextAt: Date | null;
  readonly who: 'nobody' | 'teacher' | 'administrator';
}

/** What holds up grades besides their own entries. */
export interface Surroundings {
  readonly column: Pick<Column, 'state' | 'pause'>;
  readonly registrationPause: Pause | null;
  readonly now: Date;
}

/** Why a grade stands where it stands, who must act, and what happens next. Null: there is no released grade. */
export function explain(line: EntryLine, around: Surroundings): Explained | null {
  switch (line.state) {
    case 'none':
      return null;
    case 'sent':
    case 'kept':
      return { standing: line.state, reason: null, nextAt: null, who: 'nobody' };
    case 'extra':
      return { standing: 'extra', reason: line.reason, nextAt: null, who: 'nobody' };
    case 'conflict':
      return { standing: 'conflict', reason: line.reason, nextAt: null, who: 'teacher' };
    case 'refused':
      return { standing: 'refused', reason: line.reason, nextAt: line.nextAt, who: 'teacher' };
    case 'waiting':
      return explainWaiting(line, around);
  }
}

function explainWaiting(line: EntryLine, { column, registrationPause, now }: Surroundings): Explained {
  if (column.state === 'missing')
    return { standing: 'held', reason: 'column-missing', nextAt: null, who: 'teacher' };
  const pause = [registrationPause, column.pause].find(one => isPaused(one, now)) ?? null;
  if (pause !== null) {
    const who = needsAdministrator(pause.reason) ? 'administrator' : 'nobody';
    // What a person has stopped ends when that person says so.
    const nextAt = pause.reason === 'stopped' ? null : pause.until;
    return { standing: 'held', reason: pause.reason, nextAt, who };
  }
  const isDue = line.nextAt === null || line.nextAt <= now;
  if (line.reason === null || line.nextAt?.getTime() === atOnce.getTime())
    return { standing: 'queued', reason: null, nextAt: isDue ? null : line.nextAt, who: 'nobody' };
  const who = needsTeacher(line) ? 'teacher' : 'nobody';
  return { standing: 'retrying', reason: line.reason, nextAt: isDue ? null : line.nextAt, who };
}

export interface Summary {
  readonly total: number;
  /** In the LMS as they should be, or as the teacher decided. */
  readonly inLms: number;
  readonly needTeacher: number;
  readonly needAdministrator: number;
  /** On their way without anybody's help. */
  readonly underWay: number;
  /** Something is being sent at this moment or will be in the next. */
  readonly isRunning: boolean;
}

/** What only the LMS has is none of ours, so it does not count. */
export function summarise(all: readonly Explained[]): Summary {
  const explained = all.filter(one => one.standing !== 'extra');
  const count = (test: (one: Explained) => boolean) => explained.filter(test).length;
  const inLms = count(one => one.standing === 'sent' || one.standing === 'kept');
  const needTeacher = count(one => one.who === 'teacher');
  const needAdministrator = count(one => one.who === 'administrator');
  return {
    total: explained.length,
    inLms,
    needTeacher,
    needAdministrator,
    underWay: explained.length - inLms - needTeacher - needAdministrator,
    isRunning: explained.some(one => one.standing === 'queued'),
  };
}
