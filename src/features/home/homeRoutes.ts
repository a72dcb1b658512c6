import { z } from 'zod';
import { isLang } from '../../i18n/lang.ts';
import { type Ability, abilitiesOf } from '../../kernel/permissions.ts';
import { defineRoute, redirect, type Route } from '../../web/route.ts';
import { type SessionStore } from '../../web/sessionStore.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';

/** Where a course begins: with its syllabus for who can bring one while there is none, else with the calendar. */
export function homePath(course: Pick<Course, 'syllabusId'> | null, abilities: ReadonlySet<Ability>): string {
  return course?.syllabusId == null && abilities.has('syllabus.import') ? '/syllabus' : '/calendar';
}

/** The course's home, and the person's own choice of language. */
export function homeRoutes(parts: {
  courses: CourseStore;
  roster: RosterStore;
  sessions: SessionStore;
}): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/',
      permission: 'course.read',
      handler: async ({ actor, base }) =>
        redirect(base + homePath(await parts.courses.find(actor.courseId), abilitiesOf(actor.role))),
    }),
    defineRoute({
      method: 'post',
      path: '/language',
      permission: 'course.read',
      body: z.object({ lang: z.string().refine(isLang), here: z.string().max(500).optional() }),
      handler: async ({ actor, base, launchId }, { body }) => {
        if (isLang(body.lang)) {
          await Promise.all([
            parts.sessions.setLang(launchId, body.lang),
            parts.roster.setLang(actor.personId, body.lang),
          ]);
        }
        // Only back into this launch: anything else would be an open redirect.
        const back = body.here ?? '';
        return redirect(back.startsWith(`${base}/`) && !back.includes('\\') ? back : `${base}/`);
      },
    }),
  ];
}
