import { addDays, daysBetween, type IsoDate } from '../../../kernel/dates.ts';

/** Whole weeks, so that the weekday stays: a year has 52 of them and a day or two. */
const yearDays = 364;
/** A copy is prepared from a few weeks before its term until far into it. */
const longestPast = 119;

/**
 * The first day that is proposed for the copy's term: the same weekday, as many years later as it takes for the term not
 * to lie in the past. Null where the older course had none.
 */
export function shiftedStart(startOn: IsoDate | null, today: IsoDate): IsoDate | null {
  if (startOn === null) return null;
  const behind = daysBetween(startOn, today);
  const years = Math.max(0, Math.ceil((behind - longestPast) / yearDays));
  return addDays(startOn, years * yearDays);
}
