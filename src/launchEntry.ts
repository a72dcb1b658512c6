import { type CourseStore, enterCourse } from './features/course/index.ts';
import { type createRosterStore, syncStaleRoster } from './features/roster/index.ts';
import { type DestinationParts, destinationOf } from './launchDestination.ts';
import { type listMembersOf } from './lmsMembers.ts';
import { type EnterLaunch } from './lti/index.ts';
import { type Log } from './log.ts';
import { type SessionStore } from './web/sessionStore.ts';

export interface EntryParts extends DestinationParts {
  readonly courses: CourseStore;
  readonly roster: ReturnType<typeof createRosterStore>;
  readonly sessions: SessionStore;
  readonly now: () => Date;
  readonly log: Log;
  readonly listMembers: ReturnType<typeof listMembersOf>;
}

/** A verified launch becomes a person in a course with a session of its own, and goes on to the page that it named. */
export function enterBy(parts: EntryParts): EnterLaunch {
  const { courses, roster, sessions, now, log, listMembers } = parts;
  return async (launch, { browser, frameAncestors, storage }) => {
    const { person, context, registrationId } = launch;
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
        role: launch.role,
        locale: launch.locale ?? undefined,
        services: {
          lineItemsUrl: launch.ags?.lineItemsUrl ?? null,
          agsScopes: launch.ags?.scopes ?? [],
          nrpsUrl: launch.nrpsUrl,
          productFamily: launch.productFamily,
        },
      },
      now(),
    );
    const session = { ...entered, registrationId, role: launch.role, frameAncestors, storage };
    const id = await sessions.create(session, browser, now());
    if (launch.role === 'instructor') {
      // Nobody waits for the LMS here: the class page shows how the reading went.
      const course = { id: entered.courseId, registrationId };
      void syncStaleRoster({ store: roster, listMembers, now }, course).catch((error: unknown) =>
        log.warn({ error }, 'roster-sync-failed'),
      );
    }
    return { redirectTo: `/l/${id}${await destinationOf(parts, launch, entered, id)}` };
  };
}
