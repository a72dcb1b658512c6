import { cellOf, rowsBelow, type TestBlock, type TestRow } from './blocks.ts';
import { docxOf, escaped, p, tbl } from './ooxml.ts';
import { pdfOf, type PdfOptions } from './pdf.ts';
import { xlsxOf } from './workbook.ts';

export const formats = ['docx', 'xlsx', 'pdf', 'html', 'txt'] as const;
export type TestFormat = (typeof formats)[number];

/** One document in each format that is read; HTML is what the clipboard holds. */
export function rendered(blocks: readonly TestBlock[], format: TestFormat, pdf: PdfOptions = {}): Uint8Array {
  switch (format) {
    case 'docx':
      return docxOf(
        blocks.map(block => (typeof block === 'string' ? p(block) : tbl(block) + p(''))).join(''),
      );
    case 'xlsx':
      return xlsxOf([{ name: 'Силлабус', blocks }]);
    case 'pdf':
      return pdfOf(blocks, pdf);
    case 'html':
      return Buffer.from(htmlOf(blocks));
    case 'txt':
      return Buffer.from(textOf(blocks));
  }
}

/** As Word and Excel put it on the clipboard, with their styles around it. */
export function htmlOf(blocks: readonly TestBlock[]): string {
  const body = blocks.map(block =>
    typeof block === 'string' ? `<p class=MsoNormal>${lines(block)}</p>` : table(block),
  );
  return `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>td {border:solid 1px}</style></head><body><!--StartFragment-->${body.join('\n')}<!--EndFragment--></body></html>`;
}

function lines(text: string): string {
  return text.split('\n').map(escaped).join('<br>\n');
}

function table(rows: readonly TestRow[]): string {
  const body = rows.map((row, index) => {
    let column = 0;
    const cells = row.map(cellOf).map(cell => {
      const { text, span = 1, merge } = cell;
      const down = merge === 'start' ? rowsBelow(rows, index, column) : 1;
      column += span;
      if (merge === 'more') return '';
      const paragraphs = text.split('\n').map(line => `<p class=MsoNormal>${escaped(line)}<o:p></o:p></p>`);
      return `<td colspan=${span} rowspan=${down} style='border:solid windowtext 1.0pt'>\n${paragraphs.join('\n')}\n</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table class=MsoTableGrid border=1><tbody>${body.join('\n')}</tbody></table>`;
}

function textOf(blocks: readonly TestBlock[]): string {
  const parts = blocks.map(block =>
    typeof block === 'string'
      ? block
      : block.map(row => row.map(cell => cellOf(cell).text.replaceAll('\n', '; ')).join('\t')).join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}
