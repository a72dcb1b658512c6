import { Router } from 'express';
import { z } from 'zod';
import { copyCourse } from '../copying.ts';
import { deleteColumn } from '../gradebook.ts';
import { tellOfCopy } from '../notices.ts';
import { type Platform } from '../platform.ts';
import { sampleFiles } from '../samples.ts';
import { type Activity, type State } from '../state.ts';
import { byName, findActivity, membersOf, nameOf } from '../world.ts';
import { courseForm, courseFrame, type CourseVisit, enterCourse, runsCourse, seesClass } from './entering.ts';
import { shownDate } from './format.ts';
import { sendMessage, sendPage } from './render.ts';

/** A course's own page and its participants. */
export function courseRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/courses/:courseId', async (request, response) => {
    const visit = await enterCourse(platform, request, response);
    if (visit === null) return;
    const frame = courseFrame(visit, visit.course.title);
    await sendPage(request, response, visit, 'course', frame, courseModel(platform.state, visit));
  });
  router.get('/courses/:courseId/people', async (request, response) => {
    const visit = await enterCourse(platform, request, response);
    if (visit === null) return;
    if (!seesClass(visit)) {
      await sendMessage(platform, request, response, 403, 'notAllowed');
      return;
    }
    const frame = courseFrame(visit, visit.t.people.title);
    await sendPage(request, response, visit, 'people', frame, peopleModel(platform.state, visit));
  });
  router.post(
    '/courses/:courseId/people/:personId',
    courseForm(platform, z.object({ active: z.enum(['yes', 'no']) }), ({ course }, { active }, request) => {
      const { personId } = request.params;
      const enrolment = platform.state.enrolments.find(
        one => one.courseId === course.id && one.personId === personId,
      );
      if (enrolment === undefined) return { message: 'notFound', status: 404 };
      enrolment.isActive = active === 'yes';
      return { to: `/courses/${course.id}/people` };
    }),
  );
  router.post(
    '/courses/:courseId/copy',
    courseForm(platform, z.object({}), async ({ course, person, t }) => {
      const copy = copyCourse(platform.state, course, person, t.course.copyOf({ title: course.title }));
      await tellOfCopy(platform, copy);
      return { to: `/courses/${copy.id}` };
    }),
  );
  router.post(
    '/courses/:courseId/activities/:activityId/remove',
    courseForm(platform, z.object({}), ({ course }, _form, request) => {
      const activity = findActivity(platform.state, String(request.params.activityId));
      if (activity?.courseId !== course.id) return { message: 'notFound', status: 404 };
      removeActivity(platform.state, activity);
      return { to: `/courses/${course.id}` };
    }),
  );
  return router;
}

/** Takes a link out of its course; its columns go along, as they do in every LMS. */
function removeActivity(state: State, activity: Activity): void {
  state.activities = state.activities.filter(one => one.id !== activity.id);
  for (const column of state.columns.filter(one => one.activityId === activity.id))
    deleteColumn(state, column);
}

function courseModel(state: State, visit: CourseVisit) {
  const { course } = visit;
  return {
    label: course.label,
    startsOn: shownDate(course.startsAt),
    isPublished: course.isPublished,
    canEdit: runsCourse(visit),
    files: sampleFiles(),
    sections: course.sections.map((section, index) => ({
      ...section,
      isFirst: index === 0,
      activities: state.activities
        .filter(one => one.sectionId === section.id)
        .map(one => activityModel(state, one)),
    })),
  };
}

function activityModel(state: State, activity: Activity) {
  const { id, title, description, opens, isPlaced } = activity;
  return {
    id,
    title,
    description,
    href: opens === 'window' ? `/activities/${id}/window` : `/activities/${id}`,
    opensInWindow: opens === 'window',
    hasColumn: state.columns.some(column => column.activityId === id),
    isRemovable: isPlaced,
  };
}

const order = ['teacher', 'assistant', 'student'] as const;

function peopleModel(state: State, visit: CourseVisit) {
  const members = membersOf(state, visit.course.id).sort(
    (a, b) => order.indexOf(a.enrolment.role) - order.indexOf(b.enrolment.role) || byName(a.person, b.person),
  );
  return {
    canEdit: runsCourse(visit),
    members: members.map(({ person, enrolment }) => ({
      id: person.id,
      name: nameOf(person),
      isNameless: person.isNameless,
      role: visit.t.roles[enrolment.role],
      sourcedId: person.sourcedId,
      email: person.email,
      isActive: enrolment.isActive,
    })),
  };
}
