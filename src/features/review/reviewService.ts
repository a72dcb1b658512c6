import { type Ability } from '../../kernel/permissions.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type AgsService } from '../../lti/index.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Member, type RosterStore } from '../roster/index.ts';

/** What a submission review asks for. */
export interface ReviewWish {
  /** The student's id in the LMS (`sub`). */
  readonly forUserId: string;
  /** The line item's address; null when the LMS named none. */
  readonly lineItemUrl: string | null;
}

export interface ReviewParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly gradebook: Pick<AgsService, 'getLineItem'>;
  /** Reads the LMS's list of members, for a student who never came in. */
  readonly syncRoster: (course: Course) => Promise<unknown>;
  /** What is graded by the panel, by the tag of its line items. */
  readonly panelTag: string;
}

/** What is missing, as the page says it. */
export const missing = ['student', 'column'] as const;
export type Missing = (typeof missing)[number];

/**
 * Where a review leads somebody with these abilities, below `/l/<launch>`. A student comes to the own result without
 * anybody being looked up, so nothing can be learned of others.
 */
export async function reviewPath(
  parts: ReviewParts,
  courseId: CourseId,
  abilities: ReadonlySet<Ability>,
  wish: ReviewWish,
): Promise<string> {
  if (!abilities.has('grades.draft')) return abilities.has('grades.own') ? '/results' : '/calendar';
  const course = await parts.courses.find(courseId);
  if (course === null) return '/grading';
  const student = await findStudent(parts, course, wish.forUserId);
  if (student === null) return pathOf('student', null);
  return (await isOfPanel(parts, course, wish.lineItemUrl))
    ? `/grading/${student.person.id}`
    : pathOf('column', student.person.id);
}

const pathOf = (what: Missing, personId: PersonId | null): string =>
  `/review?missing=${what}${personId === null ? '' : `&student=${personId}`}`;

async function findStudent(parts: ReviewParts, course: Course, userId: string): Promise<Member | null> {
  const find = async (): Promise<Member | null> => {
    const members = await parts.roster.members(course.id);
    return members.find(({ person, role }) => person.sub === userId && role === 'learner') ?? null;
  };
  const known = await find();
  if (known !== null || course.services.nrpsUrl === null) return known;
  await parts.syncRoster(course);
  return find();
}

/**
 * Whether the column is filled from the grading panel. Where the LMS does not let us look, or has named none, the panel
 * is what the teacher most likely means; a column that the LMS knows no more is none of ours.
 */
async function isOfPanel(parts: ReviewParts, course: Course, url: string | null): Promise<boolean> {
  if (url === null) return true;
  const { registrationId, services } = course;
  const found = await parts.gradebook.getLineItem({ registrationId, ...services }, url);
  return found.kind === 'done' ? found.value.tag === parts.panelTag : found.kind !== 'not-found';
}
