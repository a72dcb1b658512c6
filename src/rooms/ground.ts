import { type Config } from '../config.ts';
import { buildCalendar } from '../features/calendar/index.ts';
import { type Course, createCourseStore, type CourseStore } from '../features/course/index.ts';
import { createRosterStore, type RosterStore } from '../features/roster/index.ts';
import { createSyllabusStore, type Syllabus, type SyllabusStore } from '../features/syllabus/index.ts';
import { listMembersOf } from '../lmsMembers.ts';
import { createLti, type Lti, type ObservedServiceCall } from '../lti/index.ts';
import { type Log } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { version } from '../paths.ts';
import { createSealer, type Sealer } from '../secrets/sealer.ts';
import { type Store } from '../store/index.ts';
import { createSessionStore, type SessionStore } from '../web/sessionStore.ts';

export interface TirekParts {
  readonly config: Config;
  readonly store: Store;
  readonly secretKey: string;
  readonly log: Log;
  readonly now: () => Date;
}

/** What every room stands on: the store, the LMSs, who is in which course, and what was published there. */
export interface Ground extends TirekParts {
  readonly connection: Store['connection'];
  readonly publicUrl: string;
  readonly sealer: Sealer;
  readonly metrics: Metrics;
  readonly lti: Lti;
  readonly courses: CourseStore;
  readonly roster: RosterStore;
  readonly sessions: SessionStore;
  readonly syllabi: SyllabusStore;
  readonly listMembers: ReturnType<typeof listMembersOf>;
  /** Null while the course has no accepted syllabus. */
  readonly publishedSyllabus: (course: Pick<Course, 'id' | 'syllabusId'>) => Promise<Syllabus | null>;
  /** The calendar of the published syllabus; null without one. */
  readonly findCalendar: (course: Course) => Promise<ReturnType<typeof buildCalendar> | null>;
}

/** @param onCall hears of every call to an LMS after the metrics have */
export function createGround(parts: TirekParts, onCall: (call: ObservedServiceCall) => void): Ground {
  const { config, store, log, now } = parts;
  const { connection } = store;
  const sealer = createSealer(parts.secretKey);
  const metrics = createMetrics();
  const observeCall = (call: ObservedServiceCall): void => {
    metrics.observeCall(call);
    onCall(call);
  };
  const lti = createLti({ connection, sealer, log, now, config, version, observeCall });
  const courses = createCourseStore(connection);
  const syllabi = createSyllabusStore(connection);
  const publishedSyllabus: Ground['publishedSyllabus'] = async ({ id, syllabusId }) =>
    syllabusId === null ? null : ((await syllabi.find(id, syllabusId))?.syllabus ?? null);
  return {
    ...parts,
    connection,
    publicUrl: config.publicUrl,
    sealer,
    metrics,
    lti,
    courses,
    roster: createRosterStore(connection),
    sessions: createSessionStore(connection),
    syllabi,
    listMembers: listMembersOf(lti, courses),
    publishedSyllabus,
    async findCalendar(course) {
      const syllabus = await publishedSyllabus(course);
      return syllabus === null ? null : buildCalendar(syllabus.calendar);
    },
  };
}
