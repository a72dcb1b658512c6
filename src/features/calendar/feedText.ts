import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark } from '../../kernel/dates.ts';
import { exactOfNumber, formatExact } from '../../kernel/exact.ts';
import { type FeedRow, type LedgerEntry } from './domain/feed.ts';

export interface Feed {
  readonly entries: readonly LedgerEntry[];
  readonly courseId: string;
  readonly courseTitle: string;
  readonly timeZone: string;
  /** The tool's host: it makes the events' ids unique in the world. */
  readonly host: string;
}

const almaty = 'Asia/Almaty';

/**
 * Kazakhstan has had one time, five hours ahead, since March 2024, without summer time. Written out (RFC 5545, 3.6.5),
 * because older programs know the hour that was before.
 */
const almatyZone = [
  'BEGIN:VTIMEZONE',
  `TZID:${almaty}`,
  'BEGIN:STANDARD',
  'DTSTART:20240301T000000',
  'TZOFFSETFROM:+0600',
  'TZOFFSETTO:+0500',
  'TZNAME:+05',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

/** The feed as a file (RFC 5545), in the words of the person whose address was asked for. */
export function feedText(feed: Feed, t: Catalogue, lang: Lang): string {
  const calendar = ical({
    name: feed.courseTitle,
    prodId: { company: 'Tirek', product: 'Calendar', language: lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    timezone: { name: null, generator: zone => (zone === almaty ? almatyZone : null) },
    ttl: 3600,
  });
  for (const entry of feed.entries) addEvent(calendar, entry, feed, t, lang);
  return calendar.toString();
}

function addEvent(
  calendar: ReturnType<typeof ical>,
  { facts, sequence, changedAt, isCancelled }: LedgerEntry,
  feed: Feed,
  t: Catalogue,
  lang: Lang,
): void {
  const common = {
    id: `${feed.courseId}-${facts.key}@${feed.host}`,
    sequence,
    stamp: changedAt,
    lastModified: changedAt,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
  };
  if (facts.kind === 'week') {
    calendar.createEvent({
      ...common,
      allDay: true,
      start: Temporal.PlainDate.from(facts.from),
      // The end of days is the day after the last one (RFC 5545, 3.8.2.2).
      end: Temporal.PlainDate.from(facts.until).add({ days: 1 }),
      summary: `${t.calendar.week({ week: facts.week })}. ${feed.courseTitle}`,
      description: facts.rows.map(row => lineOf(row, t, lang)).join('\n'),
    });
    return;
  }
  const local = Temporal.PlainDateTime.from(`${facts.on}T${facts.at}`);
  const isNamedZone = feed.timeZone === almaty;
  calendar.createEvent({
    ...common,
    // Zones that are not written out are told as moments.
    start: isNamedZone ? local : new Date(local.toZonedDateTime(feed.timeZone).epochMilliseconds),
    ...(isNamedZone ? { timezone: almaty } : {}),
    summary: `${lineOf(facts.row, t, lang)}. ${feed.courseTitle}`,
    ...(facts.row.url === null ? {} : { url: facts.row.url }),
  });
}

function lineOf({ kind, number, title, points }: FeedRow, t: Catalogue, lang: Lang): string {
  const name = number === null ? t.calendar.kinds[kind] : `${t.calendar.kinds[kind]} ${number}`;
  const worth =
    points === null
      ? ''
      : ` (${t.calendar.pointsOf({ points: formatExact(exactOfNumber(points), { mark: decimalMark(lang), digits: 2 }) })})`;
  // The title of a control is its name.
  const isControl = kind === 'midterm' || kind === 'final';
  return `${name}${isControl || title === '' ? '' : `. ${title}`}${worth}`;
}
