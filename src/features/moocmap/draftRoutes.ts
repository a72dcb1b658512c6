import { z } from 'zod';
import { documentLimits } from '../../documents/index.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, redirect, type Reply, type Route } from '../../web/route.ts';
import { rowModes } from '../syllabus/index.ts';
import { type EditablePart, fillRows, partPattern, removeMooc } from './domain/edits.ts';
import { showDraft } from './draftPage.ts';
import { type MapParts, type Notice, notices } from './mapPages.ts';
import { type MapSaving } from './mapService.ts';
import { type MapVersion } from './mapStore.ts';
import { showOverview } from './overviewRoutes.ts';

const params = z.object({ map: z.string() });
const revBody = z.object({ rev: z.coerce.number().int().min(1) });

/** A map that is being written: everybody who saves names the revision that was seen. */
export function draftRoutes(parts: MapParts): Route[] {
  return [...beginRoutes(parts), ...pageRoutes(parts), ...moocRoutes(parts), ...scheduleRoutes(parts)];
}

function beginRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/moocmap/new',
      permission: 'syllabus.import',
      handler: async ({ actor, base }) =>
        redirect(`${base}/moocmap/drafts/${await parts.service.begin(actor)}?notice=begun`),
    }),
    defineRoute({
      method: 'post',
      path: '/moocmap/upload',
      permission: 'syllabus.import',
      upload: { field: 'file', maxBytes: documentLimits.fileBytes },
      handler: async (context, { file }) => {
        const { t, actor, base, wantsJson } = context;
        const read = file === null || file.name === '' ? null : await parts.service.upload(actor, file);
        if (read?.kind === 'draft') {
          const location = `${base}/moocmap/drafts/${read.id}?notice=read`;
          return wantsJson ? json({ location }) : redirect(location);
        }
        const code = read?.code ?? 'no-file';
        const message =
          code === 'no-file' ? t.moocmap.noFile : code === 'not-a-map' ? t.moocmap.notMap : t.documents[code];
        return wantsJson
          ? json({ error: { code, message } }, 422)
          : showOverview(parts, context, null, message);
      },
    }),
  ];
}

function pageRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocmap/drafts/:map',
      permission: 'syllabus.import',
      params,
      query: z.object({
        notice: z.enum(notices).optional().catch(undefined),
        find: z.string().max(200).optional().catch(undefined),
      }),
      handler: async (context, { params: { map }, query }) => {
        const draft = await parts.service.getDraft(context.actor.courseId, map);
        return showDraft(parts, context, draft, { notice: query.notice ?? null, find: query.find ?? null });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocmap/drafts/:map/parts/:part',
      permission: 'syllabus.import',
      params: params.extend({ part: z.string().regex(partPattern) }),
      body: revBody.catchall(z.string()),
      handler: async (context, { params: { map, part: unsafePart }, body: { rev, ...body } }) => {
        const { actor, base } = context;
        const part = unsafePart as EditablePart;
        const typed = body as Record<string, string>;
        const draft = await parts.service.getDraft(actor.courseId, map);
        const saving = await parts.service.edit(draft, rev, part, typed, actor.personId);
        if (saving.kind === 'saved')
          return redirect(`${base}/moocmap/drafts/${draft.id}?notice=saved#${part}`);
        const current = await parts.service.getDraft(actor.courseId, map);
        const faults = saving.kind === 'wrong' ? saving.faults : {};
        const notice = saving.kind === 'conflict' ? 'conflict' : null;
        return showDraft(parts, context, current, { notice, unsaved: { typed, faults }, part });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocmap/drafts/:map/discard',
      permission: 'syllabus.import',
      params,
      handler: async ({ actor, base }, { params: { map } }) => {
        await parts.service.discard(await parts.service.getDraft(actor.courseId, map));
        return redirect(`${base}/moocmap?notice=discarded`);
      },
    }),
  ];
}

function moocRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/moocmap/drafts/:map/moocs/add',
      permission: 'syllabus.import',
      params,
      body: revBody.extend({ registry: z.string().max(60).default('') }),
      handler: async (context, { params: { map }, body: { rev, registry } }) => {
        const { actor } = context;
        const draft = await parts.service.getDraft(actor.courseId, map);
        const id = registry === '' ? null : registry;
        const saving = await parts.service.addMooc(draft, rev, actor.personId, id);
        return afterwards(parts, context, draft, saving, 'moocs');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocmap/drafts/:map/moocs/remove',
      permission: 'syllabus.import',
      params,
      body: revBody.extend({ key: z.string().max(20) }),
      handler: async (context, { params: { map }, body: { rev, key } }) => {
        const { actor } = context;
        const draft = await parts.service.getDraft(actor.courseId, map);
        const saving = await parts.service.change(draft, rev, actor.personId, one => removeMooc(one, key));
        return afterwards(parts, context, draft, saving, 'moocs');
      },
    }),
  ];
}

const fillBody = revBody.extend({
  kind: z.enum(['lecture', 'seminar', 'practical', 'lab', 'srs', 'srsp']),
  from: z.coerce.number().int().min(0).max(100),
  to: z.coerce.number().int().min(0).max(100),
  mooc: z.string().max(20),
  mode: z.enum(['', ...rowModes]).transform(mode => (mode === '' ? null : mode)),
  replaces: z.literal('yes').optional(),
});

function scheduleRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/moocmap/drafts/:map/calendar',
      permission: 'syllabus.import',
      params,
      body: revBody,
      handler: async (context, { params: { map }, body: { rev } }) => {
        const { actor } = context;
        const draft = await parts.service.getDraft(actor.courseId, map);
        const saving = await parts.service.followCalendar(draft, rev, actor.personId);
        return afterwards(parts, context, draft, saving, 'schedule', 'followed');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocmap/drafts/:map/fill',
      permission: 'syllabus.import',
      params,
      body: fillBody,
      handler: async (context, { params: { map }, body: { rev, replaces, ...filling } }) => {
        const { actor } = context;
        const draft = await parts.service.getDraft(actor.courseId, map);
        const platform = await parts.service.platformOf(draft, filling.mooc);
        const wish = { ...filling, replaces: replaces === 'yes' };
        const saving = await parts.service.change(draft, rev, actor.personId, one =>
          fillRows(one, wish, platform),
        );
        return afterwards(parts, context, draft, saving, 'schedule');
      },
    }),
  ];
}

async function afterwards(
  parts: MapParts,
  context: LaunchContext,
  draft: MapVersion,
  saving: MapSaving,
  anchor: string,
  notice: Notice = 'saved',
): Promise<Reply> {
  if (saving.kind === 'saved')
    return redirect(`${context.base}/moocmap/drafts/${draft.id}?notice=${notice}#${anchor}`);
  const current = await parts.service.getDraft(context.actor.courseId, draft.id);
  return showDraft(parts, context, current, { notice: 'conflict' });
}
