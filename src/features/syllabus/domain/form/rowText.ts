import { moduleHeadingOf } from '../reading/modules.ts';
import { tidy } from '../reading/letters.ts';
import { rowLabelOf } from '../reading/rowLabel.ts';
import { type CalendarRow, type RowKind } from '../types.ts';

type KindWords = Readonly<Record<RowKind, string>>;

/**
 * A row of the calendar as the official form writes it: its label, its number, its topic. Of the ways to write it, the
 * first that the reader understands as this very row is taken, so that a printed form read again gives the same course.
 */
export function rowText(row: CalendarRow, words: KindWords): string {
  const { kind, number } = row;
  const title = tidy(row.title);
  const word = words[kind];
  const numbered = number === null ? word : `${word} ${number}`;
  const labelled = title === '' ? numbered : `${numbered}. ${title}`;
  const named = number === null ? title : `${title} ${number}`;
  const isControl = kind === 'midterm' || kind === 'final' || kind === 'consultation';
  // A control is mostly named by its label alone; a row of no known kind has none.
  const ways = isControl
    ? [named, labelled, title, numberedInside(title, number)]
    : kind === 'other' && number === null
      ? [title, labelled]
      : [labelled, named, title];
  return ways.find(text => text !== '' && isReadAs(text, row, title)) ?? labelled;
}

/** "Консультация 1 по экзамену": the reader looks for the number of a consultation behind that word. */
function numberedInside(title: string, number: number | null): string {
  return number === null
    ? ''
    : title.replace(/консультаци\p{L}*|consultation/iu, word => `${word} ${number}`);
}

function isReadAs(text: string, row: CalendarRow, title: string): boolean {
  const label = rowLabelOf(text);
  const kind = label?.kind ?? 'other';
  const number = kind === 'final' ? null : (label?.number ?? null);
  return kind === row.kind && number === row.number && (label?.title ?? text) === title;
}

/** "Модуль 2. Деректер": the heading of a module as the reader knows it again. */
export function moduleText({ number, title }: NonNullable<CalendarRow['module']>, word: string): string {
  const written = tidy(title);
  if (number === null) {
    const named = moduleHeadingOf(`${word}: ${written}`)?.module;
    return named?.title === written ? `${word}: ${written}` : written;
  }
  return written === '' ? `${word} ${number}` : `${word} ${number}. ${written}`;
}
