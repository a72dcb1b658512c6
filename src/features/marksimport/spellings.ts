import { catalogueOf, languages } from '../../i18n/index.ts';
import { type Column, columnName } from '../gradebook/index.ts';
import { type Spellings, spellingOf } from './domain/headings.ts';

/**
 * Under what names the works of a course may stand in a file: as the gradebook calls them in each language, in full
 * words, with their titles, by a title that no other work has. A spelling that two works share leads to neither.
 */
export function spellingsOf(columns: readonly Column[]): Spellings {
  const found = new Map<string, string | null>();
  const add = (text: string, key: string): void => {
    const spelling = spellingOf(text);
    if (spelling === '') return;
    const known = found.get(spelling);
    found.set(spelling, known === undefined || known === key ? key : null);
  };
  for (const column of columns) {
    add(column.key, column.key);
    if (column.title !== '') add(column.title, column.key);
    for (const lang of languages) {
      const t = catalogueOf(lang);
      const kind = t.documents.import.kinds[column.kind];
      const name = column.number === null ? kind : `${kind} ${column.number}`;
      for (const text of [columnName(column, t), name]) {
        add(text, column.key);
        if (column.title !== '') add(`${text}: ${column.title}`, column.key);
      }
    }
  }
  return new Map([...found].filter((entry): entry is [string, string] => entry[1] !== null));
}
