import { type RegistrationId } from '../../kernel/ids.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { checkSyllabus, type InstitutionScale, type SyllabusStore } from '../syllabus/index.ts';
import { type CourseReport, type DepartmentReport, reportOf } from './domain/report.ts';

export { countsOf, type DepartmentReport } from './domain/report.ts';

export interface DepartmentParts {
  readonly courses: Pick<CourseStore, 'ofRegistration'>;
  readonly syllabi: Pick<SyllabusStore, 'find'>;
  readonly scaleOf: (courseId: Course['id']) => Promise<InstitutionScale>;
}

/** Reads all courses of a platform, each with what its accepted syllabus contradicts now. */
export type ReadDepartment = (registrationId: RegistrationId) => Promise<DepartmentReport>;

/** So many syllabi are read at once: enough to keep the store busy, few enough to leave it to others too. */
const together = 16;

export function createDepartment({ courses, syllabi, scaleOf }: DepartmentParts): ReadDepartment {
  const reportOn = async (course: Course, scale: InstitutionScale): Promise<CourseReport> => {
    const version = course.syllabusId === null ? null : await syllabi.find(course.id, course.syllabusId);
    if (version === null) return { title: course.title, version: null, findings: [] };
    const findings = [
      ...version.readingFindings,
      ...checkSyllabus(version.syllabus, version.evidence, scale),
    ];
    return { title: course.title, version: version.version, findings };
  };
  return async registrationId => {
    const all = await courses.ofRegistration(registrationId);
    const [first] = all;
    // One platform is one institution, and an institution has one scale.
    const scale = first === undefined ? [] : await scaleOf(first.id);
    const reports: CourseReport[] = [];
    for (let from = 0; from < all.length; from += together) {
      const part = all.slice(from, from + together);
      reports.push(...(await Promise.all(part.map(course => reportOn(course, scale)))));
    }
    return reportOf(reports);
  };
}
