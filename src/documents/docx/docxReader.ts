import { DocumentError } from '../errors.ts';
import { type DocumentContent } from '../model.ts';
import { type PartPackage } from '../ooxml/package.ts';
import { type MainPart } from '../ooxml/parts.ts';
import { readXml } from '../ooxml/xml.ts';
import { blocksOf } from './body.ts';
import { BodyReader } from './bodyReader.ts';
import { readNumbering } from './numbering.ts';

/**
 * Reads a Word document (.docx): its body with all tables, merged cells and numbers of lists, as it looks with all
 * tracked changes accepted. Headers, footers, notes and comments are not read.
 */
export async function readDocx(file: PartPackage, { name, relations }: MainPart): Promise<DocumentContent> {
  const numbering = await readNumbering(file, {
    numbering: relations.part('numbering'),
    styles: relations.part('styles'),
  });
  const reader = new BodyReader(numbering, relations.links);
  await readXml(file.read(name), reader);
  const blocks = blocksOf(reader.body);
  if (blocks.length === 0) throw new DocumentError('document-empty');
  return { format: 'docx', blocks, notes: [] };
}
