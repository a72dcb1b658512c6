import { writeDocx, writePdf } from '../../documents/write/index.ts';
import { catalogueOf } from '../../i18n/index.ts';
import { officialForm, type OfficialFormFacts } from './domain/form/officialForm.ts';
import { type Syllabus } from './domain/types.ts';

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

/** The official form of a syllabus as a file. A draft is version 0 in the file's name. */
export async function writeForm(
  syllabus: Syllabus,
  facts: OfficialFormFacts,
  format: FormFormat,
): Promise<FormFile> {
  const paper = officialForm(syllabus, facts);
  const body = format === 'docx' ? await writeDocx(paper) : await writePdf(paper);
  const name = catalogueOf(facts.lang).form.fileName({ version: facts.version ?? 0 });
  return { name: `${name}.${format}`, type: types[format], body };
}
