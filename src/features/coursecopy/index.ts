import { type Connection } from 'mongoose';
import { type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type CopyHints, createCopyService, type MaybeCopy } from './copyService.ts';
import { copyRoutes } from './copyRoutes.ts';
import { createNoticeStore, type NoticeStore } from './noticeStore.ts';
import { type CopySyllabus } from './parts.ts';

export { withFormerLineItems } from './formerLineItems.ts';

export interface CourseCopying {
  readonly routes: readonly Route[];
  /** Recognises a copy at a teacher's launch. @returns the page that asks; null when there is nothing to ask */
  questionFor(course: MaybeCopy, hints: CopyHints): Promise<string | null>;
  /** Remembers an LMS's notice about a copy. */
  readonly noteCopy: NoticeStore['remember'];
}

export interface CourseCopyingParts {
  readonly connection: Connection;
  readonly courses: CourseStore;
  readonly copySyllabus: CopySyllabus;
  readonly now: () => Date;
}

/** Copied courses: where they came from, and what is taken over. */
export function createCourseCopying(parts: CourseCopyingParts): CourseCopying {
  const notices = createNoticeStore(parts.connection);
  const service = createCopyService({ ...parts, notices });
  return {
    routes: copyRoutes({ courses: parts.courses, service }),
    questionFor: async (course, hints) => ((await service.recognise(course, hints)) ? '/copy' : null),
    noteCopy: (context, originIds, now) => notices.remember(context, originIds, now),
  };
}
