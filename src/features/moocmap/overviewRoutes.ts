import { z } from 'zod';
import { documentLimits } from '../../documents/index.ts';
import { languages } from '../../i18n/index.ts';
import { dayOfInstant, formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, type Reply, type Route } from '../../web/route.ts';
import { diffMaps } from './domain/diff.ts';
import { formFormats, formLinks, writeBlankForm, writeMapForm } from './formService.ts';
import { getCourse, type MapParts, type Notice, notices, noticeView, standingView } from './mapPages.ts';
import { type MapVersion } from './mapStore.ts';
import { contentView } from './mapView.ts';
import { changeGroups, findingViews } from './mapWords.ts';
import { showPlan } from './stepRoutes.ts';

const noticeQuery = z.object({ notice: z.enum(notices).optional().catch(undefined) });
const formQuery = z.object({
  lang: z.enum(languages).optional().catch(undefined),
  as: z.enum(formFormats).catch('docx'),
});

/** The published map, its versions, and its official form. */
export function overviewRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocmap',
      permission: 'syllabus.read',
      query: noticeQuery,
      handler: (context, { query }) =>
        context.actor.can('grades.own')
          ? showPlan(parts, context, query.notice ?? null)
          : showOverview(parts, context, query.notice ?? null),
    }),
    defineRoute({
      method: 'get',
      path: '/moocmap/versions/:number',
      permission: 'syllabus.read',
      params: z.object({ number: z.coerce.number().int().min(1).max(100_000) }),
      handler: (context, { params }) => showVersion(parts, context, params.number),
    }),
    ...formRoutes(parts),
  ];
}

function formRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocmap/form',
      permission: 'syllabus.read',
      query: formQuery,
      handler: async (context, { query }) =>
        formReply(parts, context, await parts.store.newestAccepted(context.actor.courseId), query),
    }),
    defineRoute({
      method: 'get',
      path: '/moocmap/form/:map',
      permission: 'syllabus.import',
      params: z.object({ map: z.string() }),
      query: formQuery,
      handler: async (context, { params, query }) =>
        formReply(parts, context, await parts.store.find(context.actor.courseId, params.map), query),
    }),
    defineRoute({
      method: 'get',
      path: '/moocmap/blank',
      permission: 'syllabus.read',
      query: formQuery,
      handler: async ({ actor, lang }, { query }) => {
        const { term } = await getCourse(parts, actor.courseId);
        const printedOn = dayOfInstant(parts.now(), term.timeZone);
        return { kind: 'file', ...(await writeBlankForm(query.lang ?? lang, printedOn, query.as)) };
      },
    }),
  ];
}

async function formReply(
  parts: MapParts,
  { actor, lang: own }: LaunchContext,
  found: MapVersion | null,
  { lang = own, as }: z.output<typeof formQuery>,
): Promise<Reply> {
  if (found === null || found.state === 'discarded')
    throw new AppError('not-found', { what: 'integration map' });
  const [{ term }, signatures] = await Promise.all([
    getCourse(parts, actor.courseId),
    parts.approval.signaturesOf(found, lang),
  ]);
  const printedOn = dayOfInstant(parts.now(), term.timeZone);
  return { kind: 'file', ...(await writeMapForm(found, { lang, printedOn, signatures }, as)) };
}

/** @param refusal why a file was not taken */
export async function showOverview(
  parts: MapParts,
  context: LaunchContext,
  notice: Notice | null,
  refusal: string | null = null,
): Promise<Reply> {
  const { t, lang, actor, base } = context;
  const words = t.moocmap;
  const { term } = await getCourse(parts, actor.courseId);
  const mayWrite = actor.can('syllabus.import');
  const [published, drafts, standing] = await Promise.all([
    parts.store.newestAccepted(actor.courseId),
    mayWrite ? parts.store.drafts(actor.courseId) : [],
    standingView(parts, context, term.timeZone),
  ]);
  const findings = published === null ? [] : await parts.service.findingsOf(published);
  return page(
    'moocmap/overview',
    words.title,
    {
      mayWrite,
      notice: noticeView(notice, t),
      error: refusal,
      maxBytes: documentLimits.fileBytes,
      standing,
      isReopened: published !== null && drafts.length > 0,
      drafts: drafts.map(({ id, fileName, updatedAt }) => ({
        href: `${base}/moocmap/drafts/${id}`,
        text: [
          words.draftOf({ at: formatInstant(updatedAt, term.timeZone) }),
          ...(fileName === '' ? [] : [fileName]),
        ].join(' · '),
      })),
      published:
        published === null
          ? null
          : {
              version: words.version({ version: published.version ?? 1 }),
              href: `${base}/moocmap/versions/${published.version ?? 1}`,
            },
      mapContent: published === null ? null : contentView(published.map, t, lang),
      findings: published === null ? [] : findingViews(findings, published.map, t),
      forms: published === null ? [] : formLinks(`${base}/moocmap/form`, t),
      blanks: formLinks(`${base}/moocmap/blank`, t),
    },
    refusal === null ? 200 : 422,
  );
}

async function showVersion(
  parts: MapParts,
  { actor, t, lang }: LaunchContext,
  number: number,
): Promise<Reply> {
  const [version, before] = await Promise.all([
    parts.store.findVersion(actor.courseId, number),
    number > 1 ? parts.store.findVersion(actor.courseId, number - 1) : null,
  ]);
  if (version === null) throw new AppError('not-found', { what: 'version of an integration map' });
  return page('moocmap/version', t.moocmap.title, {
    lead: t.moocmap.version({ version: number }),
    changesTitle: before === null ? null : t.moocmap.changesSince({ version: number - 1 }),
    groups:
      before === null ? null : changeGroups(diffMaps(before.map, version.map), [before.map, version.map], t),
    documentLang: version.map.language,
    mapContent: contentView(version.map, t, lang),
  });
}
