import { type PartPackage } from '../ooxml/package.ts';
import { type MainPart } from '../ooxml/parts.ts';
import { readXml, visitXml, type XmlElement, type XmlHandlers } from '../ooxml/xml.ts';
import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';
import { formatOf, type NumberFormat } from './numberText.ts';

/** What the cells of all sheets refer to. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly is1904: boolean;
  readonly strings: readonly string[];
  /** How numbers look, by the index of a cell's style. */
  readonly formats: readonly NumberFormat[];
}

/** @param mostCharacters of all shared texts together */
export async function readWorkbook(
  file: PartPackage,
  { name, relations }: MainPart,
  mostCharacters: number = limits.characters,
): Promise<Workbook> {
  const sheets: { name: string; part: string }[] = [];
  let is1904 = false;
  await visitXml(file.read(name), element => {
    if (element.name === 'workbookPr') is1904 = /^(?:1|true)$/u.test(element.attribute('date1904') ?? '');
    if (element.name !== 'sheet') return;
    const part = relations.partById(element.attribute('id') ?? '');
    // A hidden sheet holds lists and drafts: who opens the workbook does not see it.
    const isHidden = /hidden/iu.test(element.attribute('state') ?? '');
    if (part !== null && !isHidden) sheets.push({ name: element.attribute('name') ?? '', part });
  });
  const [strings, styles] = [relations.part('sharedStrings'), relations.part('styles')];
  return {
    sheets,
    is1904,
    strings: strings === null ? [] : await readStrings(file, strings, mostCharacters),
    formats: styles === null ? [] : await readFormats(file, styles),
  };
}

async function readStrings(file: PartPackage, part: string, mostCharacters: number): Promise<string[]> {
  const reader = new StringReader(mostCharacters);
  await readXml(file.read(part), reader);
  return reader.strings;
}

/** Strings are kept once for the whole workbook; a string may be several runs, and carry a reading aid that is no text. */
class StringReader implements XmlHandlers {
  readonly strings: string[] = [];
  private readonly path: string[] = [];
  private characters = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  open({ name }: XmlElement): void {
    this.path.push(name);
    if (name === 'si') this.strings.push('');
  }

  close(): void {
    this.path.pop();
  }

  text(text: string): void {
    if (this.path.at(-1) !== 't' || this.path.includes('rPh')) return;
    this.characters += text.length;
    if (this.characters > this.most) throw new DocumentError('document-too-long');
    this.strings[this.strings.length - 1] += text;
  }
}

async function readFormats(file: PartPackage, part: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  await visitXml(file.read(part), (element, ancestors) => {
    const id = Number(element.attribute('numFmtId') ?? '0');
    if (element.name === 'numFmt') codes.set(id, element.attribute('formatCode') ?? '');
    if (element.name === 'xf' && ancestors.at(-1) === 'cellXfs') formats.push(formatOf(id, codes.get(id)));
  });
  return formats;
}
