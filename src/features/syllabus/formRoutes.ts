import { z } from 'zod';
import { type Catalogue } from '../../i18n/index.ts';
import { type Lang, languages } from '../../i18n/lang.ts';
import { dayOfInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, type Reply, type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type Signature } from './domain/form/officialForm.ts';
import { formFormats, writeForm } from './formService.ts';
import { type SyllabusStore, type SyllabusVersion } from './syllabusStore.ts';

export interface FormParts {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly store: Pick<SyllabusStore, 'find'>;
  /** Who has agreed to a version inside Tirek; empty: the lines are left open for a pen. */
  readonly signaturesOf: (version: SyllabusVersion, lang: Lang) => Promise<readonly Signature[]>;
  readonly now: () => Date;
}

/** Without a language it is the reader's own. */
const query = z.object({
  lang: z.enum(languages).optional().catch(undefined),
  as: z.enum(formFormats).catch('docx'),
});

/** The official form of the published syllabus, and of a draft for those who work on it. */
export function formRoutes(parts: FormParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/syllabus/form',
      permission: 'syllabus.read',
      query,
      handler: async (context, input) => {
        const course = await parts.courses.find(context.actor.courseId);
        return formReply(parts, context, course?.syllabusId ?? '', input.query);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/syllabus/form/:draft',
      permission: 'syllabus.import',
      params: z.object({ draft: z.string() }),
      query,
      handler: (context, input) => formReply(parts, context, input.params.draft, input.query),
    }),
  ];
}

async function formReply(
  parts: FormParts,
  { actor, lang: own }: LaunchContext,
  unsafeId: string,
  { lang = own, as }: z.output<typeof query>,
): Promise<Reply> {
  const [course, found] = await Promise.all([
    parts.courses.find(actor.courseId),
    parts.store.find(actor.courseId, unsafeId),
  ]);
  if (course === null || found === null || found.state === 'discarded')
    throw new AppError('not-found', { what: 'syllabus' });
  const printedOn = dayOfInstant(parts.now(), course.term.timeZone);
  const signatures = await parts.signaturesOf(found, lang);
  const file = await writeForm(found.syllabus, { version: found.version, printedOn, lang, signatures }, as);
  return { kind: 'file', ...file };
}

/** Where the form can be had, a line a language. */
export function formLinks(version: Pick<SyllabusVersion, 'id' | 'state'>, base: string, t: Catalogue) {
  const address = version.state === 'draft' ? `${base}/syllabus/form/${version.id}` : `${base}/syllabus/form`;
  return languages.map(lang => ({
    text: t.form.languageOf[lang],
    files: formFormats.map(as => ({
      href: `${address}?lang=${lang}&as=${as}`,
      text: as === 'docx' ? t.form.word : t.form.pdf,
      label: `${t.form.languageOf[lang]}: ${as === 'docx' ? t.form.word : t.form.pdf}`,
    })),
  }));
}
