import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { deleteColumn } from '../gradebook.ts';
import { type Opening, startLaunch } from '../launching.ts';
import { type Platform } from '../platform.ts';
import { sampleFiles } from '../samples.ts';
import { type Activity, type Course, type CourseRole, type Person, type State } from '../state.ts';
import { findActivity, findCourse, findRole } from '../world.ts';
import { type FormRoute, formRoute } from './forms.ts';
import { type PageFrame, sendAutopost, sendMessage, sendPage, startVisit, type Visit } from './render.ts';

/** A course and who looks at it. */
export interface CourseVisit extends Visit {
  readonly person: Person;
  readonly course: Course;
  /** Null for an administrator who is not enrolled. */
  readonly role: CourseRole | null;
}

/** Whether the person runs the course: teachers, and administrators without a role in it. */
export const runsCourse = ({ person, role }: Pick<CourseVisit, 'person' | 'role'>): boolean =>
  role === 'teacher' || (role === null && person.isAdministrator);

/** The course for the person who is logged in, or null after answering that there is none for them. */
export async function enterCourse(
  platform: Platform,
  request: Request,
  response: Response,
  courseId: string,
): Promise<CourseVisit | null> {
  const visit = startVisit(platform, request, response);
  const course = findCourse(platform.state, courseId);
  if (course === null) {
    await sendMessage(platform, request, response, 404, 'notFound');
    return null;
  }
  const entered = enterAs(platform.state, visit, course);
  if (entered === null) await sendMessage(platform, request, response, 403, 'notAllowed');
  return entered;
}

/** The visit inside the course; null for strangers, and for students while it is not published. */
export function enterAs(state: State, visit: Visit, course: Course): CourseVisit | null {
  const { person } = visit;
  if (person === null) return null;
  const role = findRole(state, course.id, person.id);
  const isStaff = role === 'teacher' || role === 'assistant' || person.isAdministrator;
  if (!isStaff && (role === null || !course.isPublished)) return null;
  return { ...visit, person, course, role };
}

/** Course pages and the activities in them. */
export function courseRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/courses/:courseId', async (request, response) => {
    const visit = await enterCourse(platform, request, response, request.params.courseId);
    if (visit === null) return;
    const frame = { title: visit.course.title, course: visit.course };
    await sendPage(request, response, visit, 'course', frame, courseModel(platform.state, visit));
  });
  router.get('/activities/:activityId', activityPage(platform));
  router.get('/activities/:activityId/:target', launchPage(platform));
  router.post('/activities/:activityId/remove', formRoute(platform, z.object({}), removeActivity));
  return router;
}

function courseModel(state: State, visit: CourseVisit) {
  const { course } = visit;
  const activityModel = (one: Activity) => ({
    id: one.id,
    title: one.title,
    description: one.description,
    href: one.opens === 'window' ? `/activities/${one.id}/window` : `/activities/${one.id}`,
    opensInWindow: one.opens === 'window',
    hasColumn: state.columns.some(column => column.activityId === one.id),
    isRemovable: one.isPlaced,
  });
  return {
    label: course.label,
    startsOn: dateIn(course.startsAt),
    isPublished: course.isPublished,
    canEdit: runsCourse(visit),
    files: sampleFiles(),
    sections: course.sections.map((section, index) => ({
      ...section,
      isFirst: index === 0,
      activities: state.activities.filter(one => one.sectionId === section.id).map(activityModel),
    })),
  };
}

/** dd.MM.yyyy in the university's own time zone. */
function dateIn(instant: string): string {
  return new Intl.DateTimeFormat('ru', { timeZone: 'Asia/Almaty', dateStyle: 'short' })
    .formatToParts(new Date(instant))
    .map(({ type, value }) => (type === 'year' && value.length === 2 ? `20${value}` : value))
    .join('');
}

function activityPage(platform: Platform) {
  return async (request: Request, response: Response): Promise<void> => {
    const activity = findActivity(platform.state, String(request.params.activityId));
    const visit = await enterCourse(platform, request, response, activity?.courseId ?? '');
    if (activity === null || visit === null) return;
    await sendTool(request, response, visit, activity.title, `/activities/${activity.id}`);
  };
}

/** The page around the tool's frame. `path` is where `/frame` and `/window` start the launch. */
export async function sendTool(
  request: Request,
  response: Response,
  visit: CourseVisit,
  title: string,
  path: string,
): Promise<void> {
  const frame: PageFrame = { title, course: visit.course };
  await sendPage(request, response, visit, 'tool', frame, {
    frameHref: `${path}/frame`,
    windowHref: `${path}/window`,
  });
}

function launchPage(platform: Platform) {
  return async (request: Request, response: Response): Promise<void> => {
    const activity = findActivity(platform.state, String(request.params.activityId));
    const visit = await enterCourse(platform, request, response, activity?.courseId ?? '');
    if (activity === null || visit === null) return;
    await sendLogin(platform, request, response, visit.person, {
      message: 'LtiResourceLinkRequest',
      activity,
    });
  };
}

/** The self-posting form that begins a launch, in a frame or a window as the last part of the address says. */
export async function sendLogin(
  platform: Platform,
  request: Request,
  response: Response,
  person: Person,
  opening: Opening,
): Promise<void> {
  const { target } = request.params;
  if (target !== 'frame' && target !== 'window') {
    await sendMessage(platform, request, response, 404, 'notFound');
    return;
  }
  const form = startLaunch(platform, person, opening, target === 'frame' ? 'iframe' : 'window');
  await sendAutopost(platform, request, response, form);
}

/** Takes a link out of its course; its column goes along, as it does in every LMS. */
const removeActivity: FormRoute<object> = async (platform, visit, _form, _response, request) => {
  const { state } = platform;
  const activity = findActivity(state, String(request.params.activityId));
  const course = activity === null ? null : findCourse(state, activity.courseId);
  if (activity === null || course === null) return { message: 'notFound', status: 404 };
  const entered = enterAs(state, visit, course);
  if (entered === null || !runsCourse(entered)) return { message: 'notAllowed', status: 403 };
  state.activities = state.activities.filter(one => one.id !== activity.id);
  for (const column of state.columns.filter(one => one.activityId === activity.id))
    deleteColumn(state, column);
  await platform.save();
  return { to: `/courses/${course.id}` };
};
