import { createRequire } from 'node:module';
import type {
  CanvasRect,
  Content,
  ContentTable,
  DynamicBackground,
  DynamicContent,
  TableCell,
  TDocumentDefinitions,
} from 'pdfmake/interfaces.js';
import {
  displaySizes,
  pageMargins,
  pageSize,
  type Paper,
  type PaperBlock,
  type PaperCell,
  type PaperSection,
  type PaperParagraph,
  type PaperTable,
  paragraphsOf,
  shareOut,
} from './paper.ts';

/** Points, as PDF counts them. */
const pointsOf = (millimetres: number): number => (millimetres * 72) / 25.4;
const margins = [
  pointsOf(pageMargins.left),
  pointsOf(pageMargins.top),
  pointsOf(pageMargins.right),
  pointsOf(pageMargins.bottom),
] as const;
const sizes = { title: 14, heading: 12, text: 11, cell: 10, head: 9.5, foot: 9 } as const;
const cellPadding = 4;
/** Points from the top of a heading to the end of the page: its line, the head of a table and a row. */
const roomBelowHeading = 84;

/**
 * Writes a PDF. The typeface is embedded (Tinos, of the widths of Times New Roman, with all Kazakh letters), so that
 * every viewer shows the same. The library is loaded when the first document is asked for.
 */
export async function writePdf(paper: Paper): Promise<Buffer> {
  const { default: pdfmake } = await import('pdfmake');
  const { resolve } = createRequire(import.meta.url);
  const fonts = {
    normal: resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
    bold: resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
  };
  pdfmake.setFonts({ Tinos: fonts });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(path => Object.values(fonts).includes(path));
  return pdfmake.createPdf(definitionOf(paper)).getBuffer();
}

function definitionOf(paper: Paper): TDocumentDefinitions {
  return {
    info: { title: paper.title, creator: 'Tirek', producer: 'Tirek' },
    language: { kk: 'kk-KZ', ru: 'ru-RU', en: 'en-GB' }[paper.lang],
    displayTitle: true,
    pageSize: 'A4',
    pageOrientation: paper.sections[0]?.orientation ?? 'portrait',
    pageMargins: [...margins],
    defaultStyle: { font: 'Tinos', fontSize: sizes.text },
    content: paper.sections.flatMap(contentOf),
    ...(paper.sections[0]?.framed === true
      ? framed
      : { footer: footOf(paper), pageBreakBefore: isLowHeading }),
  };
}

const footOf =
  (paper: Paper): DynamicContent =>
  (current, count) => ({
    margin: [margins[0], 12, margins[2], 0],
    fontSize: sizes.foot,
    columns: [
      { text: paper.footer, width: '*' },
      { text: `${current} / ${count}`, width: 'auto' },
    ],
  });

/** A heading goes to the next page when what it stands above would begin there. */
const isLowHeading: NonNullable<TDocumentDefinitions['pageBreakBefore']> = ({
  headlineLevel,
  startPosition: { pageInnerHeight, verticalRatio },
}) => headlineLevel !== undefined && pageInnerHeight * (1 - verticalRatio) < roomBelowHeading;

/** Two lines around the page, inside what printers can reach. */
const frameOf: DynamicBackground = (_, { width, height }) => ({
  canvas: [
    [24, 2],
    [30, 0.5],
  ].map(([inset = 0, lineWidth = 0]): CanvasRect => ({
    type: 'rect',
    x: inset,
    y: inset,
    w: width - 2 * inset,
    h: height - 2 * inset,
    lineWidth,
    lineColor: '#1f4e5f',
  })),
});

/** The same room on both sides, as nobody binds it. */
const framed: Pick<TDocumentDefinitions, 'background' | 'pageMargins'> = {
  background: frameOf,
  pageMargins: [(margins[0] + margins[2]) / 2, 52, (margins[0] + margins[2]) / 2, 40],
};

function contentOf(section: PaperSection, index: number): Content[] {
  const blocks = keptTogether(section.blocks).map(together => {
    const contents = together.map(block => blockOf(block, section));
    return contents.length === 1
      ? (contents[0] ?? '')
      : // The whole goes to the next page by itself.
        { stack: contents.map(one => Object.assign(one, { headlineLevel: undefined })), unbreakable: true };
  });
  if (index === 0) return blocks;
  const opening = {
    text: '',
    fontSize: 1,
    pageBreak: 'before',
    pageOrientation: section.orientation,
  } as const;
  return [opening, ...blocks];
}

/** The blocks one by one, but a heading and a table that stays whole together. */
function keptTogether(blocks: readonly PaperBlock[]): readonly (readonly PaperBlock[])[] {
  return blocks.reduce<(readonly PaperBlock[])[]>((groups, block) => {
    const [before, ...more] = groups.at(-1) ?? [];
    const isPair = block.kind === 'table' && block.isWhole === true && before?.kind === 'heading';
    return isPair && more.length === 0 ? [...groups.slice(0, -1), [before, block]] : [...groups, [block]];
  }, []);
}

function contentWidth({ orientation }: PaperSection): number {
  const across = orientation === 'landscape' ? pageSize.height : pageSize.width;
  return pointsOf(across - pageMargins.left - pageMargins.right);
}

function blockOf(block: PaperBlock, section: PaperSection): Content {
  switch (block.kind) {
    case 'title':
    case 'heading':
      return {
        text: block.text,
        fontSize: sizes[block.kind],
        bold: true,
        alignment: 'center',
        margin: [0, block.kind === 'title' ? 0 : 12, 0, 6],
        headlineLevel: block.kind === 'title' ? 1 : 2,
      };
    case 'paragraph':
      return { text: runsOf(block), margin: [0, 3, 0, 3] };
    case 'display':
      return {
        text: block.text,
        fontSize: displaySizes[block.size],
        bold: block.size !== 'small' && block.size !== 'line',
        alignment: 'center',
        margin: [24, 7, 24, 7],
      };
    case 'qr':
      return { qr: block.text, fit: qrSize, absolutePosition: cornerOf(section) };
    case 'table':
      return tableOf(block, contentWidth(section));
  }
}

const qrSize = 90;

/** Where a QR code stands: in the lower right corner, inside a frame. */
function cornerOf({ orientation }: PaperSection): { x: number; y: number } {
  const [short, long] = [pointsOf(pageSize.width), pointsOf(pageSize.height)];
  const [across, down] = orientation === 'landscape' ? [long, short] : [short, long];
  return { x: across - 52 - qrSize, y: down - 48 - qrSize };
}

const runsOf = ({ text, lead }: PaperParagraph) =>
  lead === undefined ? text : [{ text: lead, bold: true }, text];

function tableOf(table: PaperTable, width: number): ContentTable {
  const columns = table.widths.length;
  const inside = width - columns * 2 * cellPadding - (columns + 1) * 0.5;
  return {
    margin: [0, 4, 0, 4],
    table: {
      headerRows: table.headRows,
      keepWithHeaderRows: table.headRows === 0 ? 0 : 1,
      dontBreakRows: table.keepRows,
      widths: shareOut(table.widths, Math.floor(inside)),
      body: withCovered(table, columns),
    },
    layout: {
      hLineWidth: () => (table.borders === 'all' ? 0.5 : 0),
      vLineWidth: () => (table.borders === 'all' ? 0.5 : 0),
      paddingLeft: () => cellPadding,
      paddingRight: () => cellPadding,
      paddingTop: () => 2,
      paddingBottom: () => 2,
    },
  };
}

/** pdfmake wants a cell at every place of the grid, also where another one covers it. */
function withCovered({ rows, headRows }: PaperTable, columns: number): TableCell[][] {
  const grid: (TableCell | undefined)[][] = rows.map(() =>
    new Array<TableCell | undefined>(columns).fill(undefined),
  );
  for (const [r, row] of rows.entries()) {
    for (const cell of row) {
      const c = grid[r]?.indexOf(undefined) ?? -1;
      if (c === -1) throw new RangeError(`row ${r} has more cells than columns`);
      for (let down = 0; down < (cell.rows ?? 1); down += 1) {
        for (let right = 0; right < (cell.columns ?? 1); right += 1) {
          const line = grid[r + down];
          if (line !== undefined)
            line[c + right] = down + right === 0 ? cellOf(cell, r < headRows ? sizes.head : sizes.cell) : {};
        }
      }
    }
  }
  return grid.map(row => row.map(cell => cell ?? {}));
}

function cellOf(cell: PaperCell, size: number): TableCell {
  const alignments = { start: 'left', center: 'center', end: 'right' } as const;
  return {
    stack: paragraphsOf(cell).map(paragraph => ({ text: runsOf(paragraph) })),
    fontSize: size,
    bold: cell.bold ?? false,
    alignment: alignments[cell.align ?? 'start'],
    ...(cell.columns === undefined ? {} : { colSpan: cell.columns }),
    ...(cell.rows === undefined ? {} : { rowSpan: cell.rows }),
    ...(cell.shaded === true ? { fillColor: '#ededed' } : {}),
  };
}
