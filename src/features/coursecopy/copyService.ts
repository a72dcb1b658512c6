import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { AppError } from '../../kernel/errors.ts';
import { dayOfInstant, type IsoDate } from '../../kernel/dates.ts';
import { type Course, type CourseCopy, type CourseStore } from '../course/index.ts';
import { type CopySyllabus, type CopyTerm } from './parts.ts';
import { idsOfHistory } from './domain/history.ts';
import { shiftedStart } from './domain/shift.ts';
import { type LinkStore } from './linkStore.ts';
import { type CopiedContext, type NoticeStore } from './noticeStore.ts';

/** What a launch says of where its course came from. */
export interface CopyHints extends CopiedContext {
  /** The value of `$Context.id.history`. */
  readonly history: string | undefined;
  /** The launched link, with the value of `$ResourceLink.id.history`; null where the LMS does not replace it. */
  readonly link: { readonly id: string; readonly history: string } | null;
  /** The course in which the launched link was made, as its signature proves. */
  readonly linkCourseId: CourseId | null;
}

/** A course that may be a copy. */
export type MaybeCopy = Pick<Course, 'syllabusId' | 'copy'> & { readonly courseId: CourseId };

export interface CopyServiceParts {
  readonly courses: CourseStore;
  readonly notices: NoticeStore;
  readonly links: LinkStore;
  readonly copySyllabus: CopySyllabus;
  readonly copyTerm: CopyTerm;
  readonly now: () => Date;
}

export interface CopyService {
  /** Recognises a copy at a teacher's launch, and says whether the teacher has to be asked. */
  recognise(course: MaybeCopy, hints: CopyHints): Promise<boolean>;
  /** What can be taken over; null when there is nothing, or the course has content of its own. */
  findOffer(course: Course): Promise<CopyOffer | null>;
  /** Takes the older content over: the syllabus with its rubric, and the term from the given day on. Never a grade. */
  take(course: Course, personId: PersonId, startOn: IsoDate | null): Promise<void>;
  startEmpty(course: Course): Promise<void>;
}

export interface CopyOffer {
  readonly origin: Course;
  /** Proposed for the new term; null: the older course had no dates. */
  readonly startOn: IsoDate | null;
}

export function createCopyService(parts: CopyServiceParts): CopyService {
  const { courses, links, copySyllabus, copyTerm, now } = parts;

  async function findOffer(course: Course): Promise<CopyOffer | null> {
    if (course.copy === null || course.syllabusId !== null) return null;
    for (const id of course.copy.from) {
      const origin = await courses.find(id);
      if (origin === null || origin.registrationId !== course.registrationId) continue;
      if (origin.syllabusId === null) continue;
      const today = dayOfInstant(now(), course.term.timeZone);
      return { origin, startOn: shiftedStart(origin.term.startOn, today) };
    }
    return null;
  }

  return {
    findOffer,
    async recognise(course, hints) {
      const { link, registrationId, deploymentId } = hints;
      if (link !== null) {
        const { courseId } = course;
        await links.remember({ registrationId, deploymentId, linkId: link.id, courseId });
      }
      if (course.copy !== null) return course.copy.state === 'open' && course.syllabusId === null;
      const from = await originsOf(parts, course, hints);
      if (from.length === 0) return false;
      const state =
        course.syllabusId === null && from.some(one => one.syllabusId !== null) ? 'open' : 'empty';
      await courses.setCopy(course.courseId, { from: idsOf(from), state });
      return state === 'open';
    },
    async take(course, personId, startOn) {
      const offer = await findOffer(course);
      if (offer?.origin.syllabusId == null) throw new AppError('conflict', { what: 'nothing to take over' });
      await copySyllabus({
        from: offer.origin.id,
        syllabusId: offer.origin.syllabusId,
        to: course.id,
        personId,
      });
      await courses.setTermStart(course.id, startOn);
      await copyTerm(offer.origin, course, startOn);
      await courses.decideCopy(course.id, 'taken');
    },
    startEmpty: course => courses.decideCopy(course.id, 'empty'),
  };
}

/** The origins in the LMS's order, each followed by those that it was a copy of itself. */
function idsOf(origins: readonly Course[]): CourseId[] {
  const copied = (copy: CourseCopy | null): readonly CourseId[] => copy?.from ?? [];
  return [...new Set(origins.flatMap(one => [one.id, ...copied(one.copy)]))];
}

/**
 * Courses of the same registration that the LMS, its notice or the launched link names. An id alone proves nothing: people
 * edit parameters, and another LMS's courses are nobody's business here.
 */
async function originsOf(
  { courses, notices, links }: CopyServiceParts,
  course: MaybeCopy,
  hints: CopyHints,
): Promise<Course[]> {
  const { registrationId, deploymentId, linkCourseId } = hints;
  const said = idsOfHistory(hints.history);
  // Reading notices is for courses that are still empty: the others have been used since they were copied.
  const noticed = course.syllabusId === null ? await notices.originsOf(hints) : [];
  const contexts = [...new Set([...said, ...noticed])];
  const named = contexts.length === 0 ? [] : await courses.findByContexts(registrationId, contexts);
  const older = hints.link === null ? [] : await links.coursesOf(hints, idsOfHistory(hints.link.history));
  const ids = [...new Set([...older, ...(linkCourseId === null ? [] : [linkCourseId])])];
  const linked = (await Promise.all(ids.map(id => courses.find(id)))).flatMap(one =>
    one !== null && one.registrationId === registrationId ? [one] : [],
  );
  const found = [...named, ...linked.filter(one => named.every(({ id }) => id !== one.id))];
  const others = found.filter(one => one.id !== course.courseId);
  // Two deployments may know the same context: that of the launch counts first.
  const isNear = (one: Course): boolean => one.deploymentId === deploymentId;
  return [...others.filter(isNear), ...others.filter(one => !isNear(one))];
}
