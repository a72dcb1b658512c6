import { deflateSync } from 'node:zlib';
import { cellOf, type TestBlock, type TestRow } from './blocks.ts';

export interface PdfOptions {
  /** Whether lines stand between the cells; else columns are only places. */
  readonly isRuled?: boolean;
  /** Strips instead of strokes, as browsers draw lines. */
  readonly isFilled?: boolean;
  /** Width and height of a page in points. */
  readonly width?: number;
  readonly height?: number;
  /** Repeats the first row of a table on each page, and prints numbers of pages. */
  readonly repeatsHeader?: boolean;
  /** Pieces of text instead of whole lines, as programs write them that change fonts for a letter. */
  readonly isCut?: boolean;
}

const margin = 40;
const size = 10;
const leading = 12;
/** Letters of the test's font are equally wide. */
const letter = 0.5 * size;
const padding = 4;

/** A PDF as a text program writes it: pieces of text at places, lines between cells, a map from glyphs to letters. */
export function pdfOf(blocks: readonly TestBlock[], options: PdfOptions = {}): Buffer {
  const pages = new Pages(options);
  for (const block of blocks) {
    if (typeof block === 'string') paragraph(pages, block);
    else table(pages, block, options);
    pages.y += leading;
  }
  return fileOf(pages.finish(), pages);
}

class Pages {
  readonly done: string[] = [];
  y = margin + size;
  private content = '';
  readonly height: number;
  readonly width: number;
  private readonly options: PdfOptions;
  constructor(options: PdfOptions) {
    this.options = options;
    this.height = options.height ?? 842;
    this.width = options.width ?? 595;
  }

  text(x: number, y: number, text: string): void {
    const pieces = this.options.isCut === true ? text.split(/(?<=[әқңғүұөі])|(?=[әқңғүұөі])/u) : [text];
    let at = x;
    for (const piece of pieces) {
      const glyphs = [...piece]
        .map(char => char.codePointAt(0)?.toString(16).padStart(4, '0') ?? '')
        .join('');
      this.content += `BT /F1 ${size} Tf 1 0 0 1 ${at.toFixed(2)} ${(this.height - y).toFixed(2)} Tm <${glyphs}> Tj ET\n`;
      at += piece.length * letter;
    }
  }

  line(x1: number, y1: number, x2: number, y2: number): void {
    const [a, b] = [this.height - y1, this.height - y2];
    if (this.options.isFilled === true)
      this.content += `${x1} ${Math.min(a, b)} ${Math.max(0.5, x2 - x1)} ${Math.max(0.5, Math.abs(b - a))} re f\n`;
    else this.content += `${x1} ${a} m ${x2} ${b} l S\n`;
  }

  get room(): number {
    return this.height - margin - this.y;
  }

  break(): void {
    if (this.options.repeatsHeader === true)
      this.text(this.width / 2, this.height - 20, String(this.done.length + 1));
    this.done.push(this.content);
    this.content = '';
    this.y = margin + size;
  }

  finish(): string[] {
    this.break();
    return this.done;
  }
}

function wrapped(text: string, room: number): string[] {
  const most = Math.max(1, Math.floor(room / letter + 0.01));
  return text.split('\n').flatMap(paragraphText => {
    const lines: string[] = [];
    let line = '';
    // A word that is wider than its column is cut, as Word does it.
    const words = paragraphText
      .split(/\s/u)
      .flatMap(word => word.match(new RegExp(`.{1,${most}}`, 'gu')) ?? ['']);
    for (const word of words) {
      if (line !== '' && line.length + 1 + word.length > most) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}

function paragraph(pages: Pages, text: string): void {
  for (const line of wrapped(text, pages.width - 2 * margin)) {
    if (pages.room < leading) pages.break();
    pages.text(margin, pages.y, line);
    pages.y += leading;
  }
}

function table(
  pages: Pages,
  rows: readonly TestRow[],
  { isRuled = true, repeatsHeader = false }: PdfOptions,
): void {
  const columns = columnsOf(rows, pages.width - 2 * margin);
  const header = repeatsHeader ? rows[0] : undefined;
  for (const [index, row] of rows.entries()) {
    const lines = row.map((cell, at) => linesOf(row, cell, at, columns));
    const height = Math.max(...lines.map(own => own.length)) * leading + 4;
    if (pages.room < height) {
      if (isRuled) pages.line(margin, pages.y - size, margin + sum(columns), pages.y - size);
      pages.break();
      if (header !== undefined) drawRow(pages, [header], 0, columns, isRuled, true);
    }
    drawRow(pages, rows, index, columns, isRuled, pages.y === margin + size);
  }
  if (isRuled) pages.line(margin, pages.y - size, margin + sum(columns), pages.y - size);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function linesOf(row: TestRow, cell: TestRow[number], at: number, columns: readonly number[]): string[] {
  const { text, span = 1, merge } = cellOf(cell);
  const start = row.slice(0, at).reduce((total, other) => total + (cellOf(other).span ?? 1), 0);
  return merge === 'more' ? [''] : wrapped(text, sum(columns.slice(start, start + span)) - 2 * padding);
}

function drawRow(
  pages: Pages,
  rows: readonly TestRow[],
  index: number,
  columns: readonly number[],
  isRuled: boolean,
  isFirst: boolean,
): void {
  const row = rows[index] ?? [];
  const lines = row.map((cell, at) => linesOf(row, cell, at, columns));
  const height = Math.max(...lines.map(own => own.length)) * leading + 4;
  const top = pages.y - size;
  let column = 0;
  for (const [at, cell] of row.entries()) {
    const { span = 1, merge } = cellOf(cell);
    const left = margin + sum(columns.slice(0, column));
    const right = left + sum(columns.slice(column, column + span));
    for (const [number, line] of (lines[at] ?? []).entries())
      pages.text(left + padding, pages.y + number * leading, line);
    if (isRuled) {
      if (merge !== 'more' || isFirst) pages.line(left, top, right, top);
      pages.line(left, top, left, top + height);
      pages.line(right, top, right, top + height);
    }
    column += span;
  }
  pages.y += height;
}

/** Narrow columns for numbers, the rest for texts. */
function columnsOf(rows: readonly TestRow[], room: number): number[] {
  const needs: number[] = [];
  for (const row of rows) {
    let column = 0;
    for (const cell of row.map(cellOf)) {
      const words = cell.text.split(/\s/u).map(word => word.length);
      const need = Math.max(...words, Math.min(cell.text.length, 45)) * letter + 2 * padding + 2;
      if ((cell.span ?? 1) === 1) needs[column] = Math.max(needs[column] ?? 0, need);
      else needs[column + (cell.span ?? 1) - 1] ??= 10;
      column += cell.span ?? 1;
    }
  }
  const whole = Array.from(needs, need => need ?? 30);
  const scale = Math.min(1, room / sum(whole));
  return whole.map(need => need * scale);
}

function fileOf(contents: readonly string[], { width, height }: { width: number; height: number }): Buffer {
  const objects: string[] = [];
  const add = (text: string) => objects.push(text);
  const pagesAt = 6 + contents.length * 2;
  add(`<< /Type /Catalog /Pages ${pagesAt} 0 R >>`);
  add(
    '<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [3 0 R] /ToUnicode 5 0 R >>',
  );
  add(
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 4 0 R /DW 500 >>',
  );
  add(
    '<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>',
  );
  add(streamOf(toUnicode));
  for (const content of contents) {
    add(streamOf(content));
    add(
      `<< /Type /Page /Parent ${pagesAt} 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${objects.length} 0 R /Resources << /Font << /F1 2 0 R >> >> >>`,
    );
  }
  const kids = contents.map((_, index) => `${7 + index * 2} 0 R`);
  add(`<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${contents.length} >>`);
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = file.length;
  const table = offsets.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

function streamOf(text: string): string {
  const packed = deflateSync(Buffer.from(text, 'latin1'));
  return `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed.toString('latin1')}\nendstream`;
}

/** A glyph's number is its letter's. */
const toUnicode =
  '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n' +
  '1 begincodespacerange <0000> <ffff> endcodespacerange\n' +
  '2 beginbfrange <0020> <00ff> <0020> <0400> <04ff> <0400> endbfrange\n' +
  '1 beginbfrange <2010> <20ff> <2010> endbfrange\n' +
  'endcmap CMapName currentdict /CMap defineresource pop end end';
