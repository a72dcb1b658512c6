import { readHtml } from './html/htmlReader.ts';
import { limits } from './limits.ts';
import { DocumentError } from './errors.ts';
import { type ReadDocument } from './model.ts';
import { readText } from './text/textReader.ts';

/** What the clipboard holds of a copied table: HTML with its cells, and the same as text with tabs. */
export interface Pasted {
  readonly html: string;
  readonly text: string;
}

/**
 * Reads what was pasted. HTML counts where it has a table, because it keeps merged cells; else the text with its tabs.
 *
 * @throws DocumentError as `readDocument` does
 */
export function readPasted({ html, text }: Pasted, name: string): ReadDocument {
  if (/<table[\s>]/iu.test(html)) return readHtml(html, name);
  if (text.length > limits.characters) throw new DocumentError('document-too-long');
  return { fileName: name, ...readText(Buffer.from(text)) };
}
