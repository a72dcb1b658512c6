import { datesOfWeek } from '../features/calendar/index.ts';
import { type Course } from '../features/course/index.ts';
import { createMarksImport } from '../features/marksimport/index.ts';
import { type MoocMaps } from '../features/moocmap/index.ts';
import { createMoocResults, type MoocResults } from '../features/moocresults/index.ts';
import { catalogueOf } from '../i18n/index.ts';
import { type IsoDate } from '../kernel/dates.ts';
import { type Route } from '../web/route.ts';
import { type Ground } from './ground.ts';
import { type MarkRooms } from './marks.ts';
import { type PaperRooms } from './papers.ts';

/** Marks and results that come in files. */
export interface FileRooms {
  readonly routes: readonly Route[];
  readonly completedIn: MoocResults['completedIn'];
  /** Waits for what is being read. */
  stop(): Promise<void>;
}

export function createFileRooms(
  ground: Ground,
  { gradebook, grading }: MarkRooms,
  papers: Pick<PaperRooms, 'term'>,
  maps: Pick<MoocMaps, 'findPublishedMap' | 'stepsOf'>,
): FileRooms {
  const { connection, courses, roster, now, log } = ground;
  const marksImport = createMarksImport({
    ...{ connection, courses, roster, gradebook, now },
    works: grading.works,
  });
  const moocResults = createMoocResults({
    ...{ connection, courses, roster, gradebook, log, now },
    findPublishedMap: courseId => maps.findPublishedMap(courseId),
    async toldAddresses(courseId, moocKey) {
      const steps = [...(await maps.stepsOf(courseId))];
      return new Map(
        steps.map(([person, { registrations }]) => [
          person,
          registrations.flatMap(({ mooc, address }) =>
            mooc === moocKey && address !== null ? [address] : [],
          ),
        ]),
      );
    },
    deadlinesOf: course => deadlinesOf(ground, papers, course),
  });
  return {
    routes: [...marksImport.routes, ...moocResults.routes],
    completedIn: courseId => moocResults.completedIn(courseId),
    stop: () => moocResults.idle(),
  };
}

/** The last day of each row of the calendar. */
async function deadlinesOf(
  { findCalendar }: Ground,
  { term }: Pick<PaperRooms, 'term'>,
  course: Course,
): Promise<ReadonlyMap<string, IsoDate>> {
  const { startOn } = course.term;
  const calendar = startOn === null ? null : await findCalendar(course);
  if (startOn === null || calendar === null) return new Map();
  const days = await term.daysOf(course.id, catalogueOf(course.lang), course.lang);
  const found = new Map<string, IsoDate>();
  for (const item of calendar.items) {
    if (item.kind !== 'week') continue;
    const { to } = datesOfWeek(startOn, item.week, days.freeWeeks);
    for (const { key } of item.rows) {
      const due = days.due(key, to);
      if (due !== null) found.set(key, due.on);
    }
  }
  return found;
}
