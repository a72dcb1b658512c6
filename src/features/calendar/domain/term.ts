import { addDays, daysBetween, type IsoDate, weekdayOf } from '../../../kernel/dates.ts';

/** The days of one week of the term, both included. */
export interface WeekDates {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/**
 * The days of week n. Week 1 begins on the first day of the term, which need not be a Monday, and ends on the Sunday
 * after it; every later week goes from Monday to Sunday.
 */
export function datesOfWeek(startOn: IsoDate, week: number): WeekDates {
  const firstMonday = addDays(startOn, 1 - weekdayOf(startOn));
  const monday = addDays(firstMonday, (week - 1) * 7);
  return { from: week === 1 ? startOn : monday, to: addDays(monday, 6) };
}

/** Where a day lies in the term: the number of its week, or before the first or after the last one. */
export type TermPosition =
  { readonly kind: 'before' | 'after' } | { readonly kind: 'week'; readonly week: number };

export function positionInTerm(startOn: IsoDate, lastWeek: number, today: IsoDate): TermPosition {
  if (daysBetween(startOn, today) < 0) return { kind: 'before' };
  const firstMonday = addDays(startOn, 1 - weekdayOf(startOn));
  const week = Math.floor(daysBetween(firstMonday, today) / 7) + 1;
  return week > lastWeek ? { kind: 'after' } : { kind: 'week', week };
}
