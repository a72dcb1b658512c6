import { type Connection } from 'mongoose';
import { type CourseId } from '../../kernel/ids.ts';
import { type Course } from './course.ts';

/**
 * The courses that were read or written a moment ago. A class comes in together and every page asks for its course
 * several times: one reading serves them. Changes of this process are seen at once, those of others within `freshMs`.
 */
export interface RecentCourses {
  find(id: CourseId): Course | null;
  findByContext(context: CourseContext): Course | null;
  /** Reads the course and keeps it, unless something was changed meanwhile: then the reading may be older than that. */
  keep<T extends Course | null>(read: () => Promise<T>): Promise<T>;
  /** Runs a change of the course, and forgets what was known of it. */
  change<T>(work: () => Promise<T>): Promise<T>;
}

/** How an LMS names a course: a context's id is unique within its deployment (LTI Core 1.3, 5.4.1). */
export type CourseContext = Pick<Course, 'registrationId' | 'deploymentId' | 'contextId'>;

const freshMs = 500;
/** More than a university opens in half a second; what is over starts afresh. */
const mostCourses = 1_000;

const byConnection = new WeakMap<Connection, RecentCourses>();

/** All stores on one connection share what they know, so that one's change is never hidden from another. */
export function recentCoursesOf(connection: Connection): RecentCourses {
  const known = byConnection.get(connection);
  if (known !== undefined) return known;
  const fresh = recentCourses(() => performance.now());
  byConnection.set(connection, fresh);
  return fresh;
}

/** @param clock in milliseconds, never running backwards */
export function recentCourses(clock: () => number): RecentCourses {
  const kept = new Map<string, { readonly course: Course; readonly until: number }>();
  let changes = 0;
  const find = (key: string): Course | null => {
    const found = kept.get(key);
    return found === undefined || found.until <= clock() ? null : found.course;
  };
  const forgetAll = (): void => {
    changes += 1;
    kept.clear();
  };
  return {
    find,
    findByContext: context => find(keyOf(context)),
    async keep(read) {
      const [before, until] = [changes, clock() + freshMs];
      const course = await read();
      if (course === null || changes !== before) return course;
      if (kept.size >= 2 * mostCourses) kept.clear();
      for (const key of [course.id, keyOf(course)]) kept.set(key, { course, until });
      return course;
    },
    async change(work) {
      forgetAll();
      try {
        return await work();
      } finally {
        forgetAll();
      }
    },
  };
}

/** No course id looks like this: it is JSON. */
const keyOf = ({ registrationId, deploymentId, contextId }: CourseContext): string =>
  JSON.stringify([registrationId, deploymentId, contextId]);
