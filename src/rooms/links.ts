import { copySyllabusBy } from '../copySyllabus.ts';
import { type Course } from '../features/course/index.ts';
import { createCourseCopying } from '../features/coursecopy/index.ts';
import { createDeepLinking } from '../features/deeplinking/index.ts';
import { finalControl } from '../features/grading/index.ts';
import { lineItemKey } from '../features/gradesync/index.ts';
import { reviewRoutes } from '../features/review/index.ts';
import { syncInTime } from '../features/roster/index.ts';
import { enterBy } from '../launchEntry.ts';
import { type Route } from '../web/route.ts';
import { type Ground } from './ground.ts';
import { type MarkRooms } from './marks.ts';
import { type PaperRooms } from './papers.ts';

/** The ways into a course: links placed by deep linking, submission review, copies of a course. */
export interface LinkRooms {
  readonly routes: readonly Route[];
  readonly takeNotice: ReturnType<typeof createCourseCopying>['takeNotice'];
  /** @param routes all of the tool: a launch leads to what exists */
  enterBy(routes: () => readonly Route[]): ReturnType<typeof enterBy>;
}

export function createLinkRooms(ground: Ground, { sync }: MarkRooms, papers: PaperRooms): LinkRooms {
  const { connection, courses, roster, sessions, syllabi, lti, sealer, log, now } = ground;
  const { publicUrl, listMembers, findCalendar } = ground;
  const deepLinking = createDeepLinking({
    connection,
    courses,
    publicUrl,
    now,
    findCalendar,
    gradebook: lti.ags,
    lineItemKey: (courseId, key) => lineItemKey({ courseId, key }),
    proofOf: text => sealer.sign('link', text),
    sign: (request, items) => lti.provider.deepLinkingMessage(request, items),
  });
  const review = {
    courses,
    roster,
    gradebook: lti.ags,
    // The launch waits for it, and for a look at the column after it: both within the 10 s of a page.
    syncRoster: (course: Course) => syncInTime({ store: roster, listMembers, now, log }, course, 4_000),
    panelTag: `tirek:${finalControl}`,
  };
  const copying = createCourseCopying({
    connection,
    courses,
    copySyllabus: copySyllabusBy(syllabi, papers.syllabus, now),
    copyTerm: (from, to, startOn) => papers.term.copyPlan(from, to, startOn),
    notifications: lti.notifications,
    log,
    now,
  });
  const { noteLink } = sync;
  const entering = { courses, roster, sessions, now, log, listMembers, noteLink };
  return {
    routes: [...deepLinking.routes, ...reviewRoutes(), ...copying.routes],
    takeNotice: (...given) => copying.takeNotice(...given),
    enterBy: routes => enterBy({ ...entering, deepLinking, copying, review, routes }),
  };
}
