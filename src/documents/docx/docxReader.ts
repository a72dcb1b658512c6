import { DocumentError } from '../errors.ts';
import { type DocumentContent } from '../model.ts';
import { blocksOf } from './body.ts';
import { BodyReader } from './bodyReader.ts';
import { readNumbering } from './numbering.ts';
import { openPackage } from './package.ts';
import { findParts } from './parts.ts';
import { readXml } from './xml.ts';

/**
 * Reads a Word document (.docx): its body with all tables, merged cells and numbers of lists, as it looks with all
 * tracked changes accepted. Headers, footers, notes and comments are not read.
 */
export async function readDocx(bytes: Uint8Array, fileName: string): Promise<DocumentContent> {
  const file = await openPackage(bytes);
  const parts = await findParts(file, fileName);
  const reader = new BodyReader(await readNumbering(file, parts), parts.links);
  await readXml(file.read(parts.main), reader);
  const blocks = blocksOf(reader.body);
  if (blocks.length === 0) throw new DocumentError('document-empty');
  return { format: 'docx', blocks, notes: [] };
}
