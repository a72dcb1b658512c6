import { dayOfInstant, type IsoDate } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { datesOfWeek, type TermDays } from '../calendar/index.ts';
import { type Course } from '../course/index.ts';
import { type Task } from './domain/progress.ts';
import { type MapParts } from './mapPages.ts';

export interface Days {
  readonly today: IsoDate;
  readonly weekOf: (week: number | null) => { readonly from: IsoDate; readonly to: IsoDate } | null;
  readonly dueOf: (task: Task) => { readonly on: IsoDate; readonly at: string } | null;
}

/** When the weeks and tasks of a map are, as the course's calendar says. */
export async function daysOf(
  parts: Pick<MapParts, 'daysOf' | 'now'>,
  course: Course,
  { t, lang }: LaunchContext,
): Promise<Days> {
  const days: TermDays = await parts.daysOf(course.id, t, lang);
  const { startOn, timeZone } = course.term;
  const weekOf: Days['weekOf'] = week =>
    startOn === null || week === null ? null : datesOfWeek(startOn, week, days.freeWeeks);
  return {
    today: dayOfInstant(parts.now(), timeZone),
    weekOf,
    dueOf: ({ key, row }) => days.due(key, weekOf(row.week)?.to ?? null),
  };
}
