/**
 * Why a file could not be read. The codes are stable: each has words in the catalogues that say what to do
 * ("save as .docx").
 */
export const documentErrorCodes = [
  'document-empty',
  'document-too-large',
  'document-zip-bomb',
  'document-encrypted',
  'document-doc',
  'document-docm',
  'document-odt',
  'document-rtf',
  'document-no-text',
  'document-xls',
  'document-xlsm',
  'document-pptx',
  'document-html',
  'document-picture',
  'document-unknown',
  'document-damaged',
  'document-entry-path',
  'document-doctype',
  'document-too-deep',
  'document-too-long',
  'document-encoding',
] as const;
export type DocumentErrorCode = (typeof documentErrorCodes)[number];

export class DocumentError extends Error {
  readonly code: DocumentErrorCode;
  constructor(code: DocumentErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'DocumentError';
    this.code = code;
  }
}
