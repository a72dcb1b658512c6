import { type CourseRole, type Person } from './state.ts';
import { type Ways } from './ways.ts';

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
export const role = {
  instructor: `${membership}#Instructor`,
  learner: `${membership}#Learner`,
  /** LTI Core 1.3, A.2.4: a sub-role goes along with its principal role. */
  teachingAssistant: `${membership}/Instructor#TeachingAssistant`,
  institutionAdministrator: 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
  systemAdministrator: 'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator',
} as const;

function courseRoles(courseRole: CourseRole | null, moodleRoles: boolean): readonly string[] {
  switch (courseRole) {
    case 'teacher':
      return [role.instructor];
    case 'assistant':
      return moodleRoles ? [role.instructor] : [role.instructor, role.teachingAssistant];
    case 'student':
      return [role.learner];
    case null:
      return [];
  }
}

/** The roles claim of a launch. */
export function launchRoles(person: Person, courseRole: CourseRole | null, ways: Ways): string[] {
  const roles = courseRoles(courseRole, ways.moodleRoles);
  if (!person.isAdministrator) return [...roles];
  const asMoodle = ways.moodleRoles && courseRole === null ? [role.instructor] : [];
  return [role.institutionAdministrator, ...roles, ...asMoodle, role.systemAdministrator];
}

/** The roles of a member in NRPS, by URI or short; Moodle lists a non-editing teacher as Learner. */
export function memberRoles(courseRole: CourseRole, ways: Ways): string[] {
  const roles =
    ways.moodleRoles && courseRole === 'assistant'
      ? [role.learner]
      : courseRoles(courseRole, ways.moodleRoles);
  return ways.shortRoles ? roles.map(shortRole) : [...roles];
}

/** "Learner" of "…/membership#Learner". A sub-role has no short name of its own and keeps its URI (LTI Core 1.3, A.2.3). */
export function shortRole(uri: string): string {
  return uri.startsWith(`${membership}#`) ? uri.slice(membership.length + 1) : uri;
}
