import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

/**
 * The PDF library asks for a method that Node has only since version 21; without it each font ends the reading of its
 * page. The copy has the same bytes; that the first buffer stays usable harms nobody.
 */
if (!('transferToFixedLength' in ArrayBuffer.prototype)) {
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    value(this: ArrayBuffer, length: number = this.byteLength): ArrayBuffer {
      return this.slice(0, length);
    },
    configurable: true,
    writable: true,
  });
}

/** The same for addresses of links (Node 22). */
if (!('parse' in URL)) {
  Object.defineProperty(URL, 'parse', {
    value: (url: string, base?: string): URL | null => (URL.canParse(url, base) ? new URL(url, base) : null),
    configurable: true,
    writable: true,
  });
}

export { getDocumentProxy, getResolvedPDFJS };
