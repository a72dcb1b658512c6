import { type Prepares, rowKinds, weightKinds } from './types.ts';

/** How a value is typed: `?` may be left empty and is null then. */
export type FieldType =
  | 'text'
  | 'text?'
  | 'long'
  | 'long?'
  | 'lines'
  | 'decimal?'
  | 'whole?'
  | 'percent'
  | 'rowKind'
  | 'weightKind'
  | 'prepares';

/** Why a value was not accepted; the words are in the catalogue under `wrong`. */
export type FieldFault = 'number' | 'whole' | 'percent' | 'required' | 'tooLong';

const longestText = 10_000;

export const numberText = (value: number | null): string => (value === null ? '' : String(value));

/** "srs:2", "midterm:1", "final" or "" as a select's option has it. */
export function preparesText(prepares: Prepares | null): string {
  if (prepares === null) return '';
  return prepares.number === null ? prepares.kind : `${prepares.kind}:${prepares.number}`;
}

function readPrepares(text: string): Prepares | null {
  const found = /^(srs|midterm|final)(?::(\d+))?$/.exec(text);
  if (found === null) return null;
  return { kind: found[1] as Prepares['kind'], number: found[2] === undefined ? null : Number(found[2]) };
}

type ReadValue = { readonly value: unknown } | { readonly fault: FieldFault };

/** Reads one typed value; the other white space of a text is kept as typed. */
export function readValue(type: FieldType, typed: string): ReadValue {
  const text = typed.replace(/\r\n?/g, '\n').trim();
  if (text.length > longestText) return { fault: 'tooLong' };
  switch (type) {
    case 'text':
    case 'long':
      return text === '' ? { fault: 'required' } : { value: text };
    case 'text?':
    case 'long?':
      return { value: text === '' ? null : text };
    case 'lines':
      return {
        value: text
          .split('\n')
          .map(line => line.trim())
          .filter(line => line !== ''),
      };
    case 'decimal?':
      return readNumber(text, /^\d{1,5}([.,]\d{1,4})?$/, 'number');
    case 'whole?':
      return readNumber(text, /^\d{1,4}$/, 'whole');
    case 'percent':
      return readPercent(text);
    case 'rowKind':
      return (rowKinds as readonly string[]).includes(text) ? { value: text } : { fault: 'required' };
    case 'weightKind':
      return (weightKinds as readonly string[]).includes(text) ? { value: text } : { fault: 'required' };
    case 'prepares':
      return { value: readPrepares(text) };
  }
}

function readNumber(text: string, pattern: RegExp, fault: FieldFault): ReadValue {
  if (text === '') return { value: null };
  return pattern.test(text) ? { value: Number(text.replace(',', '.')) } : { fault };
}

function readPercent(text: string): ReadValue {
  const read = readNumber(text, /^\d{1,3}([.,]\d{1,4})?$/, 'percent');
  if ('fault' in read) return read;
  return typeof read.value === 'number' && read.value <= 100 ? read : { fault: 'percent' };
}
