import { z } from 'zod';
import { type Catalogue } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type CourseId, idPattern, type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import {
  assessmentFor,
  type AssessmentService,
  type Readiness,
  type UsableAssessment,
} from './assessmentService.ts';
import { listClass } from './classList.ts';
import { gradeStates } from './domain/grade.ts';
import { behindFigure } from './fairness/behindFigure.ts';
import { closureNotice, type FindClosure } from './examClosure.ts';
import { type GradeStore } from './gradeStore.ts';
import { type GroupStore, type StudentGroup } from './groups/groupStore.ts';
import { namingOf } from './gradeWords.ts';
import { listView, type SyncChip } from './listView.ts';
import { type Neighbours } from './neighbours.ts';
import { type ReleaseOutcome, type ReleaseService } from './releaseService.ts';
import { rubricProblemText } from './rubrics/rubricWords.ts';

/** How people's released grades stand in the LMS, in the viewer's language; people of whom nothing is known are left out. */
export type SyncStates = (
  courseId: CourseId,
  personIds: readonly PersonId[],
  lang: Lang,
) => Promise<ReadonlyMap<PersonId, SyncChip>>;

export interface ListParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly releases: ReleaseService;
  readonly syncStates?: SyncStates | undefined;
  readonly neighbours: Neighbours;
  readonly groups: GroupStore;
  readonly findClosure: FindClosure;
}

const count = z.coerce.number().int().min(0).max(100_000).optional().catch(undefined);
const percent = z.coerce.number().int().min(0).max(100).optional().catch(undefined);
const moment = z.iso.datetime().optional().catch(undefined);
const listQuery = z.object({
  state: z.enum(gradeStates).optional().catch(undefined),
  released: count,
  incomplete: count,
  disputed: count,
  notice: z.enum(['none-chosen', 'not-queued', 'closed']).optional().catch(undefined),
  group: z.string().max(40).optional().catch(undefined),
  // What a figure of the statistics leads to.
  from: percent,
  to: percent,
  by: z.string().regex(idPattern).optional().catch(undefined),
  since: moment,
  until: moment,
});
type ListQuery = z.output<typeof listQuery>;

const releaseBody = z.object({
  who: z.enum(['ready', 'chosen', 'group']),
  group: z.string().max(40).default(''),
  'person[]': z.union([z.string(), z.array(z.string())]).default([]),
});

export function listRoutes(parts: ListParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading',
      permission: 'grades.read',
      query: listQuery,
      handler: (context, { query }) => showList(parts, context, query),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/release',
      permission: 'grades.release',
      body: releaseBody,
      handler: (context, { body }) => release(parts, context, body),
    }),
  ];
}

async function release(
  parts: ListParts,
  { actor, base }: LaunchContext,
  { who, group: unsafeGroup, 'person[]': person }: z.output<typeof releaseBody>,
): Promise<Reply> {
  const group = who === 'group' ? await parts.groups.find(actor.courseId, unsafeGroup) : null;
  const chosen =
    who === 'ready' ? who : who === 'group' ? await presentOf(parts, actor, group) : [person].flat();
  const back = `${base}/grading?${group === null ? '' : `group=${group.id}&`}`;
  if (chosen.length === 0) return redirect(`${back}notice=none-chosen`);
  const outcome = await parts.releases.release(actor, chosen);
  return redirect(`${back}${outcome.closed ? 'notice=closed' : outcomeQuery(outcome)}`);
}

/** Those of a group who are still in the course; whoever has left is released by name alone. */
async function presentOf(
  { roster }: Pick<ListParts, 'roster'>,
  { courseId }: LaunchContext['actor'],
  group: StudentGroup | null,
): Promise<string[]> {
  const people = new Set(group?.people);
  const members = people.size === 0 ? [] : await roster.members(courseId);
  return members.flatMap(({ active, person }) => (active && people.has(person.id) ? [person.id] : []));
}

function outcomeQuery({ released, incomplete, notAgreed, queued }: ReleaseOutcome): string {
  return `released=${released}&incomplete=${incomplete}&disputed=${notAgreed}${queued ? '' : '&notice=not-queued'}`;
}

async function showList(parts: ListParts, context: LaunchContext, query: ListQuery): Promise<Reply> {
  const { courseId } = context.actor;
  const readiness = await parts.assessmentService.readinessOf(courseId);
  if (readiness.kind !== 'usable') return showWhyNot(context, readiness);
  const assessment = assessmentFor(readiness.assessment, context.actor.personId);
  const { policy, timeZone } = assessment;
  const everybody = await listClass(parts, assessment, namingOf(context));
  // Whoever looks at the list opens one of them next.
  parts.neighbours.keep(assessment, context.lang, everybody);
  const { students, shown } = await behindFigure(parts, context, { assessment, students: everybody, query });
  const { groups, group } = await groupsIn(parts, assessment, query.group);
  const released = students.filter(({ grade }) => grade?.released != null).map(({ id }) => id);
  const sync = (await parts.syncStates?.(courseId, released, context.lang)) ?? null;
  const filter = query.state ?? null;
  return page('grading/list', context.t.grading.title, {
    ...listView(context, { students, assessment, policy, timeZone, filter, sync, groups, group }),
    notices: [...noticesOf(context, query), ...scheduleOf(context, assessment)],
    shown,
    closed: await closureNotice(parts.findClosure, context),
  });
}

/** While names are hidden nobody looks at single groups: a small one would tell whose work it is. */
async function groupsIn(
  parts: ListParts,
  { courseId, settings }: UsableAssessment,
  unsafeGroup: string | undefined,
): Promise<{ groups: readonly StudentGroup[]; group: StudentGroup | null }> {
  if (settings.anonymous) return { groups: [], group: null };
  const groups = await parts.groups.list(courseId);
  return { groups, group: groups.find(({ id }) => id === unsafeGroup) ?? null };
}

function noticesOf({ t }: LaunchContext, query: ListQuery): { tone: string; text: string }[] {
  const words = t.grading.release;
  const { released, incomplete = 0, disputed = 0, notice } = query;
  return [
    ...(released === undefined
      ? []
      : released === 0
        ? [{ tone: 'info', text: words.nothing }]
        : [{ tone: 'success', text: words.done({ count: released }) }]),
    ...(incomplete === 0 ? [] : [{ tone: 'warning', text: words.incomplete({ count: incomplete }) }]),
    ...(disputed === 0 ? [] : [{ tone: 'warning', text: words.notAgreed({ count: disputed }) }]),
    ...(notice === 'none-chosen' ? [{ tone: 'warning', text: words.noneChosen }] : []),
    ...(notice === 'closed' ? [{ tone: 'danger', text: t.policy.windows.problem }] : []),
    ...(notice === 'not-queued' ? [{ tone: 'warning', text: words.notQueued }] : []),
  ];
}

/** What is set to be released by itself, and how the last such release went. */
function scheduleOf(
  { t, actor }: LaunchContext,
  { settings, timeZone, key, gradesKey }: UsableAssessment,
): { tone: string; text: string }[] {
  const words = t.grading.release;
  const { releaseAt, lastRelease, anonymous, thirdMarker } = settings;
  const isThird = thirdMarker === actor.personId;
  const at = (instant: Date): string => formatInstant(instant, timeZone);
  return [
    ...(gradesKey === key
      ? []
      : [{ tone: 'info', text: isThird ? t.grading.commission.youAreThird : words.youAreSecond }]),
    ...(settings.taught.includes(actor.personId) ? [{ tone: 'info', text: words.youTaught }] : []),
    ...(anonymous ? [{ tone: 'info', text: words.namesHidden }] : []),
    ...(releaseAt === null ? [] : [{ tone: 'info', text: words.scheduled({ at: at(releaseAt) }) }]),
    ...(lastRelease === null ? [] : [outcomeOf(lastRelease, at(lastRelease.at), t)]),
  ];
}

/** How the last release at a set time went, or why it did not take place. */
function outcomeOf(
  last: NonNullable<UsableAssessment['settings']['lastRelease']>,
  at: string,
  { grading }: Catalogue,
): { tone: string; text: string } {
  const words = grading.release;
  return last.closed
    ? { tone: 'warning', text: words.heldClosed({ at }) }
    : { tone: 'info', text: words.wentOut({ ...last, at }) };
}

/** No rubric, or one with holes: says what to do instead of showing a panel that cannot work. */
function showWhyNot(context: LaunchContext, readiness: Exclude<Readiness, { kind: 'usable' }>): Reply {
  const { t } = context;
  const words = t.grading.none;
  const canImport = context.actor.can('syllabus.import');
  const texts = { 'no-syllabus': words.noSyllabus, 'no-rubric': words.noRubric, unusable: words.unusable };
  return page('grading/none', t.grading.title, {
    reason: readiness.kind === 'unusable' ? words.unusableTitle : words.title,
    text: canImport ? texts[readiness.kind] : words.waiting,
    problems: readiness.kind === 'unusable' ? readiness.problems.map(one => rubricProblemText(one, t)) : [],
    canImport,
  });
}
