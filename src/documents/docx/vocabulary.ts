import { limits } from '../limits.ts';

/** WordprocessingML of both editions (ECMA-376 transitional and strict), and what may stand inside it. */
export const word = new Set([
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'http://purl.oclc.org/ooxml/wordprocessingml/main',
]);
export const compatibility = 'http://schemas.openxmlformats.org/markup-compatibility/2006';
export const math = new Set([
  'http://schemas.openxmlformats.org/officeDocument/2006/math',
  'http://purl.oclc.org/ooxml/officeDocument/math',
]);

/** Deleted and moved-away text, and what no reader of the page sees. */
export const dropped = new Set([
  'del',
  'moveFrom',
  'rt',
  'sectPr',
  'tblPr',
  'tblGrid',
  'tblPrEx',
  'object',
  // What the properties were before a tracked change.
  'pPrChange',
  'rPrChange',
  'tcPrChange',
  'trPrChange',
]);

export function spanOf(value: string | undefined): number {
  const span = Number(value);
  return Number.isInteger(span) && span > 0 && span <= limits.columns ? span : 1;
}

/** Symbol fonts keep their signs in the private area, where no letter is; bullets and arrows are no text. */
export function symbolOf(char: string | undefined): string {
  const code = Number.parseInt(char ?? '', 16);
  return Number.isNaN(code) || (code >= 0xe000 && code <= 0xf8ff) ? '' : String.fromCodePoint(code);
}
