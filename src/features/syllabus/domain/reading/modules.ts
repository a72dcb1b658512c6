import { type CalendarRow } from '../types.ts';
import { fold, tidy } from './letters.ts';
import { ordinalOf } from './numbers.ts';

type Module = NonNullable<CalendarRow['module']>;

export interface ModuleHeading {
  readonly module: Module;
  /** The word as written where it is not the word for a module ("Модель 1"). */
  readonly wrongWord: string | null;
}

const words = 'модул\\p{L}*|модел\\p{L}*|module|бөлім\\p{L}*|раздел\\p{L}*|блок|unit|тарау|section';
const number = '(\\d{1,2}|[ivxіх]{1,4})';
const forms = [
  new RegExp(`^(${words})\\s*№?\\s*-?\\s*${number}(?![\\p{L}\\d])\\s*[.:)\\-]*\\s*`, 'u'),
  new RegExp(`^№?\\s*${number}\\s*-?\\s*(?:ші|шы|й|ый)?[\\s.)-]*(${words})(?!\\p{L})\\s*[.:)\\-]*\\s*`, 'u'),
  new RegExp(`^(модуль|module)(?!\\p{L})\\s*[.:\\-]+\\s*(?=\\S)`, 'u'),
];

/** Reads the heading of a module; null for any other text. */
export function moduleHeadingOf(text: string): ModuleHeading | null {
  const written = tidy(text);
  const folded = fold(written.slice(0, 200));
  for (const [index, form] of forms.entries()) {
    const match = form.exec(folded);
    if (match === null) continue;
    const [word = '', digits = ''] =
      index === 1 ? [match[2], match[1]] : [match[1], index === 0 ? match[2] : ''];
    const title = unquoted(written.slice(match[0].length).trim());
    const isWrong = word.startsWith('модел');
    return {
      module: { number: ordinalOf(digits), title },
      wrongWord: isWrong ? tidy(written.slice(0, match[0].length)).replace(/[\s.:–-]+$/u, '') : null,
    };
  }
  return null;
}

function unquoted(title: string): string {
  return /^["«“]([^"»”]+)["»”]\.?$/u.exec(title)?.[1]?.trim() ?? title;
}
