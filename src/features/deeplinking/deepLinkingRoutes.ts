import { z } from 'zod';
import { catalogueOf } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type DeepLinkingService } from './deepLinkingService.ts';
import { dialogView, type Dialog } from './deepLinkingView.ts';
import { type Offer } from './domain/offer.ts';
import { placeId } from './domain/place.ts';
import { offerTitle } from './domain/title.ts';
import { type DialogRequest, type RequestStore } from './requestStore.ts';

export interface DeepLinkingRouteParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly requests: RequestStore;
  readonly service: DeepLinkingService;
}

const choice = z.object({
  'place[]': z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform(value => new Set([value ?? []].flat())),
});

/** The dialog in which a teacher picks what the LMS shall place, and its answer. */
export function deepLinkingRoutes(parts: DeepLinkingRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/deeplinking',
      // Everybody is told why nothing can be placed, and led back; placing itself asks for more.
      permission: 'course.read',
      handler: async context => {
        const { course, request } = await open(parts, context);
        const obstacle = context.actor.can('deeplinking.place')
          ? parts.service.obstacleTo(request)
          : 'not-teacher';
        if (obstacle !== null) return showObstacle(context, obstacle);
        const { offers, hasSyllabus } = await parts.service.offersOf(course);
        return showDialog(context, { course, request, offers, hasSyllabus, chosen: new Set(), error: null });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/deeplinking',
      permission: 'deeplinking.place',
      body: choice,
      handler: (context, { body }) => place(parts, context, body['place[]']),
    }),
    defineRoute({
      method: 'post',
      path: '/deeplinking/cancel',
      permission: 'course.read',
      handler: async context => {
        const { course, request } = await open(parts, context);
        return sendAnswer(context, course, request, await parts.service.answer(course, request, []));
      },
    }),
  ];
}

/** @throws AppError not-found in a launch that came from no dialog */
async function open(
  { courses, requests }: DeepLinkingRouteParts,
  { actor, launchId }: LaunchContext,
): Promise<{ course: Course; request: DialogRequest }> {
  const [course, request] = await Promise.all([courses.find(actor.courseId), requests.find(launchId)]);
  if (course === null || request === null) throw new AppError('not-found', { what: 'dialog of the LMS' });
  return { course, request };
}

async function place(
  parts: DeepLinkingRouteParts,
  context: LaunchContext,
  chosen: ReadonlySet<string>,
): Promise<Reply> {
  const { course, request } = await open(parts, context);
  const obstacle = parts.service.obstacleTo(request);
  if (obstacle !== null) return showObstacle(context, obstacle);
  const { offers, hasSyllabus } = await parts.service.offersOf(course);
  const taken = offers.filter(offer => chosen.has(placeId(offer.place)));
  const isTooMuch = taken.length > 1 && !request.settings.acceptMultiple;
  if (taken.length === 0 || isTooMuch) {
    const error = isTooMuch ? 'only-one' : 'nothing-chosen';
    return showDialog(context, { course, request, offers, hasSyllabus, chosen, error });
  }
  return sendAnswer(context, course, request, await parts.service.answer(course, request, taken));
}

function showDialog(context: LaunchContext, dialog: Dialog): Reply {
  const status = dialog.error === null ? 200 : 422;
  return page('deeplinking/dialog', context.t.deeplinking.title, dialogView(context, dialog), status);
}

function showObstacle({ t }: LaunchContext, obstacle: 'type-not-accepted' | 'not-teacher'): Reply {
  return page('deeplinking/obstacle', t.deeplinking.title, { text: t.deeplinking.obstacles[obstacle] });
}

/** The page whose form goes to the LMS: by itself, unless there is something to read first. */
function sendAnswer(
  { t }: LaunchContext,
  course: Course,
  { settings }: DialogRequest,
  { jwt, withColumn }: { jwt: string; withColumn: readonly Offer[] },
): Reply {
  const words = t.deeplinking;
  return page('deeplinking/answer', words.title, {
    action: settings.returnUrl,
    jwt,
    courseLang: course.lang,
    hasColumn: withColumn.map(offer => offerTitle(offer, catalogueOf(course.lang))),
  });
}
