import { type SheetCell, writeCsv, writeXlsx } from '../../documents/write/index.ts';
import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark, formatDay, type IsoDate } from '../../kernel/dates.ts';
import { type Mooc } from './domain/mooc.ts';
import { writeContent } from './domain/readContent.ts';
import { renewBy, stateOn } from './domain/renewal.ts';
import { columnHeading, type FileColumn, fileColumns } from './fileColumns.ts';
import { valueText } from './moocView.ts';

export const fileFormats = ['xlsx', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const fileTypes: Readonly<Record<FileFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

interface Reader {
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly today: IsoDate;
}

/** Courses as a file that can be taken in again: the same columns, the same words. No cell runs as a formula. */
export async function writeRegistry(
  moocs: readonly Mooc[],
  as: FileFormat,
  reader: Reader,
): Promise<Buffer | string> {
  const { t, lang } = reader;
  const head = fileColumns.map(column => ({ text: columnHeading(column, t), bold: true }));
  const rows = [head, ...moocs.map(mooc => rowOf(mooc, reader))];
  if (as === 'csv') return writeCsv(rows, lang === 'en' ? ',' : ';');
  const widths = fileColumns.map(column => width[column] ?? 16);
  return writeXlsx({ name: t.mooccentre.file.sheet, widths, frozenRows: 1, rows });
}

const width: Readonly<Partial<Record<FileColumn, number>>> = {
  number: 8,
  titleKk: 40,
  titleRu: 40,
  titleEn: 40,
  url: 40,
  authors: 30,
  modules: 60,
  runs: 30,
};

function rowOf(mooc: Mooc, { t, lang, today }: Reader): SheetCell[] {
  const content = writeContent(mooc, decimalMark(lang));
  const { approvedOn, renewalYears, stage, link, reviews } = mooc;
  const numbers: Partial<Record<FileColumn, number | null>> = {
    number: mooc.number,
    hours: mooc.hours,
    credits: mooc.credits,
  };
  const texts: Record<FileColumn, string> = {
    ...content,
    number: String(mooc.number),
    state: t.moocregistry.states[stateOn(mooc, today)],
    approvedOn: approvedOn === null ? '' : formatDay(approvedOn),
    protocol: reviews.find(review => review.protocolOn === approvedOn)?.protocolNumber ?? '',
    renewBy: approvedOn === null || stage === 'retired' ? '' : formatDay(renewBy(approvedOn, renewalYears)),
    link: link === null ? '' : t.moocregistry.link.outcomes[link.outcome],
  };
  return fileColumns.map(column => {
    const isField = column in content;
    const text = isField ? valueText(column as never, texts[column], t) : texts[column];
    return { text, number: numbers[column] ?? null };
  });
}
