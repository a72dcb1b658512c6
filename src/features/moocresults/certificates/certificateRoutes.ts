import { z } from 'zod';
import { dayOfInstant, isIsoDate } from '../../../kernel/dates.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type CourseStore } from '../../course/index.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type MapDoor } from '../ports.ts';
import { type CertificateService, type EvidenceRefusal, refusals } from './certificateService.ts';
import { type CertificateStore } from './certificateStore.ts';
import { ownCertificatesView, reviewView } from './certificateView.ts';
import { evidenceBytes } from './evidence.ts';

export interface CertificateRouteParts extends Pick<MapDoor, 'findPublishedMap'> {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly store: CertificateStore;
  readonly service: CertificateService;
  readonly now: () => Date;
}

const own = '/moocresults/certificates';
const review = '/moocresults/review';
const params = z.object({ certificate: z.string() });
const evidenceBody = z.object({
  mooc: z.string().max(60),
  link: z.string().max(600).default(''),
  validUntil: z
    .string()
    .trim()
    .default('')
    .refine(text => text === '' || isIsoDate(text))
    .transform(text => (text === '' ? null : text)),
});
const decisionBody = z
  .object({ state: z.enum(['accepted', 'refused']), reason: z.string().trim().max(500).default('') })
  .refine(({ state, reason }) => state === 'accepted' || reason !== '', { path: ['reason'] });

/** A student's own evidence. There is no id of a person in the address: nobody else's can be asked for. */
function ownRoutes(parts: CertificateRouteParts): Route[] {
  const notice = z
    .enum([...refusals, 'kept', 'taken-back', 'decided'])
    .optional()
    .catch(undefined);
  return [
    defineRoute({
      method: 'get',
      path: own,
      permission: 'grades.own',
      query: z.object({ notice }),
      handler: (context, { query }) => showOwn(parts, context, query.notice ?? null),
    }),
    defineRoute({
      method: 'post',
      path: own,
      permission: 'grades.own',
      upload: { field: 'file', maxBytes: evidenceBytes },
      body: evidenceBody,
      handler: async (context, { body, file }) => {
        const { mooc, link, validUntil } = body;
        const today = await todayIn(parts, context);
        const given = file === null || file.bytes.length === 0 ? null : file;
        const refusal = await parts.service.handIn(
          context.actor,
          { moocKey: mooc, file: given, link, validUntil },
          today,
        );
        return redirect(`${context.base}${own}?notice=${refusal ?? 'kept'}`);
      },
    }),
    defineRoute({
      method: 'get',
      path: `${own}/:certificate/file`,
      permission: 'grades.own',
      params,
      handler: async ({ actor }, input) => {
        const found = await parts.service.get(actor.courseId, input.params.certificate, actor.personId);
        return { kind: 'file', ...(await parts.service.fileOf(found)) };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${own}/:certificate/take-back`,
      permission: 'grades.own',
      params,
      handler: async ({ actor, base }, input) => {
        const found = await parts.service.get(actor.courseId, input.params.certificate, actor.personId);
        const isGone = await parts.service.takeBack(found);
        return redirect(`${base}${own}?notice=${isGone ? 'taken-back' : 'decided'}`);
      },
    }),
  ];
}

function reviewRoutes(parts: CertificateRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: review,
      permission: 'grades.read',
      query: z.object({ notice: z.enum(['decided', 'conflict']).optional().catch(undefined) }),
      handler: (context, { query }) => showReview(parts, context, query.notice ?? null),
    }),
    defineRoute({
      method: 'get',
      path: `${review}/:certificate/file`,
      permission: 'grades.read',
      params,
      handler: async ({ actor }, input) => {
        const found = await parts.service.get(actor.courseId, input.params.certificate);
        return { kind: 'file', ...(await parts.service.fileOf(found)) };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${review}/:certificate`,
      permission: 'grades.draft',
      params,
      body: decisionBody,
      handler: async ({ actor, base }, input) => {
        const found = await parts.service.get(actor.courseId, input.params.certificate);
        const isDone = await parts.service.decide(actor.personId, found, input.body);
        return redirect(`${base}${review}?notice=${isDone ? 'decided' : 'conflict'}`);
      },
    }),
  ];
}

export const certificateRoutes = (parts: CertificateRouteParts): Route[] => [
  ...ownRoutes(parts),
  ...reviewRoutes(parts),
];

async function timeZoneOf(parts: CertificateRouteParts, { actor }: LaunchContext): Promise<string> {
  const course = await parts.courses.find(actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return course.term.timeZone;
}

const todayIn = async (parts: CertificateRouteParts, context: LaunchContext): Promise<string> =>
  dayOfInstant(parts.now(), await timeZoneOf(parts, context));

async function showOwn(
  parts: CertificateRouteParts,
  context: LaunchContext,
  notice: EvidenceRefusal | 'kept' | 'taken-back' | 'decided' | null,
): Promise<Reply> {
  const { courseId, personId } = context.actor;
  const [map, certificates, timeZone] = await Promise.all([
    parts.findPublishedMap(courseId),
    parts.store.list(courseId, personId),
    timeZoneOf(parts, context),
  ]);
  const today = dayOfInstant(parts.now(), timeZone);
  const title = context.t.certificates.own.title;
  return page(
    'moocresults/certificates',
    title,
    ownCertificatesView(context, { map, certificates, timeZone, today, notice }),
  );
}

async function showReview(
  parts: CertificateRouteParts,
  context: LaunchContext,
  notice: 'decided' | 'conflict' | null,
): Promise<Reply> {
  const { courseId } = context.actor;
  const [map, checked, members, timeZone] = await Promise.all([
    parts.findPublishedMap(courseId),
    parts.service.review(courseId),
    parts.roster.members(courseId),
    timeZoneOf(parts, context),
  ]);
  const today = dayOfInstant(parts.now(), timeZone);
  return page(
    'moocresults/review',
    context.t.certificates.review.title,
    reviewView(context, { map, checked, members, timeZone, today, notice }),
  );
}
