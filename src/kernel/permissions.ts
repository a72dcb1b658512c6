/**
 * What a course role may do. Pure: the one table that routes, services and views are checked against
 * (docs/permissions.md is its readable form; a test compares them).
 */
export const courseRoles = ['instructor', 'assistant', 'learner', 'mentor', 'guest'] as const;
export type CourseRole = (typeof courseRoles)[number];

export const abilities = [
  'course.read',
  'course.settings',
  'syllabus.read',
  'syllabus.import',
  'approval.act',
  'moocs.act',
  'moocs.read',
  'moocs.propose',
  'calendar.read',
  'roster.read',
  'roster.sync',
  'grades.read',
  'grades.draft',
  'grades.release',
  'grades.own',
  'rubrics.edit',
  'gradesync.read',
  'gradesync.manage',
  'deeplinking.place',
] as const;
export type Ability = (typeof abilities)[number];

const everyone: readonly Ability[] = ['course.read', 'calendar.read'];
const table: Record<CourseRole, readonly Ability[]> = {
  instructor: abilities.filter(ability => ability !== 'grades.own'),
  assistant: [
    ...everyone,
    'approval.act',
    'moocs.act',
    'moocs.read',
    'syllabus.read',
    'roster.read',
    'grades.read',
    'grades.draft',
    'gradesync.read',
  ],
  learner: [...everyone, 'syllabus.read', 'grades.own'],
  // A mentor sees the persons of role_scope_mentor alone; until that page is built, no person's data at all.
  mentor: [...everyone, 'approval.act', 'moocs.act'],
  // Empty, unknown and institution-only roles: the published calendar, read-only (LTI Core 1.3, section 5.3.7).
  guest: [...everyone, 'approval.act', 'moocs.act'],
};

/** The abilities of a role inside its course. Institution and system roles never add to them. */
export function abilitiesOf(role: CourseRole): ReadonlySet<Ability> {
  return new Set(table[role]);
}
