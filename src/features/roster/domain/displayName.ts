import { type Lang } from '../../../i18n/lang.ts';

/** What an LMS may tell of a person; only the id is certain. */
export interface PersonName {
  readonly name: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly sourcedId: string | null;
}

/**
 * How a person is called on screen: family name first, as class lists are written; without names the sourced id;
 * without that "Student 4" in the viewer's language.
 * @param nameless makes the last resort from the person's number in the course
 */
export function displayName(
  person: PersonName,
  number: number,
  nameless: (p: { number: number }) => string,
): string {
  if (person.familyName !== null && person.givenName !== null)
    return `${person.familyName} ${person.givenName}`;
  return person.name ?? person.familyName ?? person.givenName ?? person.sourcedId ?? nameless({ number });
}

const collators = new Map<Lang, Intl.Collator>();

/** Orders names as the language does: code points and the Russian order put Kazakh letters in the wrong place. */
export function compareNames(lang: Lang): (a: string, b: string) => number {
  let collator = collators.get(lang);
  if (collator === undefined) {
    // Kazakh names occur in every language's list, and the Kazakh order holds for Russian names too.
    collator = new Intl.Collator(lang === 'en' ? ['en', 'kk'] : 'kk', { numeric: true });
    collators.set(lang, collator);
  }
  return (a, b) => collator.compare(a, b);
}
