import { type CourseId, type PersonId, type SyllabusId } from '../../kernel/ids.ts';

/** Makes an accepted syllabus of one course the accepted syllabus of another, with everything that follows from it. */
export type CopySyllabus = (wish: {
  readonly from: CourseId;
  readonly syllabusId: SyllabusId;
  readonly to: CourseId;
  readonly personId: PersonId;
}) => Promise<void>;
