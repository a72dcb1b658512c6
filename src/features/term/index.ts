import { type Connection } from 'mongoose';
import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { type IsoDate } from '../../kernel/dates.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type Route } from '../../web/route.ts';
import { type TermDays } from '../calendar/index.ts';
import { type Course } from '../course/index.ts';
import { percentsKept } from './domain/late.ts';
import { freeWeeks } from './domain/plan.ts';
import { shiftPlan } from './domain/shift.ts';
import { type TermParts, termRoutes } from './termRoutes.ts';
import { createTermStore } from './termStore.ts';
import { termDaysOf } from './termView.ts';

export interface TermRoom {
  readonly routes: Route[];
  /** What the calendar shows of the term, in the reader's words. */
  daysOf(courseId: CourseId, t: Catalogue, lang: Lang): Promise<TermDays>;
  /** What is left of late points in a course, day by day; see `percentsKept`. */
  lateOf(courseId: CourseId): Promise<string[]>;
  /** Mondays of weeks in which nothing is taught. */
  freeWeeksOf(courseId: CourseId): Promise<IsoDate[]>;
  /** Takes the plan of an older course over: dates shifted to the new first day, with a list of what needs a look. */
  copyPlan(from: Course, to: Course, startOn: string | null): Promise<void>;
}

export function createTermRoom(parts: Omit<TermParts, 'store'> & { connection: Connection }): TermRoom {
  const store = createTermStore(parts.connection);
  return {
    routes: termRoutes({ ...parts, store }),
    daysOf: async (courseId, t, lang) => termDaysOf((await store.find(courseId)).plan, t, lang),
    lateOf: async courseId => percentsKept((await store.find(courseId)).plan.late),
    freeWeeksOf: async courseId => freeWeeks((await store.find(courseId)).plan),
    async copyPlan(from, to, startOn) {
      const [older, own] = await Promise.all([store.find(from.id), store.find(to.id)]);
      if (older.rev === 0 || own.rev > 0 || from.term.startOn === null || startOn === null) return;
      await store.save(to.id, 0, shiftPlan(older.plan, from.term.startOn, startOn));
    },
  };
}
