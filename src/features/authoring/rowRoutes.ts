import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { type SyllabusStore, type SyllabusVersion } from '../syllabus/index.ts';
import { editRows, pathAfter, type RowEdit } from './domain/rowEdits.ts';

export interface RowParts {
  readonly syllabi: Pick<SyllabusStore, 'find' | 'correct' | 'undo'>;
  readonly now: () => Date;
}

const params = z.object({ draft: z.string() });
const kinds = ['up', 'down', 'copy', 'insert', 'remove'] as const;
const body = z.object({
  rev: z.coerce.number().int(),
  // A row that was dragged says where to.
  edit: z.string().regex(/^(?:undo|(?:up|down|copy|insert|remove):\d{1,4}|place:\d{1,4}:\d{1,4})$/),
});

/** The order of the calendar's rows, by buttons that a keyboard reaches too. Every change names the revision it was based on. */
export function rowRoutes(parts: RowParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus/rows/:draft',
      permission: 'syllabus.import',
      params,
      handler: async (context, input) =>
        show(context, await getDraft(parts, context, input.params.draft), null),
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/rows/:draft',
      permission: 'syllabus.import',
      params,
      body,
      handler: async (context, input) => {
        const draft = await getDraft(parts, context, input.params.draft);
        const { rev, edit } = input.body;
        const saved =
          edit === 'undo'
            ? await parts.syllabi.undo(draft.courseId, draft.id, rev, parts.now())
            : await saveEdit(parts, draft, rev, readEdit(edit));
        const current = await getDraft(parts, context, draft.id);
        return show(context, current, saved === true ? 'saved' : saved === null ? null : 'conflict');
      },
    }),
  ];
}

/** Null: there is no such row, or no place to go. False: somebody else was first. */
async function saveEdit(
  { syllabi, now }: RowParts,
  draft: SyllabusVersion,
  rev: number,
  edit: RowEdit,
): Promise<boolean | null> {
  const edited = editRows(draft.syllabus.calendar, edit);
  if (edited === null) return null;
  const content = {
    syllabus: { ...draft.syllabus, calendar: edited.rows },
    evidence: draft.evidence,
    readingFindings: draft.readingFindings.flatMap(finding => {
      const path = pathAfter(finding.path, edited.from);
      return path === null ? [] : [{ ...finding, path }];
    }),
    provenance: Object.fromEntries(
      Object.entries(draft.provenance).flatMap(([key, place]) => {
        const path = pathAfter(key, edited.from);
        return path === null ? [] : [[path, place]];
      }),
    ),
  };
  return syllabi.correct(draft.courseId, draft.id, rev, content, now());
}

async function getDraft(
  { syllabi }: RowParts,
  { actor }: LaunchContext,
  unsafeId: string,
): Promise<SyllabusVersion> {
  const found = await syllabi.find(actor.courseId, unsafeId);
  if (found?.state !== 'draft') throw new AppError('not-found', { what: 'syllabus draft' });
  return found;
}

function readEdit(text: string): RowEdit {
  const [kind, index, place] = text.split(':');
  const at = Number(index);
  if (kind === 'up') return { kind: 'move', at, to: at - 1 };
  if (kind === 'down') return { kind: 'move', at, to: at + 1 };
  if (kind === 'place') return { kind: 'move', at, to: Number(place) };
  return { kind: kind === 'copy' || kind === 'insert' ? kind : 'remove', at };
}

function show(
  { t, base }: LaunchContext,
  draft: SyllabusVersion,
  outcome: 'saved' | 'conflict' | null,
): Reply {
  const words = t.authoring.rows;
  const rows = draft.syllabus.calendar;
  return page(
    'authoring/rows',
    words.title,
    {
      rows: rows.map((row, index) => {
        const kind = t.calendar.kinds[row.kind];
        const chip = row.number === null ? kind : `${kind} ${row.number}`;
        return {
          id: `row-${index}`,
          name: chip,
          week: row.week === null ? '' : String(row.week),
          kind: row.kind,
          chip,
          title: row.title,
          actions: kinds
            .filter(one => !(one === 'up' && index === 0) && !(one === 'down' && index === rows.length - 1))
            .map(one => ({
              value: `${one}:${index}`,
              text: words.actions[one],
              label: words.actionOf({ action: words.actions[one], row: chip }),
            })),
        };
      }),
      documentLang: draft.syllabus.language,
      action: `${base}/syllabus/rows/${draft.id}`,
      back: `${base}/syllabus/drafts/${draft.id}#calendar`,
      rev: draft.rev,
      notice:
        outcome === null
          ? null
          : outcome === 'conflict'
            ? { tone: 'warning', text: words.conflict }
            : { tone: 'success', text: words.saved },
      canUndo: draft.rev > 1,
    },
    outcome === 'conflict' ? 409 : 200,
  );
}
