import { finding, type Finding } from '../finding.ts';

/** Abbreviations of one thing by the family that they belong to: a document should keep to one family. */
const groups: readonly (readonly (readonly string[])[])[] = [
  [
    ['БӨЖ', 'ОБӨЖ', 'БОӨЖ'],
    ['СӨЖ', 'ОСӨЖ', 'СОӨЖ', 'ОБСӨЖ'],
    ['БӨЗ', 'ОБӨЗ'],
    ['МӨЖ', 'ОМӨЖ', 'МОӨЖ'],
  ],
  [
    ['СРО', 'СРОП'],
    ['СРС', 'СРСП'],
    ['СРМ', 'СРМП'],
  ],
  [
    ['SRS', 'SRSP'],
    ['IWS', 'IWST', 'IWSUT'],
    ['SIW', 'SIWT'],
    ['SRO', 'SROP'],
    ['SIS', 'SIST', 'TSIS'],
  ],
  [['MOOC', 'МООС', 'MООС', 'МOOC'], ['МООК', 'MOOK'], ['ЖАОК']],
];

/** One finding for each thing that the document calls by words of several families. */
export function mixedTerms(text: string, pathOf: (example: string) => string): Finding[] {
  const counts = new Map<string, number>();
  for (const word of text.match(/\p{Lu}{3,5}(?!\p{L})/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return groups.flatMap(families => {
    const used = families.filter(family => family.some(term => counts.has(term)));
    if (used.length < 2) return [];
    const terms = used
      .flat()
      .flatMap(term => (counts.has(term) ? [{ term, count: counts.get(term) ?? 0 }] : []))
      .sort((a, b) => b.count - a.count);
    const rare = terms.findLast(({ term }) => pathOf(term) !== 'document')?.term ?? '';
    return [finding('term-mixed', rare === '' ? 'document' : pathOf(rare), { terms })];
  });
}
