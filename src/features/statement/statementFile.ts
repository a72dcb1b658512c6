import { type Lang } from '../../i18n/lang.ts';
import { type Paper, type PaperBlock, writeDocx, writePdf, writeXlsx } from '../../documents/write/index.ts';
import { type Sheet } from './sheet.ts';

export const statementFormats = ['xlsx', 'docx', 'pdf'] as const;
export type StatementFormat = (typeof statementFormats)[number];

const types: Readonly<Record<StatementFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

/** A statement as a file. */
export async function writeStatement(
  sheet: Sheet,
  as: StatementFormat,
  lang: Lang,
): Promise<{ name: string; type: string; body: Buffer }> {
  const body = as === 'xlsx' ? await xlsxOf(sheet) : await writePaper(sheet, as, lang);
  return { name: `${sheet.fileName}.${as}`, type: types[as], body };
}

const writePaper = (sheet: Sheet, as: 'docx' | 'pdf', lang: Lang): Promise<Buffer> =>
  (as === 'docx' ? writeDocx : writePdf)(paperOf(sheet, lang));

function paperOf(sheet: Sheet, lang: Lang): Paper {
  const table: PaperBlock = {
    kind: 'table',
    widths: sheet.headings.map(({ share }) => share),
    headRows: 1,
    borders: 'all',
    keepRows: true,
    rows: [
      sheet.headings.map(({ text }) => ({ text, bold: true, align: 'center' as const, shaded: true })),
      ...sheet.rows.map(cells =>
        cells.map(({ text }, place) => ({
          text,
          align: sheet.headings[place]?.isNumber === true ? ('center' as const) : ('start' as const),
        })),
      ),
    ],
  };
  const isWide = sheet.headings.length > 6;
  return {
    title: `${sheet.title}. ${sheet.subtitle}`,
    lang,
    footer: sheet.footer,
    sections: [
      {
        orientation: isWide ? 'landscape' : 'portrait',
        blocks: [
          { kind: 'title', text: sheet.title },
          ...sheet.facts.map(({ term, value }) => ({
            kind: 'paragraph' as const,
            lead: `${term}: `,
            text: value,
          })),
          table,
          // Word takes two tables without anything between them for one.
          { kind: 'paragraph', text: '' },
          signaturesOf(sheet),
        ],
      },
    ],
  };
}

/** A line for each who signs: the office, room for a signature and a name. */
const signaturesOf = ({ signatures }: Sheet): PaperBlock => ({
  kind: 'table',
  widths: [30, 35, 35],
  headRows: 0,
  borders: 'none',
  keepRows: true,
  isWhole: true,
  rows: signatures.map(office => [
    { text: `\n${office}` },
    { text: '\n____________________', align: 'center' as const },
    { text: '\n____________________', align: 'center' as const },
  ]),
});

async function xlsxOf(sheet: Sheet): Promise<Buffer> {
  const blank = { text: '' };
  return writeXlsx({
    name: sheet.title,
    widths: sheet.headings.map(({ share }) => Math.max(8, share)),
    rows: [
      [{ text: sheet.title, bold: true }],
      ...sheet.facts.map(({ term, value }) => [blank, { text: `${term}: ${value}` }]),
      [],
      sheet.headings.map(({ text }) => ({ text, bold: true })),
      ...sheet.rows,
      [],
      ...sheet.signatures.map(office => [blank, { text: `${office} ____________________` }]),
      [blank, { text: sheet.footer }],
    ],
  });
}
