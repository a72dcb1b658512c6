import { type Request, type RequestHandler, type Response } from 'express';
import { type z } from 'zod';
import { type Platform } from '../platform.ts';
import { type Course, type CourseRole, type Person, type State } from '../state.ts';
import { findCourse, findRole } from '../world.ts';
import { type FormAnswer, formRoute } from './forms.ts';
import { type PageFrame, sendMessage, startVisit, type Visit } from './render.ts';

/** A course and who is in it. */
export interface CourseVisit extends Visit {
  readonly person: Person;
  readonly course: Course;
  /** Null for an administrator who is not enrolled. */
  readonly role: CourseRole | null;
}

/** Whether the person runs the course: teachers, and administrators without a role in it. */
export const runsCourse = ({ person, role }: Pick<CourseVisit, 'person' | 'role'>): boolean =>
  role === 'teacher' || (role === null && person.isAdministrator);

/** Whether the person sees everybody's grades. */
export const seesClass = (visit: Pick<CourseVisit, 'person' | 'role'>): boolean =>
  visit.role === 'assistant' || runsCourse(visit);

/** The frame of a page inside the course. */
export function courseFrame(visit: CourseVisit, title: string): PageFrame {
  const { id, title: courseTitle } = visit.course;
  return { title, course: { id, title: courseTitle, seesClass: seesClass(visit) } };
}

/** The visit inside the course; null for strangers, and for students while it is not published. */
function enterAs(state: State, visit: Visit, course: Course): CourseVisit | null {
  const { person } = visit;
  if (person === null) return null;
  const role = findRole(state, course.id, person.id);
  const entered = { ...visit, person, course, role };
  if (seesClass(entered)) return entered;
  return role !== null && course.isPublished ? entered : null;
}

/** The course for the person who is logged in, or null after answering that there is none for them. */
export async function enterCourse(
  platform: Platform,
  request: Request,
  response: Response,
  courseId = String(request.params.courseId),
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

export type CourseForm<T> = (
  visit: CourseVisit,
  form: T,
  request: Request,
) => FormAnswer | Promise<FormAnswer>;

/** A form of the course `:courseId` that only those who run the course may post. What it changed is saved. */
export function courseForm<T>(
  platform: Platform,
  shape: z.ZodType<T>,
  answer: CourseForm<T>,
): RequestHandler {
  return formRoute(platform, shape, async (_platform, visit, form, _response, request) => {
    const course = findCourse(platform.state, String(request.params.courseId));
    if (course === null) return { message: 'notFound', status: 404 };
    const entered = enterAs(platform.state, visit, course);
    if (entered === null || !runsCourse(entered)) return { message: 'notAllowed', status: 403 };
    const result = await answer(entered, form, request);
    await platform.save();
    return result;
  });
}
