import { catalogueOf, type Catalogue, languages } from '../../i18n/index.ts';
import { withoutFormulaGuard } from '../../documents/index.ts';
import { type ImportRow } from './domain/importPlan.ts';
import { contentFields, levels, moocLanguages, moocStates, opennesses, platforms } from './domain/mooc.ts';
import { searchWords } from './domain/spelling.ts';

/** Columns that a file of courses may have; the last two are written and never read. */
export const fileColumns = [
  'number',
  ...contentFields,
  'state',
  'approvedOn',
  'protocol',
  'renewBy',
  'link',
] as const;
export type FileColumn = (typeof fileColumns)[number];

export function columnHeading(column: FileColumn, t: Catalogue): string {
  const words = t.moocregistry;
  switch (column) {
    case 'number':
      return words.number;
    case 'state':
      return words.state;
    case 'approvedOn':
      return words.facts.approvedOn;
    case 'protocol':
      return t.mooccentre.file.protocol;
    case 'renewBy':
      return words.due.until;
    case 'link':
      return words.link.title;
    default:
      return words.fields[column];
  }
}

const keyOf = (text: string): string => searchWords(text).join(' ');

/** Words of all languages for the same thing, as they are compared. */
function wordsOf<T extends string>(
  values: readonly T[],
  text: (value: T, t: Catalogue) => string,
): Map<string, T> {
  const known = new Map<string, T>();
  const texts = values.flatMap(value =>
    languages.map(lang => [text(value, catalogueOf(lang)), value] as const),
  );
  // The words of the code come last: "link" is the English heading of another column.
  for (const [word, value] of [...texts, ...values.map(value => [value, value] as const)])
    if (!known.has(keyOf(word))) known.set(keyOf(word), value);
  return known;
}

const headings = wordsOf(fileColumns, columnHeading);
const choices: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  platform: wordsOf(platforms, (value, t) => t.moocregistry.platforms[value]),
  language: wordsOf(moocLanguages, (value, t) => t.moocregistry.languages[value]),
  level: wordsOf(levels, (value, t) => t.moocregistry.levels[value]),
  openness: wordsOf(opennesses, (value, t) => t.moocregistry.opennesses[value]),
};
const states = wordsOf(moocStates, (value, t) => t.moocregistry.states[value]);

export interface ReadHeadings {
  /** By the place of the column; null: not known. */
  readonly columns: readonly (FileColumn | null)[];
  readonly ignored: readonly string[];
}

/** The first row of a file; null: it names no title, so it is no table of courses. */
export function readHeadings(cells: readonly string[]): ReadHeadings | null {
  const columns = cells.map(cell => headings.get(keyOf(cell)) ?? null);
  if (!columns.some(column => column === 'titleKk' || column === 'titleRu' || column === 'titleEn'))
    return null;
  return { columns, ignored: cells.filter((cell, at) => cell !== '' && columns[at] === null) };
}

/** A row below the headings. A blank cell says nothing. */
export function readRow(cells: readonly string[], row: number, { columns }: ReadHeadings): ImportRow {
  const texts = new Map<FileColumn, string>();
  for (const [at, column] of columns.entries()) {
    const text = withoutFormulaGuard(cells[at] ?? '').trim();
    if (column !== null && text !== '' && !texts.has(column)) texts.set(column, text);
  }
  const typed = contentFields.flatMap(field => {
    const text = texts.get(field);
    return text === undefined ? [] : [[field, choices[field]?.get(keyOf(text)) ?? text]];
  });
  const state = texts.get('state');
  return {
    row,
    number: (texts.get('number') ?? '').replace(/^№\s*/u, ''),
    typed: Object.fromEntries(typed) as ImportRow['typed'],
    state: state === undefined ? null : (states.get(keyOf(state)) ?? 'unknown'),
    approvedOn: texts.get('approvedOn') ?? '',
    protocol: texts.get('protocol') ?? '',
  };
}
