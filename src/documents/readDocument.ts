import { readDocx } from './docx/docxReader.ts';
import { DocumentError } from './errors.ts';
import { limits } from './limits.ts';
import { type DocumentContent, type ReadDocument } from './model.ts';
import { openPackage } from './ooxml/package.ts';
import { findMainPart } from './ooxml/parts.ts';
import { readPdf } from './pdf/pdfReader.ts';
import { sniff } from './sniff.ts';
import { readText } from './text/textReader.ts';
import { readXlsx } from './xlsx/xlsxReader.ts';

/**
 * Reads a file by its content, whatever its name says, into blocks of text and tables.
 *
 * @param fileName kept beside the blocks for people to recognise; it decides only how an empty
 *   container is refused
 * @throws DocumentError with a stable code when the file is of another kind, protected, damaged, or too large.
 */
export async function readDocument(bytes: Uint8Array, fileName: string): Promise<ReadDocument> {
  if (bytes.length === 0) throw new DocumentError('document-empty');
  if (bytes.length > limits.fileBytes) throw new DocumentError('document-too-large');
  return { fileName, ...(await contentOf(bytes, fileName)) };
}

async function contentOf(bytes: Uint8Array, fileName: string): Promise<DocumentContent> {
  const container = sniff(bytes, fileName);
  if (container === 'pdf') return readPdf(bytes);
  if (container === 'text') return readText(bytes);
  const file = await openPackage(bytes);
  const main = await findMainPart(file, fileName);
  return main.kind === 'docx' ? readDocx(file, main) : readXlsx(file, main);
}
