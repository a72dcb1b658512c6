import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type Choice, type DeepLinkingService } from './deepLinkingService.ts';
import { columnsView, dialogView, type Dialog } from './deepLinkingView.ts';
import { placeId } from './domain/place.ts';
import { type DialogRequest, type RequestStore } from './requestStore.ts';

export interface DeepLinkingRouteParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly requests: RequestStore;
  readonly service: DeepLinkingService;
}

const places = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform(value => new Set([value ?? []].flat()));

const choice = z.object({
  'place[]': places,
  /** Places of which the person has read that they have a column already. */
  'told[]': places,
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
      handler: (context, { body }) => place(parts, context, body),
    }),
    defineRoute({
      method: 'post',
      path: '/deeplinking/cancel',
      permission: 'course.read',
      handler: async context => {
        const { course, request } = await open(parts, context);
        const nothing = { chosen: [], withColumn: [] };
        return sendAnswer(context, request, await parts.service.answer(course, request, nothing));
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
  { 'place[]': chosen, 'told[]': told }: z.output<typeof choice>,
): Promise<Reply> {
  const { service } = parts;
  const { course, request } = await open(parts, context);
  const obstacle = service.obstacleTo(request);
  if (obstacle !== null) return showObstacle(context, obstacle);
  const { offers, hasSyllabus } = await service.offersOf(course);
  const taken = offers.filter(offer => chosen.has(placeId(offer.place)));
  const isTooMuch = taken.length > 1 && !request.settings.acceptMultiple;
  if (taken.length === 0 || isTooMuch) {
    const error = isTooMuch ? 'only-one' : 'nothing-chosen';
    return showDialog(context, { course, request, offers, hasSyllabus, chosen, error });
  }
  const withColumn = await service.withColumn(course, taken);
  const isTold = withColumn.every(offer => told.has(placeId(offer.place)));
  if (!isTold) return showColumns(context, course, { chosen: taken, withColumn });
  return sendAnswer(context, request, await service.answer(course, request, { chosen: taken, withColumn }));
}

function showDialog(context: LaunchContext, dialog: Dialog): Reply {
  const status = dialog.error === null ? 200 : 422;
  return page('deeplinking/dialog', context.t.deeplinking.title, dialogView(context, dialog), status);
}

function showObstacle({ t }: LaunchContext, obstacle: 'type-not-accepted' | 'not-teacher'): Reply {
  return page('deeplinking/obstacle', t.deeplinking.title, { text: t.deeplinking.obstacles[obstacle] });
}

/** What is to be read before the answer is made: the LMS takes it for a short time only. */
function showColumns({ t }: LaunchContext, course: Course, choice: Choice): Reply {
  return page('deeplinking/columns', t.deeplinking.title, columnsView(course, choice));
}

/** The page whose form goes to the LMS by itself. */
function sendAnswer({ t }: LaunchContext, { settings }: DialogRequest, jwt: string): Reply {
  return page('deeplinking/answer', t.deeplinking.title, { action: settings.returnUrl, jwt });
}
