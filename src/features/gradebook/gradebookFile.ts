import { type SheetCell, writeCsv, writeXlsx } from '../../documents/write/index.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { formatExact, isWhole } from '../../kernel/exact.ts';
import { courseTotal, labelText } from '../grading/index.ts';
import { type ClassBook, type ClassRow, type GradebookRules } from './gradebookService.ts';
import { columnName, inOrder, markText, maximumText, numberText, type Reader } from './gradebookWords.ts';
import { computedKeys } from './domain/grid.ts';
import { meaningOf } from './domain/mark.ts';
import { computeRow, type ControlResult } from './domain/row.ts';

export const gradebookFormats = ['xlsx', 'csv'] as const;
export type GradebookFormat = (typeof gradebookFormats)[number];

/**
 * The gradebook as a file: the columns and numbers of the page, and at the end what tells a person apart when the file
 * is read again: address, number, our own id.
 */
export async function writeGradebook(
  book: ClassBook,
  reader: Reader,
  format: GradebookFormat,
): Promise<{ name: string; type: string; body: Buffer | string }> {
  const words = reader.t.gradebook;
  const rows = tableOf(book, reader);
  const name = `${words.fileName}.${format}`;
  if (format === 'csv') {
    const separator = decimalMark(reader.lang) === ',' ? ';' : ',';
    return { name, type: 'text/csv; charset=utf-8', body: writeCsv(rows, separator) };
  }
  const marks = book.rules.plan.columns.map(() => 8);
  const widths = [32, ...marks, ...computedKeys.map(() => 13), 26, 14, 26];
  const body = await writeXlsx({ name: words.title, widths, frozenRows: 1, frozenColumns: 1, rows });
  return { name, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', body };
}

function tableOf({ rules, rows }: ClassBook, reader: Reader): SheetCell[][] {
  const { t } = reader;
  const words = t.gradebook;
  const { columns } = rules.plan;
  const headings = [
    words.student,
    ...columns.map(column => `${columnName(column, t)}\n${maximumText(column, reader)}`),
    ...computedKeys.map(key => words.computedFull[key]),
    words.people.email,
    words.people.sourcedId,
    words.people.tirekId,
  ];
  return [
    headings.map(text => ({ text, bold: true })),
    ...inOrder(rows, reader).map(row => {
      const { email, sourcedId, id } = row.member.person;
      return [
        { text: row.name },
        ...columns.map(({ key }) => markCell(row.marks[key] ?? '', reader)),
        ...computedCells(row, rules, reader),
        ...[email ?? '', sourcedId ?? '', id].map(text => ({ text })),
      ];
    }),
  ];
}

/** Points are a number; an absence, an excuse and late work are texts, as they are written. */
function markCell(mark: string, reader: Reader): SheetCell {
  const meaning = meaningOf(mark);
  const isPoints = meaning.kind === 'points' && !meaning.late;
  return { text: mark === '' ? '' : markText(mark, reader), number: isPoints ? Number(mark) : null };
}

function computedCells(
  { marks, exam, status }: ClassRow,
  rules: GradebookRules,
  reader: Reader,
): SheetCell[] {
  const { admission: admissionWords } = reader.t.gradebook;
  const {
    rk1,
    rk2,
    exam: examControl,
    admission,
    result,
  } = computeRow({ ...rules, courseTotal }, marks, exam, status);
  return [
    sumCell(rk1, reader),
    controlCell(rk1, reader),
    sumCell(rk2, reader),
    controlCell(rk2, reader),
    { text: admission === null ? '' : admissionWords[admission] },
    controlCell(examControl, reader),
    result === null ? { text: '' } : { text: String(result.total), number: result.total },
    { text: [result?.letter, status?.code].filter(text => text !== undefined).join(' ') },
    result === null ? { text: '' } : { text: result.gpa, number: Number(result.gpa) },
    { text: result === null ? '' : labelText(rules.policy, result.label, reader) },
  ];
}

const sumCell = ({ earned, percent }: ControlResult, reader: Reader): SheetCell =>
  percent === null ? { text: '' } : numberCell(earned, reader);

const controlCell = ({ value, isFinal }: ControlResult, reader: Reader): SheetCell =>
  value === null || !isFinal ? { text: '' } : numberCell(value, reader);

/** A number that cannot be written with two digits stays a text: a spreadsheet would show another one. */
function numberCell(value: ControlResult['earned'], reader: Reader): SheetCell {
  const text = numberText(value, reader);
  const plain = formatExact(value, { mark: '.', digits: 2 });
  return { text, number: isWhole(value) || !plain.endsWith('…') ? Number(plain) : null };
}
