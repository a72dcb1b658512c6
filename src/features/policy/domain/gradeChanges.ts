import { type Exact, formatExact } from '../../../kernel/exact.ts';
import { midtermKeys, type RowResult } from '../../gradebook/index.ts';

/** Numbers of a student that a policy decides, in the order of the gradebook. */
export const changingNumbers = [
  ...midtermKeys,
  'admission',
  'exam',
  'total',
  'letter',
  'gpa',
  'label',
  'status',
] as const;
export type ChangingNumber = (typeof changingNumbers)[number];

/** One number of a student under two versions of a policy; texts with a decimal point, ids of words, "" for none. */
export interface NumberChange {
  readonly number: ChangingNumber;
  readonly from: string;
  readonly to: string;
}

/** Every number of a row that is another one under another version. */
export function numberChanges(before: RowResult, after: RowResult): NumberChange[] {
  return changingNumbers.flatMap(number => {
    const [from, to] = [textOf(before, number), textOf(after, number)];
    return from === to ? [] : [{ number, from, to }];
  });
}

function textOf(row: RowResult, number: ChangingNumber): string {
  const control = [...row.midterms, row.exam].find(({ key }) => key === number);
  if (control !== undefined) return control.isFinal ? exactText(control.value) : '';
  switch (number) {
    case 'admission':
      return row.admission ?? '';
    case 'total':
      return row.result === null ? '' : String(row.result.total);
    case 'letter':
    case 'gpa':
    case 'label':
    case 'status':
      return row.result?.[number] ?? '';
    default:
      return '';
  }
}

const exactText = (value: Exact | null): string =>
  value === null ? '' : formatExact(value, { mark: '.', digits: 4 });
