/** Letters of one alphabet that look like letters of the other; capitals and small letters differ in what they resemble. */
const latinToCyrillic: Record<string, string> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  I: 'І',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
  Y: 'У',
  a: 'а',
  c: 'с',
  e: 'е',
  h: 'һ',
  i: 'і',
  k: 'к',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
};
const cyrillicToLatin: Record<string, string> = Object.fromEntries(
  Object.entries(latinToCyrillic).map(([latin, cyrillic]) => [cyrillic, latin]),
);

/** What old Kazakh fonts leave: the Latin schwa for Ә, and ӛ for ө. */
const oldLetters: Record<string, string> = { Ə: 'Ә', ə: 'ә', Ӛ: 'Ө', ӛ: 'ө' };
export const oldLetterPattern = /[ƏəӚӛ]/u;

const dashes = /[‐‑‒–—―−﹣－]/gu;

/** White space collapsed, nothing else: how a text stands in the syllabus. */
export function tidy(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/**
 * The text as words are looked up in it: small letters, one alphabet a word, plain dashes, quotes and spaces.
 * It has the same length as the text, so a place found here is the same place there.
 */
export function fold(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const made = foldAnew(text);
  if (text.length <= 300) {
    if (folded.size >= 5_000) folded.clear();
    folded.set(text, made);
  }
  return made;
}

/** The same short texts are looked at by every reader of a part: folding them once halves the time of a reading. */
const folded = new Map<string, string>();

function foldAnew(text: string): string {
  return withoutMixedLetters(withoutOldLetters(text))
    .replace(/İ/gu, 'i')
    .toLowerCase()
    .replace(dashes, '-')
    .replace(/[«»“”„‟″]/gu, '"')
    .replace(/[’‘`´]/gu, "'")
    .replace(/\s/gu, ' ');
}

/** As `fold`, with words of look-alike Latin capitals ("CPC", "PK") read as Cyrillic. */
export function foldCyrillic(text: string): string {
  return fold(text.replace(/\b[ABCEHIKMOPTXY]{1,6}(?![A-Za-z])/gu, word => translate(word, latinToCyrillic)));
}

/** For comparing what two authors wrote: folded, without punctuation, spaces and endings of quotes. */
export function sameWords(text: string): string {
  return foldCyrillic(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether a word has letters of both alphabets. */
export function isMixed(word: string): boolean {
  return /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word);
}

/** Old Kazakh letters as they are written now. */
export function withoutOldLetters(text: string): string {
  return text.replace(/[ƏəӚӛ]/gu, letter => oldLetters[letter] ?? letter);
}

/** Words of two alphabets in the one that can write the whole word; others stay as they are. */
export function withoutMixedLetters(text: string): string {
  return text.replace(/\p{L}+/gu, oneAlphabet);
}

function oneAlphabet(word: string): string {
  if (!isMixed(word)) return word;
  const cyrillic = translate(word, latinToCyrillic);
  if (!isMixed(cyrillic)) return cyrillic;
  const latin = translate(word, cyrillicToLatin);
  return isMixed(latin) ? word : latin;
}

function translate(word: string, letters: Record<string, string>): string {
  return [...word].map(letter => letters[letter] ?? letter).join('');
}

export interface GradeLetter {
  /** Latin, with a plain hyphen: "B-". */
  readonly letter: string;
  readonly isRepaired: boolean;
}

/** Reads a letter of the scale, whichever keyboard and dash it was typed with; null when it is no letter. */
export function gradeLetterOf(text: string): GradeLetter | null {
  if (text.length > 40) return null;
  const written = tidy(text).replace(/[*"«»]/gu, '');
  const letter = translate(written, cyrillicToLatin)
    .replace(/\s+/gu, '')
    .replace(dashes, '-')
    .replace(/＋/gu, '+');
  if (!/^(?:[A-D][+-]?|E|FX?|F[Xx])$/u.test(letter)) return null;
  return { letter: letter.toUpperCase(), isRepaired: /\p{Script=Cyrillic}/u.test(written) };
}
