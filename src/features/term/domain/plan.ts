import { z } from 'zod';
import { addDays, daysBetween, isIsoDate, type IsoDate, weekdayOf } from '../../../kernel/dates.ts';
import { type DayNote } from '../../calendar/index.ts';
import { isTimeOfDay, type TimeOfDay } from './timeOfDay.ts';

const day = z.string().refine(isIsoDate);
const time = z.string().refine(isTimeOfDay);

/** What happens to the points of late work. What the documents leave open is a teacher's or institution's setting. */
export const latePolicySchema = z.strictObject({
  /** Work that is late by up to so many days loses nothing. */
  afterDays: z.number().int().min(0).max(60),
  minusPercent: z.number().min(0).max(100),
  /** Once, or for every day beyond `afterDays`. */
  each: z.enum(['once', 'day']),
  /** Percent of the points that are left at least. */
  keeps: z.number().min(0).max(100),
});
export type LatePolicy = z.infer<typeof latePolicySchema>;

/** Reasons why a line of a copied plan needs a look; the words are in the catalogue. */
export const lookReasons = ['deadline-moved', 'free-days-dropped', 'moved-days-dropped'] as const;

/** What of a term is more than its first day: everything that dates and deadlines depend on. Days are of its zone. */
export const termPlanSchema = z.strictObject({
  /** How many weeks are taught; null: as many as the syllabus has. */
  weeks: z.number().int().min(1).max(53).nullable(),
  /** Days without classes, both included. */
  free: z.array(z.strictObject({ from: day, until: day, name: z.string() })),
  /** The classes of one day are held on another. */
  moved: z.array(z.strictObject({ from: day, to: day })),
  /** When a deadline ends that names no time of its own. */
  dueAt: time,
  /** Deadlines that are not the end of their week, by the row's key. */
  deadlines: z.record(z.string(), z.strictObject({ on: day, at: time })),
  late: latePolicySchema.nullable(),
  /** What a copied plan left to look at; empty once somebody has saved it. */
  toCheck: z.array(z.strictObject({ reason: z.enum(lookReasons), what: z.string() })),
});
export type TermPlan = z.infer<typeof termPlanSchema>;
export type FreeDays = TermPlan['free'][number];
export type MovedDay = TermPlan['moved'][number];

export interface Deadline {
  readonly on: IsoDate;
  readonly at: TimeOfDay;
}

export const emptyPlan: TermPlan = {
  weeks: null,
  free: [],
  moved: [],
  dueAt: '23:59',
  deadlines: {},
  late: null,
  toCheck: [],
};

export const isFree = ({ free }: Pick<TermPlan, 'free'>, one: IsoDate): boolean =>
  free.some(({ from, until }) => from <= one && one <= until);

/** The Mondays of weeks in which no day from Monday to Saturday is taught: such a week has no number. */
export function freeWeeks(plan: Pick<TermPlan, 'free'>): IsoDate[] {
  const mondays = plan.free.flatMap(({ from, until }) => {
    const first = addDays(from, 1 - weekdayOf(from));
    return Array.from({ length: Math.floor(daysBetween(first, until) / 7) + 1 }, (_, n) =>
      addDays(first, n * 7),
    );
  });
  const isWholeWeek = (monday: IsoDate): boolean =>
    [0, 1, 2, 3, 4, 5].every(n => isFree(plan, addDays(monday, n)));
  return [...new Set(mondays)].filter(isWholeWeek).sort();
}

/** What is special about the days from one to another: free days, and days that were moved away or to here. */
export function notesBetween(
  plan: Pick<TermPlan, 'free' | 'moved'>,
  from: IsoDate,
  until: IsoDate,
): DayNote[] {
  const touches = (one: IsoDate): boolean => from <= one && one <= until;
  return [
    ...plan.free
      .filter(days => days.from <= until && from <= days.until)
      .map((days): DayNote => ({ kind: 'free', ...days })),
    ...plan.moved
      .filter(days => touches(days.from) || touches(days.to))
      .map((days): DayNote => ({ kind: 'moved', ...days })),
  ];
}

/** When a row is due: its own deadline, else the end of its week; null where it has neither. */
export function dueOf(
  plan: Pick<TermPlan, 'deadlines' | 'dueAt'>,
  key: string,
  weekEnd: IsoDate | null,
): Deadline | null {
  const own = plan.deadlines[key];
  return own ?? (weekEnd === null ? null : { on: weekEnd, at: plan.dueAt });
}
