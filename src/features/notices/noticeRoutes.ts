import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type ChoiceStore } from './choiceStore.ts';
import { type NoticeKind, noticeKinds } from './domain/notice.ts';
import { type NoticeStore } from './noticeStore.ts';
import { pageOf } from './noticeText.ts';
import { choiceView, listView } from './noticeView.ts';

export interface NoticeRouteParts {
  readonly notices: NoticeStore;
  readonly choices: ChoiceStore;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'findPeople'>;
  /** Whether a mail server is configured. */
  readonly hasMail: boolean;
  readonly now: () => Date;
}

const noticeParams = z.object({ notice: z.string() });
const savedQuery = z.object({ saved: z.literal('1').optional().catch(undefined) });
const choiceBody = z.record(z.string(), z.string().max(200));

/** What is new for this person in this course, and what the person wants to be told. */
export function noticeRoutes(parts: NoticeRouteParts): Route[] {
  return [...readingRoutes(parts), ...choiceRoutes(parts)];
}

function readingRoutes({ notices, courses, now }: NoticeRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/notices',
      permission: 'course.read',
      handler: async context => {
        const { courseId, personId } = context.actor;
        const course = await courses.find(courseId);
        if (course === null) throw new AppError('not-found', { what: 'course' });
        const found = await notices.list(courseId, personId);
        const view = listView(found, course.term.timeZone, context);
        return page('notices/list', context.t.notices.title, view);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/notices/read',
      permission: 'course.read',
      handler: async ({ actor, base }) => {
        await notices.markRead(actor.courseId, actor.personId, null, now());
        return redirect(`${base}/notices`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/notices/:notice/open',
      permission: 'course.read',
      params: noticeParams,
      handler: async ({ actor, base }, { params }) => {
        const found = await notices.find(actor.courseId, actor.personId, params.notice);
        if (found === null) throw new AppError('not-found', { what: 'notice' });
        await notices.markRead(actor.courseId, actor.personId, found.id, now());
        return redirect(`${base}${pageOf(found.fact, actor.role === 'learner')}`);
      },
    }),
  ];
}

function choiceRoutes(parts: NoticeRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/notices/choices',
      permission: 'course.read',
      query: savedQuery,
      handler: (context, { query }) => showChoices(parts, context, query.saved === '1'),
    }),
    defineRoute({
      method: 'post',
      path: '/notices/choices',
      permission: 'course.read',
      body: choiceBody,
      handler: async ({ actor, base }, { body }) => {
        const unchecked = (prefix: string): NoticeKind[] =>
          noticeKinds.filter(kind => body[`${prefix}.${kind}`] !== '1');
        const before = await parts.choices.find(actor.personId);
        // A form without the column of the mail says nothing of it.
        const mailOff = body['hasMail'] === '1' ? unchecked('mail') : before.mailOff;
        await parts.choices.save(actor.personId, { off: unchecked('show'), mailOff });
        return redirect(`${base}/notices/choices?saved=1`);
      },
    }),
  ];
}

async function showChoices(
  { choices, roster, hasMail }: NoticeRouteParts,
  context: LaunchContext,
  isSaved: boolean,
): Promise<Reply> {
  const { actor, t } = context;
  const mail = hasMail ? await addressState(roster, actor.personId) : 'off';
  const view = choiceView(await choices.find(actor.personId), mail, t);
  return page('notices/choices', t.notices.choices.title, { ...view, isSaved });
}

/** The address itself is not shown: it is the LMS's, and is changed there. */
async function addressState(
  roster: NoticeRouteParts['roster'],
  personId: PersonId,
): Promise<'on' | 'no-address'> {
  const [person] = await roster.findPeople([personId]);
  return person?.email == null ? 'no-address' : 'on';
}
