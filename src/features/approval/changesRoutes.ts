import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { defineRoute, page, type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { diffSyllabi, type SyllabusStore } from '../syllabus/index.ts';
import { changeGroups } from './changeView.ts';

/** What is different: between the published version and the one before it, or between a draft and what is published. */
export function changesRoutes(parts: {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly syllabi: Pick<SyllabusStore, 'find' | 'findVersion'>;
}): Route[] {
  const publishedOf = async (courseId: Parameters<typeof parts.courses.find>[0]) => {
    const course = await parts.courses.find(courseId);
    return course?.syllabusId == null ? null : parts.syllabi.find(courseId, course.syllabusId);
  };
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus/changes',
      permission: 'syllabus.read',
      handler: async ({ actor, t }) => {
        const published = await publishedOf(actor.courseId);
        const number = published?.version ?? 0;
        const before = number > 1 ? await parts.syllabi.findVersion(actor.courseId, number - 1) : null;
        return page('approval/changes', t.approval.changes, {
          lead: before === null ? null : t.approval.changesSince({ version: number - 1, next: number }),
          groups:
            before === null || published === null
              ? null
              : changeGroups(diffSyllabi(before.syllabus, published.syllabus), t),
          documentLang: published?.syllabus.language ?? 'kk',
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/syllabus/changes/:draft',
      permission: 'syllabus.import',
      params: z.object({ draft: z.string() }),
      handler: async ({ actor, t }, { params }) => {
        const [published, draft] = await Promise.all([
          publishedOf(actor.courseId),
          parts.syllabi.find(actor.courseId, params.draft),
        ]);
        if (draft === null) throw new AppError('not-found', { what: 'syllabus draft' });
        return page('approval/changes', t.approval.changes, {
          lead: published === null ? null : t.approval.changesOfDraft({ version: published.version ?? 1 }),
          groups:
            published === null ? null : changeGroups(diffSyllabi(published.syllabus, draft.syllabus), t),
          documentLang: draft.syllabus.language,
        });
      },
    }),
  ];
}
