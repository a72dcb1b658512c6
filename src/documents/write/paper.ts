/**
 * A document that is going to be printed: what Word and PDF are both written from. Texts are plain; "\n" separates
 * paragraphs of a cell's plain text.
 */
export interface Paper {
  /** The document's own title, for its properties. */
  readonly title: string;
  readonly lang: 'kk' | 'ru' | 'en';
  /** At the foot of every page, beside its number. */
  readonly footer: string;
  readonly sections: readonly PaperSection[];
}

/** Pages of one orientation; every section begins on a new page. */
export interface PaperSection {
  readonly orientation: 'portrait' | 'landscape';
  /** A double line around the page, as certificates have it, and no foot; in PDF alone, for the whole paper. */
  readonly framed?: boolean;
  readonly blocks: readonly PaperBlock[];
}

export type PaperBlock =
  | { readonly kind: 'title' | 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly lead?: string }
  /** A line in the middle of the page, in the size of a certificate. */
  | { readonly kind: 'display'; readonly size: keyof typeof displaySizes; readonly text: string }
  /** A QR code of an address in the lower right corner of the page; Word shows the address alone. */
  | { readonly kind: 'qr'; readonly text: string }
  | PaperTable;

export interface PaperTable {
  readonly kind: 'table';
  /** Shares of the width, a number a column. */
  readonly widths: readonly number[];
  /** How many rows at the top are repeated on every page. */
  readonly headRows: number;
  readonly borders: 'all' | 'none';
  /** Whether a row stays on one page; false where a cell may be longer than a page. */
  readonly keepRows: boolean;
  /** Whether the whole table stays on one page, with the heading before it: signatures. Only where it is short. */
  readonly isWhole?: boolean;
  readonly rows: readonly (readonly PaperCell[])[];
}

/** A text with an optional lead before it, in bold. */
export interface PaperParagraph {
  readonly lead?: string;
  readonly text: string;
}

/** A cell; those that a cell covers (`columns`, `rows`) are left out, as in HTML. */
export interface PaperCell {
  /** Paragraphs with a lead of their own, or one plain text. */
  readonly text: string | readonly PaperParagraph[];
  readonly bold?: boolean;
  readonly align?: 'start' | 'center' | 'end';
  readonly columns?: number;
  readonly rows?: number;
  readonly shaded?: boolean;
}

/** Points. */
export const displaySizes = { small: 10, line: 14, strong: 17, name: 27, heading: 40 } as const;

/** Millimetres, as offices print: room to bind on the left. */
export const pageMargins = { top: 18, right: 13, bottom: 18, left: 24 } as const;
export const pageSize = { width: 210, height: 297 } as const;

/** The paragraphs of a cell. */
export function paragraphsOf({ text }: PaperCell): readonly PaperParagraph[] {
  return typeof text === 'string' ? text.split('\n').map(one => ({ text: one })) : text;
}

/** Shares as whole parts of `total` that sum to it exactly. */
export function shareOut(shares: readonly number[], total: number): number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  let before = 0;
  return shares.map((_, index) => {
    const until = Math.round((shares.slice(0, index + 1).reduce((all, one) => all + one, 0) * total) / sum);
    const part = until - before;
    before = until;
    return part;
  });
}
