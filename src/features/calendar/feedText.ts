import ical, {
  escape,
  foldLines,
  ICalEventBusyStatus,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark, formatDay } from '../../kernel/dates.ts';
import { exactOfNumber, formatExact } from '../../kernel/exact.ts';
import { dayNoteText } from './dayNoteText.ts';
import { type FeedRow, type FeedTime, type LedgerEntry } from './domain/feed.ts';

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
 * Kazakhstan has had one time, five hours ahead, since March 2024, without summer time; Almaty was six hours ahead before.
 * Written out (RFC 5545, 3.6.5), because older programs know nothing of the change.
 */
const almatyZone = [
  'BEGIN:VTIMEZONE',
  `TZID:${almaty}`,
  ...observance('20041031T030000', '+0700', '+0600'),
  ...observance('20240301T000000', '+0600', '+0500'),
  'END:VTIMEZONE',
];

function observance(start: string, from: string, to: string): string[] {
  return [
    'BEGIN:STANDARD',
    `DTSTART:${start}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    `TZNAME:${to.slice(0, 3)}`,
    'END:STANDARD',
  ];
}

/**
 * The feed as a file (RFC 5545), in the words of the person whose address was asked for. The library writes the events; the
 * frame is written here, because the library's own has properties after the zone (3.6: they come before all components),
 * names unescaped (3.3.11) and no end of the last line (3.1).
 */
export function feedText(feed: Feed, t: Catalogue, lang: Lang): string {
  const calendar = ical();
  for (const entry of feed.entries) addEvent(calendar, entry, feed, t, lang);
  const name = escape(feed.courseTitle, false);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Tirek//Calendar//${lang.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    // RFC 7986, 5.1 and 5.7, each beside the older name that Google, Apple and Outlook read.
    `NAME:${name}`,
    `X-WR-CALNAME:${name}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    // Moodle takes whole days for days of UTC without it (calendar_import_events_from_ical).
    `X-WR-TIMEZONE:${feed.timeZone}`,
    // Also where no event names it: a calendar has at least one component (RFC 5545, 3.4).
    ...almatyZone,
    ...calendar.events().map(event => event.toString().trimEnd()),
    'END:VCALENDAR',
    '',
  ];
  return foldLines(lines.join('\r\n'));
}

function addEvent(
  calendar: ReturnType<typeof ical>,
  { facts, sequence, changedAt, isCancelled, was }: LedgerEntry,
  feed: Feed,
  t: Catalogue,
  lang: Lang,
): void {
  const words = t.calendar.feed;
  // Moodle reads no status (calendar_add_icalendar_event), so the title says it too.
  const titled = (text: string): string => (isCancelled ? words.cancelled({ event: text }) : text);
  const notes = [
    ...(isCancelled || was === undefined ? [] : [words.movedFrom({ before: timeText(was) })]),
    ...(facts.kind === 'week' ? (facts.notes ?? []).map(note => dayNoteText(note, t)) : []),
  ];
  const about = facts.kind === 'week' ? facts.rows.map(row => lineOf(row, t, lang)) : [];
  const description = [...notes, ...about].join('\n');
  const common = {
    id: `${feed.courseId}-${facts.key}@${feed.host}`,
    sequence,
    stamp: changedAt,
    lastModified: changedAt,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
    busystatus: ICalEventBusyStatus.FREE,
    ...(description === '' ? {} : { description }),
  };
  if (facts.kind === 'week') {
    calendar.createEvent({
      ...common,
      allDay: true,
      start: Temporal.PlainDate.from(facts.from),
      // The end of days is the day after the last one (RFC 5545, 3.8.2.2).
      end: Temporal.PlainDate.from(facts.until).add({ days: 1 }),
      summary: titled(`${t.calendar.week({ week: facts.week })}. ${feed.courseTitle}`),
    });
    return;
  }
  const local = Temporal.PlainDateTime.from(`${facts.on}T${facts.at}`);
  const isNamedZone = feed.timeZone === almaty;
  const { url } = facts.row;
  calendar.createEvent({
    ...common,
    // Zones that are not written out are told as moments.
    start: isNamedZone ? local : new Date(local.toZonedDateTime(feed.timeZone).epochMilliseconds),
    ...(isNamedZone ? { timezone: almaty } : {}),
    summary: titled(`${lineOf(facts.row, t, lang)}. ${feed.courseTitle}`),
    ...(url !== null && URL.canParse(url) ? { url: new URL(url).href } : {}),
  });
}

const timeText = (time: FeedTime): string =>
  'on' in time ? `${formatDay(time.on)} ${time.at}` : `${formatDay(time.from)}–${formatDay(time.until)}`;

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
