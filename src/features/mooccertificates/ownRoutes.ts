import { z } from 'zod';
import { languages } from '../../i18n/index.ts';
import { defineRoute, page, type Route } from '../../web/route.ts';
import { fileOf, type PageParts } from './centreRoutes.ts';
import { ownView } from './certificateView.ts';

const home = '/mooccertificates/own';

/** A learner's own certificates. There is no id of a person in the address: nobody else's can be asked for. */
export function ownRoutes({ store, service, publicUrl }: PageParts): Route[] {
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
      params: z.object({ issued: z.string() }),
      query: z.object({ lang: z.enum(languages).optional().catch(undefined) }),
      handler: async (context, { params, query }) => {
        const { courseId, personId } = context.actor;
        const found = await service.get(courseId, params.issued, personId);
        return fileOf({ service, publicUrl }, context, found, query.lang);
      },
    }),
  ];
}
