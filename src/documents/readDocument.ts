import { readDocx } from './docx/docxReader.ts';
import { DocumentError } from './errors.ts';
import { limits } from './limits.ts';
import { type ReadDocument } from './model.ts';
import { sniff } from './sniff.ts';
import { readText } from './text/textReader.ts';

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
  const content = sniff(bytes, fileName) === 'zip' ? await readDocx(bytes, fileName) : readText(bytes);
  return { fileName, ...content };
}
