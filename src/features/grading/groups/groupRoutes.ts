import { z } from 'zod';
import { type PersonId } from '../../../kernel/ids.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type Member, type RosterStore } from '../../roster/index.ts';
import { type AssessmentService } from '../assessmentService.ts';
import { namingOf } from '../gradeWords.ts';
import { type GroupStore, type StudentGroup } from './groupStore.ts';

export interface GroupParts {
  readonly roster: RosterStore;
  readonly assessmentService: Pick<AssessmentService, 'readinessOf'>;
  readonly groups: GroupStore;
}

const longestName = 80;
/** More than a list of one course can be read. */
const mostGroups = 100;
const person = z.string().max(40);
const groupBody = z.object({
  group: z.string().max(40).default(''),
  name: z.string().default(''),
  // Several ticks of one name: what forms write for a list.
  'person[]': z.union([person, z.array(person).max(5000)]).default([]),
});
const notices = ['saved', 'removed'] as const;

/** Groups of students, for looking at one of them and for releasing one. */
export function groupRoutes(parts: GroupParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading/groups',
      permission: 'grades.release',
      query: z.object({
        group: z.string().optional().catch(undefined),
        done: z.enum(notices).optional().catch(undefined),
      }),
      handler: async (context, { query }) => {
        const { courseId } = context.actor;
        const group = query.group === undefined ? null : await parts.groups.find(courseId, query.group);
        const form = group === null ? emptyForm : formOf(group);
        return showGroups(parts, context, form, { done: query.done });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/grading/groups',
      permission: 'grades.release',
      body: groupBody,
      handler: (context, { body }) => saveGroup(parts, context, body),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/groups/:group/remove',
      permission: 'grades.release',
      params: z.object({ group: z.string() }),
      handler: async ({ actor, base }, { params }) => {
        await parts.groups.remove(actor.courseId, params.group);
        return redirect(`${base}/grading/groups?done=removed`);
      },
    }),
  ];
}

/** The form as it is shown: an empty id is a new group. */
interface GroupForm {
  readonly id: string;
  readonly name: string;
  readonly people: ReadonlySet<string>;
}

const emptyForm: GroupForm = { id: '', name: '', people: new Set() };
const formOf = ({ id, name, people }: StudentGroup): GroupForm => ({ id, name, people: new Set(people) });

const studentsOf = (members: readonly Member[]): Member[] =>
  members.filter(({ role, active }) => role === 'learner' && active);

async function saveGroup(
  parts: GroupParts,
  context: LaunchContext,
  body: z.output<typeof groupBody>,
): Promise<Reply> {
  const { actor, base, t } = context;
  const words = t.grading.groups;
  const [members, groups] = await Promise.all([
    parts.roster.members(actor.courseId),
    parts.groups.list(actor.courseId),
  ]);
  const chosen = new Set([body['person[]']].flat());
  const people: PersonId[] = studentsOf(members)
    .map(({ person: { id } }) => id)
    .filter(id => chosen.has(id));
  const name = body.name.trim().replace(/\s+/gu, ' ');
  const id = groups.find(group => group.id === body.group)?.id ?? null;
  const isTaken = groups.some(
    group => group.id !== id && group.name.toLocaleLowerCase() === name.toLocaleLowerCase(),
  );
  const fault =
    name === '' || name.length > longestName
      ? words.nameFault({ most: longestName })
      : isTaken
        ? words.nameTaken
        : null;
  const nobody = people.length === 0 ? words.nobody : null;
  const isFull = id === null && groups.length >= mostGroups ? words.tooMany({ most: mostGroups }) : null;
  if (fault !== null || nobody !== null || isFull !== null) {
    const form = { id: id ?? '', name: body.name, people: chosen };
    return showGroups(parts, context, form, { fault: fault ?? isFull, nobody });
  }
  await parts.groups.save(actor.courseId, { id, name, people });
  return redirect(`${base}/grading/groups?done=saved`);
}

async function showGroups(
  parts: GroupParts,
  context: LaunchContext,
  form: GroupForm,
  said: {
    readonly done?: (typeof notices)[number] | undefined;
    readonly fault?: string | null;
    readonly nobody?: string | null;
  },
): Promise<Reply> {
  const { actor, base, t } = context;
  const words = t.grading.groups;
  const [members, groups, readiness] = await Promise.all([
    parts.roster.members(actor.courseId),
    parts.groups.list(actor.courseId),
    parts.assessmentService.readinessOf(actor.courseId),
  ]);
  const naming = namingOf(context);
  const present = new Set<string>(studentsOf(members).map(({ person: { id } }) => id));
  const { fault = null, nobody = null, done } = said;
  const view = {
    back: `${base}/grading`,
    action: `${base}/grading/groups`,
    notice: done === undefined ? null : words.done[done],
    // A group of few would tell who stands behind a number.
    namesHidden: readiness.kind === 'usable' && readiness.assessment.settings.anonymous,
    form: { ...form, people: [...form.people] },
    formTitle: form.id === '' ? words.add : words.change,
    name: {
      ...{ id: 'name', name: 'name', label: words.name, value: form.name, required: true, size: 'short' },
      ...{ maxLength: longestName, ...(fault === null ? {} : { error: fault }) },
    },
    nobody,
    students: studentsOf(members)
      .map(member => ({ id: member.person.id, name: naming.nameOf(member) }))
      .sort((one, other) => naming.compare(one.name, other.name))
      .map(one => ({ ...one, chosen: form.people.has(one.id) })),
    groups: groups
      .map(({ id, name, people }) => ({
        ...{ id, name, count: people.filter(one => present.has(one)).length },
        show: `${base}/grading?group=${id}`,
        edit: `${base}/grading/groups?group=${id}#group-form`,
        remove: `${base}/grading/groups/${id}/remove`,
      }))
      .sort((one, other) => naming.compare(one.name, other.name)),
  };
  return page('grading/groups', words.heading, view, fault === null && nobody === null ? 200 : 422);
}
