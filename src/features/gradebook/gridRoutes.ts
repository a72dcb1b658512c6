import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import {
  type ChangesAnswer,
  mostCells,
  mostRows,
  packMarks,
  type SaveAnswer,
  type SavedRow,
} from './domain/grid.ts';
import { channels } from './domain/writing.ts';
import { type GradebookRules, type GradebookService } from './gradebookService.ts';
import { type GradebookFormat, gradebookFormats, writeGradebook } from './gradebookFile.ts';
import { type GradebookStore } from './gradebookStore.ts';
import { nameOf } from './gradebookWords.ts';
import { gridView } from './gridView.ts';
import { type MarkService, type RowOutcome } from './markService.ts';
import { type SettingsStore } from './settingsStore.ts';
import { type WindowService } from './windowService.ts';

export interface GridParts {
  readonly roster: Pick<RosterStore, 'findMember'>;
  readonly store: GradebookStore;
  readonly settings: SettingsStore;
  readonly service: GradebookService;
  readonly marks: MarkService;
  readonly windows: WindowService;
  readonly now: () => Date;
}

const mark = z.string().max(40);
const cell = z.object({ column: z.string().max(60), from: z.array(mark).max(20), to: mark });
const saveBody = z.object({
  via: z.enum(channels),
  rows: z
    .array(z.object({ id: z.string().max(40), cells: z.array(cell).max(mostCells) }))
    .max(mostRows)
    .refine(rows => new Set(rows.map(({ id }) => id)).size === rows.length),
});

export function gridRoutes(parts: GridParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/gradebook',
      permission: 'grades.read',
      query: z.object({ saved: z.literal('settings').optional().catch(undefined) }),
      handler: (context, { query }) => showGrid(parts, context, query.saved !== undefined),
    }),
    defineRoute({
      method: 'get',
      path: '/gradebook/file',
      permission: 'grades.read',
      query: z.object({ as: z.enum(gradebookFormats).catch('xlsx') }),
      handler: (context, { query }) => sendFile(parts, context, query.as),
    }),
    defineRoute({
      method: 'get',
      path: '/gradebook/changes',
      permission: 'grades.read',
      query: z.object({ since: z.iso.datetime().optional() }),
      handler: (context, { query }) => sendChanges(parts, context, query.since),
    }),
    defineRoute({
      method: 'post',
      path: '/gradebook/marks',
      permission: 'grades.draft',
      body: saveBody,
      handler: async (context, { body }) => {
        const rules = await parts.service.getRules(context.actor.courseId);
        const outcomes = await parts.marks.saveMarks(context.actor, rules, body);
        return json(await answerOf(parts, context, rules, outcomes));
      },
    }),
    defineRoute({
      method: 'post',
      path: '/gradebook/settings',
      permission: 'course.settings',
      body: z.object({ marksVisible: z.literal('1').optional() }),
      handler: async ({ actor, base }, { body }) => {
        await parts.settings.save(actor.courseId, { marksVisible: body.marksVisible === '1' });
        return redirect(`${base}/gradebook?saved=settings`);
      },
    }),
  ];
}

async function showGrid(parts: GridParts, context: LaunchContext, isSaved: boolean): Promise<Reply> {
  const { courseId } = context.actor;
  const { title } = context.t.gradebook;
  const readAt = parts.now();
  const [book, settings] = await Promise.all([
    parts.service.loadClass(courseId),
    parts.settings.find(courseId),
  ]);
  if (book === null)
    return page('gradebook/none', title, { canImport: context.actor.can('syllabus.import') });
  const windows = await parts.windows.windows(courseId, book.rules);
  return page('gradebook/grid', title, {
    ...gridView(context, { book, settings, readAt, windows }),
    isSaved,
  });
}

async function sendFile(parts: GridParts, context: LaunchContext, format: GradebookFormat): Promise<Reply> {
  const book = await parts.service.loadClass(context.actor.courseId);
  if (book === null) throw new AppError('not-found', { what: 'syllabus' });
  return { kind: 'file', ...(await writeGradebook(book, context, format)) };
}

/** How far before the page's time one looks: a write takes its time before it is written. */
const overlapMs = 5000;

async function sendChanges(
  parts: GridParts,
  context: LaunchContext,
  since: string | undefined,
): Promise<Reply> {
  const { courseId } = context.actor;
  const now = parts.now();
  const at = new Date((since === undefined ? now : new Date(since)).getTime() - overlapMs);
  const [rules, rows] = await Promise.all([
    parts.service.findRules(courseId),
    parts.store.listSince(courseId, at),
  ]);
  const columns = rules?.plan.columns ?? [];
  const answer: ChangesAnswer = {
    readAt: now.toISOString(),
    rows: rows.map(({ personId, marks }) => ({ id: personId, marks: packMarks(columns, marks) })),
  };
  return json(answer);
}

async function answerOf(
  parts: GridParts,
  context: LaunchContext,
  { plan, timeZone }: GradebookRules,
  outcomes: readonly RowOutcome[],
): Promise<SaveAnswer> {
  const rows = outcomes.map(async (outcome): Promise<SavedRow> => ({
    id: outcome.personId,
    marks: packMarks(plan.columns, outcome.row?.marks ?? {}),
    refused: outcome.refused,
    conflicts: await Promise.all(
      outcome.conflicts.map(async conflict => ({
        ...conflict,
        ...(await whoWrote(parts, context, outcome, conflict.column, timeZone)),
      })),
    ),
  }));
  return { kind: 'saved', at: formatInstant(parts.now(), timeZone).slice(-5), rows: await Promise.all(rows) };
}

/** Who wrote the mark that stands there, and when; `by` is null for the viewer, in another window. */
export async function whoWrote(
  parts: Pick<GridParts, 'store' | 'roster'>,
  context: LaunchContext,
  { personId }: Pick<RowOutcome, 'personId'>,
  column: string,
  timeZone: string,
): Promise<{ by: string | null; at: string }> {
  const { courseId } = context.actor;
  const history = await parts.store.history(courseId, personId);
  const change = history.findLast(({ changes }) => changes.some(one => one.column === column));
  if (change === undefined) return { by: null, at: '' };
  const at = formatInstant(change.at, timeZone);
  if (change.by === context.actor.personId) return { by: null, at };
  const member = await parts.roster.findMember(courseId, change.by);
  return { by: member === null ? '–' : nameOf(member, context.t), at };
}
