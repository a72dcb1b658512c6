import { Temporal } from 'temporal-polyfill';

/**
 * The instant of a local time as a browser's field writes it, "2026-12-20T09:00", in a zone. A time that the clocks skip
 * is the one after the jump, one that they repeat is the first (RFC 5545's reading). Null for anything else.
 */
export function instantOfLocal(text: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    const local = Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return new Date(local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);
  } catch {
    return null;
  }
}

/** The other way round, for the field's value. */
export function localOfInstant(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/** The end of the day that lies so many days after an instant: until then something may be handed in. */
export function endOfDayAfter(instant: Date, days: number, timeZone: string): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return new Date(day.add({ days: days + 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1);
}
