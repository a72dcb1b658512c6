import { AppError } from '../../kernel/errors.ts';
import { type CourseStore } from '../course/index.ts';
import {
  contentView,
  diffSyllabi,
  findingViews,
  type InstitutionScale,
  partName,
  partsOf,
  type SyllabusService,
  type SyllabusStore,
  type SyllabusVersion,
} from '../syllabus/index.ts';
import { type Approvable } from './approvable.ts';
import { changeGroups } from './changeView.ts';

export interface SyllabusDocumentParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly syllabi: Pick<SyllabusStore, 'find'>;
  readonly syllabus: Pick<SyllabusService, 'accept' | 'getDraft' | 'findingsOf'>;
  readonly scaleOf: (courseId: SyllabusVersion['courseId']) => Promise<InstitutionScale>;
}

/** The syllabus as a document that is agreed upon. */
export function syllabusDocument(parts: SyllabusDocumentParts): Approvable<SyllabusVersion> {
  const { courses, syllabi, syllabus, scaleOf } = parts;
  return {
    kind: 'syllabus',
    path: '/syllabus',
    name: t => t.syllabus.title,
    find: (courseId, unsafeId) => syllabi.find(courseId, unsafeId),
    getDraft: (courseId, unsafeId) => syllabus.getDraft(courseId, unsafeId),
    accept: (version, rev) => syllabus.accept(version, rev),
    async show(version, { t, lang }) {
      const [course, scale] = await Promise.all([courses.find(version.courseId), scaleOf(version.courseId)]);
      if (course === null) throw new AppError('not-found', { what: 'course' });
      const published = course.syllabusId === null ? null : await syllabi.find(course.id, course.syllabusId);
      const findings = await syllabus.findingsOf(version, scale);
      const before = published === null || published.id === version.id ? null : published.syllabus;
      return {
        partial: '/syllabus/content',
        model: contentView(version.syllabus, scale, t, lang, null),
        places: partsOf(version.syllabus).map(part => ({
          key: part.key,
          text: `${t.syllabus.sections[part.section]}: ${partName(part, t)}`,
        })),
        findings: findingViews(findings, { ...version, address: '' }, t, lang).map(
          ({ severity, text, place, href }) => ({ severity, text, place, href }),
        ),
        changes: before === null ? null : changeGroups(diffSyllabi(before, version.syllabus), t),
      };
    },
  };
}
