import { type GridCell } from '../grid.ts';
import { type Link } from '../model.ts';
import { type Box } from './geometry.ts';
import { type TextLine } from './textLines.ts';

/** A table of one page; its columns are places on the page, so that a table of the next page can be put below it. */
export interface PageTable extends Box {
  readonly page: number;
  readonly xs: readonly number[];
  readonly rows: number;
  readonly cells: readonly GridCell[];
  /** Whether lines draw it; else its columns are guessed from how its texts stand below each other. */
  readonly isRuled: boolean;
}

export interface PageText {
  readonly line: TextLine;
  readonly number: number;
  readonly links: readonly Link[];
}

/** What a page has, from top to bottom. */
export type PagePart =
  { readonly kind: 'text'; readonly text: PageText } | { readonly kind: 'table'; readonly table: PageTable };
