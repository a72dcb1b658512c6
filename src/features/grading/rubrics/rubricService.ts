import { AppError } from '../../../kernel/errors.ts';
import { type CourseId, type PersonId, type RegistrationId } from '../../../kernel/ids.ts';
import { type Course, type CourseStore } from '../../course/index.ts';
import { type AssessmentService, type UsableAssessment } from '../assessmentService.ts';
import { type Assessment, type AssessmentStore } from '../assessmentStore.ts';
import { type RubricVersion } from '../domain/carry.ts';
import { finalControl } from '../domain/grade.ts';
import { type Rubric } from '../domain/rubric.ts';
import { type RubricChange, rubricChanges } from '../domain/rubricChanges.ts';
import { type GradeStore } from '../gradeStore.ts';
import { type LibraryEntry, type LibraryStore } from './libraryStore.ts';

/** Who edits: a teacher of the course. Routes have checked what this person may do. */
interface Editor {
  readonly courseId: CourseId;
  readonly personId: PersonId;
}

/** The next version as its editor wants it. */
export interface RubricEdit {
  /** The version that the editor had on screen; 0: there was none. */
  readonly version: number;
  readonly rubric: Rubric;
  readonly from: readonly (number | null)[];
}

export interface RubricService {
  /** The course's rubric as it stands; null where there is none yet. */
  find(courseId: CourseId): Promise<Assessment | null>;
  /** All versions, the newest first. */
  versions(courseId: CourseId): Promise<RubricVersion[]>;
  /** Whose results an edit would change; empty where nobody is graded yet. */
  preview(courseId: CourseId, edit: RubricEdit): Promise<RubricChange[]>;
  /** `conflict`: somebody else has edited the rubric meanwhile, and nothing was written. */
  save(editor: Editor, edit: RubricEdit): Promise<'saved' | 'unchanged' | 'conflict'>;
  library(registrationId: RegistrationId): Promise<LibraryEntry[]>;
  getEntry(registrationId: RegistrationId, unsafeId: string): Promise<LibraryEntry>;
  /** Puts the course's rubric on the institution's shelf. */
  shelve(editor: Editor, title: string): Promise<void>;
  removeEntry(registrationId: RegistrationId, unsafeId: string, by: PersonId): Promise<void>;
}

export function createRubricService(parts: {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly assessments: AssessmentStore;
  readonly assessmentService: AssessmentService;
  readonly grades: GradeStore;
  readonly library: LibraryStore;
  readonly now: () => Date;
}): RubricService {
  const { courses, assessments, assessmentService, grades, library, now } = parts;
  const find = (courseId: CourseId): Promise<Assessment | null> => assessments.find(courseId, finalControl);

  async function getCourse(courseId: CourseId): Promise<Course> {
    const course = await courses.find(courseId);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    return course;
  }

  /** The assessment to write on; a course without a syllabus gets an empty one. */
  async function begin(courseId: CourseId): Promise<Assessment> {
    const { lang } = await getCourse(courseId);
    const { version: policyVersion } = await assessmentService.policyOfCourse(courseId);
    await assessments.adopt(courseId, finalControl, { rubric: null, lang, policyVersion });
    const begun = await find(courseId);
    if (begun === null) throw new Error('the assessment that was just made is not there');
    return begun;
  }

  return {
    find,
    async versions(courseId) {
      const readiness = await assessmentService.readinessOf(courseId);
      if (readiness.kind !== 'usable') return [];
      const rubrics = await assessmentService.rubricsOf(readiness.assessment);
      return [...rubrics.values()].reverse();
    },
    async preview(courseId, { rubric, from }) {
      const readiness = await assessmentService.readinessOf(courseId);
      if (readiness.kind !== 'usable') return [];
      const assessment: UsableAssessment = readiness.assessment;
      const written = await grades.list(courseId, assessment.key);
      const carried = await assessmentService.carry(assessment, written);
      const next = { version: assessment.rubricVersion + 1, rubric, from, by: null, at: null };
      return rubricChanges(carried, next, assessment.policy);
    },
    async save({ courseId, personId: by }, { version, rubric, from }) {
      const present = await find(courseId);
      if ((present?.rubric == null ? 0 : present.rubricVersion) !== version) return 'conflict';
      if (JSON.stringify(present?.rubric) === JSON.stringify(rubric)) return 'unchanged';
      const before = present ?? (await begin(courseId));
      const next = { rubric, lang: before.lang, from: version === 0 ? null : from, by, at: now() };
      return (await assessments.edit(before, next)) ? 'saved' : 'conflict';
    },
    library: registrationId => library.list(registrationId),
    async getEntry(registrationId, unsafeId) {
      const entry = await library.find(registrationId, unsafeId);
      if (entry === null) throw new AppError('not-found', { what: 'rubric of the library' });
      return entry;
    },
    async shelve({ courseId, personId: by }, title) {
      const [course, assessment] = await Promise.all([getCourse(courseId), find(courseId)]);
      if (assessment?.rubric == null) throw new AppError('not-found', { what: 'rubric' });
      const { rubric, lang } = assessment;
      await library.add(course.registrationId, {
        ...{ title, lang, rubric, courseTitle: course.title, by, at: now() },
      });
    },
    removeEntry: (registrationId, unsafeId, by) => library.remove(registrationId, unsafeId, by),
  };
}
