import { z } from 'zod';
import { DocumentError } from '../../documents/index.ts';
import { idPattern, type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Grading } from '../grading/index.ts';
import { type Member, type RosterStore } from '../roster/index.ts';
import { createMatcher } from './domain/people.ts';
import { type Decision } from './domain/preview.ts';
import { type TableRow } from './domain/table.ts';
import { previewWorks, worksOf, workTableOf } from './domain/works.ts';
import { mostRows, rowsOf } from './importService.ts';
import { rosterOf } from './roster.ts';
import { digestOf, previewView } from './worksView.ts';

export interface WorkRouteParts {
  readonly roster: Pick<RosterStore, 'members'>;
  readonly works: Grading['works'];
}

/** A page's form holds a megabyte, and a Cyrillic letter takes six bytes of it. */
const longestPaste = 120_000;

const body = z.looseObject({
  table: z.string().max(longestPaste),
  step: z.enum(['look', 'make']).catch('look'),
  digest: z.string().max(64).default(''),
});
const query = z.object({
  written: z.coerce.number().int().min(0).optional().catch(undefined),
  kept: z.coerce.number().int().min(0).optional().catch(undefined),
});

/**
 * Tickets, links and answers of a whole class from a pasted table. Nothing is stored before it is written: the table goes
 * back and forth with the page, and what is written is exactly what was shown, or it is shown anew.
 */
export function worksRoutes(parts: WorkRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/works',
      permission: 'grades.draft',
      query,
      handler: async (context, { query: { written, kept = 0 } }) => {
        const notice =
          written === undefined
            ? null
            : {
                tone: kept === 0 ? 'success' : 'warning',
                text: context.t.marksimport.works.written({ count: written, kept }),
              };
        return showPaste(context, '', notice, await obstacleOf(parts, context));
      },
    }),
    defineRoute({
      method: 'post',
      path: '/works',
      permission: 'grades.draft',
      body,
      handler: (context, input) => takeTable(parts, context, input.body),
    }),
  ];
}

async function obstacleOf({ works }: WorkRouteParts, { actor, t }: LaunchContext): Promise<string | null> {
  const opened = await works.open(actor, []);
  return opened.kind === 'open' ? null : t.marksimport.works.obstacles[opened.kind];
}

const showPaste = (
  { t }: LaunchContext,
  table: string,
  notice: { tone: string; text: string } | null,
  obstacle: string | null,
  status = 200,
): Reply =>
  page(
    'marksimport/works',
    t.marksimport.works.title,
    { table, notice, obstacle, shown: null, longestPaste },
    status,
  );

async function takeTable(
  parts: WorkRouteParts,
  context: LaunchContext,
  typed: z.output<typeof body>,
): Promise<Reply> {
  const { actor, base, t } = context;
  const words = t.marksimport.works;
  const students = (await parts.roster.members(actor.courseId)).filter(
    ({ role, active }) => role === 'learner' && active,
  );
  const opened = await parts.works.open(
    actor,
    students.map(({ person }) => person.id),
  );
  if (opened.kind !== 'open') return showPaste(context, typed.table, null, words.obstacles[opened.kind], 409);
  const match = createMatcher(rosterOf(students));
  const rows = await rowsOfPaste(typed.table);
  const blank = { tirekId: '', email: '', sourcedId: '', userId: '', name: '' };
  const table = rows === null ? null : workTableOf(rows, clues => match({ ...blank, ...clues }));
  if (table === null)
    return showPaste(context, typed.table, { tone: 'danger', text: words.notATable }, null, 422);
  const decisions = decisionsOf(typed, students);
  const preview = previewWorks({ table, match, decisions, works: opened.works });
  const digest = digestOf(preview, opened.works);
  if (typed.step === 'make' && typed.digest === digest) {
    const wanted = worksOf(preview, opened.works);
    const kept = await parts.works.put(actor, wanted);
    return redirect(`${base}/works?written=${wanted.length - kept.length}&kept=${kept.length}`);
  }
  const notice = typed.step === 'make' ? { tone: 'warning', text: words.changed } : null;
  const shown = previewView(context, { preview, digest, students });
  return page('marksimport/works', words.title, {
    ...{ table: typed.table, notice, obstacle: null, shown, longestPaste },
  });
}

/** Null: it is no table, or one of a whole university. */
async function rowsOfPaste(text: string): Promise<TableRow[] | null> {
  try {
    const rows = await rowsOf(Buffer.from(text), 'table.tsv');
    return rows.length > mostRows ? null : rows;
  } catch (error) {
    if (error instanceof DocumentError) return null;
    throw error;
  }
}

/** Answers of the form, "who:12": a student of the class, or nobody; anything else is no answer. */
function decisionsOf(
  typed: Readonly<Record<string, unknown>>,
  students: readonly Member[],
): ReadonlyMap<number, Decision> {
  const people = new Map<string, PersonId>(students.map(({ person }) => [person.id, person.id]));
  return new Map(
    Object.entries(typed).flatMap(([name, answer]): [number, Decision][] => {
      const row = Number(/^who:(\d{1,6})$/u.exec(name)?.[1]);
      if (!Number.isInteger(row) || typeof answer !== 'string') return [];
      if (answer === 'nobody') return [[row, answer]];
      const person = idPattern.test(answer) ? people.get(answer) : undefined;
      return person === undefined ? [] : [[row, person]];
    }),
  );
}
