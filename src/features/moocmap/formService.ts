import { writeDocx, writePdf } from '../../documents/write/index.ts';
import { type Catalogue, catalogueOf, type Lang, languages } from '../../i18n/index.ts';
import { type IsoDate } from '../../kernel/dates.ts';
import { type Signature } from '../syllabus/index.ts';
import { blankMap } from './domain/fill.ts';
import { formOfMap, reasonsOf } from './domain/formMap.ts';
import { officialMap, type OfficialMapFacts } from './domain/officialMap.ts';
import { type MapVersion } from './mapStore.ts';

export const formFormats = ['docx', 'pdf'] as const;
export type FormFormat = (typeof formFormats)[number];

export interface FormFile {
  readonly name: string;
  readonly type: string;
  readonly body: Buffer;
}

const types: Record<FormFormat, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

/** The official form of a map as a file. A draft is version 0 in the file's name. */
export async function writeMapForm(
  { map, version }: Pick<MapVersion, 'map' | 'version'>,
  facts: { readonly lang: Lang; readonly printedOn: IsoDate; readonly signatures: readonly Signature[] },
  format: FormFormat,
): Promise<FormFile> {
  const words = catalogueOf(facts.lang).moocmap.form;
  // Whoever submitted it stands for the teacher, as the form calls the one who compiles it.
  const signatures = facts.signatures.map((one, index) =>
    index === 0 ? { ...one, role: words.signers[0] ?? one.role } : one,
  );
  const content = { form: formOfMap(map), reasons: reasonsOf(map) };
  const name = words.fileName({ version: version ?? 0 });
  return written(content, { ...facts, signatures, version, isBlank: false }, name, format);
}

/** The form for a pen, or for whoever fills it in with Word. */
export async function writeBlankForm(lang: Lang, printedOn: IsoDate, format: FormFormat): Promise<FormFile> {
  const facts = { lang, printedOn, version: null, isBlank: true, signatures: [] };
  const content = { form: formOfMap(blankMap(lang)), reasons: [] };
  return written(content, facts, catalogueOf(lang).moocmap.form.blankName, format);
}

async function written(
  { form, reasons }: { form: ReturnType<typeof formOfMap>; reasons: ReturnType<typeof reasonsOf> },
  facts: OfficialMapFacts,
  name: string,
  format: FormFormat,
): Promise<FormFile> {
  const paper = officialMap(form, reasons, facts);
  const body = format === 'docx' ? await writeDocx(paper) : await writePdf(paper);
  return { name: `${name}.${format}`, type: types[format], body };
}

/** Where a form can be had, a line a language. */
export function formLinks(address: string, t: Catalogue) {
  return languages.map(lang => ({
    text: t.form.languageOf[lang],
    files: formFormats.map(as => {
      const text = as === 'docx' ? t.form.word : t.form.pdf;
      return {
        href: `${address}?lang=${lang}&as=${as}`,
        text,
        label: `${t.form.languageOf[lang]}: ${text}`,
      };
    }),
  }));
}
