import { SaxesParser, type SaxesTagNS } from 'saxes';
import { DocumentError } from '../errors.ts';
import { limits } from '../limits.ts';

/** An element as it opens: its namespace, its name without prefix, and its attributes by name without prefix. */
export interface XmlElement {
  readonly uri: string;
  readonly name: string;
  attribute(name: string): string | undefined;
}

export interface XmlHandlers {
  open(element: XmlElement): void;
  close(): void;
  text(text: string): void;
}

/**
 * Reads XML strictly, piece by piece. A DOCTYPE is refused before anything it declares could be used; nothing outside
 * the file is ever opened.
 *
 * @throws DocumentError when it is not well formed, has a DOCTYPE, or is nested too deeply
 */
export async function readXml(chunks: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  parser.on('doctype', () => {
    throw new DocumentError('document-doctype');
  });
  parser.on('opentag', tag => {
    depth += 1;
    if (depth > limits.depth) throw new DocumentError('document-too-deep');
    handlers.open(elementOf(tag));
  });
  parser.on('closetag', () => {
    depth -= 1;
    handlers.close();
  });
  parser.on('text', text => {
    handlers.text(text);
  });
  parser.on('cdata', text => {
    handlers.text(text);
  });
  try {
    let decoder: TextDecoder | null = null;
    for await (const chunk of chunks) {
      decoder ??= decoderFor(chunk);
      parser.write(decoder.decode(chunk, { stream: true }));
    }
    parser.write(decoder?.decode() ?? '');
    parser.close();
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    throw new DocumentError('document-damaged', { cause: error });
  }
}

/** Parts of a package are UTF-8 or UTF-16 (ECMA-376 Part 2, 8.1.4); anything else fails as not well formed. */
function decoderFor([first, second]: Uint8Array): TextDecoder {
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(label, { fatal: true });
}

function elementOf(tag: SaxesTagNS): XmlElement {
  return {
    uri: tag.uri,
    name: tag.local,
    attribute: name => Object.values(tag.attributes).find(attribute => attribute.local === name)?.value,
  };
}

/** Calls `visit` for every element of a small part, with the chain of its ancestors' names. */
export async function visitXml(
  chunks: AsyncIterable<Uint8Array>,
  visit: (element: XmlElement, ancestors: readonly string[]) => void,
): Promise<void> {
  const ancestors: string[] = [];
  await readXml(chunks, {
    open(element) {
      visit(element, ancestors);
      ancestors.push(element.name);
    },
    close: () => void ancestors.pop(),
    text: () => undefined,
  });
}
