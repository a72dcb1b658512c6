import { type CourseRole } from '../../../kernel/permissions.ts';

/** What is known of somebody's role in a course: from launches, and from the list of members (NRPS). */
export interface RoleEvidence {
  readonly launched: CourseRole | null;
  readonly listed: CourseRole | null;
}

const staff: ReadonlySet<CourseRole> = new Set(['instructor', 'assistant']);

/**
 * The role that decides whether somebody is graded. Moodle lists a non-editing teacher as "Learner" although he
 * launches as "Instructor", and a teacher who tries the student's view launches as "Learner": once seen as staff in
 * either place, never a student.
 */
export function effectiveRole(evidence: RoleEvidence): CourseRole {
  const { launched, listed } = evidence;
  if (launched !== null && staff.has(launched)) return launched;
  if (listed !== null && staff.has(listed)) return listed;
  // A launch without a role in the course says nothing of it.
  return (launched === 'guest' ? null : launched) ?? listed ?? 'guest';
}
