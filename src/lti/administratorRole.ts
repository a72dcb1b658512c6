/**
 * Roles outside a course that administer an LMS: LTI Core 1.3, appendices A.2.1 and A.2.2. They open the console of
 * their own platform and never give rights in a course.
 */
const administrators: readonly string[] = [
  'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator',
  'http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin',
  'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
];

/** @param roles as a launch writes them; context roles and short names (a course's Administrator) do not count */
export const isAdministrator = (roles: readonly string[]): boolean =>
  roles.some(role => administrators.includes(role));
