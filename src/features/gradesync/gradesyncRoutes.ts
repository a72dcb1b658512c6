import { z } from 'zod';
import { type CourseId, idPattern } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { isRunning } from './checkView.ts';
import { columnsRoutes, type ColumnsRouteParts } from './columnsRoutes.ts';
import { csvOf } from './domain/csv.ts';
import { statusTable } from './statusTable.ts';
import { filters, openStatus, type PageParts, stampOf, statusPageModel } from './statusPage.ts';
import { chooseColumn, columnStatus, shownColumns } from './statusService.ts';
import { type ActionParts, decideConflict, remakeColumn, retryAll, retryOne } from './teacherActions.ts';

export interface RoutesParts extends PageParts, ActionParts, ColumnsRouteParts {
  /** Asks for a comparison with the LMS. */
  readonly compare: (courseId: CourseId) => Promise<void>;
}

const notices = ['retried', 'kept', 'resent', 'remade', 'compared'] as const;
type Notice = (typeof notices)[number];

const id = z.string().regex(idPattern);
const ofColumn = z.object({ column: id });
const ofGrade = z.object({ column: id, person: id });
const query = z.object({
  column: id.optional().catch(undefined),
  show: z.enum(filters).default('all').catch('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1),
  done: z.enum(notices).optional().catch(undefined),
});

export function gradesyncRoutes(parts: RoutesParts): Route[] {
  const back = (context: LaunchContext, column: string, done: Notice): Reply =>
    redirect(`${context.base}/gradesync?column=${column}&done=${done}`);
  return [
    ...columnsRoutes(parts),
    defineRoute({
      method: 'get',
      path: '/gradesync',
      permission: 'gradesync.read',
      query,
      handler: async (context, { query }) => {
        const opened = await openStatus(parts, context, query.column);
        const words = context.t.gradesync;
        const notice = query.done === undefined ? null : words.notices[query.done];
        const model = await statusPageModel(parts, opened, { ...query, column: query.column }, context.base);
        return page('gradesync/status', words.title, { notice, ...model });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/gradesync/status',
      permission: 'gradesync.read',
      query,
      handler: async ({ actor }, { query }) => {
        const [columns, check] = await Promise.all([
          shownColumns(parts, actor.courseId),
          parts.checks.find(actor.courseId),
        ]);
        const chosen = chooseColumn(columns, query.column);
        const current = chosen === null ? null : await columnStatus(parts, chosen);
        const summary = current?.summary ?? null;
        const now = parts.clock.now();
        const running = (summary?.isRunning ?? false) || isRunning(check, now);
        return json({ stamp: stampOf(current, check, now), running, summary });
      },
    }),
    defineRoute({
      // Not a GET: a whole class's grades leave the page only by a deliberate act.
      method: 'post',
      path: '/gradesync/export',
      permission: 'gradesync.read',
      body: ofColumn,
      handler: async (context, { body }) => {
        const opened = await openStatus(parts, context, body.column);
        const name = `${context.t.gradesync.exportName}.csv`;
        const csv = csvOf(statusTable(opened), context.lang === 'en' ? ',' : ';');
        return { kind: 'file', name, type: 'text/csv; charset=utf-8', body: csv };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/gradesync/retry',
      permission: 'gradesync.manage',
      body: ofGrade,
      handler: async (context, { body }) => {
        await retryOne(parts, context.actor.courseId, keyOf(body));
        return back(context, body.column, 'retried');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/gradesync/retry-all',
      permission: 'gradesync.manage',
      body: ofColumn,
      handler: async (context, { body }) => {
        await retryAll(parts, context.actor.courseId, body.column);
        return back(context, body.column, 'retried');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/gradesync/remake',
      permission: 'gradesync.manage',
      body: ofColumn,
      handler: async (context, { body }) => {
        await remakeColumn(parts, context.actor.courseId, body.column);
        return back(context, body.column, 'remade');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/gradesync/compare',
      permission: 'gradesync.manage',
      body: ofColumn,
      handler: async (context, { body }) => {
        await parts.compare(context.actor.courseId);
        return back(context, body.column, 'compared');
      },
    }),
    ...(['keep', 'send'] as const).map(decision =>
      defineRoute({
        method: 'post',
        path: `/gradesync/${decision}`,
        permission: 'gradesync.manage',
        body: ofGrade,
        handler: async (context, { body }) => {
          await decideConflict(parts, context.actor.courseId, keyOf(body), decision);
          return back(context, body.column, decision === 'keep' ? 'kept' : 'resent');
        },
      }),
    ),
  ];
}

const keyOf = (body: z.output<typeof ofGrade>) => ({
  unsafeColumnId: body.column,
  unsafePersonId: body.person,
});
