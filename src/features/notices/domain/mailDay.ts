import { Temporal } from 'temporal-polyfill';

/** A digest goes out in the morning, and what comes later goes with the next one. */
const morningHour = 7;
/** A digest that could not be sent in the morning is not sent at night. */
const eveningHour = 21;

/** A day on which mail may go out now. */
export interface MailDay {
  readonly day: string;
  /** What was told before this moment belongs to this day's digest. */
  readonly before: Date;
}

/** Null at night. */
export function mailDayOf(now: Date, timeZone: string): MailDay | null {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  if (local.hour < morningHour || local.hour >= eveningHour) return null;
  const morning = local.toPlainDate().toZonedDateTime({ timeZone, plainTime: { hour: morningHour } });
  return { day: local.toPlainDate().toString(), before: new Date(morning.epochMilliseconds) };
}
