import { type Lang } from '../../i18n/lang.ts';
import { type CourseId, type RegistrationId, type SyllabusId } from '../../kernel/ids.ts';

/** The first day of the term and the zone in which days and deadlines are counted. */
export interface Term {
  /** ISO date of the first day of week 1; null until the teacher has chosen it. */
  readonly startOn: string | null;
  readonly timeZone: string;
}

/** The LMS services of a course as its launches announced them; null where none has named one. */
export interface CourseServices {
  readonly lineItemsUrl: string | null;
  readonly agsScopes: readonly string[];
  readonly nrpsUrl: string | null;
  readonly productFamily: string | null;
}

export interface Course {
  readonly id: CourseId;
  readonly registrationId: RegistrationId;
  readonly deploymentId: string;
  readonly contextId: string;
  readonly title: string;
  /** The language of the course's documents; names of gradebook columns are written in it. */
  readonly lang: Lang;
  readonly term: Term;
  readonly services: CourseServices;
  readonly syllabusId: SyllabusId | null;
  /** Null: nothing says that the course was copied from another one. */
  readonly copy: CourseCopy | null;
}

/** The course is a copy of others: of the newest of `from`, which was a copy of the next, and so on. */
export interface CourseCopy {
  readonly from: readonly CourseId[];
  /** What the teacher decided about the older content; `open`: nothing yet. */
  readonly state: CopyState;
}
export type CopyState = 'open' | 'taken' | 'empty';
