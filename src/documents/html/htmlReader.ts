import { defaultTreeAdapter, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { DocumentError } from '../errors.ts';
import { gridTable, type GridCell } from '../grid.ts';
import { limits } from '../limits.ts';
import { type Block, type Link, type ReadDocument, type Table } from '../model.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const lineEnds = new Set([
  'p',
  'div',
  'li',
  'br',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'tr',
  'ul',
  'ol',
  'dd',
  'dt',
]);
/** What nobody sees, and what was deleted in a tracked change. */
const dropped = new Set([
  'script',
  'style',
  'template',
  'head',
  'title',
  'xml',
  'del',
  'noscript',
  'select',
  'rp',
  'rt',
]);

/**
 * Reads what was copied out of Word, Excel or a web page: tables with their merged cells, and the text around them.
 * Nothing of it is ever shown as HTML again.
 *
 * @throws DocumentError when it holds no text, or too much
 */
export function readHtml(html: string, fileName: string): ReadDocument {
  if (html.length > limits.pastedCharacters) throw new DocumentError('document-too-large');
  const reader = new HtmlReader();
  reader.read(parseFragment(html).childNodes, 0);
  const blocks = reader.finish();
  if (blocks.length === 0) throw new DocumentError('document-empty');
  return { fileName, format: 'html', blocks, notes: [] };
}

interface Written {
  text: string;
  links: Link[];
  tables: Table[];
}

class HtmlReader {
  private readonly blocks: Block[] = [];
  private open: Written = { text: '', links: [], tables: [] };
  private tables = 0;
  private paragraphs = 0;
  private pieces = 0;

  read(nodes: readonly Node[], depth: number): void {
    if (depth > limits.depth) throw new DocumentError('document-too-deep');
    for (const node of nodes) {
      if (defaultTreeAdapter.isTextNode(node)) this.open.text += flat(node.value);
      if (!defaultTreeAdapter.isElementNode(node) || isHidden(node)) continue;
      if (node.tagName === 'table') {
        this.closeParagraph();
        this.blocks.push(this.table(node, depth));
        continue;
      }
      const isLine = lineEnds.has(node.tagName);
      if (isLine) this.closeParagraph();
      const start = this.open.text.length;
      this.read(node.childNodes, depth + 1);
      addLink(node, this.open, start);
      if (isLine) this.closeParagraph();
    }
  }

  finish(): Block[] {
    this.closeParagraph();
    return this.blocks;
  }

  private closeParagraph(): void {
    const { text, links } = this.open;
    this.open = { text: '', links: [], tables: [] };
    if (text.trim() === '') return;
    this.count();
    this.paragraphs += 1;
    this.blocks.push({
      kind: 'paragraph',
      text: text.trim(),
      links,
      place: { kind: 'paragraph', paragraph: this.paragraphs },
    });
  }

  private count(): void {
    this.pieces += 1;
    if (this.pieces > limits.pieces) throw new DocumentError('document-too-long');
  }

  private table(table: Element, depth: number): Table {
    this.tables += 1;
    const number = this.tables;
    const cells: GridCell[] = [];
    const taken: boolean[][] = [];
    const rows = rowsOf(table);
    let columns = 0;
    for (const [row, element] of rows.entries()) {
      let column = 0;
      for (const cell of element.childNodes) {
        if (!isElement(cell) || (cell.tagName !== 'td' && cell.tagName !== 'th')) continue;
        this.count();
        while (taken[row]?.[column] === true) column += 1;
        const [across, down] = [
          spanOf(cell, 'colspan'),
          Math.min(spanOf(cell, 'rowspan'), rows.length - row),
        ];
        for (let at = row; at < row + down; at += 1) {
          const line = (taken[at] ??= []);
          for (let over = column; over < column + across; over += 1) line[over] = true;
        }
        const { text, links, tables } = this.cell(cell, depth + 1);
        cells.push({ row, column, rows: down, columns: across, text, links, tables });
        column += across;
        columns = Math.max(columns, column);
      }
    }
    const placeOf = (row: number, column: number) =>
      ({ kind: 'cell', table: number, row: row + 1, cell: column + 1 }) as const;
    return gridTable({ cells, rows: rows.length, columns, number, placeOf });
  }

  private cell(element: Element, depth: number): Written {
    const written: Written = { text: '', links: [], tables: [] };
    this.fill(element.childNodes, written, depth);
    written.text = written.text
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
      .join('\n');
    return written;
  }

  private fill(nodes: readonly Node[], into: Written, depth: number): void {
    if (depth > limits.depth) throw new DocumentError('document-too-deep');
    for (const node of nodes) {
      if (defaultTreeAdapter.isTextNode(node)) into.text += flat(node.value);
      if (!isElement(node) || isHidden(node)) continue;
      if (node.tagName === 'table') {
        into.tables.push(this.table(node, depth));
        continue;
      }
      const isLine = lineEnds.has(node.tagName);
      if (isLine) into.text += '\n';
      const start = into.text.length;
      this.fill(node.childNodes, into, depth + 1);
      addLink(node, into, start);
      if (isLine) into.text += '\n';
    }
  }
}

function isElement(node: Node): node is Element {
  return defaultTreeAdapter.isElementNode(node);
}

/** Rows of a table, not those of tables inside it. */
function rowsOf(table: Element): Element[] {
  return table.childNodes.flatMap((node): Element[] => {
    if (!isElement(node)) return [];
    if (node.tagName === 'tr') return isHidden(node) ? [] : [node];
    return ['thead', 'tbody', 'tfoot'].includes(node.tagName) ? rowsOf(node) : [];
  });
}

function attributeOf(element: Element, name: string): string {
  return element.attrs.find(attribute => attribute.name === name)?.value ?? '';
}

function isHidden(element: Element): boolean {
  const style = attributeOf(element, 'style').replace(/\s/gu, '').toLowerCase();
  // Word writes the sign of a list into a span of its own, which is no part of the text.
  const isSign = style.includes('mso-list:ignore');
  return dropped.has(element.tagName) || isSign || /(?:^|;)(?:display:none|mso-hide:all)/u.test(style);
}

function addLink(element: Element, into: Written, start: number): void {
  const url = element.tagName === 'a' ? attributeOf(element, 'href') : '';
  const text = into.text.slice(start).trim();
  if (/^https?:/iu.test(url) && !/^(?:https?:|www\.)/iu.test(text)) into.links.push({ text, url });
}

function spanOf(cell: Element, name: string): number {
  const span = Number(attributeOf(cell, name) || '1');
  return Number.isInteger(span) && span > 0 ? Math.min(span, limits.columns) : 1;
}

/** Line breaks of the source are spaces. */
function flat(text: string): string {
  return text.replace(/[\t\n\r\f ]+/gu, ' ');
}
