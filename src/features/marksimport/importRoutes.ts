import { z } from 'zod';
import { documentLimits } from '../../documents/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type Gradebook } from '../gradebook/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type ImportRefusal, type ImportService, type UnsafeChoices } from './importService.ts';
import { type ImportStore, type MarksImport } from './importStore.ts';
import { importView, madeView, startView } from './importView.ts';

export interface ImportRouteParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly gradebook: Pick<Gradebook, 'loadClass'>;
  readonly store: ImportStore;
  readonly service: ImportService;
}

const params = z.object({ import: z.string() });
const revision = z.coerce.number().int().min(1);

export function importRoutes(parts: ImportRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/marksimport',
      permission: 'grades.draft',
      handler: context => showStart(parts, context, null),
    }),
    defineRoute({
      method: 'post',
      path: '/marksimport',
      permission: 'grades.draft',
      upload: { field: 'file', maxBytes: documentLimits.fileBytes },
      handler: async (context, { file }) => {
        if (file === null || file.name === '') return refuse(parts, context, 'no-file');
        const opened = await parts.service.open(context.actor, file);
        if (opened.kind === 'refused') return refuse(parts, context, opened.code);
        const location = `${context.base}/marksimport/${opened.id}`;
        return context.wantsJson ? json({ location }) : redirect(location);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/marksimport/:import',
      permission: 'grades.draft',
      params,
      query: z.object({
        page: z.coerce.number().int().min(1).max(10_000).catch(1),
        notice: z.enum(['conflict', 'decided']).optional().catch(undefined),
      }),
      handler: async (context, input) => {
        const found = await parts.service.get(context.actor.courseId, input.params.import);
        return showImport(parts, context, found, input.query);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/marksimport/:import',
      permission: 'grades.draft',
      params,
      body: z.record(z.string(), z.string().max(200)),
      handler: async (context, input) => {
        const found = await parts.service.get(context.actor.courseId, input.params.import);
        const { rev, choices } = choicesOf(input.body, found.table.headings.length);
        const notice = await parts.service.decide(found, rev, choices);
        return redirect(`${context.base}/marksimport/${found.id}?notice=${notice}#changes`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/marksimport/:import/make',
      permission: 'grades.draft',
      params,
      body: z.object({ rev: revision }),
      handler: async (context, input) => {
        const found = await parts.service.get(context.actor.courseId, input.params.import);
        const made = await parts.service.make(context.actor, found, input.body.rev);
        const address = `${context.base}/marksimport/${found.id}`;
        return redirect(made === 'made' ? address : `${address}?notice=conflict`);
      },
    }),
  ];
}

/** Fields "role:0", "role:1" … by the columns of the file, and "who:12" by the rows that were asked about. */
function choicesOf(
  body: Readonly<Record<string, string>>,
  columns: number,
): { rev: number; choices: UnsafeChoices } {
  const rev = revision.safeParse(body.rev);
  if (!rev.success) throw new AppError('invalid-input', { field: 'rev' });
  const decisions = new Map<number, string>();
  for (const [name, value] of Object.entries(body)) {
    const row = /^who:(\d{1,7})$/u.exec(name)?.[1];
    if (row !== undefined && value !== '') decisions.set(Number(row), value);
  }
  const roles = Array.from({ length: columns }, (_, at) => body[`role:${at}`] ?? '');
  return { rev: rev.data, choices: { roles, decisions, clears: body.clears === '1' } };
}

async function showStart(
  parts: ImportRouteParts,
  context: LaunchContext,
  refusal: string | null,
): Promise<Reply> {
  const { courseId } = context.actor;
  const [course, members, made, book] = await Promise.all([
    parts.courses.find(courseId),
    parts.roster.members(courseId),
    parts.store.listMade(courseId),
    parts.gradebook.loadClass(courseId),
  ]);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  const view = startView(context, { made, members, timeZone: course.term.timeZone });
  return page(
    'marksimport/start',
    context.t.marksimport.title,
    { ...view, hasGradebook: book !== null, refusal, maxBytes: documentLimits.fileBytes },
    refusal === null ? 200 : 422,
  );
}

function refuse(
  parts: ImportRouteParts,
  context: LaunchContext,
  refusal: ImportRefusal | 'no-file',
): Promise<Reply> | Reply {
  const own: Readonly<Record<string, string>> = { ...context.t.marksimport.refusals };
  const message = own[refusal] ?? (context.t.documents as Readonly<Record<string, unknown>>)[refusal];
  const text = typeof message === 'string' ? message : refusal;
  if (!context.wantsJson) return showStart(parts, context, text);
  return json({ error: { code: refusal, message: text } }, 422);
}

async function showImport(
  parts: ImportRouteParts,
  context: LaunchContext,
  found: MarksImport,
  query: { page: number; notice?: 'conflict' | 'decided' | undefined },
): Promise<Reply> {
  const { t } = context;
  const book = await parts.gradebook.loadClass(context.actor.courseId);
  if (book === null) throw new AppError('not-found', { what: 'syllabus' });
  if (found.outcome !== null)
    return page('marksimport/made', found.file, madeView(context, found, found.outcome, book));
  return page('marksimport/import', found.file, {
    ...importView(context, found, book, query.page),
    notice:
      query.notice === undefined
        ? null
        : {
            tone: query.notice === 'conflict' ? 'warning' : 'success',
            text: t.marksimport.notices[query.notice],
          },
  });
}
