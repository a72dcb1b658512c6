/**
 * A document as blocks of text and tables, whatever file it came from. Readers of new formats produce this and nothing
 * else; what the words mean is not known here.
 */
export interface ReadDocument extends DocumentContent {
  readonly fileName: string;
}

/** What a reader makes of a file. */
export interface DocumentContent {
  readonly format: DocumentFormat;
  readonly blocks: readonly Block[];
  readonly notes: readonly ReadingNote[];
}

export type DocumentFormat = 'txt' | 'docx' | 'xlsx' | 'pdf' | 'html';

export type Block = Paragraph | Table;

export interface Paragraph {
  readonly kind: 'paragraph';
  /** Lines inside the paragraph are separated by "\n"; white space is as in the document. */
  readonly text: string;
  readonly links: readonly Link[];
  readonly place: Place;
}

export interface Table {
  readonly kind: 'table';
  /**
   * Whether rows and columns are the document's own. In text they are guessed from tabs and blank lines: a row may be
   * cut in two, and a merged cell is one cell of a shorter row.
   */
  readonly isGrid: boolean;
  readonly rows: readonly Row[];
  readonly place: Place;
}

export interface Row {
  readonly cells: readonly Cell[];
  readonly place: Place;
}

export interface Cell {
  /** Paragraphs of the cell are separated by "\n". Empty in a cell that continues a vertical merge. */
  readonly text: string;
  readonly links: readonly Link[];
  /** Column of the grid, from 0, and how many columns the cell covers. */
  readonly column: number;
  readonly span: number;
  /** The cell that this one continues downwards (a vertical merge). */
  readonly above: Cell | null;
  /** Tables that stand inside this cell. */
  readonly tables: readonly Table[];
  readonly place: Place;
}

/** A hyperlink whose text is not its address. */
export interface Link {
  readonly text: string;
  readonly url: string;
}

/** Where something stands in the file; numbers count from 1, as a person counts. */
export type Place =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'paragraph'; readonly paragraph: number }
  | { readonly kind: 'table'; readonly table: number }
  | { readonly kind: 'cell'; readonly table: number; readonly row: number; readonly cell: number }
  /** A cell of a workbook, by its address as "B5". */
  | { readonly kind: 'sheet'; readonly sheet: string; readonly address: string }
  /** A line of text on a page. */
  | { readonly kind: 'page'; readonly page: number; readonly line: number }
  | {
      readonly kind: 'page-cell';
      readonly page: number;
      readonly table: number;
      readonly row: number;
      readonly cell: number;
    };

/** What the reader had to decide about the file itself. */
export type ReadingNote =
  | {
      readonly kind: 'encoding';
      /** The single-byte encoding that was recognised by its letters. */
      readonly encoding: 'windows-1251' | 'KZ-1048';
    }
  | {
      /** Tables of a PDF without lines: their columns were taken from how texts stand below each other. */
      readonly kind: 'guessed-columns';
      readonly tables: number;
    };
