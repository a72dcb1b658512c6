import { DocumentError } from '../errors.ts';
import { gridTable, type GridCell } from '../grid.ts';
import { limits } from '../limits.ts';
import { type Block, type DocumentContent, type Table } from '../model.ts';
import { type DrawnPage } from './geometry.ts';
import { type PagePart, type PageTable, type PageText } from './pagePart.ts';
import { pageParts } from './pageParts.ts';
import { drawnPages } from './pages.ts';
import { withoutMargins } from './margins.ts';
import { isBroken, joined } from './textLines.ts';

/**
 * Reads a PDF that has text: lines become paragraphs, lines between cells (or texts below each other) make tables, and
 * a table that a page cuts is one table. What each page repeats at its edges is left out.
 *
 * @throws DocumentError `document-no-text` when the pages are pictures, as a scanner makes them
 */
export async function readPdf(bytes: Uint8Array): Promise<DocumentContent> {
  const pages: DrawnPage[] = [];
  const count = { characters: 0, strange: 0, pieces: 0 };
  for await (const page of drawnPages(bytes)) {
    for (const { text } of page.fragments) {
      count.pieces += 1;
      count.characters += text.replace(/\s/gu, '').length;
      count.strange += text.match(/[\ue000-\uf8ff\ufffd]/gu)?.length ?? 0;
    }
    if (count.characters > limits.characters || count.pieces > limits.pieces * 10)
      throw new DocumentError('document-too-long');
    pages.push(page);
  }
  const isScan = count.characters < 20 * pages.length || count.strange > count.characters * 0.3;
  if (isScan && count.characters < 200 + count.strange * 3) throw new DocumentError('document-no-text');
  const blocks = blocksOf(withoutMargins(pages).map(pageParts));
  const guessed = blocks.filter(block => block.kind === 'table' && !block.isGrid).length;
  return {
    format: 'pdf',
    blocks,
    notes: guessed === 0 ? [] : [{ kind: 'guessed-columns', tables: guessed }],
  };
}

function blocksOf(pages: readonly (readonly PagePart[])[]): Block[] {
  const blocks: Block[] = [];
  let tables = 0;
  let open: PageTable[] = [];
  let text: PageText[] = [];
  const pageOf = new Map<PageText, number>();
  const right = rightEdge(pages);
  const closeTable = () => {
    if (open.length > 0) {
      tables += 1;
      blocks.push(tableOf(open, tables));
    }
    open = [];
  };
  const closeText = () => {
    blocks.push(...paragraphs(text, pageOf, right));
    text = [];
  };
  for (const [index, parts] of pages.entries()) {
    for (const part of parts) {
      if (part.kind === 'text') {
        closeTable();
        pageOf.set(part.text, index + 1);
        text.push(part.text);
        continue;
      }
      closeText();
      const last = open.at(-1);
      if (last !== undefined && !(part === parts[0] && goesOn(last, part.table))) closeTable();
      open.push(part.table);
    }
  }
  closeTable();
  closeText();
  return blocks;
}

/** Where running text ends at the right: as far as the widest line or table reaches. Only there a line is full. */
function rightEdge(pages: readonly (readonly PagePart[])[]): number {
  return pages
    .flat()
    .reduce(
      (edge, part) => Math.max(edge, part.kind === 'text' ? part.text.line.right : part.table.right),
      0,
    );
}

function paragraphs(
  texts: readonly PageText[],
  pageOf: ReadonlyMap<PageText, number>,
  right: number,
): Block[] {
  const made: { text: string; first: PageText; links: PageText['links'][number][] }[] = [];
  let above: PageText | null = null;
  for (const own of texts) {
    const last = made.at(-1);
    if (above !== null && last !== undefined && isSame(above, own, right)) {
      last.text = joined(last.text, own.line.text);
      last.links.push(...own.links);
    } else {
      made.push({ text: own.line.text, first: own, links: [...own.links] });
    }
    above = own;
  }
  return made.map(({ text, first, links }) => ({
    kind: 'paragraph',
    text,
    links,
    place: { kind: 'page', page: pageOf.get(first) ?? 1, line: first.number },
  }));
}

const listMark = /^(?:[-–—•·▪*]|\d{1,2}(?:\.\d{1,2})*[.)]|[\p{L}]\))\s/u;

/** Whether a line is more of the paragraph above: of one size, near, and broken because the line was full. */
function isSame({ line: above }: PageText, { line }: PageText, right: number): boolean {
  const isLike = Math.abs(above.size - line.size) < 0.6;
  const step = line.baseline - above.baseline;
  // On the next page a line stands higher than the one before it.
  const isNear = step < line.size * 1.9;
  const isShifted = line.left - above.left > line.size;
  // A capital word or two below a line that ends no sentence are a heading, even where they would not have fitted.
  const isHead = /^\p{Lu}\S*(?:\s\S+)?$/u.test(line.text) && !/[.,;:–-]$/u.test(above.text);
  return (
    isLike &&
    isNear &&
    !isShifted &&
    !isHead &&
    !listMark.test(line.text) &&
    isBroken(above, line, right - above.left)
  );
}

/** A table at the top of a page goes on from one that ends the page before, if both are equally wide. */
function goesOn(above: PageTable, below: PageTable): boolean {
  if (below.page !== above.page + 1 || above.isRuled !== below.isRuled) return false;
  if (!above.isRuled) return above.xs.length === below.xs.length;
  return Math.abs(above.left - below.left) < 4 && Math.abs(above.right - below.right) < 4;
}

interface PlacedCell extends GridCell {
  readonly page: number;
}

function tableOf(parts: readonly PageTable[], number: number): Table {
  const isRuled = parts[0]?.isRuled === true;
  const xs = isRuled ? columnsOf(parts) : (parts[0]?.xs ?? []);
  const cells: PlacedCell[] = [];
  let rows = 0;
  const pageOfRow: number[] = [];
  for (const part of parts) {
    const own = isRuled ? part.cells.map(cell => onColumns(cell, part.xs, xs)) : part.cells;
    const skipped = rows > 0 && isRuled && mend(cells, own, rows - 1) ? 1 : 0;
    for (const cell of own) {
      const last = cell.row + cell.rows;
      if (last <= skipped) continue;
      const row = Math.max(cell.row, skipped);
      cells.push({ ...cell, row: rows + row - skipped, rows: last - row, page: part.page });
    }
    for (let row = skipped; row < part.rows; row += 1) pageOfRow.push(part.page);
    rows += part.rows - skipped;
  }
  const columns = Math.max(1, xs.length - 1);
  const placeOf = (row: number, column: number) =>
    ({
      kind: 'page-cell',
      page: pageOfRow[row] ?? 1,
      table: number,
      row: row + 1,
      cell: column + 1,
    }) as const;
  return { ...gridTable({ cells, rows, columns, number, placeOf }), isGrid: isRuled };
}

const near = 4;

function columnsOf(parts: readonly PageTable[]): number[] {
  const xs: number[] = [];
  for (const x of parts.flatMap(part => part.xs).sort((a, b) => a - b))
    if (x - (xs.at(-1) ?? -Infinity) > near) xs.push(x);
  return xs;
}

function onColumns(cell: GridCell, own: readonly number[], all: readonly number[]): GridCell {
  const place = (index: number) => {
    const x = own[index] ?? 0;
    return all.findLastIndex(other => other <= x + near);
  };
  const column = Math.max(0, place(cell.column));
  return { ...cell, column, columns: Math.max(1, place(cell.column + cell.columns) - column) };
}

/** A row that the page cut: what stands in its rest goes on, in small letters, from texts of the last row. */
function mend(cells: PlacedCell[], below: readonly GridCell[], last: number): boolean {
  const rest = below.filter(cell => cell.row === 0 && cell.text !== '');
  const pairs = rest.map(cell => ({
    cell,
    at: cells.findIndex(
      above =>
        above.column === cell.column &&
        above.row <= last &&
        last < above.row + above.rows &&
        above.text !== '',
    ),
  }));
  const isCut =
    pairs.length > 0 && pairs.every(({ cell, at }) => at !== -1 && /^[\p{Ll}),;]/u.test(cell.text));
  if (!isCut) return false;
  for (const { cell, at } of pairs) {
    const above = cells[at];
    if (above !== undefined)
      cells[at] = { ...above, text: joined(above.text, cell.text), links: [...above.links, ...cell.links] };
  }
  return true;
}
