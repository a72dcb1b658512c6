import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { definePublicRoute, defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type FeedService } from './feedService.ts';

const secret = /^([\w-]{43})\.ics$/;

/** The person's address of the calendar, and the one public route that it opens (docs/decisions/0013). */
export function feedRoutes(feeds: FeedService, courses: CourseStore): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/calendar/feed',
      permission: 'calendar.read',
      query: z.object({ notice: z.enum(['revoked']).optional().catch(undefined) }),
      handler: (context, { query }) =>
        show(feeds, courses, context, { isRevoked: query.notice !== undefined }),
    }),
    defineRoute({
      method: 'post',
      path: '/calendar/feed',
      permission: 'calendar.read',
      handler: async context => {
        const { courseId, personId } = context.actor;
        const address = await feeds.renew(courseId, personId, context.lang);
        return show(feeds, courses, context, { address });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/calendar/feed/revoke',
      permission: 'calendar.read',
      handler: async context => {
        await feeds.revoke(context.actor.courseId, context.actor.personId);
        return redirect(`${context.base}/calendar/feed?notice=revoked`);
      },
    }),
    definePublicRoute({
      why: 'the secret in the address is the permission: calendar programs send no cookies and open no launch',
      method: 'get',
      path: '/calendar/feeds/:file',
      handler: async ({ params }) => {
        const given = secret.exec(params.file ?? '')?.[1];
        const text = given === undefined ? null : await feeds.read(given);
        if (text === null) throw new AppError('not-found', { what: 'calendar feed' });
        return {
          reply: { kind: 'text', type: 'text/calendar; charset=utf-8', body: text },
          headers: {
            'Cache-Control': 'private, max-age=900',
            // Who asks with it again (If-None-Match) gets 304 without a body, from Express.
            ETag: `"${createHash('sha256').update(text).digest('base64url')}"`,
            // Otherwise a browser would call the file by its address.
            'Content-Disposition': 'inline; filename="calendar.ics"',
            'Referrer-Policy': 'no-referrer',
          },
        };
      },
    }),
  ];
}

async function show(
  feeds: FeedService,
  courses: CourseStore,
  { t, actor }: LaunchContext,
  { address = null, isRevoked = false }: { address?: string | null; isRevoked?: boolean },
): Promise<Reply> {
  const words = t.calendar.feed;
  const kept = await feeds.find(actor.courseId, actor.personId);
  const zone = (await courses.find(actor.courseId))?.term.timeZone ?? 'UTC';
  return page('calendar/feed', words.title, {
    address,
    // The scheme that calendar programs have taken for theirs: they subscribe instead of downloading once.
    program: address === null ? null : address.replace(/^https?:/, 'webcal:'),
    since: kept === null ? null : words.since({ at: formatInstant(kept.createdAt, zone) }),
    notice: isRevoked && kept === null ? { tone: 'success', text: words.revoked } : null,
  });
}
