import { type Connection } from 'mongoose';
import { type Log } from '../../log.ts';
import { type Notice, type NotificationService } from '../../lti/index.ts';
import { type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type CopyHints, createCopyService, type MaybeCopy } from './copyService.ts';
import { copyRoutes } from './copyRoutes.ts';
import { createLinkStore } from './linkStore.ts';
import { createNoticeStore } from './noticeStore.ts';
import { type CopySyllabus, type CopyTerm } from './parts.ts';
import { createSubscriptions, type NoticeOffer } from './subscription.ts';

export { withFormerLineItems } from './formerLineItems.ts';

export interface CourseCopying {
  readonly routes: readonly Route[];
  /** Recognises a copy at a teacher's launch. @returns the page that asks; null when there is nothing to ask */
  questionFor(course: MaybeCopy, hints: CopyHints): Promise<string | null>;
  /** Remembers what an LMS's notice says of a copy. */
  takeNotice(notice: Notice): Promise<void>;
  /** Asks the LMS of a launch for such notices, where it sends any. */
  wantNotices(offer: NoticeOffer): void;
}

export interface CourseCopyingParts {
  readonly connection: Connection;
  readonly courses: CourseStore;
  readonly copySyllabus: CopySyllabus;
  readonly copyTerm: CopyTerm;
  readonly notifications: NotificationService;
  readonly log: Log;
  readonly now: () => Date;
}

/** Copied courses: where they came from, and what is taken over. */
export function createCourseCopying(parts: CourseCopyingParts): CourseCopying {
  const notices = createNoticeStore(parts.connection);
  const service = createCopyService({ ...parts, notices, links: createLinkStore(parts.connection) });
  return {
    routes: copyRoutes({ courses: parts.courses, service }),
    questionFor: async (course, hints) => ((await service.recognise(course, hints)) ? '/copy' : null),
    async takeNotice(notice) {
      if (notice.type !== 'LtiContextCopyNotice' || notice.originContextIds.length === 0) return;
      await notices.remember(notice, notice.originContextIds, parts.now());
    },
    wantNotices: createSubscriptions(parts),
  };
}
