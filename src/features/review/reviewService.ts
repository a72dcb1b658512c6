import { type Ability } from '../../kernel/permissions.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Clock, systemClock } from '../../jobs/clock.ts';
import { inTime, late } from '../../jobs/inTime.ts';
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
  /**
   * Reads the LMS's list of members, for a student who never came in. A reading that nobody waits for any more goes on by
   * itself and never rejects unseen.
   */
  readonly syncRoster: (course: Course) => Promise<'done' | 'failed' | 'not-offered' | 'reading'>;
  /** What is graded by the panel, by the tag of its line items. */
  readonly panelTag: string;
  /** The computer's unless a test brings its own. */
  readonly clock?: Pick<Clock, 'elapsed' | 'wait'>;
}

/** What is missing, as the page says it; `list`: the LMS did not give its list, so nobody knows. */
export const missing = ['student', 'column', 'list'] as const;
export type Missing = (typeof missing)[number];

/**
 * For how long a review waits for the LMS in all. The launch before it may have waited 5 s for the platform's keys, and a
 * page answers within 10 s.
 */
const patienceMs = 4_000;

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
  const clock = parts.clock ?? systemClock;
  const endsAt = clock.elapsed() + patienceMs;
  const wait = <T>(work: Promise<T>): Promise<T | typeof late> => inTime(clock, endsAt, work);
  const found = await findStudent(parts, course, wish.forUserId, wait);
  if (found === 'student' || found === 'list') return pathOf(found, null);
  return (await isOfPanel(parts, course, wish.lineItemUrl, wait))
    ? `/grading/${found.person.id}`
    : pathOf('column', found.person.id);
}

/** The end of the work, or `late` when the time of the review is over. */
type Wait = <T>(work: Promise<T>) => Promise<T | typeof late>;

const pathOf = (what: Missing, personId: PersonId | null): string =>
  `/review?missing=${what}${personId === null ? '' : `&student=${personId}`}`;

/** The student, or what is missing for knowing who that is. */
async function findStudent(
  parts: ReviewParts,
  course: Course,
  userId: string,
  wait: Wait,
): Promise<Member | 'student' | 'list'> {
  const find = async (): Promise<Member | null> => {
    const members = await parts.roster.members(course.id);
    return members.find(({ person, role }) => person.sub === userId && role === 'learner') ?? null;
  };
  const known = await find();
  if (known !== null) return known;
  if (course.services.nrpsUrl === null) return 'student';
  const read = await wait(parts.syncRoster(course));
  const isRead = read === 'done' || read === 'not-offered';
  return (await find()) ?? (isRead ? 'student' : 'list');
}

/**
 * Whether the column is filled from the grading panel. Where the LMS does not let us look, not in time, or has named none, the panel
 * is what the teacher most likely means; a column that the LMS knows no more is none of ours.
 */
async function isOfPanel(
  parts: ReviewParts,
  course: Course,
  url: string | null,
  wait: Wait,
): Promise<boolean> {
  if (url === null) return true;
  const { registrationId, services } = course;
  const found = await wait(parts.gradebook.getLineItem({ registrationId, ...services }, url));
  if (found === late) return true;
  return found.kind === 'done' ? found.value.tag === parts.panelTag : found.kind !== 'not-found';
}
