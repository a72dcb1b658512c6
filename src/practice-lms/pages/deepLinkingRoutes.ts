import { Router, type Request, type Response } from 'express';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { deepLinking, lti, registeredTool } from '../claims.ts';
import { type PendingLaunch } from '../pendingLaunches.ts';
import { type Platform } from '../platform.ts';
import { placeContent, type PlacedContent, contentItem } from '../placing.ts';
import { note, record } from '../services/serviceCall.ts';
import { type Course } from '../state.ts';
import { findCourse } from '../world.ts';
import { shownNumber } from './format.ts';
import { peekVisit, sendAutopost, sendPage, sendRefusal } from './render.ts';

const posted = z.object({ JWT: z.string().min(1), repost: z.string().optional() });

const claims = z.looseObject({
  [lti('message_type')]: z.literal('LtiDeepLinkingResponse'),
  [lti('version')]: z.literal('1.3.0'),
  [lti('deployment_id')]: z.literal(registeredTool.deploymentId),
  nonce: z.string().min(1),
});

/** What the tool answered, as far as this LMS reads it (Deep Linking 2.0, section 4.6). */
interface DeepLinkingAnswer {
  readonly data: string;
  readonly message: string;
  readonly errorMessage: string;
  readonly items: readonly unknown[];
}

/** A value in the answer that is not as it must be. */
class WrongAnswer extends Error {
  readonly value: string;
  constructor(value: string) {
    super(`wrong ${value}`);
    this.value = value;
  }
}

/** Takes what a teacher chose in the tool and puts it on the course page. */
export function deepLinkingRoutes(platform: Platform): Router {
  const router = Router();
  router.post('/deep-linking/return', async (request, response) => {
    record(platform, request, response);
    try {
      await takeAnswer(platform, request, response);
    } catch (error) {
      if (!(error instanceof WrongAnswer)) throw error;
      note(response, error.message);
      await sendRefusal(platform, request, response, { status: 400, value: error.value, expected: '' });
    }
  });
  return router;
}

async function takeAnswer(platform: Platform, request: Request, response: Response): Promise<void> {
  const form = posted.safeParse(request.body);
  if (!form.success) throw new WrongAnswer('JWT');
  const visit = peekVisit(platform, request);
  if (visit.person === null && form.data.repost === undefined) {
    // Our Lax cookie stays away when a page of the tool's site POSTs; our own page that POSTs again brings it.
    const fields = { JWT: form.data.JWT, repost: 'true' };
    await sendAutopost(platform, request, response, { action: request.originalUrl, fields });
    return;
  }
  const answer = await readAnswer(platform, form.data.JWT);
  const pending = platform.launches.find(answer.data);
  if (pending?.message !== 'LtiDeepLinkingRequest') throw new WrongAnswer('data');
  if (pending.personId !== visit.person?.id) throw new WrongAnswer('session');
  const { course, content } = await place(platform, pending, answer);
  note(response, content.map(one => one.activity.title).join(', '));
  const frame = { title: visit.t.select.done, isBare: true };
  await sendPage(request, response, visit, 'selected', frame, {
    courseHref: `/courses/${course.id}`,
    message: answer.message,
    errorMessage: answer.errorMessage,
    skipped: answer.items.length - content.length,
    items: content.map(({ activity, column }) => ({
      title: activity.title,
      column:
        column === null ? null : { column: column.label, maximum: shownNumber(column.maximum, visit.lang) },
    })),
  });
}

/** Places the items once: an answer that comes again finds its launch ended. */
async function place(
  platform: Platform,
  pending: PendingLaunch,
  answer: DeepLinkingAnswer,
): Promise<{ course: Course; content: PlacedContent[] }> {
  const course = findCourse(platform.state, pending.courseId ?? '');
  if (course === null) throw new WrongAnswer('data');
  platform.launches.end(pending.id);
  const content = answer.items.flatMap(one => {
    const item = contentItem.safeParse(one);
    return item.success ? [placeContent(platform.state, course, item.data)] : [];
  });
  await platform.save();
  return { course, content };
}

/** @throws WrongAnswer naming what is not as Deep Linking 2.0 asks */
async function readAnswer(platform: Platform, jwt: string): Promise<DeepLinkingAnswer> {
  const { payload } = await jwtVerify(jwt, platform.toolKeys, {
    algorithms: ['RS256'],
    issuer: registeredTool.clientId,
    audience: platform.url,
    requiredClaims: ['exp', 'iat'],
    currentDate: platform.now(),
  }).catch((error: unknown) => {
    throw new WrongAnswer(error instanceof errors.JWTClaimValidationFailed ? error.claim : 'JWT');
  });
  const known = claims.safeParse(payload);
  if (!known.success) throw new WrongAnswer(String(known.error.issues[0]?.path[0]));
  const text = (name: string): string => {
    const value = payload[deepLinking(name)];
    return typeof value === 'string' ? value : '';
  };
  const items = payload[deepLinking('content_items')] ?? [];
  if (!Array.isArray(items)) throw new WrongAnswer(deepLinking('content_items'));
  return {
    data: text('data'),
    message: text('msg'),
    errorMessage: text('errormsg'),
    items: items as unknown[],
  };
}
