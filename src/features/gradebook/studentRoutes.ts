import { z } from 'zod';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import { type GpaService } from './gpaService.ts';
import { explainGpa } from './gpaView.ts';
import { type GradebookService } from './gradebookService.ts';
import { whoWrote, type GridParts } from './gridRoutes.ts';
import { inOrder, markText, nameOf, problemText } from './gradebookWords.ts';
import { type CellWrite } from './domain/writing.ts';
import { statusCard } from './statusView.ts';
import { type StatusStore } from './statusStore.ts';
import { type FieldTrouble, historyView, studentView } from './studentView.ts';

export interface StudentParts extends GridParts {
  readonly roster: Pick<RosterStore, 'members' | 'findMember'>;
  readonly service: GradebookService;
  readonly statuses: StatusStore;
  readonly gpa: GpaService;
}

const params = z.object({ person: z.string() });

export function studentRoutes(parts: StudentParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/gradebook/:person',
      permission: 'grades.read',
      params,
      query: z.object({ saved: z.literal('1').optional().catch(undefined) }),
      handler: (context, input) => show(parts, context, input.params.person, [], input.query.saved === '1'),
    }),
    defineRoute({
      method: 'post',
      path: '/gradebook/:person',
      permission: 'grades.draft',
      params,
      body: z.record(z.string(), z.string().max(100)),
      handler: (context, input) => save(parts, context, input.params.person, input.body),
    }),
  ];
}

async function show(
  parts: StudentParts,
  context: LaunchContext,
  unsafePersonId: string,
  troubles: readonly FieldTrouble[],
  isSaved: boolean,
  status = 200,
): Promise<Reply> {
  const { courseId } = context.actor;
  const student = await parts.service.loadStudent(courseId, unsafePersonId);
  const { id } = student.row.member.person;
  const [members, history, windows, standing, shared] = await Promise.all([
    parts.roster.members(courseId),
    parts.store.history(courseId, id),
    parts.windows.windows(courseId, student.rules),
    parts.statuses.find(courseId, id),
    parts.gpa.forGrader(id, context.actor.personId),
  ]);
  const learners = members.filter(
    ({ role, active, person }) => role === 'learner' && (active || person.id === id),
  );
  const ordered = inOrder(
    learners.map(member => ({ member })),
    context,
  );
  const names = new Map(members.map(member => [member.person.id as string, nameOf(member, context.t)]));
  const name = nameOf(student.row.member, context.t);
  return page(
    'gradebook/student',
    name,
    {
      ...studentView(context, student, troubles, windows),
      gpa: explainGpa(shared, 'shared', context),
      name,
      address: `${context.base}/gradebook/${id}`,
      pager: pagerOf(
        context,
        ordered.map(({ member, name: text }) => ({ id: member.person.id, text })),
        id,
      ),
      status: statusCard(context, {
        ...{ personId: id, status: standing, rules: student.rules },
        nameOf: personId => names.get(personId) ?? '–',
      }),
      history: historyView(history, student.rules, personId => names.get(personId) ?? '–', context),
      notice:
        troubles.length > 0
          ? { tone: 'danger', text: context.t.gradebook.page.invalid }
          : isSaved
            ? { tone: 'success', text: context.t.gradebook.page.saved }
            : null,
    },
    status,
  );
}

function pagerOf(context: LaunchContext, students: readonly { id: string; text: string }[], id: string) {
  const index = students.findIndex(student => student.id === id);
  const link = (place: number) => {
    const student = students[place];
    return student === undefined
      ? null
      : { href: `${context.base}/gradebook/${student.id}`, text: student.text };
  };
  return {
    label: context.t.gradebook.page.students,
    previous: link(index - 1),
    next: link(index + 1),
    position: context.t.gradebook.page.position({ place: index + 1, of: students.length }),
  };
}

/** The way without script, and on a phone: every field that was changed is a cell. */
async function save(
  parts: StudentParts,
  context: LaunchContext,
  unsafePersonId: string,
  body: Readonly<Record<string, string>>,
): Promise<Reply> {
  const { actor, base } = context;
  const { rules } = await parts.service.loadStudent(actor.courseId, unsafePersonId);
  const { columns } = rules.plan;
  const cells = columns.flatMap(({ key }): CellWrite[] => {
    const typed = body[`mark:${key}`];
    const was = body[`was:${key}`] ?? '';
    return typed === undefined || typed.trim() === markText(was, context)
      ? []
      : [{ column: key, from: [was], to: typed }];
  });
  if (cells.length === 0) return redirect(`${base}/gradebook/${unsafePersonId}`);
  const [outcome] = await parts.marks.saveMarks(actor, rules, {
    via: 'form',
    rows: [{ id: unsafePersonId, cells }],
  });
  if (outcome === undefined) throw new Error('a student was saved, and nothing is known of it');
  const conflicts = outcome.conflicts.map(async ({ column, theirs }): Promise<FieldTrouble> => {
    const { by, at } = await whoWrote(parts, context, outcome, column, rules.timeZone);
    const words = context.t.gradebook;
    const name = by ?? words.trouble.self;
    const shown = theirs === '' ? words.trouble.blank : markText(theirs, context);
    return {
      column,
      typed: body[`mark:${column}`] ?? '',
      was: theirs,
      text: words.page.conflict({ theirs: shown, name, at }),
    };
  });
  const refused = outcome.refused.flatMap(({ column, problem }): FieldTrouble[] => {
    const found = columns.find(({ key }) => key === column);
    if (found === undefined) return [];
    const typed = body[`mark:${column}`] ?? '';
    return [{ column, typed, was: body[`was:${column}`] ?? '', text: problemText(problem, found, context) }];
  });
  const troubles = [...(await Promise.all(conflicts)), ...refused];
  if (troubles.length === 0) return redirect(`${base}/gradebook/${unsafePersonId}?saved=1`);
  return show(parts, context, unsafePersonId, troubles, false, conflicts.length > 0 ? 409 : 422);
}
