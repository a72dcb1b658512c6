import { type Lang } from '../../i18n/lang.ts';

/** The university's own time zone; Kazakhstan has one since March 2024. */
const timeZone = 'Asia/Almaty';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function partsOf(instant: string): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

/** dd.MM.yyyy */
export function shownDate(instant: string): string {
  const { day, month, year } = partsOf(instant);
  return `${day}.${month}.${year}`;
}

/** dd.MM.yyyy HH:mm:ss */
export function shownInstant(instant: string): string {
  const { hour, minute, second } = partsOf(instant);
  return `${shownDate(instant)} ${hour}:${minute}:${second}`;
}

/** With a decimal comma where the language has one. */
export function shownNumber(value: number, lang: Lang): string {
  return new Intl.NumberFormat(lang, { maximumFractionDigits: 5 }).format(value);
}

/** "71,5" and "71.5" alike; null for an empty field, undefined for anything that is not a number. */
export function readNumber(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}
