import { z } from 'zod';
import { isIsoDate } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Course, type CourseStore } from '../course/index.ts';
import { type CopyOffer, type CopyService } from './copyService.ts';

export interface CopyRouteParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly service: CopyService;
}

const takeBody = z.object({ startOn: z.string().trim().max(20) });

/** Asks the teacher of a copied course: take the older content over, or start empty. */
export function copyRoutes(parts: CopyRouteParts): Route[] {
  const { service } = parts;
  return [
    defineRoute({
      method: 'get',
      path: '/copy',
      permission: 'course.settings',
      handler: async context => {
        const offer = await service.findOffer(await getCourse(parts, context));
        return offer === null
          ? showNothing(context)
          : showQuestion(context, offer, offer.startOn ?? '', null);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/copy/take',
      permission: 'course.settings',
      body: takeBody,
      handler: async (context, { body }) => {
        const course = await getCourse(parts, context);
        const offer = await service.findOffer(course);
        if (offer === null) return showNothing(context);
        if (body.startOn !== '' && !isIsoDate(body.startOn)) {
          return showQuestion(context, offer, body.startOn, context.t.calendar.termWrong);
        }
        await service.take(course, context.actor.personId, body.startOn === '' ? null : body.startOn);
        return redirect(`${context.base}/calendar`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/copy/empty',
      permission: 'course.settings',
      handler: async context => {
        await service.startEmpty(await getCourse(parts, context));
        return redirect(`${context.base}/syllabus`);
      },
    }),
  ];
}

async function getCourse({ courses }: CopyRouteParts, { actor }: LaunchContext): Promise<Course> {
  const course = await courses.find(actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return course;
}

function showQuestion(
  { t }: LaunchContext,
  { origin }: CopyOffer,
  startOn: string,
  error: string | null,
): Reply {
  const view = { origin: origin.title, originLang: origin.lang, startOn, error };
  return page('coursecopy/question', t.coursecopy.title, view, error === null ? 200 : 422);
}

/** Nothing to ask: the course is no copy, has content of its own, or the older course had none. */
function showNothing({ t, base }: LaunchContext): Reply {
  const { title, text, goOn } = t.coursecopy.nothing;
  const actions = [{ text: goOn, href: `${base}/calendar` }];
  return page('layout/message', title, { message: { icon: 'info', tone: 'info', title, text, actions } });
}
