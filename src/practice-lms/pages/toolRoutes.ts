import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { type Opening, startLaunch, storageFrameName } from '../launching.ts';
import { type Platform } from '../platform.ts';
import { type Activity, type Person } from '../state.ts';
import { findActivity, findColumn, findCourse, findPerson, findRole, nameOf } from '../world.ts';
import { courseFrame, enterCourse, runsCourse, seesClass } from './entering.ts';
import {
  type PageFrame,
  peekVisit,
  sendAutopost,
  sendMessage,
  sendPage,
  startVisit,
  type Visit,
} from './render.ts';

/**
 * Pages around the tool. Each place where the tool opens has three addresses: the LMS's page with the frame, and
 * `/frame` and `/window`, which start the launch in the frame or in a window of its own.
 */
export function toolRoutes(platform: Platform): Router {
  const router = Router();
  for (const [path, find] of [
    ['/activities/:activityId', findLink],
    ['/courses/:courseId/select', findSelection],
    ['/privacy', findPrivacy],
    ['/courses/:courseId/review/:columnId/:personId', findReview],
  ] as const) {
    router.get(path, async (request, response) => {
      const place = await find(platform, request, response);
      if (place !== null) await sendFrame(platform, request, response, place);
    });
    router.get(`${path}/:target`, async (request, response) => {
      const place = await find(platform, request, response);
      if (place !== null) await sendLogin(platform, request, response, place);
    });
  }
  router.get('/storage', async (request, response) => {
    const visit = peekVisit(platform, request);
    const model = { toolOrigin: platform.tool.origin };
    await sendPage(
      request,
      response,
      visit,
      'storage',
      { title: visit.t.launch.storage, isBare: true },
      model,
    );
  });
  router.get('/return', async (request, response) => sendReturned(platform, request, response));
  return router;
}

/** A place where the tool opens, for somebody who may open it. */
interface Place {
  readonly visit: Visit & { readonly person: Person };
  readonly frame: PageFrame;
  readonly path: string;
  readonly opening: Opening;
}

type FindPlace = (platform: Platform, request: Request, response: Response) => Promise<Place | null>;

const findLink: FindPlace = async (platform, request, response) => {
  const activity = findActivity(platform.state, String(request.params.activityId));
  const visit = await enterCourse(platform, request, response, activity?.courseId ?? '');
  if (activity === null || visit === null) return null;
  const opening: Opening = { message: 'LtiResourceLinkRequest', activity };
  return { visit, frame: courseFrame(visit, activity.title), path: `/activities/${activity.id}`, opening };
};

const findSelection: FindPlace = async (platform, request, response) => {
  const visit = await enterCourse(platform, request, response);
  if (visit === null) return null;
  if (!runsCourse(visit)) {
    await sendMessage(platform, request, response, 403, 'notAllowed');
    return null;
  }
  const { course, t } = visit;
  const opening: Opening = { message: 'LtiDeepLinkingRequest', courseId: course.id };
  return { visit, frame: courseFrame(visit, t.select.title), path: `/courses/${course.id}/select`, opening };
};

/** What the tool stores about the person: for everybody, from outside any course (LtiDataPrivacyLaunchRequest). */
const findPrivacy: FindPlace = async (platform, request, response) => {
  const visit = startVisit(platform, request, response);
  const { person, t } = visit;
  if (person === null) {
    await sendMessage(platform, request, response, 403, 'notAllowed');
    return null;
  }
  const opening: Opening = { message: 'LtiDataPrivacyLaunchRequest' };
  return { visit: { ...visit, person }, frame: { title: t.home.privacy }, path: '/privacy', opening };
};

/** A student's work behind a grade: for those who see the class, and for the student (Moodle opens it to both). */
const findReview: FindPlace = async (platform, request, response) => {
  const visit = await enterCourse(platform, request, response);
  if (visit === null) return null;
  const { course, t } = visit;
  const column = findColumn(platform.state, course.id, String(request.params.columnId));
  const student = findPerson(platform.state, String(request.params.personId));
  const isGraded = student !== null && findRole(platform.state, course.id, student.id) === 'student';
  if (column === null || column.origin === 'teacher' || !isGraded) {
    await sendMessage(platform, request, response, 404, 'notFound');
    return null;
  }
  if (!seesClass(visit) && visit.person.id !== student.id) {
    await sendMessage(platform, request, response, 403, 'notAllowed');
    return null;
  }
  const activity: Activity | null =
    column.activityId === null ? null : findActivity(platform.state, column.activityId);
  return {
    visit,
    frame: courseFrame(visit, t.grades.reviewTitle({ name: nameOf(student) })),
    path: `/courses/${course.id}/review/${column.id}/${student.id}`,
    opening: {
      message: 'LtiSubmissionReviewRequest',
      courseId: course.id,
      activity,
      columnId: column.id,
      personId: student.id,
    },
  };
};

async function sendFrame(
  { tool, state }: Platform,
  request: Request,
  response: Response,
  { visit, frame, path }: Place,
): Promise<void> {
  const { offerStorage, storageFrame } = state.ways;
  const model = {
    frameHref: `${path}/frame`,
    windowHref: `${path}/window`,
    storage: offerStorage ? { toolOrigin: tool.origin, frame: storageFrame ? storageFrameName : null } : null,
  };
  await sendPage(request, response, visit, 'tool', frame, model);
}

async function sendLogin(
  platform: Platform,
  request: Request,
  response: Response,
  place: Place,
): Promise<void> {
  const { target } = request.params;
  if (target !== 'frame' && target !== 'window') {
    await sendMessage(platform, request, response, 404, 'notFound');
    return;
  }
  const form = startLaunch(
    platform,
    place.visit.person,
    place.opening,
    target === 'frame' ? 'iframe' : 'window',
  );
  await sendAutopost(platform, request, response, form);
}

const returned = z.object({
  course: z.string().optional().catch(undefined),
  lti_msg: z.string().max(2000).optional().catch(undefined),
  lti_errormsg: z.string().max(2000).optional().catch(undefined),
});

/** Where the tool sends people who are done (`launch_presentation.return_url`), with what it has to say. */
async function sendReturned(platform: Platform, request: Request, response: Response): Promise<void> {
  const { course: courseId, lti_msg: message, lti_errormsg: errorMessage } = returned.parse(request.query);
  const visit = peekVisit(platform, request);
  const course = findCourse(platform.state, courseId ?? '');
  const title = errorMessage === undefined ? visit.t.launch.returned : visit.t.launch.returnedError;
  await sendPage(
    request,
    response,
    visit,
    'returned',
    { title, isBare: true },
    {
      text: errorMessage ?? message ?? '',
      courseHref: course === null ? '/' : `/courses/${course.id}`,
      // Nothing to say: the whole window goes back to the course, as in Moodle.
      leavesFrame: errorMessage === undefined && message === undefined,
    },
  );
}
