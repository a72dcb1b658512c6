import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, idPattern } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Course } from '../course/index.ts';
import { choose, columnsOf, type ColumnsParts, deleteColumn, stopColumn } from './columnsService.ts';
import { columnsView, deleteFailure } from './columnsView.ts';
import { choiceModes } from './domain/choice.ts';

export interface ColumnsRouteParts extends ColumnsParts {
  readonly findCourse: (id: CourseId) => Promise<Course | null>;
}

const notices = ['chosen', 'deleted', 'stopped'] as const;
const ofColumn = z.object({ column: z.string().regex(idPattern) });
const key = z.string().max(60);

/** The teacher's choice of what goes to the LMS. */
export function columnsRoutes(parts: ColumnsRouteParts): Route[] {
  const back = (context: LaunchContext, done: (typeof notices)[number]): Reply =>
    redirect(`${context.base}/gradesync/columns?done=${done}`);
  const show = async (
    context: LaunchContext,
    said: { notice?: string | undefined; failure?: string },
  ): Promise<Reply> => {
    const { actor, t } = context;
    const course = await parts.findCourse(actor.courseId);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    const viewer = { t, canManage: actor.can('gradesync.manage') };
    const model = columnsView(await columnsOf(parts, actor.courseId), viewer, course.lang);
    return page('gradesync/columns', t.gradesync.columnChoice.title, {
      notice: null,
      failure: null,
      ...said,
      ...model,
    });
  };
  return [
    defineRoute({
      method: 'get',
      path: '/gradesync/columns',
      permission: 'gradesync.read',
      query: z.object({ done: z.enum(notices).optional().catch(undefined) }),
      handler: (context, { query: { done } }) =>
        show(context, {
          ...(done === undefined ? {} : { notice: context.t.gradesync.columnChoice.notices[done] }),
        }),
    }),
    defineRoute({
      method: 'post',
      path: '/gradesync/columns',
      permission: 'gradesync.manage',
      body: z.object({
        mode: z.enum(choiceModes),
        // Several ticks of one name: what forms write for a list.
        'key[]': z.union([key, z.array(key).max(500)]).default([]),
      }),
      handler: async (context, { body }) => {
        await choose(parts, context.actor.courseId, { mode: body.mode, keys: [body['key[]']].flat() });
        return back(context, 'chosen');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/gradesync/columns/stop',
      permission: 'gradesync.manage',
      body: ofColumn,
      handler: async (context, { body }) => {
        await stopColumn(parts, context.actor.courseId, body.column);
        return back(context, 'stopped');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/gradesync/columns/delete',
      permission: 'gradesync.manage',
      body: ofColumn,
      handler: async (context, { body }) => {
        const failure = await deleteColumn(parts, context.actor.courseId, body.column);
        return failure === null
          ? back(context, 'deleted')
          : show(context, { failure: deleteFailure(failure, context) });
      },
    }),
  ];
}
