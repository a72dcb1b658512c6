import { z } from 'zod';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { fileTypes } from './exportFile.ts';
import { refuseStranger } from './moocRoutes.ts';
import { isAsked } from './domain/statistics.ts';
import { type PageParts } from './parts.ts';
import { type StatisticsFacts, statisticsView, usesView, writeStatistics } from './statisticsView.ts';
import { viewerOf } from './viewer.ts';

const usesQuery = z.object({
  model: z.enum(['1', '2', '3']).optional().catch(undefined),
  department: z.string().max(300).optional().catch(undefined),
  term: z.string().max(100).optional().catch(undefined),
});

/** What the MOOC centre reports: figures that open the lists they are counted from. */
export function statisticsRoutes(parts: PageParts): Route[] {
  const forCentre = async (
    context: LaunchContext,
    answer: (facts: StatisticsFacts) => Promise<Reply> | Reply,
  ): Promise<Reply> => {
    const viewer = await viewerOf(parts.centre, context);
    if (!viewer.isCentre) return refuseStranger(context, viewer);
    const { t, lang, base } = context;
    const [moocs, uses] = await Promise.all([
      parts.reading.listMoocs(viewer.registrationId, {}, lang),
      parts.use.usesOf(viewer.registrationId),
    ]);
    return answer({ moocs, uses, today: parts.reading.today(), base, t, lang });
  };
  return [
    defineRoute({
      method: 'get',
      path: '/moocs/statistics',
      permission: 'moocs.act',
      handler: context =>
        forCentre(context, facts =>
          page('moocregistry/statistics', facts.t.mooccentre.statistics.title, statisticsView(facts)),
        ),
    }),
    defineRoute({
      method: 'get',
      path: '/moocs/statistics/file',
      permission: 'moocs.act',
      handler: context =>
        forCentre(context, async facts => ({
          kind: 'file',
          name: `${facts.t.mooccentre.statistics.fileName}.xlsx`,
          type: fileTypes.xlsx,
          body: await writeStatistics(facts),
        })),
    }),
    defineRoute({
      method: 'get',
      path: '/moocs/statistics/uses',
      permission: 'moocs.act',
      query: usesQuery,
      handler: (context, { query }) =>
        forCentre(context, facts => {
          const uses = (facts.uses ?? []).filter(use => isAsked(use, query));
          return page('moocregistry/uses', facts.t.mooccentre.statistics.usesTitle, usesView(uses, facts));
        }),
    }),
  ];
}
