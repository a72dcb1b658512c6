import { Temporal } from 'temporal-polyfill';
import { type IsoDate } from '../../../kernel/dates.ts';

/** "23:59", in the zone of the course. */
export type TimeOfDay = string;

export const isTimeOfDay = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);

/** The instant at which a deadline ends: the last second of its minute still counts. */
export function deadlineInstant(deadline: { on: IsoDate; at: TimeOfDay }, timeZone: string): Date {
  const end = Temporal.PlainDateTime.from(`${deadline.on}T${deadline.at}:59.999`).toZonedDateTime(timeZone);
  return new Date(end.epochMilliseconds);
}
