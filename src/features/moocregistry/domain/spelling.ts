/**
 * Letters that are one letter to whoever searches: twins of the Latin and Cyrillic alphabets, and Kazakh letters with
 * the ones that are typed for them on a keyboard without Kazakh. Small letters; capitals are made small before.
 */
const twins: Readonly<Record<string, string>> = {
  а: 'a',
  ә: 'a',
  ə: 'a',
  в: 'b',
  г: 'г',
  ғ: 'г',
  е: 'e',
  и: 'i',
  і: 'i',
  к: 'k',
  қ: 'k',
  м: 'm',
  н: 'h',
  ң: 'h',
  һ: 'h',
  о: 'o',
  ө: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  ұ: 'y',
  ү: 'y',
  х: 'x',
  ѕ: 's',
  ј: 'j',
  ı: 'i',
};

function foldLetters(text: string): string {
  return (
    text
      // What old Kazakh fonts leave for ө; decomposed it would become ә.
      .replace(/[ӛӚ]/gu, 'ө')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/\p{L}/gu, letter => twins[letter] ?? letter)
  );
}

/** The words of what somebody looks for, as they are compared. Digits are words too. */
export function searchWords(text: string): string[] {
  return foldLetters(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** One thing with several names; the all-Cyrillic МООС is a spelling of its own only until its letters are folded. */
const namesOfOne: readonly (readonly string[])[] = [
  ['MOOC', 'МООК', 'ЖАОК'].map(foldLetters),
  ['SPOC', 'SPOK', 'СПОК'].map(foldLetters),
];
export const moocWord = 'MOOC';
export const spocWord = 'SPOC';

/** The words under which a text is found: its own, and every spelling of "MOOC" where it has one of them. */
export function indexWords(text: string): string[] {
  const words = searchWords(text);
  return words.flatMap(word => namesOfOne.find(names => names.includes(word)) ?? [word]);
}
