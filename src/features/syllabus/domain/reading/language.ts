import { type SyllabusLanguage } from '../types.ts';

/**
 * The language that most of the text is in. Kazakh Cyrillic shows by its own letters: about one letter in five of a
 * Kazakh text, and almost none of a Russian one that only names people and places.
 */
export function languageOf(text: string): SyllabusLanguage {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/gu)?.length ?? 0;
  if (latin > cyrillic) return 'en';
  const kazakh = text.match(/[әғқңөұүһіӘҒҚҢӨҰҮҺІƏəӚӛ]/gu)?.length ?? 0;
  return kazakh > cyrillic * 0.06 ? 'kk' : 'ru';
}
