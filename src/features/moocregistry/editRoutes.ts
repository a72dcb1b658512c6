import { z } from 'zod';
import { decimalMark } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { decisions, mayEdit } from './domain/lifecycle.ts';
import { type ContentFaults, readContent, type TypedContent, writeContent } from './domain/readContent.ts';
import { blankCourse, editView, typedOf } from './editView.ts';
import { moocParams, openMooc, type OpenedMooc, showCode, showMooc } from './moocRoutes.ts';
import { type PageParts } from './parts.ts';
import { readReview, type ReviewFaults, reviewFormView } from './reviewForm.ts';
import { viewerOf } from './viewer.ts';

const typedBody = z.record(z.string(), z.string().max(20_000));
const revision = z.coerce.number().int().catch(0);

/** Proposing, mending, reviewing courses, and deciding on them. */
export function editRoutes(parts: PageParts): Route[] {
  return [...proposeRoutes(parts), ...changeRoutes(parts), ...reviewRoutes(parts), decisionRoute(parts)];
}

function proposeRoutes(parts: PageParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocs/new',
      permission: 'moocs.act',
      handler: async context => {
        const { canPropose } = await viewerOf(parts.centre, context);
        return canPropose ? showForm(context, null, blankCourse, {}) : showCode(context, null);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocs/new',
      permission: 'moocs.act',
      body: typedBody,
      handler: async (context, { body }) => {
        const viewer = await viewerOf(parts.centre, context);
        if (!viewer.canPropose) return showCode(context, null);
        const typed = typedOf(body);
        const reading = readContent(typed);
        if (reading.kind === 'wrong') return showForm(context, null, typed, reading.faults);
        const id = await parts.desk.propose(viewer.registrationId, reading.content, viewer.personId);
        return redirect(`${context.base}/moocs/${id}?notice=proposed`);
      },
    }),
  ];
}

function changeRoutes(parts: PageParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocs/:mooc/edit',
      permission: 'moocs.act',
      params: moocParams,
      handler: async (context, { params }) => {
        const opened = await openMooc(parts, context, params.mooc);
        if (opened === null) return showCode(context, null);
        if (!mayEdit(opened.mooc, opened.viewer)) return sayNo(parts, context, opened, 'mayNotEdit');
        const typed = writeContent(opened.mooc, decimalMark(context.lang));
        return showForm(context, opened, typed, {});
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocs/:mooc/edit',
      permission: 'moocs.act',
      params: moocParams,
      body: typedBody,
      handler: async (context, { params, body }) => {
        const opened = await openMooc(parts, context, params.mooc);
        if (opened === null) return showCode(context, null);
        const typed = typedOf(body);
        const reading = readContent(typed);
        if (reading.kind === 'wrong') return showForm(context, opened, typed, reading.faults);
        const rev = revision.parse(body['rev']);
        const { mooc, viewer } = opened;
        const outcome = await parts.desk.edit(mooc, rev, reading.content, viewer);
        if (outcome.kind === 'done') return redirect(`${context.base}/moocs/${mooc.id}?notice=saved`);
        if (outcome.why !== 'conflict') return sayNo(parts, context, opened, 'mayNotEdit');
        // The form is based on the newer course now: saving again is a decision, not an accident.
        const newer = await openMooc(parts, context, params.mooc);
        return showForm(context, newer, typed, {}, true);
      },
    }),
  ];
}

function reviewRoutes(parts: PageParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocs/:mooc/review',
      permission: 'moocs.act',
      params: moocParams,
      handler: async (context, { params }) => {
        const opened = await openMooc(parts, context, params.mooc);
        if (opened === null) return showCode(context, null);
        if (!opened.viewer.isCentre) return sayNo(parts, context, opened, 'centreOnly');
        return showReview(context, opened, {}, {});
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocs/:mooc/review',
      permission: 'moocs.act',
      params: moocParams,
      body: typedBody,
      handler: async (context, { params, body }) => {
        const opened = await openMooc(parts, context, params.mooc);
        if (opened === null) return showCode(context, null);
        const { mooc, viewer } = opened;
        if (!viewer.isCentre) return sayNo(parts, context, opened, 'centreOnly');
        const reading = readReview(body, parts.reading.today());
        if (reading.kind === 'wrong') return showReview(context, opened, body, reading.faults);
        const outcome = await parts.desk.review(mooc, revision.parse(body['rev']), reading.review, viewer);
        if (outcome.kind === 'done') return redirect(`${context.base}/moocs/${mooc.id}?notice=reviewed`);
        const newer = (await openMooc(parts, context, params.mooc)) ?? opened;
        return showReview(context, newer, body, {}, context.t.moocregistry.refusals[outcome.why]);
      },
    }),
  ];
}

function decisionRoute(parts: PageParts): Route {
  return defineRoute({
    method: 'post',
    path: '/moocs/:mooc/decide',
    permission: 'moocs.act',
    params: moocParams,
    body: z.object({
      decision: z.enum(decisions),
      note: z.string().trim().max(2_000).default(''),
      renewalYears: z.coerce.number().int().min(1).max(3).default(3),
      rev: revision,
    }),
    handler: async (context, { params, body }) => {
      const opened = await openMooc(parts, context, params.mooc);
      if (opened === null) return showCode(context, null);
      const outcome = await parts.desk.decide(opened.mooc, body, opened.viewer);
      if (outcome.kind === 'done')
        return redirect(`${context.base}/moocs/${opened.mooc.id}?notice=${body.decision}`);
      const newer = (await openMooc(parts, context, params.mooc)) ?? opened;
      const text = context.t.moocregistry.refusals[outcome.why];
      const status = outcome.why === 'not-allowed' ? 403 : outcome.why === 'conflict' ? 409 : 422;
      return showMooc(parts, context, newer, { tone: 'danger', text }, status);
    },
  });
}

/** Whoever may not do it reads the course and is told who may. */
function sayNo(
  parts: PageParts,
  context: LaunchContext,
  opened: OpenedMooc,
  why: 'mayNotEdit' | 'centreOnly',
): Promise<Reply> {
  return showMooc(parts, context, opened, { tone: 'info', text: context.t.moocregistry[why] });
}

function showForm(
  { t, base }: LaunchContext,
  opened: OpenedMooc | null,
  typed: TypedContent,
  faults: ContentFaults,
  isConflict = false,
): Reply {
  const words = t.moocregistry;
  const isWrong = Object.keys(faults).length > 0;
  const mooc = opened?.mooc ?? null;
  const title = mooc === null ? words.proposeTitle : words.editTitle;
  return page(
    'moocregistry/edit',
    title,
    {
      ...editView(typed, faults, t),
      title,
      lead: mooc === null ? words.proposeLead : null,
      action: mooc === null ? `${base}/moocs/new` : `${base}/moocs/${mooc.id}/edit`,
      back: mooc === null ? `${base}/moocs` : `${base}/moocs/${mooc.id}`,
      rev: mooc?.rev ?? 0,
      told: isWrong
        ? { tone: 'danger', text: words.notSaved }
        : isConflict
          ? { tone: 'warning', text: words.conflict }
          : null,
    },
    isWrong ? 422 : isConflict ? 409 : 200,
  );
}

function showReview(
  { t, base }: LaunchContext,
  { mooc }: OpenedMooc,
  typed: Readonly<Record<string, string>>,
  faults: ReviewFaults,
  refusal: string | null = null,
): Reply {
  const words = t.moocregistry;
  const isWrong = Object.keys(faults).length > 0;
  const text = refusal ?? (isWrong ? words.notSaved : null);
  return page(
    'moocregistry/review',
    words.review.write,
    {
      ...reviewFormView(typed, faults, t),
      back: `${base}/moocs/${mooc.id}`,
      action: `${base}/moocs/${mooc.id}/review`,
      rev: mooc.rev,
      told: text === null ? null : { tone: 'danger', text },
    },
    isWrong ? 422 : refusal === null ? 200 : 409,
  );
}
