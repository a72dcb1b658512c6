import { z } from 'zod';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { remindersOn } from './domain/renewal.ts';
import { filterOf, listHref, type ListQuery, listQuery, listView } from './listView.ts';
import { moocView } from './moocView.ts';
import { type FoundMooc } from './moocService.ts';
import { type PageParts } from './parts.ts';
import { isVisible, namesOf, type Viewer, viewerOf } from './viewer.ts';

export const moocParams = z.object({ mooc: z.string() });

const notices = [
  'proposed',
  'saved',
  'submit',
  'return',
  'approve',
  'use',
  'retire',
  'reopen',
  'reviewed',
  'joined',
  'imported',
] as const;
export type Notice = (typeof notices)[number];
const noticeQuery = z.object({ notice: z.enum(notices).optional().catch(undefined) });

export interface Told {
  readonly tone: 'success' | 'warning' | 'danger' | 'info';
  readonly text: string;
}

/** The registry as a list, and one course of it. */
export function moocRoutes(parts: PageParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocs',
      permission: 'moocs.act',
      query: listQuery.extend(noticeQuery.shape),
      handler: async (context, { query }) => {
        const viewer = await viewerOf(parts.centre, context);
        if (!viewer.canRead) return showCode(context, null);
        const { notice, ...asked } = query;
        const told = notice === undefined ? null : success(context.t.moocregistry.notices[notice]);
        const { reading } = parts;
        const [found, all] = await Promise.all([
          reading.listMoocs(viewer.registrationId, filterOf(asked, viewer), context.lang),
          reading.listMoocs(viewer.registrationId),
        ]);
        const visible = all.filter(one => isVisible(one, viewer));
        const { t, lang, base } = context;
        return page('moocregistry/list', t.moocregistry.title, {
          ...listView({
            query: asked,
            viewer,
            base,
            t,
            lang,
            today: reading.today(),
            found: found.filter(one => isVisible(one, viewer)),
            due: remindersOn(visible, reading.today()).map(({ reminder }) => reminder),
          }),
          viewer,
          hasCourses: visible.length > 0,
          told,
          ...buttonsOf(context, viewer, asked),
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocs/open',
      permission: 'moocs.act',
      body: z.object({ code: z.string().max(60) }),
      handler: async (context, { body }) => {
        const { registrationId } = context.course;
        const { personId } = context.actor;
        const joined = await parts.centre.redeem(registrationId, body.code, personId);
        return joined
          ? redirect(`${context.base}/moocs?notice=joined`)
          : showCode(context, context.t.mooccentre.code.wrong);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/moocs/:mooc',
      permission: 'moocs.act',
      params: moocParams,
      query: noticeQuery,
      handler: async (context, { params, query }) => {
        const opened = await openMooc(parts, context, params.mooc);
        if (opened === null) return showCode(context, null);
        const { notice } = query;
        const told = notice === undefined ? null : success(context.t.moocregistry.notices[notice]);
        return showMooc(parts, context, opened, told);
      },
    }),
  ];
}

const success = (text: string): Told => ({ tone: 'success', text });

/** What can be done with the whole of the registry, and with the courses that are shown. */
function buttonsOf({ t, base }: LaunchContext, viewer: Viewer, query: ListQuery) {
  const { file, statistics } = t.mooccentre;
  const chosen = listHref(base, { ...query, page: 1 }).slice(`${base}/moocs`.length);
  const fileAs = (format: string) =>
    `${base}/moocs/export${chosen}${chosen === '' ? '?' : '&'}format=${format}`;
  const home = `${base}/moocs`;
  return {
    actions: [
      ...(viewer.isCentre
        ? [
            { text: t.mooccertificates.title, href: `${base}/mooccertificates`, icon: 'file' },
            { text: statistics.title, href: `${home}/statistics`, icon: 'table' },
          ]
        : []),
      ...(viewer.canPropose
        ? [{ text: t.moocregistry.propose, href: `${home}/new`, kind: 'primary', icon: 'plus' }]
        : []),
    ],
    files: [
      { text: file.exportXlsx, href: fileAs('xlsx'), icon: 'download' },
      { text: file.exportCsv, href: fileAs('csv'), icon: 'download' },
      ...(viewer.isCentre ? [{ text: file.open, href: `${home}/import`, icon: 'upload' }] : []),
    ],
  };
}

export interface OpenedMooc {
  readonly viewer: Viewer;
  readonly mooc: FoundMooc;
}

/** Null: somebody who may not read the registry. A course that the viewer may not see is not found. */
export async function openMooc(
  { centre, reading }: PageParts,
  context: LaunchContext,
  unsafeId: string,
): Promise<OpenedMooc | null> {
  const viewer = await viewerOf(centre, context);
  if (!viewer.canRead) return null;
  return {
    viewer,
    mooc: await reading.getMooc(viewer.registrationId, unsafeId, one => isVisible(one, viewer)),
  };
}

/** Where somebody of the MOOC centre types the code; nobody else sees more of the registry. */
export function showCode({ t }: LaunchContext, error: string | null, told: string | null = null): Reply {
  const model = { error, told: told === null ? null : { tone: 'info', text: told } };
  return page('moocregistry/code', t.moocregistry.title, model, error === null ? 200 : 422);
}

/** Pages of the MOOC centre: a teacher is told whose they are. */
export function refuseStranger(context: LaunchContext, { canRead }: Viewer): Reply {
  return showCode(context, null, canRead ? context.t.moocregistry.centreOnly : null);
}

export async function showMooc(
  { reading, roster, use }: PageParts,
  { t, lang, base }: LaunchContext,
  { viewer, mooc }: OpenedMooc,
  told: Told | null,
  status = 200,
): Promise<Reply> {
  const [nameOf, uses] = await Promise.all([
    namesOf(
      roster,
      mooc.events.map(({ by }) => by),
      t,
    ),
    // Only whoever may retire the course is told: it is read from all maps of the institution.
    viewer.isCentre ? use.usesOf(viewer.registrationId) : null,
  ]);
  const count = uses === null ? null : uses.filter(({ moocId }) => moocId === mooc.id).length;
  const facts = { viewer, base, t, lang, today: reading.today(), nameOf, uses: count };
  const view = moocView(mooc, facts);
  return page('moocregistry/mooc', view.title, { mooc: view, told }, status);
}
