import { z } from 'zod';
import { documentLimits } from '../../documents/index.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type Choices } from './domain/importPlan.ts';
import { fileFormats, fileTypes, writeRegistry } from './exportFile.ts';
import { type ImportRefusal, type ImportService, type ShownImport } from './importService.ts';
import { importView } from './importView.ts';
import { filterOf, listQuery } from './listView.ts';
import { refuseStranger, showCode } from './moocRoutes.ts';
import { type MoocStore } from './moocStore.ts';
import { type PageParts } from './parts.ts';
import { isVisible, viewerOf } from './viewer.ts';

export interface FileParts extends PageParts {
  readonly imports: ImportService;
  readonly store: Pick<MoocStore, 'all'>;
}

const batchParams = z.object({ batch: z.string() });
const fileQuery = listQuery.extend({ format: z.enum(fileFormats).catch('xlsx') });

/** Courses as files: out for readers, in for the MOOC centre. */
export function fileRoutes(parts: FileParts): Route[] {
  return [exportRoute(parts), ...importRoutes(parts)];
}

function exportRoute(parts: FileParts): Route {
  return defineRoute({
    method: 'get',
    path: '/moocs/export',
    permission: 'moocs.act',
    query: fileQuery,
    handler: async (context, { query }) => {
      const viewer = await viewerOf(parts.centre, context);
      if (!viewer.canRead) return showCode(context, null);
      const { registrationId } = viewer;
      const { t, lang } = context;
      const found = await parts.reading.listMoocs(registrationId, filterOf(query, viewer), lang);
      const shown = found.filter(
        one => isVisible(one, viewer) && (query.state === undefined || one.state === query.state),
      );
      const byId = new Map((await parts.store.all(registrationId)).map(mooc => [mooc.id, mooc]));
      const moocs = shown.flatMap(({ id }) => byId.get(id) ?? []);
      const reader = { t, lang, today: parts.reading.today() };
      return {
        kind: 'file',
        name: `${t.mooccentre.file.name}.${query.format}`,
        type: fileTypes[query.format],
        body: await writeRegistry(moocs, query.format, reader),
      };
    },
  });
}

function importRoutes(parts: FileParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocs/import',
      permission: 'moocs.act',
      query: z.object({ gone: z.literal('yes').optional().catch(undefined) }),
      handler: async (context, { query }) => {
        const viewer = await viewerOf(parts.centre, context);
        if (!viewer.isCentre) return refuseStranger(context, viewer);
        return showStart(context, query.gone === undefined ? null : context.t.mooccentre.file.gone, 200);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocs/import',
      permission: 'moocs.act',
      upload: { field: 'file', maxBytes: documentLimits.fileBytes },
      handler: async (context, { file }) => {
        const viewer = await viewerOf(parts.centre, context);
        if (!viewer.isCentre) return refuseStranger(context, viewer);
        if (file === null || file.name === '') return refuse(context, 'no-file');
        const opened = await parts.imports.open(viewer, file);
        if (opened.kind === 'refused') return refuse(context, opened.code);
        const location = `${context.base}/moocs/import/${opened.id}`;
        return context.wantsJson ? json({ location }) : redirect(location);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/moocs/import/:batch',
      permission: 'moocs.act',
      params: batchParams,
      handler: async (context, { params }) => {
        const viewer = await viewerOf(parts.centre, context);
        if (!viewer.isCentre) return refuseStranger(context, viewer);
        const shown = await parts.imports.show(viewer, params.batch, new Map());
        return shown === null ? redirect(`${context.base}/moocs/import?gone=yes`) : showPlan(context, shown);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/moocs/import/:batch',
      permission: 'moocs.act',
      params: batchParams,
      body: z.record(z.string(), z.string().max(100)),
      handler: async (context, { params, body }) => {
        const viewer = await viewerOf(parts.centre, context);
        if (!viewer.isCentre) return refuseStranger(context, viewer);
        const choices = choicesOf(body);
        const made = await parts.imports.make(viewer, params.batch, choices, body['seen'] ?? '');
        if (made === 'made') return redirect(`${context.base}/moocs?notice=imported`);
        const shown = made === 'gone' ? null : await parts.imports.show(viewer, params.batch, choices);
        return shown === null
          ? redirect(`${context.base}/moocs/import?gone=yes`)
          : showPlan(context, shown, context.t.mooccentre.file.changed);
      },
    }),
  ];
}

/** Fields "choice:12" by the rows of the file: "add", or the number of a course. */
function choicesOf(body: Readonly<Record<string, string>>): Choices {
  const choices = new Map<number, 'add' | number>();
  for (const [name, value] of Object.entries(body)) {
    const row = /^choice:(\d{1,7})$/u.exec(name)?.[1];
    if (row === undefined || !/^(?:add|\d{1,9})$/u.test(value)) continue;
    choices.set(Number(row), value === 'add' ? 'add' : Number(value));
  }
  return choices;
}

function showStart({ t }: LaunchContext, error: string | null, status: number): Reply {
  const model = { error, maxBytes: documentLimits.fileBytes };
  return page('moocregistry/import', t.mooccentre.file.importTitle, model, status);
}

function refuse(context: LaunchContext, code: ImportRefusal | 'no-file'): Reply {
  const { t, wantsJson } = context;
  const own: Readonly<Record<string, string>> = { ...t.mooccentre.file.refusals };
  const message = own[code] ?? (t.documents as Readonly<Record<string, unknown>>)[code];
  const text = typeof message === 'string' ? message : code;
  return wantsJson ? json({ error: { code, message: text } }, 422) : showStart(context, text, 422);
}

function showPlan(
  { t, lang, base }: LaunchContext,
  shown: ShownImport,
  changed: string | null = null,
): Reply {
  return page(
    'moocregistry/importPlan',
    t.mooccentre.file.planTitle,
    {
      ...importView(shown, t, lang),
      action: `${base}/moocs/import/${shown.pending.id}`,
      told: changed === null ? null : { tone: 'warning', text: changed },
    },
    changed === null ? 200 : 409,
  );
}
