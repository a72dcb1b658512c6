import { type RegistrationId } from '../../kernel/ids.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import {
  checkSyllabus,
  type InstitutionScale,
  type LockedText,
  lockedTextFindings,
  type SyllabusStore,
} from '../syllabus/index.ts';
import { type CourseReport, type DepartmentReport, reportOf } from './domain/report.ts';

export { countsOf, type DepartmentReport } from './domain/report.ts';

export interface DepartmentParts {
  readonly courses: Pick<CourseStore, 'ofRegistration'>;
  readonly syllabi: Pick<SyllabusStore, 'find'>;
  readonly scaleOf: (courseId: Course['id']) => Promise<InstitutionScale>;
  /** The institution's locked policy texts, in the language of a course's syllabus. */
  readonly lockedTexts: (courseId: Course['id'], lang: Lang) => Promise<readonly LockedText[]>;
}

/** Reads all courses of a platform, each with what its accepted syllabus contradicts now. */
export type ReadDepartment = (registrationId: RegistrationId) => Promise<DepartmentReport>;

/** So many syllabi are read at once: enough to keep the store busy, few enough to leave it to others too. */
const together = 16;

export function createDepartment({
  courses,
  syllabi,
  scaleOf,
  lockedTexts,
}: DepartmentParts): ReadDepartment {
  const reportOn = async (course: Course, { scale, locked }: Institution): Promise<CourseReport> => {
    const version = course.syllabusId === null ? null : await syllabi.find(course.id, course.syllabusId);
    if (version === null) return { title: course.title, version: null, findings: [] };
    const { syllabus, evidence, readingFindings } = version;
    const findings = [
      ...readingFindings,
      ...checkSyllabus(syllabus, evidence, scale),
      ...lockedTextFindings(syllabus, locked[syllabus.language]),
    ];
    return { title: course.title, version: version.version, findings };
  };
  // One platform is one institution, and an institution has one scale and one template.
  const institutionOf = async ({ id }: Course): Promise<Institution> => {
    const [scale, kk, ru, en] = await Promise.all([
      scaleOf(id),
      lockedTexts(id, 'kk'),
      lockedTexts(id, 'ru'),
      lockedTexts(id, 'en'),
    ]);
    return { scale, locked: { kk, ru, en } };
  };
  return async registrationId => {
    const all = await courses.ofRegistration(registrationId);
    const [first] = all;
    if (first === undefined) return reportOf([]);
    const institution = await institutionOf(first);
    const reports: CourseReport[] = [];
    for (let from = 0; from < all.length; from += together) {
      const part = all.slice(from, from + together);
      reports.push(...(await Promise.all(part.map(course => reportOn(course, institution)))));
    }
    return reportOf(reports);
  };
}

interface Institution {
  readonly scale: InstitutionScale;
  readonly locked: Readonly<Record<Lang, readonly LockedText[]>>;
}
