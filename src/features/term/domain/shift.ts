import { addDays, daysBetween, type IsoDate, weekdayOf } from '../../../kernel/dates.ts';
import { type TermPlan } from './plan.ts';

const mondayOf = (day: IsoDate): IsoDate => addDays(day, 1 - weekdayOf(day));

/**
 * The plan of a term for another one that begins on `to`: deadlines keep their week and weekday. Free and moved days belong
 * to their year and are not taken along. What needs a look is listed; nothing is left out silently.
 */
export function shiftPlan(plan: TermPlan, from: IsoDate, to: IsoDate): TermPlan {
  const days = daysBetween(mondayOf(from), mondayOf(to));
  const deadlines = Object.entries(plan.deadlines).map(
    ([key, { on, at }]) => [key, { on: addDays(on, days), at }] as const,
  );
  return {
    ...plan,
    free: [],
    moved: [],
    deadlines: Object.fromEntries(deadlines),
    toCheck: [
      ...deadlines.map(([key]) => ({ reason: 'deadline-moved' as const, what: key })),
      ...plan.free.map(({ name, from: day }) => ({
        reason: 'free-days-dropped' as const,
        what: name || day,
      })),
      ...plan.moved.map(({ from: day }) => ({ reason: 'moved-days-dropped' as const, what: day })),
    ],
  };
}
