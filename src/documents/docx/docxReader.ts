import { DocumentError } from '../errors.ts';
import { type DocumentContent } from '../model.ts';

export async function readDocx(_bytes: Uint8Array): Promise<DocumentContent> {
  throw new DocumentError('document-unknown');
}
