import { announcedBy, type CourseStore, enterCourse } from './features/course/index.ts';
import { linkIdOf } from './features/deeplinking/index.ts';
import { type GradeSync } from './features/gradesync/index.ts';
import { type createRosterStore, syncStaleRoster } from './features/roster/index.ts';
import { type DestinationParts, destinationOf } from './launchDestination.ts';
import { type listMembersOf } from './lmsMembers.ts';
import { type CourseId } from './kernel/ids.ts';
import { type EnterLaunch, type VerifiedLaunch } from './lti/index.ts';
import { type Log } from './log.ts';
import { type SessionStore } from './web/sessionStore.ts';

export interface EntryParts extends DestinationParts {
  readonly courses: CourseStore;
  readonly roster: ReturnType<typeof createRosterStore>;
  readonly sessions: SessionStore;
  readonly now: () => Date;
  readonly log: Log;
  readonly listMembers: ReturnType<typeof listMembersOf>;
  /** Which link of the LMS stands for which graded activity. */
  readonly noteLink: GradeSync['noteLink'];
}

/** A verified launch becomes a person in a course with a session of its own, and goes on to the page that it named. */
export function enterBy(parts: EntryParts): EnterLaunch {
  const { courses, roster, sessions, now, log, listMembers } = parts;
  return async (launch, context, { browser, frameAncestors, storage }) => {
    const { person, registrationId, role } = launch;
    const entered = await enterCourse(
      { courses, roster },
      {
        registrationId,
        deploymentId: launch.deploymentId,
        context: { id: context.id, title: context.title ?? context.label ?? '' },
        person: {
          sub: person.sub,
          name: person.name ?? undefined,
          givenName: person.givenName ?? undefined,
          familyName: person.familyName ?? undefined,
          email: person.email ?? undefined,
          sourcedId: person.sourcedId ?? undefined,
        },
        role,
        locale: launch.locale ?? undefined,
        services: announcedBy(launch),
      },
      now(),
    );
    const { personId, courseId, lang } = entered;
    const session = { personId, courseId, registrationId, role, lang, frameAncestors, storage };
    const id = await sessions.create(session, browser, now());
    if (role === 'instructor') {
      // Nobody waits for the LMS here: the class page shows how the reading went.
      const course = { id: courseId, registrationId };
      void syncStaleRoster({ store: roster, listMembers, now }, course).catch((error: unknown) =>
        log.warn({ error }, 'roster-sync-failed'),
      );
    }
    noteGradedLink(parts, launch, courseId);
    return { redirectTo: `/l/${id}${await destinationOf(parts, launch, entered, id)}` };
  };
}

/** For LMSs that make a column with a placed link and lose our id of it. Nobody waits for it. */
function noteGradedLink({ noteLink, log }: EntryParts, launch: VerifiedLaunch, courseId: CourseId): void {
  const place = linkIdOf(launch.custom)?.place;
  if (place?.kind !== 'activity' || launch.resourceLink === null) return;
  void noteLink(courseId, place.key, launch.resourceLink.id).catch((error: unknown) =>
    log.warn({ error }, 'gradesync-link-not-noted'),
  );
}
