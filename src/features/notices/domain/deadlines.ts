import { daysBetween, type IsoDate } from '../../../kernel/dates.ts';
import { type FeedRow } from '../../calendar/index.ts';
import { type Tidings } from './notice.ts';

/** A work or a control with the day and time at which it is due. */
export interface DueRow {
  readonly key: string;
  readonly row: Pick<FeedRow, 'kind' | 'number' | 'title'>;
  readonly on: IsoDate;
  readonly at: string;
}

/** People are told three days before, and once more on the day before. */
const firstDays = 3;
const lastDays = 1;

/** A deadline to tell of, and the key of its work. */
export interface NearDeadline {
  readonly row: string;
  readonly tidings: Tidings;
}

/**
 * The deadlines to tell of on a day. A telling that was missed is made up for on the next day; a deadline that was moved is
 * told anew, for its key has its day and time.
 */
export function nearDeadlines(due: readonly DueRow[], today: IsoDate): NearDeadline[] {
  return due.flatMap(({ key, row, on, at }): NearDeadline[] => {
    const left = daysBetween(today, on);
    if (left < 0 || left > firstDays) return [];
    const step = left <= lastDays ? lastDays : firstDays;
    const { kind, number, title } = row;
    const fact = { kind: 'deadline' as const, row: { kind, number, title }, on, at };
    return [{ row: key, tidings: { key: `deadline:${key}:${on}:${at}:${step}`, fact, repeats: false } }];
  });
}
