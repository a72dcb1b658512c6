import type * as Docx from 'docx';
import {
  displaySizes,
  pageMargins,
  pageSize,
  type Paper,
  type PaperBlock,
  type PaperCell,
  type PaperSection,
  type PaperTable,
  paragraphsOf,
  shareOut,
} from './paper.ts';

type Library = typeof Docx;

/** Every office has it, and it has all Kazakh letters. */
const typeface = 'Times New Roman';
/** Half points, as Word counts them. */
const sizes = { title: 28, heading: 24, text: 22, cell: 20, head: 19, foot: 18 } as const;
const twipsOf = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);
const languages = { kk: 'kk-KZ', ru: 'ru-RU', en: 'en-GB' } as const;

/** Writes a Word document (Office Open XML). The library is loaded when the first document is asked for. */
export async function writeDocx(paper: Paper): Promise<Buffer> {
  const docx = await import('docx');
  const document = new docx.Document({
    title: paper.title,
    creator: 'Tirek',
    styles: {
      default: {
        document: {
          run: { font: typeface, size: sizes.text, language: { value: languages[paper.lang] } },
        },
      },
    },
    sections: paper.sections.map(section => sectionOf(docx, section, paper.footer)),
  });
  return docx.Packer.toBuffer(document);
}

function sectionOf(docx: Library, section: PaperSection, footer: string): Docx.ISectionOptions {
  const { top, right, bottom, left } = pageMargins;
  const width = contentWidth(section);
  return {
    properties: {
      page: {
        size: {
          width: twipsOf(pageSize.width),
          height: twipsOf(pageSize.height),
          orientation:
            section.orientation === 'landscape'
              ? docx.PageOrientation.LANDSCAPE
              : docx.PageOrientation.PORTRAIT,
        },
        margin: { top: twipsOf(top), right: twipsOf(right), bottom: twipsOf(bottom), left: twipsOf(left) },
      },
    },
    footers: { default: footerOf(docx, footer, width) },
    children: section.blocks.map(block => blockOf(docx, block, width)),
  };
}

function contentWidth({ orientation }: PaperSection): number {
  const across = orientation === 'landscape' ? pageSize.height : pageSize.width;
  return twipsOf(across - pageMargins.left - pageMargins.right);
}

function footerOf(docx: Library, text: string, width: number): Docx.Footer {
  const run = (children: NonNullable<Docx.IRunOptions['children']>) =>
    new docx.TextRun({ children, size: sizes.foot });
  return new docx.Footer({
    children: [
      new docx.Paragraph({
        tabStops: [{ type: docx.TabStopType.RIGHT, position: width }],
        children: [run([text, '\t']), run([docx.PageNumber.CURRENT, ' / ', docx.PageNumber.TOTAL_PAGES])],
      }),
    ],
  });
}

function blockOf(docx: Library, block: PaperBlock, width: number): Docx.Paragraph | Docx.Table {
  switch (block.kind) {
    case 'title':
    case 'heading':
      return new docx.Paragraph({
        heading: block.kind === 'title' ? docx.HeadingLevel.HEADING_1 : docx.HeadingLevel.HEADING_2,
        alignment: docx.AlignmentType.CENTER,
        keepNext: true,
        spacing: { before: block.kind === 'title' ? 0 : 240, after: 120 },
        // The colour and typeface of Word's own heading styles are not those of an official document.
        children: [
          new docx.TextRun({
            text: block.text,
            bold: true,
            size: sizes[block.kind],
            color: '000000',
            font: typeface,
          }),
        ],
      });
    case 'paragraph':
      return new docx.Paragraph({
        spacing: { before: 60, after: 60 },
        children: runsOf(docx, block.text, { size: sizes.text, lead: block.lead }),
      });
    case 'display':
      return new docx.Paragraph({
        alignment: docx.AlignmentType.CENTER,
        spacing: { before: 120, after: 120 },
        children: [
          new docx.TextRun({
            text: block.text,
            bold: block.size !== 'small' && block.size !== 'line',
            size: 2 * displaySizes[block.size],
            font: typeface,
          }),
        ],
      });
    case 'qr':
      return new docx.Paragraph({
        children: runsOf(docx, block.text, { size: sizes.text, lead: undefined }),
      });
    case 'table':
      return tableOf(docx, block, width);
  }
}

function runsOf(
  docx: Library,
  text: string,
  style: { size: number; lead?: string | undefined; bold?: boolean | undefined },
): Docx.TextRun[] {
  const { size, lead, bold = false } = style;
  return [
    ...(lead === undefined ? [] : [new docx.TextRun({ text: lead, bold: true, size })]),
    new docx.TextRun({ text, bold, size }),
  ];
}

function tableOf(docx: Library, table: PaperTable, width: number): Docx.Table {
  const columnWidths = shareOut(table.widths, width);
  const none = { style: docx.BorderStyle.NONE, size: 0, color: 'auto' } as const;
  const borders = {
    top: none,
    bottom: none,
    left: none,
    right: none,
    insideHorizontal: none,
    insideVertical: none,
  };
  return new docx.Table({
    columnWidths,
    width: { size: width, type: docx.WidthType.DXA },
    layout: docx.TableLayoutType.FIXED,
    ...(table.borders === 'none' ? { borders } : {}),
    rows: table.rows.map(
      (row, index) =>
        new docx.TableRow({
          tableHeader: index < table.headRows,
          cantSplit: table.keepRows,
          children: row.map(cell =>
            cellOf(docx, cell, {
              size: index < table.headRows ? sizes.head : sizes.cell,
              // Word keeps a row with the next one by the paragraphs in it.
              keepNext: table.isWhole === true && index < table.rows.length - 1,
            }),
          ),
        }),
    ),
  });
}

function cellOf(
  docx: Library,
  cell: PaperCell,
  { size, keepNext }: { readonly size: number; readonly keepNext: boolean },
): Docx.TableCell {
  const alignments = {
    start: docx.AlignmentType.START,
    center: docx.AlignmentType.CENTER,
    end: docx.AlignmentType.END,
  };
  const { columns, rows, align = 'start', bold } = cell;
  return new docx.TableCell({
    ...(columns === undefined ? {} : { columnSpan: columns }),
    ...(rows === undefined ? {} : { rowSpan: rows }),
    ...(cell.shaded === true ? { shading: { type: docx.ShadingType.CLEAR, fill: 'EDEDED' } } : {}),
    margins: { top: 30, bottom: 30, left: 80, right: 80 },
    children: paragraphsOf(cell).map(
      ({ text, lead }) =>
        new docx.Paragraph({
          alignment: alignments[align],
          keepNext,
          children: runsOf(docx, text, { size, bold, lead }),
        }),
    ),
  });
}
