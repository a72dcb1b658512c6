import { type CourseRole } from '../kernel/permissions.ts';

/**
 * LTI Core 1.3, appendix A.2.3: context roles are `…/membership#Instructor`, their sub-roles
 * `…/membership/Instructor#TeachingAssistant`; context roles alone may also be written short (`Instructor`), as
 * Moodle's NRPS does.
 */
const membership = /^http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/membership(?:\/(\w+))?#(\w+)$/;
const shortName = /^\w+$/;

interface ContextRole {
  readonly principal: string;
  readonly sub: string | null;
}

/** Institution and system roles (`…/institution/person#Instructor`) and unknown names are no context roles. */
function readContextRole(role: string): ContextRole | null {
  if (shortName.test(role)) return { principal: role, sub: null };
  const [, principal, name] = membership.exec(role) ?? [];
  if (name === undefined) return null;
  return principal === undefined ? { principal: name, sub: null } : { principal, sub: name };
}

/** Teaching assistants of a section, a group and so on are assistants too; so are those who only mark. */
const isAssistant = ({ principal, sub }: ContextRole): boolean =>
  /^TeachingAssistant/.test(principal) ||
  (principal === 'Instructor' && /^(TeachingAssistant|Grader)/.test(sub ?? ''));

/**
 * What somebody is in a course. An assistant's sub-role wins over Instructor, because Canvas sends both; institution
 * and system roles never count; without a role that we know: a guest.
 *
 * @param roles as a launch or NRPS writes them
 * @param mentored the persons of `role_scope_mentor`; a mentor of nobody is a guest
 */
export function courseRole(roles: readonly string[], mentored: readonly string[]): CourseRole {
  const known = roles.map(readContextRole).filter(role => role !== null);
  const has = (principal: string): boolean => known.some(role => role.principal === principal);
  if (known.some(isAssistant)) return 'assistant';
  if (has('Instructor')) return 'instructor';
  if (has('Learner')) return 'learner';
  if (has('Mentor') && mentored.length > 0) return 'mentor';
  return 'guest';
}
