import { DocumentError, type DocumentErrorCode } from './errors.ts';

/** What the first bytes of a file say it is. Its name is not asked: extensions are often wrong. */
export type Container = 'zip' | 'pdf' | 'text';

const magics: readonly (readonly [bytes: string, code: DocumentErrorCode])[] = [
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

/** By the extension: asked only where the content shows a container and not what is in it. */
const extensions: Readonly<Record<string, DocumentErrorCode>> = {
  doc: 'document-doc',
  dot: 'document-doc',
  docm: 'document-docm',
  dotm: 'document-docm',
  docx: 'document-damaged',
  odt: 'document-odt',
  ods: 'document-odt',
  ppt: 'document-pptx',
  pptx: 'document-pptx',
  xls: 'document-xls',
  xlsb: 'document-xls',
  xlsm: 'document-xlsm',
  xlsx: 'document-damaged',
};

export function kindByName(fileName: string): DocumentErrorCode {
  return extensions[/\.([a-z]{3,4})$/iu.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? 'document-unknown';
}

/** @throws DocumentError that names the format, for everything but packages, PDF and text. */
export function sniff(bytes: Uint8Array, fileName: string): Container {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  if (zipMagics.some(magic => start.startsWith(magic))) return 'zip';
  if (start.startsWith(oleMagic)) throw new DocumentError(oleKind(bytes, fileName));
  const known = magics.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) throw new DocumentError(known[1]);
  // Some writers put a few bytes before "%PDF"; Adobe's readers accept it within the first kilobyte.
  if (/%PDF-\d/.test(start)) return 'pdf';
  if (/^(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|mime-version:)/i.test(start))
    throw new DocumentError('document-html');
  if (/^(?:\xef\xbb\xbf)?\s*<\?xml/i.test(start)) throw new DocumentError('document-unknown');
  return 'text';
}

/** Old Office files and protected new ones share a container; the names of its streams tell them apart. */
function oleKind(bytes: Uint8Array, fileName: string): DocumentErrorCode {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const has = (stream: string) => file.includes(Buffer.from(stream, 'utf16le'));
  if (has('EncryptedPackage')) return 'document-encrypted';
  if (has('WordDocument')) return 'document-doc';
  if (has('Workbook')) return 'document-xls';
  if (has('PowerPoint Document')) return 'document-pptx';
  // A new Office file in the old container is a protected one.
  return /\.(?:docx|docm|xlsx|pptx)$/iu.test(fileName) ? 'document-encrypted' : kindByName(fileName);
}
