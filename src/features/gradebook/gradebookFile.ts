import { type SheetCell, writeXlsx } from '../../documents/write/index.ts';
import { formatExact, isWhole } from '../../kernel/exact.ts';
import { courseTotal } from '../grading/index.ts';
import { type ClassBook, type ClassRow, type GradebookRules } from './gradebookService.ts';
import { columnName, inOrder, markText, maximumText, numberText, type Reader } from './gradebookWords.ts';
import { computedKeys } from './domain/grid.ts';
import { meaningOf } from './domain/mark.ts';
import { computeRow, type ControlResult } from './domain/row.ts';

/** The gradebook as an Excel file: the same columns and numbers as on the page. */
export function writeGradebook({ rules, rows }: ClassBook, reader: Reader): Promise<Buffer> {
  const { t } = reader;
  const words = t.gradebook;
  const { columns } = rules.plan;
  const headings = [
    words.student,
    ...columns.map(column => `${columnName(column, t)}\n${maximumText(column, reader)}`),
    ...computedKeys.map(key => words.computedFull[key]),
  ];
  return writeXlsx({
    name: words.title,
    widths: [32, ...columns.map(() => 8), ...computedKeys.map(() => 13)],
    frozenRows: 1,
    frozenColumns: 1,
    rows: [
      headings.map(text => ({ text, bold: true })),
      ...inOrder(rows, reader).map(row => [
        { text: row.name },
        ...columns.map(({ key }) => markCell(row.marks[key] ?? '', reader)),
        ...computedCells(row, rules, reader),
      ]),
    ],
  });
}

/** Points are a number; an absence, an excuse and late work are texts, as they are written. */
function markCell(mark: string, reader: Reader): SheetCell {
  const meaning = meaningOf(mark);
  const isPoints = meaning.kind === 'points' && !meaning.late;
  return { text: mark === '' ? '' : markText(mark, reader), number: isPoints ? Number(mark) : null };
}

function computedCells({ marks, exam }: ClassRow, rules: GradebookRules, reader: Reader): SheetCell[] {
  const { admission: admissionWords } = reader.t.gradebook;
  const {
    rk1,
    rk2,
    exam: examControl,
    admission,
    result,
  } = computeRow({ ...rules, courseTotal }, marks, exam);
  return [
    sumCell(rk1, reader),
    controlCell(rk1, reader),
    sumCell(rk2, reader),
    controlCell(rk2, reader),
    { text: admission === null ? '' : admissionWords[admission] },
    controlCell(examControl, reader),
    result === null ? { text: '' } : { text: String(result.total), number: result.total },
    { text: result?.letter ?? '' },
    result === null ? { text: '' } : { text: result.gpa, number: Number(result.gpa) },
    { text: result === null ? '' : reader.t.grading.labels[result.label] },
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
