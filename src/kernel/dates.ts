import { Temporal } from 'temporal-polyfill';
import { type Lang } from '../i18n/lang.ts';

/** A day without a time, as ISO writes it: "2026-09-01". */
export type IsoDate = string;

/** Whether the text is a day that exists ("2026-02-30" is none). */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** "16.12.2026" or "2026-12-16" as ISO; null when there is no such day. */
export function readDay(text: string): IsoDate | null {
  const typed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const [, day = '', month = '', year = ''] = typed ?? [];
  const iso = typed === null ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isIsoDate(iso) ? iso : null;
}

export function addDays(day: IsoDate, days: number): IsoDate {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(day: IsoDate): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** How many days lie from one day to another; negative when the other is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** The day that an instant falls on in a zone. */
export function dayOfInstant(instant: Date, timeZone: string): IsoDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** dd.MM.yyyy, as tables show a day in all three languages. */
export function formatDay(day: IsoDate): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${date}.${month}.${year}`;
}

/** dd.MM: a day inside a term, where the year is known. */
export function formatShortDay(day: IsoDate): string {
  return formatDay(day).slice(0, 5);
}

/** dd.MM.yyyy HH:mm in the given zone. */
export function formatInstant(instant: Date, timeZone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${formatDay(at.toPlainDate().toString())} ${two(at.hour)}:${two(at.minute)}`;
}

/** The decimal mark of a language: a comma in Kazakh and Russian. */
export function decimalMark(lang: Lang): '.' | ',' {
  return lang === 'en' ? '.' : ',';
}
