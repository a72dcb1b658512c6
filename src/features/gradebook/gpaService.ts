import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { exactOfNumber, type Exact } from '../../kernel/exact.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { courseTotal } from '../grading/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type Syllabus } from '../syllabus/index.ts';
import { type GradedCourse } from './domain/gpa.ts';
import { computeRow } from './domain/row.ts';
import { type GradebookService } from './gradebookService.ts';
import { type SettingsStore } from './settingsStore.ts';

/** A course of a person in which a grade stands. */
export interface StandingCourse extends GradedCourse {
  readonly title: string;
}

export interface StandingCourses {
  readonly courses: readonly StandingCourse[];
  /** Courses with a grade whose syllabus does not say how many credits they have. */
  readonly withoutCredits: number;
}

export interface GpaService {
  /** A student's own courses in which the marks are open to the student. */
  ofOneself(personId: PersonId): Promise<StandingCourses>;
  /** A student's courses in which the viewer grades as well: nobody is told of other teachers' grades. */
  forGrader(personId: PersonId, viewer: PersonId): Promise<StandingCourses>;
}

export function createGpaService(parts: {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'coursesOf'>;
  readonly service: Pick<GradebookService, 'loadStudent' | 'findRules'>;
  readonly settings: Pick<SettingsStore, 'find'>;
  readonly publishedSyllabus: (course: Course) => Promise<Syllabus | null>;
}): GpaService {
  const { courses, roster, service, settings, publishedSyllabus } = parts;

  async function learnedBy(personId: PersonId): Promise<CourseId[]> {
    const found = await roster.coursesOf(personId);
    return found.flatMap(({ courseId, role }) => (role === 'learner' ? [courseId] : []));
  }

  /** The grade that stands in a course: all is released, no threshold and no status took it away. */
  async function standing(courseId: CourseId, personId: PersonId): Promise<Exact | null> {
    if ((await service.findRules(courseId)) === null) return null;
    const { rules, row } = await service.loadStudent(courseId, personId);
    const exam = row.exam?.released === true ? row.exam : null;
    const { result } = computeRow({ ...rules, courseTotal }, row.marks, exam, row.status);
    return result === null || result.reason !== null ? null : exactOfNumber(Number(result.gpa));
  }

  async function standingIn(courseIds: readonly CourseId[], personId: PersonId): Promise<StandingCourses> {
    const found: StandingCourse[] = [];
    let withoutCredits = 0;
    for (const courseId of courseIds) {
      const gpa = await standing(courseId, personId);
      const course = gpa === null ? null : await courses.find(courseId);
      if (gpa === null || course === null) continue;
      const credits = (await publishedSyllabus(course))?.course.credits ?? null;
      if (credits === null || credits <= 0) withoutCredits += 1;
      else found.push({ title: course.title, gpa, credits: exactOfNumber(credits) });
    }
    return { courses: found, withoutCredits };
  }

  return {
    async ofOneself(personId) {
      const own = await learnedBy(personId);
      const visible = await Promise.all(own.map(async id => (await settings.find(id)).marksVisible));
      return standingIn(
        own.filter((_, place) => visible[place] === true),
        personId,
      );
    },
    async forGrader(personId, viewer) {
      const graded = (await roster.coursesOf(viewer)).flatMap(({ courseId, role, active }) =>
        active && (role === 'instructor' || role === 'assistant') ? [courseId as string] : [],
      );
      const shared = (await learnedBy(personId)).filter(courseId => graded.includes(courseId));
      return standingIn(shared, personId);
    },
  };
}
