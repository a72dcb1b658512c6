import { type Catalogue } from '../i18n/index.ts';
import { type Lang } from '../i18n/lang.ts';
import { type CourseId, type LaunchId, type PersonId, type RegistrationId } from '../kernel/ids.ts';
import { type Ability, type CourseRole } from '../kernel/permissions.ts';
import { type Log } from '../log.ts';

/** Who acts, in which course, and what this person may do there. */
export interface Actor {
  readonly personId: PersonId;
  readonly courseId: CourseId;
  readonly role: CourseRole;
  can(ability: Ability): boolean;
}

/** The part of a course that every page shows. */
export interface CourseHead {
  readonly id: CourseId;
  readonly registrationId: RegistrationId;
  readonly title: string;
  readonly lang: Lang;
}

/** What every request has, also one without a session. */
export interface RequestFacts {
  /** Shown to the person on an error page and written to the log. */
  readonly requestId: string;
  readonly lang: Lang;
  readonly t: Catalogue;
  readonly log: Log;
  /** Whether a script asked, which reads JSON, rather than a person, who reads a page. */
  readonly wantsJson: boolean;
}

/** A request inside a launch: somebody, in a course. */
export interface LaunchContext extends RequestFacts {
  readonly launchId: LaunchId;
  readonly actor: Actor;
  readonly course: CourseHead;
  /** The path that all pages of this launch begin with, e.g. `/l/66f…`. */
  readonly base: string;
  readonly csrf: string;
  /** Tells this person in this course apart from others, and tells nobody who it is. */
  readonly owner: string;
  /** The tab's token, where the session has no cookie. */
  readonly tab: string | null;
}
