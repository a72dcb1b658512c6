import { z } from 'zod';
import { catalogueOf, languages } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { writeCertificate } from './certificatePaper.ts';
import { centreView, type Notice, notices, previewView } from './certificateView.ts';
import { verifyUrl } from './domain/address.ts';
import { type Certificate, chosenOf } from './domain/certificate.ts';
import { type IssueService } from './issueService.ts';
import { type IssuedStore } from './issuedStore.ts';
import { type CertificatePorts } from './ports.ts';

export interface PageParts {
  readonly store: IssuedStore;
  readonly service: IssueService;
  readonly ports: Pick<CertificatePorts, 'isCentre' | 'nameOfInstitution'>;
  readonly publicUrl: string;
}

const home = '/mooccertificates';
const mostChosen = 2000;
const choice = z.string().max(120);
const chosenBody = z.object({
  'chosen[]': z.union([choice.transform(one => [one]), z.array(choice).max(mostChosen)]).default([]),
});
const issued = z.object({ issued: z.string() });
const language = z.object({ lang: z.enum(languages).optional().catch(undefined) });

/** Pages of the MOOC centre; the right is the person's, in whatever role the LMS sent them. */
export function centreRoutes(parts: PageParts): Route[] {
  const { service } = parts;
  return [
    defineRoute({
      method: 'get',
      path: home,
      permission: 'moocs.act',
      query: z.object({ notice: z.enum(notices).optional().catch(undefined) }),
      handler: async (context, { query }) =>
        (await isCentre(parts, context)) ? showList(parts, context, query.notice ?? null) : closed(context),
    }),
    defineRoute({
      method: 'post',
      path: `${home}/preview`,
      permission: 'moocs.act',
      body: chosenBody,
      handler: async (context, { body }) => {
        await refuseOthers(parts, context);
        const course = await service.getCourse(context.actor.courseId);
        const chosen = chosenOf(await service.candidates(course), body['chosen[]']);
        if (chosen.length === 0) return redirect(`${context.base}${home}?notice=nothing`);
        const institution = await parts.ports.nameOfInstitution(course.registrationId);
        const { title } = context.t.mooccertificates.preview;
        return page('mooccertificates/preview', title, previewView(context, { chosen, institution }));
      },
    }),
    defineRoute({
      method: 'post',
      path: home,
      permission: 'moocs.act',
      body: chosenBody,
      handler: async (context, { body }) => {
        await refuseOthers(parts, context);
        const { courseId, personId } = context.actor;
        const count = await service.issue(await service.getCourse(courseId), personId, body['chosen[]']);
        return redirect(`${context.base}${home}?notice=${count === 0 ? 'nothing' : 'issued'}`);
      },
    }),
    ...oneRoutes(parts),
  ];
}

function oneRoutes(parts: PageParts): Route[] {
  const { service } = parts;
  return [
    defineRoute({
      method: 'get',
      path: `${home}/:issued/file`,
      permission: 'moocs.act',
      params: issued,
      query: language,
      handler: async (context, { params, query }) => {
        if (!(await isCentre(parts, context))) return closed(context);
        const found = await service.get(context.actor.courseId, params.issued);
        return fileOf(parts, context, found, query.lang);
      },
    }),
    defineRoute({
      method: 'post',
      path: `${home}/:issued/revoke`,
      permission: 'moocs.act',
      params: issued,
      body: z.object({ reason: z.string().trim().min(1).max(500) }),
      handler: async (context, { params, body }) => {
        await refuseOthers(parts, context);
        const found = await service.get(context.actor.courseId, params.issued);
        const isDone = await service.revoke(found, context.actor.personId, body.reason);
        return redirect(`${context.base}${home}?notice=${isDone ? 'revoked' : 'conflict'}`);
      },
    }),
  ];
}

/** A certificate as PDF, in the reader's language unless another one is asked for. */
export async function fileOf(
  { service, publicUrl }: Pick<PageParts, 'service' | 'publicUrl'>,
  context: LaunchContext,
  certificate: Certificate,
  lang = context.lang,
): Promise<Reply> {
  const { timeZone } = (await service.getCourse(certificate.courseId)).term;
  const verifyAt = verifyUrl(publicUrl, certificate.code);
  const reading = { t: catalogueOf(lang), lang, timeZone };
  return { kind: 'file', ...(await writeCertificate(certificate, reading, verifyAt)) };
}

const isCentre = ({ ports }: PageParts, { actor, course }: LaunchContext): Promise<boolean> =>
  ports.isCentre(course.registrationId, actor.personId);

async function refuseOthers(parts: PageParts, context: LaunchContext): Promise<void> {
  if (!(await isCentre(parts, context))) throw new AppError('forbidden', { what: 'certificates' });
}

const closed = ({ t }: LaunchContext): Reply => page('mooccertificates/closed', t.mooccertificates.title, {});

async function showList(parts: PageParts, context: LaunchContext, notice: Notice | null): Promise<Reply> {
  const course = await parts.service.getCourse(context.actor.courseId);
  const [candidates, certificates] = await Promise.all([
    parts.service.candidates(course),
    parts.store.list(course.id),
  ]);
  const view = centreView(context, { candidates, certificates, timeZone: course.term.timeZone, notice });
  return page('mooccertificates/centre', context.t.mooccertificates.title, view);
}
