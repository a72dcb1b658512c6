import { DocumentError, type DocumentErrorCode } from './errors.ts';

/** What the first bytes of a file say it is. Names and extensions are not asked: they are often wrong. */
export type Container = 'zip' | 'text';

const magics: readonly (readonly [bytes: string, code: DocumentErrorCode])[] = [
  ['%PDF', 'document-pdf'],
  ['{\\rtf', 'document-rtf'],
  ['\x89PNG', 'document-picture'],
  ['\xff\xd8\xff', 'document-picture'],
  ['GIF8', 'document-picture'],
  ['II*\0', 'document-picture'],
  ['MM\0*', 'document-picture'],
  ['\x1f\x8b', 'document-unknown'],
  ['Rar!', 'document-unknown'],
  ['7z\xbc\xaf', 'document-unknown'],
];
const oleMagic = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const zipMagics = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];

/** @throws DocumentError that names the format, for everything but packages and text. */
export function sniff(bytes: Uint8Array): Container {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  if (zipMagics.some(magic => start.startsWith(magic))) return 'zip';
  if (start.startsWith(oleMagic)) throw new DocumentError(oleKind(bytes));
  const known = magics.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) throw new DocumentError(known[1]);
  // Some writers put a few bytes before "%PDF"; Adobe's readers accept it within the first kilobyte.
  if (/%PDF-\d/.test(start)) throw new DocumentError('document-pdf');
  if (/^(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|mime-version:)/i.test(start))
    throw new DocumentError('document-html');
  if (/^(?:\xef\xbb\xbf)?\s*<\?xml/i.test(start)) throw new DocumentError('document-unknown');
  return 'text';
}

/** Old Office files and protected new ones share a container; the names of its streams tell them apart. */
function oleKind(bytes: Uint8Array): DocumentErrorCode {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const has = (stream: string) => file.includes(Buffer.from(stream, 'utf16le'));
  if (has('EncryptedPackage')) return 'document-encrypted';
  if (has('WordDocument')) return 'document-doc';
  if (has('Workbook')) return 'document-xlsx';
  if (has('PowerPoint Document')) return 'document-pptx';
  return 'document-unknown';
}
