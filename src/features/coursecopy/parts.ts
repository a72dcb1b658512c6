import { type IsoDate } from '../../kernel/dates.ts';
import { type CourseId, type PersonId, type SyllabusId } from '../../kernel/ids.ts';
import { type Course } from '../course/index.ts';

/** Makes an accepted syllabus of one course the accepted syllabus of another, with everything that follows from it. */
export type CopySyllabus = (wish: {
  readonly from: CourseId;
  readonly syllabusId: SyllabusId;
  readonly to: CourseId;
  readonly personId: PersonId;
}) => Promise<void>;

/** Takes over what of a term is more than its first day, with its dates shifted. */
export type CopyTerm = (from: Course, to: Course, startOn: IsoDate | null) => Promise<void>;
