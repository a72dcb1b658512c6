import { z } from 'zod';
import { catalogueOf, languages } from '../../i18n/index.ts';
import { defineRoute, page, redirect, type Route } from '../../web/route.ts';
import { type SignBadge } from './badgeService.ts';
import { fileOf, type PageParts } from './centreRoutes.ts';
import { ownView } from './certificateView.ts';
import { numberText } from './domain/certificate.ts';

const language = z.object({ lang: z.enum(languages).optional().catch(undefined) });
const issued = z.object({ issued: z.string() });
const home = '/mooccertificates/own';

/** A learner's own certificates. There is no id of a person in the address: nobody else's can be asked for. */
export function ownRoutes(parts: PageParts & { readonly signBadge: SignBadge }): Route[] {
  const { store, service, publicUrl } = parts;
  return [
    defineRoute({
      method: 'get',
      path: home,
      permission: 'grades.own',
      handler: async context => {
        const { courseId, personId } = context.actor;
        const { term } = await service.getCourse(courseId);
        const certificates = await store.list(courseId, personId);
        const { title } = context.t.mooccertificates.own;
        return page('mooccertificates/own', title, ownView(context, certificates, term.timeZone));
      },
    }),
    defineRoute({
      method: 'get',
      path: `${home}/:issued/file`,
      permission: 'grades.own',
      params: issued,
      query: language,
      handler: async (context, { params, query }) => {
        const { courseId, personId } = context.actor;
        const found = await service.get(courseId, params.issued, personId);
        return fileOf({ service, publicUrl }, context, found, query.lang);
      },
    }),
    badgeRoute(parts),
  ];
}

/** The certificate as a signed Open Badge; a revoked one leads back to the page, which says so. */
function badgeRoute({ service, signBadge }: Pick<PageParts, 'service'> & { readonly signBadge: SignBadge }) {
  return defineRoute({
    method: 'get',
    path: `${home}/:issued/badge`,
    permission: 'grades.own',
    params: issued,
    query: language,
    handler: async (context, { params, query }) => {
      const { courseId, personId } = context.actor;
      const certificate = await service.get(courseId, params.issued, personId);
      const lang = query.lang ?? context.lang;
      const body = await signBadge(certificate, lang);
      if (body === null) return redirect(`${context.base}${home}`);
      const words = catalogueOf(lang).mooccertificates.paper;
      const name = `${words.fileName({ number: numberText(certificate) })}.jwt`;
      return { kind: 'file', name, type: 'application/jwt', body };
    },
  });
}
