import { Router, type Request } from 'express';
import { z } from 'zod';
import { addOwnColumn, deleteColumn, setGrade } from '../gradebook.ts';
import { type Platform } from '../platform.ts';
import { type Column, type Course, type Person, type State } from '../state.ts';
import { findColumn, findGrade, findPerson, membersOf } from '../world.ts';
import { courseForm, courseFrame, enterCourse, runsCourse, seesClass } from './entering.ts';
import { readNumber } from './format.ts';
import { type FormAnswer } from './forms.ts';
import { gradeModel, gradebookModel, ownGradesModel } from './gradebookView.ts';
import { sendMessage, sendPage } from './render.ts';

const gradeForm = z.object({
  score: z.string(),
  comment: z.string(),
  overridden: z.literal('on').optional(),
  locked: z.literal('on').optional(),
});

const columnForm = z.object({ label: z.string().trim().min(1).max(255), maximum: z.string() });

/** The gradebook: everybody's grades for those who teach, one's own for a student. */
export function gradebookRoutes(platform: Platform): Router {
  const router = Router();
  router.get('/courses/:courseId/grades', async (request, response) => {
    const visit = await enterCourse(platform, request, response);
    if (visit === null) return;
    const { t } = visit;
    if (seesClass(visit)) {
      await sendPage(
        request,
        response,
        visit,
        'gradebook',
        courseFrame(visit, t.grades.title),
        gradebookModel(platform.state, visit),
      );
    } else {
      await sendPage(
        request,
        response,
        visit,
        'own-grades',
        courseFrame(visit, t.grades.ownTitle),
        ownGradesModel(platform.state, visit),
      );
    }
  });
  router.get('/courses/:courseId/grades/:columnId/:personId', async (request, response) => {
    const visit = await enterCourse(platform, request, response);
    if (visit === null) return;
    const cell = findCell(platform.state, visit.course, request);
    if (!runsCourse(visit) || cell === null) {
      await sendMessage(
        platform,
        request,
        response,
        cell === null ? 404 : 403,
        cell === null ? 'notFound' : 'notAllowed',
      );
      return;
    }
    const grade = findGrade(platform.state, cell.column.id, cell.person.id);
    const frame = courseFrame(visit, visit.t.grades.editTitle);
    await sendPage(
      request,
      response,
      visit,
      'grade',
      frame,
      gradeModel(visit, cell.column, cell.person, grade),
    );
  });
  router.post(
    '/courses/:courseId/grades/:columnId/:personId',
    courseForm(platform, gradeForm, saveGrade(platform)),
  );
  router.post('/courses/:courseId/columns', courseForm(platform, columnForm, addColumn(platform)));
  router.post(
    '/courses/:courseId/columns/:columnId/delete',
    courseForm(platform, z.object({}), ({ course }, _form, request) => {
      const column = findColumn(platform.state, course.id, String(request.params.columnId));
      if (column === null) return { message: 'notFound', status: 404 };
      deleteColumn(platform.state, column);
      return { to: gradebookPath(course) };
    }),
  );
  return router;
}

const gradebookPath = (course: Course): string => `/courses/${course.id}/grades`;

interface Cell {
  readonly column: Column;
  readonly person: Person;
}

function findCell(state: State, course: Course, request: Request): Cell | null {
  const column = findColumn(state, course.id, String(request.params.columnId));
  const person = findPerson(state, String(request.params.personId));
  if (column === null || person === null) return null;
  const isStudent = membersOf(state, course.id).some(
    one => one.person.id === person.id && one.enrolment.role === 'student',
  );
  return isStudent ? { column, person } : null;
}

function saveGrade(platform: Platform) {
  return ({ course }: { course: Course }, form: z.infer<typeof gradeForm>, request: Request): FormAnswer => {
    const cell = findCell(platform.state, course, request);
    if (cell === null) return { message: 'notFound', status: 404 };
    const score = readNumber(form.score);
    if (score === undefined || (score !== null && (score < 0 || score > cell.column.maximum))) {
      return { message: 'wrongInput', status: 400 };
    }
    const own = {
      score,
      // Browsers send line ends as CR LF.
      comment: form.comment.replaceAll('\r\n', '\n'),
      isOverridden: form.overridden === 'on',
      isLocked: form.locked === 'on',
    };
    setGrade(platform.state, cell.column, cell.person.id, own, platform.now());
    return { to: gradebookPath(course) };
  };
}

function addColumn(platform: Platform) {
  return ({ course }: { course: Course }, form: z.infer<typeof columnForm>): FormAnswer => {
    const maximum = readNumber(form.maximum);
    if (maximum == null || maximum <= 0) return { message: 'wrongInput', status: 400 };
    addOwnColumn(platform.state, course, form.label, maximum);
    return { to: gradebookPath(course) };
  };
}
