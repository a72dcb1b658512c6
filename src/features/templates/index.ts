import { type Connection } from 'mongoose';
import { type Lang } from '../../i18n/lang.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type InstitutionPages } from '../connect/index.ts';
import { type CourseStore } from '../course/index.ts';
import { type LockedText } from '../syllabus/index.ts';
import { emptyTemplate, lockedTexts, type SyllabusTemplate } from './domain/template.ts';
import { templatePages } from './templatePages.ts';
import { createTemplateStore } from './templateStore.ts';

export { startingPolicies, startingWeights, type SyllabusTemplate } from './domain/template.ts';

export interface Templates {
  readonly pages: InstitutionPages;
  /** The newest template of a course's institution. */
  ofCourse(courseId: CourseId): Promise<SyllabusTemplate>;
  /** What a syllabus of this course must say word for word, in its language. */
  lockedTexts(courseId: CourseId, lang: Lang): Promise<readonly LockedText[]>;
}

/** What an institution gives every new syllabus. */
export function createTemplates(parts: {
  readonly connection: Connection;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly now: () => Date;
}): Templates {
  const store = createTemplateStore(parts.connection);
  const ofCourse: Templates['ofCourse'] = async courseId => {
    const course = await parts.courses.find(courseId);
    return course === null ? emptyTemplate : (await store.newest(course.registrationId)).template;
  };
  return {
    pages: templatePages({ store, now: parts.now }),
    ofCourse,
    lockedTexts: async (courseId, lang) => lockedTexts(await ofCourse(courseId), lang),
  };
}
