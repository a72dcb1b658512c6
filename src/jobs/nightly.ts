import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';

/** The hours in which an LMS has little to do, and its teachers sleep. */
const beginsAtHour = 1;
const lastsMinutes = 240;

/**
 * The next time for something that is done once a night: between one and five in the morning of the zone, always at
 * the same minute for the same name, and spread over the night for different ones.
 */
export function nextNight(now: Date, timeZone: string, name: string): Date {
  const share = createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const minutes = beginsAtHour * 60 + Math.floor(share * lastsMinutes);
  for (let days = 0; ; days++) {
    const at = today
      .toPlainDate()
      .add({ days })
      .toPlainDateTime({
        hour: Math.floor(minutes / 60),
        minute: minutes % 60,
      });
    const instant = new Date(at.toZonedDateTime(timeZone).epochMilliseconds);
    if (instant > now) return instant;
  }
}
