import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Course } from '../course/index.ts';
import { correctionRoutes } from './correctionRoutes.ts';
import { formLinks } from './formRoutes.ts';
import {
  draftLinks,
  getCourse,
  type Notice,
  type Refusal,
  notices,
  noticeText,
  type SyllabusParts,
} from './syllabusPages.ts';
import { type SyllabusVersion } from './syllabusStore.ts';
import { draftWarnings, mergeRoutes } from './mergeRoutes.ts';
import { showUpload, uploadRoutes } from './uploadRoutes.ts';
import { contentView, countFindings, findingViews } from './syllabusView.ts';

const noticeQuery = z.object({ notice: z.enum(notices).optional().catch(undefined) });
const draftParams = z.object({ draft: z.string() });
const revBody = z.object({ rev: z.coerce.number().int().min(1) });

export function syllabusRoutes(parts: SyllabusParts): Route[] {
  return [
    ...readingRoutes(parts),
    ...uploadRoutes(parts),
    ...draftRoutes(parts),
    ...mergeRoutes(parts),
    ...correctionRoutes(parts),
  ];
}

function readingRoutes(parts: SyllabusParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus',
      permission: 'syllabus.read',
      query: noticeQuery,
      handler: (context, { query }) => showPublished(parts, context, query.notice ?? null),
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/revise',
      permission: 'syllabus.import',
      handler: async context => {
        const published = await findPublished(parts, await getCourse(parts, context));
        if (published === null) throw new AppError('not-found', { what: 'accepted syllabus' });
        const id = await parts.service.revise(published, context.actor.personId);
        return redirect(`${context.base}/syllabus/drafts/${id}`);
      },
    }),
  ];
}

function draftRoutes(parts: SyllabusParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus/drafts/:draft',
      permission: 'syllabus.import',
      params: draftParams,
      query: noticeQuery,
      handler: async (context, { params, query }) =>
        showDraft(
          parts,
          context,
          await parts.service.getDraft(context.actor.courseId, params.draft),
          query.notice ?? null,
        ),
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/drafts/:draft/accept',
      permission: 'syllabus.import',
      params: draftParams,
      body: revBody,
      handler: async (context, { params, body }) => {
        const draft = await parts.service.getDraft(context.actor.courseId, params.draft);
        if (await parts.needsApproval(context.actor.courseId))
          return showDraft(parts, context, draft, 'needs-approval');
        const outcome = await parts.service.accept(draft, body.rev);
        if (outcome.kind === 'conflict') {
          return showDraft(
            parts,
            context,
            await parts.service.getDraft(context.actor.courseId, params.draft),
            'conflict',
          );
        }
        return redirect(`${context.base}/syllabus?notice=${outcome.rubricKept ? 'kept-rubric' : 'accepted'}`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/drafts/:draft/mend',
      permission: 'syllabus.import',
      params: draftParams,
      body: revBody.extend({ code: z.string().max(60), path: z.string().max(200) }),
      handler: async (context, { params, body }) => {
        const { courseId } = context.actor;
        const draft = await parts.service.getDraft(courseId, params.draft);
        const outcome = await parts.service.mend(draft, body.rev, body, await parts.scaleOf(courseId));
        if (outcome === 'conflict') {
          const newer = await parts.service.getDraft(courseId, params.draft);
          return showDraft(parts, context, newer, 'conflict');
        }
        // Pressed twice, the second time there is nothing left to mend.
        return redirect(`${context.base}/syllabus/drafts/${draft.id}?notice=mended#findings-title`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/drafts/:draft/undo',
      permission: 'syllabus.import',
      params: draftParams,
      body: revBody,
      handler: async (context, { params, body }) => {
        const { courseId } = context.actor;
        const draft = await parts.service.getDraft(courseId, params.draft);
        if (await parts.store.undo(courseId, draft.id, body.rev, parts.now()))
          return redirect(`${context.base}/syllabus/drafts/${draft.id}?notice=undone`);
        return showDraft(parts, context, await parts.service.getDraft(courseId, draft.id), 'conflict');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/drafts/:draft/discard',
      permission: 'syllabus.import',
      params: draftParams,
      handler: async (context, { params }) => {
        const draft = await parts.service.getDraft(context.actor.courseId, params.draft);
        await parts.service.discard(draft);
        return redirect(`${context.base}/syllabus?notice=discarded`);
      },
    }),
  ];
}

async function findPublished(parts: SyllabusParts, course: Course): Promise<SyllabusVersion | null> {
  return course.syllabusId === null ? null : parts.store.find(course.id, course.syllabusId);
}

async function showPublished(
  parts: SyllabusParts,
  context: LaunchContext,
  notice: Notice | null,
): Promise<Reply> {
  const known = await getCourse(parts, context);
  const course = (await parts.service.settle(known)) ? await getCourse(parts, context) : known;
  const published = await findPublished(parts, course);
  const canImport = context.actor.can('syllabus.import');
  if (published === null) {
    return canImport
      ? showUpload(parts, context, null, notice)
      : page('syllabus/none', context.t.syllabus.title, {});
  }
  const { t, lang } = context;
  const scale = await parts.scaleOf(course.id);
  const drafts = canImport ? await draftLinks(parts, context, course) : [];
  return page('syllabus/published', t.syllabus.title, {
    ...contentView(published.syllabus, scale, t, lang, null),
    lead: t.syllabus.publishedLead({ version: published.version ?? 1, file: published.fileName }),
    notice: noticeText(notice, context),
    canImport,
    drafts,
    forms: formLinks(published, context.base, t),
  });
}

async function showDraft(
  parts: SyllabusParts,
  context: LaunchContext,
  draft: SyllabusVersion,
  notice: Notice | Refusal | null,
): Promise<Reply> {
  const { t, lang, base } = context;
  const scale = await parts.scaleOf(context.actor.courseId);
  const address = `${base}/syllabus/drafts/${draft.id}`;
  const found = await parts.service.findingsOf(draft, scale);
  const { syllabusId } = await getCourse(parts, context);
  const findings = findingViews(found, { ...draft, address }, t, lang);
  return page(
    'syllabus/preview',
    t.syllabus.previewTitle,
    {
      ...contentView(draft.syllabus, scale, t, lang, address),
      lead: t.syllabus.previewLead({ file: draft.fileName }),
      notice: noticeText(notice, context),
      ...(await draftWarnings(parts)(context, draft, syllabusId)),
      findings,
      counts: countFindings(findings, t),
      address,
      rev: draft.rev,
      canUndo: draft.rev > 1,
      needsApproval: await parts.needsApproval(context.actor.courseId),
    },
    notice === 'conflict' || notice === 'needs-approval' ? 409 : 200,
  );
}
