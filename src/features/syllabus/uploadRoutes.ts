import { z } from 'zod';
import { documentLimits } from '../../documents/index.ts';
import { type SyllabusId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { draftLinks, getCourse, type Notice, noticeText, type SyllabusParts } from './syllabusPages.ts';
import { type RefusalCode } from './syllabusService.ts';

/** How a document comes in: as a file, or as a table that was copied. */
export function uploadRoutes(parts: SyllabusParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus/upload',
      permission: 'syllabus.import',
      handler: context => showUpload(parts, context, null),
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/upload',
      permission: 'syllabus.import',
      upload: { field: 'file', maxBytes: documentLimits.fileBytes },
      handler: async (context, { file }) => {
        if (file === null || file.name === '') return refuseUpload(parts, context, 'no-file');
        const read = await parts.service.upload(context.actor, file);
        if (read.kind === 'refused') return refuseUpload(parts, context, read.code);
        const location = await addressOfRead(parts, context, read.id);
        // The drop zone's script goes there itself: a redirect would fetch the page twice.
        return context.wantsJson ? json({ location }) : redirect(location);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/syllabus/paste',
      permission: 'syllabus.import',
      // The script sends the cells as a file; without it the text alone comes.
      upload: { field: 'html', maxBytes: documentLimits.pastedCharacters },
      body: z.object({ text: z.string().default('') }),
      handler: async (context, { body, file }) => {
        const pasted = { html: file?.bytes.toString('utf8') ?? '', text: body.text };
        if (pasted.html === '' && pasted.text.trim() === '')
          return refusePaste(parts, context, 'paste-empty', '');
        const read = await parts.service.paste(context.actor, pasted, context.t.syllabus.pastedName);
        if (read.kind === 'refused') return refusePaste(parts, context, read.code, pasted.text);
        return redirect(await addressOfRead(parts, context, read.id));
      },
    }),
  ];
}

/** A first document is looked at; a newer one beside what is published. */
async function addressOfRead(parts: SyllabusParts, context: LaunchContext, id: SyllabusId): Promise<string> {
  const { syllabusId } = await getCourse(parts, context);
  return `${context.base}/syllabus/${syllabusId === null ? 'drafts' : 'merge'}/${id}`;
}

type Refusal = RefusalCode | 'no-file' | 'paste-empty';

function refusalText(refusal: Refusal, { t }: LaunchContext): string {
  if (refusal === 'no-file') return t.syllabus.noFile;
  return refusal === 'paste-empty' ? t.syllabus.pasteEmpty : t.documents[refusal];
}

function refusePaste(
  parts: SyllabusParts,
  context: LaunchContext,
  refusal: Refusal,
  text: string,
): Promise<Reply> {
  return showUpload(parts, context, null, null, { error: refusalText(refusal, context), text });
}

function refuseUpload(
  parts: SyllabusParts,
  context: LaunchContext,
  refusal: Refusal,
): Promise<Reply> | Reply {
  if (!context.wantsJson) return showUpload(parts, context, refusal);
  return json({ error: { code: refusal, message: refusalText(refusal, context) } }, 422);
}

export async function showUpload(
  parts: SyllabusParts,
  context: LaunchContext,
  refusal: Refusal | null,
  notice: Notice | null = null,
  pasted: { error: string | null; text: string } = { error: null, text: '' },
): Promise<Reply> {
  const { t } = context;
  const error = refusal === null ? null : refusalText(refusal, context);
  return page(
    'syllabus/upload',
    t.syllabus.uploadTitle,
    {
      error,
      maxBytes: documentLimits.fileBytes,
      drafts: await draftLinks(parts, context, await getCourse(parts, context)),
      notice: noticeText(notice, context),
      pasted,
    },
    refusal === null && pasted.error === null ? 200 : 422,
  );
}
