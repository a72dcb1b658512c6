import { addDays, daysBetween, type IsoDate, weekdayOf } from '../../../kernel/dates.ts';

/** The days of one week of the term, both included. */
export interface WeekDates {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/**
 * The days of week n. Week 1 begins on the first day of the term, which need not be a Monday, and ends on the Sunday
 * after it; every later week goes from Monday to Sunday.
 *
 * @param freeWeeks Mondays of weeks in which nothing is taught, in their order: they have no number
 */
export function datesOfWeek(startOn: IsoDate, week: number, freeWeeks: readonly IsoDate[] = []): WeekDates {
  const firstMonday = mondayOf(startOn);
  let monday = addDays(firstMonday, (week - 1) * 7);
  for (const free of freeWeeks) {
    if (free >= firstMonday && free <= monday) monday = addDays(monday, 7);
  }
  return { from: monday < startOn ? startOn : monday, to: addDays(monday, 6) };
}

const mondayOf = (day: IsoDate): IsoDate => addDays(day, 1 - weekdayOf(day));

/** Where a day lies in the term: in a week with its number, in a free week before that number, or outside. */
export type TermPosition =
  | { readonly kind: 'before' | 'after' }
  | { readonly kind: 'week'; readonly week: number }
  | { readonly kind: 'free'; readonly nextWeek: number };

export function positionInTerm(
  startOn: IsoDate,
  lastWeek: number,
  today: IsoDate,
  freeWeeks: readonly IsoDate[] = [],
): TermPosition {
  if (daysBetween(startOn, today) < 0) return { kind: 'before' };
  const firstMonday = mondayOf(startOn);
  const monday = mondayOf(today);
  const passed = freeWeeks.filter(free => free >= firstMonday && free < monday).length;
  const week = daysBetween(firstMonday, monday) / 7 + 1 - passed;
  if (week > lastWeek) return { kind: 'after' };
  return freeWeeks.includes(monday) ? { kind: 'free', nextWeek: week } : { kind: 'week', week };
}

/** What is special about some days: free days, and the classes of one day that are held on another. */
export type DayNote =
  | { readonly kind: 'free'; readonly from: IsoDate; readonly until: IsoDate; readonly name: string }
  | { readonly kind: 'moved'; readonly from: IsoDate; readonly to: IsoDate };

/** What the calendar shows of a term's days besides its weeks: plain values, and texts in the reader's words. */
export interface TermDays {
  readonly freeWeeks: readonly IsoDate[];
  /** What is special about the days of a week: holidays, moved days. */
  readonly notes: (from: IsoDate, until: IsoDate) => readonly DayNote[];
  /** When a row is due; null without a date. */
  readonly due: (
    key: string,
    weekEnd: IsoDate | null,
  ) => { readonly on: IsoDate; readonly at: string } | null;
  /** What late work costs; null when nothing is settled. */
  readonly late: string | null;
}
