import { type SheetCell, writeCsv, writeXlsx } from '../../documents/write/index.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { formatExact, isWhole } from '../../kernel/exact.ts';
import { courseTotal, labelText } from '../grading/index.ts';
import { type ClassBook, type ClassRow, type GradebookRules } from './gradebookService.ts';
import { columnName, inOrder, markText, maximumText, numberText, type Reader } from './gradebookWords.ts';
import { computedColumns, type ComputedKey, midtermOfColumn } from './domain/grid.ts';
import { meaningOf } from './domain/mark.ts';
import { computeRow, type ControlResult, findControl, type RowResult } from './domain/row.ts';

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
  const widths = [32, ...marks, ...computedColumns(book.rules.plan).map(() => 13), 26, 14, 26];
  const body = await writeXlsx({ name: words.title, widths, frozenRows: 1, frozenColumns: 1, rows });
  return { name, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', body };
}

function tableOf({ rules, rows }: ClassBook, reader: Reader): SheetCell[][] {
  const { t } = reader;
  const words = t.gradebook;
  const { columns } = rules.plan;
  const computed = computedColumns(rules.plan);
  const headings = [
    words.student,
    ...columns.map(column => `${columnName(column, t)}\n${maximumText(column, reader)}`),
    ...computed.map(key => words.computedFull[key]),
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
        ...computedCells(computed, row, rules, reader),
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
  columns: readonly ComputedKey[],
  { marks, exam, status }: ClassRow,
  rules: GradebookRules,
  reader: Reader,
): SheetCell[] {
  const row = computeRow({ ...rules, courseTotal }, marks, exam, status);
  return columns.map(key => {
    const midterm = midtermOfColumn(key);
    if (midterm === null) return resultCell(key, row, rules, reader);
    const control = findControl(row, midterm.control);
    if (control === null) return { text: '' };
    return midterm.isSum ? sumCell(control, reader) : controlCell(control, reader);
  });
}

function resultCell(
  key: ComputedKey,
  { exam, admission, result, status }: RowResult,
  { policy }: GradebookRules,
  reader: Reader,
): SheetCell {
  switch (key) {
    case 'admission':
      return { text: admission === null ? '' : reader.t.gradebook.admission[admission] };
    case 'exam':
      return controlCell(exam, reader);
    case 'total':
      return result === null ? { text: '' } : { text: String(result.total), number: result.total };
    case 'letter':
      return { text: [result?.letter, status?.code].filter(text => text !== undefined).join(' ') };
    case 'gpa':
      return result === null ? { text: '' } : { text: result.gpa, number: Number(result.gpa) };
    default:
      return { text: result === null ? '' : labelText(policy, result.label, reader) };
  }
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
