import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';
import { type Block, type DocumentContent } from '../model.ts';
import { type PartPackage } from '../ooxml/package.ts';
import { relationsOf, type MainPart } from '../ooxml/parts.ts';
import { readXml } from '../ooxml/xml.ts';
import { sheetBlocks } from './sheetBlocks.ts';
import { SheetReader } from './sheetReader.ts';
import { readWorkbook } from './workbook.ts';

/**
 * Reads a workbook (.xlsx) sheet by sheet: the texts of its cells as they are shown, what is merged, and links.
 * Formulas count by their stored results; hidden sheets, comments and drawings are not read.
 */
export async function readXlsx(file: PartPackage, main: MainPart): Promise<DocumentContent> {
  const workbook = await readWorkbook(file, main);
  const blocks: Block[] = [];
  let characters = 0;
  for (const { name, part } of workbook.sheets) {
    const { links } = await relationsOf(file, part);
    const reader = new SheetReader(workbook, links);
    await readXml(file.read(part), reader);
    const cells = reader.linked();
    characters += cells.reduce((sum, cell) => sum + cell.text.length, 0);
    if (characters > limits.characters) throw new DocumentError('document-too-long');
    const tables = blocks.filter(({ kind }) => kind === 'table').length;
    blocks.push(...sheetBlocks(name, cells, reader.merged, tables + 1));
  }
  if (blocks.length === 0) throw new DocumentError('document-empty');
  return { format: 'xlsx', blocks, notes: [] };
}
