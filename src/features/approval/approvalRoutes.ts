import { z } from 'zod';
import { type Catalogue } from '../../i18n/index.ts';
import { dayOfInstant, formatDay } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type CourseStore, defaultTimeZone } from '../course/index.ts';
import { displayName, type RosterStore } from '../roster/index.ts';
import { countFindings } from '../syllabus/index.ts';
import { type Approvable } from './approvable.ts';
import { type ApprovalService, type DecisionOutcome } from './approvalService.ts';
import { type Approval, type ApprovalStore } from './approvalStore.ts';
import { announcements, approvalView, isNews, stateChip } from './approvalView.ts';

export interface ApprovalParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly documents: readonly Approvable[];
  readonly store: ApprovalStore;
  readonly service: ApprovalService;
}

const noticeQuery = z.object({ notice: z.enum(announcements).optional().catch(undefined) });
const params = z.object({ approval: z.string() });
const draftParams = z.object({ draft: z.string() });
const longText = z.string().max(4_000);

type Told = { readonly tone: 'success' | 'warning' | 'danger'; readonly text: string } | null;

/** The way of a document through the institution: submit, agree step by step, comment, return. */
export function approvalRoutes(parts: ApprovalParts): Route[] {
  return [
    ...listRoutes(parts),
    ...decisionRoutes(parts),
    ...parts.documents.map(document => submitRoute(parts, document)),
    ...authorRoutes(parts),
  ];
}

function listRoutes(parts: ApprovalParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/approval',
      permission: 'approval.act',
      handler: context => showList(parts, context, null),
    }),
    defineRoute({
      method: 'post',
      path: '/approval/open',
      permission: 'approval.act',
      body: z.object({ code: z.string().max(60) }),
      handler: async (context, { body }) => {
        const { courseId, personId } = context.actor;
        const opened = await parts.service.redeem(courseId, body.code, personId);
        return opened === null
          ? showList(parts, context, context.t.approval.wrongCode)
          : redirect(`${context.base}/approval/${opened.id}?notice=opened`);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/approval/:approval',
      permission: 'approval.act',
      params,
      query: noticeQuery,
      handler: async (context, input) => {
        const approval = await parts.service.get(context.actor.courseId, input.params.approval);
        if (!mayRead(approval, context)) return showList(parts, context, null);
        const { notice } = input.query;
        const told =
          notice === undefined || !isNews(notice, approval)
            ? null
            : ({ tone: 'success', text: context.t.approval.notices[notice] } as const);
        return show(parts, context, approval, told);
      },
    }),
  ];
}

function decisionRoutes(parts: ApprovalParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/approval/:approval/decide',
      permission: 'approval.act',
      params,
      body: z.object({
        decision: z.enum(['agreed', 'returned']),
        text: longText.default(''),
        rev: z.coerce.number().int(),
      }),
      handler: async (context, input) => {
        const { decision, text, rev } = input.body;
        const approval = await getReadable(parts, context, input.params.approval);
        const by = context.actor.personId;
        const note = text.trim() === '' ? null : text.trim();
        const outcome = await parts.service.decide(approval, { action: decision, by, text: note, rev });
        if (outcome.kind === 'refused') return refuse(parts, context, approval, outcome);
        const notice = outcome.approved ? 'approved' : decision;
        return redirect(`${context.base}/approval/${approval.id}?notice=${notice}`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/approval/:approval/comment',
      permission: 'approval.act',
      params,
      body: z.object({ place: z.string().max(400).default(''), text: longText }),
      handler: async (context, input) => {
        const approval = await getReadable(parts, context, input.params.approval);
        const document = await parts.service.documentOf(approval);
        const { places } = await parts.service.kindOf(approval.kind).show(document, context);
        const place = places.find(({ key }) => key === input.body.place)?.key ?? null;
        const text = input.body.text.trim();
        if (text === '') return redirect(`${context.base}/approval/${approval.id}#comments`);
        await parts.service.comment(approval, context.actor.personId, place, text);
        return redirect(`${context.base}/approval/${approval.id}?notice=commented#comments`);
      },
    }),
  ];
}

function submitRoute({ service }: ApprovalParts, { kind, path }: Approvable): Route {
  return defineRoute({
    method: 'post',
    path: `${path}/submit/:draft`,
    permission: 'syllabus.import',
    params: draftParams,
    body: z.object({ rev: z.coerce.number().int() }),
    handler: async ({ actor, base }, { params: { draft }, body: { rev } }) => {
      const id = await service.submit(actor.courseId, { kind, unsafeId: draft, rev }, actor.personId);
      return id === null ? redirect(`${base}/approval`) : redirect(`${base}/approval/${id}?notice=submitted`);
    },
  });
}

function authorRoutes(parts: ApprovalParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/approval/:approval/code',
      permission: 'syllabus.import',
      params,
      handler: async (context, input) => {
        const approval = await parts.service.get(context.actor.courseId, input.params.approval);
        return show(parts, context, approval, null, await parts.service.makeCode(approval));
      },
    }),
    defineRoute({
      method: 'post',
      path: '/approval/:approval/withdraw',
      permission: 'syllabus.import',
      params,
      handler: async (context, input) => {
        const approval = await parts.service.get(context.actor.courseId, input.params.approval);
        const done = await parts.service.withdraw(approval, context.actor.personId);
        if (!done) return refuse(parts, context, approval, { kind: 'refused', why: 'conflict' });
        return redirect(`${context.base}/approval/${approval.id}?notice=withdrawn`);
      },
    }),
  ];
}

/** Those who work on the syllabus, and those who came with a code. */
function mayRead(approval: Approval, { actor }: LaunchContext): boolean {
  return actor.can('syllabus.import') || approval.grants.some(({ person }) => person === actor.personId);
}

async function getReadable(
  parts: ApprovalParts,
  context: LaunchContext,
  unsafeId: string,
): Promise<Approval> {
  const approval = await parts.service.get(context.actor.courseId, unsafeId);
  if (!mayRead(approval, context)) throw new AppError('forbidden', { what: 'approval without a code' });
  return approval;
}

async function refuse(
  parts: ApprovalParts,
  context: LaunchContext,
  read: Approval,
  { why }: Extract<DecisionOutcome, { kind: 'refused' }>,
): Promise<Reply> {
  const approval = await parts.service.get(context.actor.courseId, read.id);
  const told = { tone: 'warning', text: context.t.approval.refusals[why] } as const;
  return show(parts, context, approval, told, null, 409);
}

async function showList(parts: ApprovalParts, context: LaunchContext, error: string | null): Promise<Reply> {
  const { t, actor, base } = context;
  const [all, course] = await Promise.all([
    parts.store.ofCourse(actor.courseId),
    parts.courses.find(actor.courseId),
  ]);
  const zone = course?.term.timeZone ?? defaultTimeZone;
  const isAuthor = actor.can('syllabus.import');
  return page(
    'approval/list',
    t.approval.title,
    {
      isAuthor,
      error,
      approvals: all
        .filter(approval => mayRead(approval, context))
        .map(approval => ({
          href: `${base}/approval/${approval.id}`,
          text: `${parts.service.kindOf(approval.kind).name(t)}. ${t.approval.process({ date: dateOf(approval, zone) })}`,
          state: stateChip(approval, t),
        })),
    },
    error === null ? 200 : 422,
  );
}

const dateOf = ({ events }: Approval, zone: string): string =>
  formatDay(dayOfInstant(events[0]?.at ?? new Date(0), zone));

async function show(
  parts: ApprovalParts,
  context: LaunchContext,
  approval: Approval,
  notice: Told,
  code: string | null = null,
  status = 200,
): Promise<Reply> {
  const { t, lang, actor, base } = context;
  const [course, document, nameOf] = await Promise.all([
    parts.courses.find(actor.courseId),
    parts.service.documentOf(approval),
    namesOf(parts, context),
  ]);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  const kind = parts.service.kindOf(approval.kind);
  const shown = await kind.show(document, context);
  const viewer = { t, lang, timeZone: course.term.timeZone, personId: actor.personId, nameOf };
  return page(
    'approval/approval',
    t.approval.title,
    {
      ...shown.model,
      ...approvalView(approval, shown, viewer),
      documentName: kind.name(t),
      partial: shown.partial,
      changes: shown.changes,
      findings: shown.findings ?? null,
      counts: countFindings(shown.findings ?? [], t),
      // What came back is mended where it was written, and submitted from there again.
      mendAt:
        approval.state === 'returned' && document.state === 'draft' && actor.can('syllabus.import')
          ? `${base}${kind.path}/drafts/${document.id}`
          : null,
      isAuthor: actor.can('syllabus.import'),
      isStale:
        approval.state === 'submitted' && (document.state !== 'draft' || document.rev !== approval.draftRev),
      address: `${base}/approval/${approval.id}`,
      rev: approval.rev,
      notice,
      code,
    },
    status,
  );
}

async function namesOf(
  { roster }: ApprovalParts,
  { actor, t }: LaunchContext,
): Promise<(id: PersonId) => string> {
  const members = await roster.members(actor.courseId);
  const names = new Map(
    members.map(({ person }, index) => [person.id, displayName(person, index + 1, nameless(t))]),
  );
  return id => names.get(id) ?? t.approval.formerMember;
}

const nameless = (t: Catalogue) => () => t.approval.formerMember;
