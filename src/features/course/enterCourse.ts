import { type Lang, langOfLocale } from '../../i18n/lang.ts';
import { type CourseId, type PersonId, type RegistrationId, type SyllabusId } from '../../kernel/ids.ts';
import { type CourseRole } from '../../kernel/permissions.ts';
import { type PersonFacts, type RosterStore } from '../roster/index.ts';
import { type AnnouncedServices } from './announced.ts';
import { type CourseCopy } from './course.ts';
import { type CourseStore } from './courseStore.ts';

/** What the course needs to know of a verified launch. */
export interface CourseLaunch {
  readonly registrationId: RegistrationId;
  readonly deploymentId: string;
  /** The title is blank when the launch does not say. */
  readonly context: { readonly id: string; readonly title: string };
  readonly person: PersonFacts;
  readonly role: CourseRole;
  readonly locale: string | undefined;
  readonly services: AnnouncedServices;
}

export interface Entered {
  readonly courseId: CourseId;
  /** The course's published syllabus; null while there is none. */
  readonly syllabusId: SyllabusId | null;
  /** Null: the course is no copy of another one, as far as is known. */
  readonly copy: CourseCopy | null;
  readonly personId: PersonId;
  /** The person's own choice, else the LMS's locale, else Kazakh. */
  readonly lang: Lang;
}

/**
 * Somebody came in by a verified launch: the course and the person exist from now on, the membership is as the LMS
 * says. Two launches at once end in the same state.
 */
export async function enterCourse(
  stores: { courses: CourseStore; roster: RosterStore },
  launch: CourseLaunch,
  now: Date,
): Promise<Entered> {
  const localeLang = langOfLocale(launch.locale) ?? 'kk';
  const [course, person] = await Promise.all([
    stores.courses.enter({
      registrationId: launch.registrationId,
      deploymentId: launch.deploymentId,
      contextId: launch.context.id,
      title: launch.context.title,
      lang: localeLang,
      services: launch.services,
    }),
    stores.roster.meetPerson(launch.registrationId, launch.person),
  ]);
  await stores.roster.recordLaunch(course.id, person.id, launch.role, now);
  return {
    courseId: course.id,
    syllabusId: course.syllabusId,
    copy: course.copy,
    personId: person.id,
    lang: person.lang ?? localeLang,
  };
}
