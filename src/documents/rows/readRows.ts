import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';
import { openPackage } from '../ooxml/package.ts';
import { findMainPart } from '../ooxml/parts.ts';
import { sniff } from '../sniff.ts';
import { readCsvRows } from './csvRows.ts';
import { readSheetRows } from './sheetRows.ts';
import { type TakeRow } from './takeRow.ts';

/** What a table of rows may cost; the limits of a file and of what it unpacks to hold besides. */
const mostRows = 200_000;
const mostColumns = 300;
/** Of one cell: a name, an address or a comment, never a document. */
const longestCell = 4_000;

/**
 * Reads a file that is one table, row by row: .xlsx (the first visible sheet that is not empty) or text with commas,
 * semicolons or tabs between the cells, in any encoding that `decodeText` knows. Nothing but the row is kept, and other
 * requests get their turn in between, so a table of 50,000 rows costs neither memory nor patience.
 *
 * @throws DocumentError as `readDocument` does; `document-too-long` for more than 200,000 rows or 300 columns
 */
export async function readRows(bytes: Uint8Array, fileName: string, take: TakeRow): Promise<void> {
  if (bytes.length === 0) throw new DocumentError('document-empty');
  if (bytes.length > limits.fileBytes) throw new DocumentError('document-too-large');
  let rows = 0;
  const careful: TakeRow = (cells, row) => {
    if (row > mostRows || cells.length > mostColumns) throw new DocumentError('document-too-long');
    const trimmed = cells.map(text => {
      if (text.length > longestCell) throw new DocumentError('document-too-long');
      return text.trim();
    });
    if (trimmed.every(text => text === '')) return;
    rows += 1;
    take(trimmed, row);
  };
  const container = sniff(bytes, fileName);
  if (container === 'pdf') throw new DocumentError('document-unknown');
  if (container === 'text') await readCsvRows(bytes, careful);
  else {
    const file = await openPackage(bytes);
    const main = await findMainPart(file, fileName);
    if (main.kind !== 'xlsx') throw new DocumentError('document-unknown');
    await readSheetRows(file, main, careful);
  }
  if (rows === 0) throw new DocumentError('document-empty');
}
