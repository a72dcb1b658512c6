import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { buildCalendar, type DayNote, type TermDays } from '../../../src/features/calendar/index.ts';
import {
  feedFacts,
  type LedgerEntry,
  nextLedger,
  toldEntries,
} from '../../../src/features/calendar/domain/feed.ts';
import { feedText } from '../../../src/features/calendar/feedText.ts';
import { catalogueOf, type Lang } from '../../../src/i18n/index.ts';
import { blankRow, type CalendarRow } from '../../../src/features/syllabus/index.ts';

const row = (
  kind: CalendarRow['kind'],
  week: number | null,
  number: number | null,
  title: string,
): CalendarRow => ({
  ...blankRow,
  week,
  kind,
  number,
  title,
  hours: 1,
  maxPoints: kind === 'srs' ? 22 : null,
  url: kind === 'srs' ? 'https://lms.example.kz/task' : null,
});

const rows = [
  row('lecture', 1, 1, 'Кіріспе; мақсат, міндет'),
  row('lecture', 2, 2, 'Әдістер'),
  row('srs', 2, 1, 'Шолу жазу'),
  row('midterm', 2, 1, 'Аралық бақылау'),
];
const days: Pick<TermDays, 'freeWeeks' | 'notes' | 'due'> = {
  freeWeeks: [],
  notes: () => [],
  due: (_, weekEnd) => (weekEnd === null ? null : { on: weekEnd, at: '23:59' }),
};
const first = new Date('2026-09-01T05:00:00Z');
const later = new Date('2026-09-09T05:00:00Z');

const factsOf = (list: readonly CalendarRow[], own = days) =>
  feedFacts(buildCalendar(list), '2026-09-01', own);

function written(
  entries: readonly LedgerEntry[],
  lang: Lang = 'kk',
  { timeZone = 'Asia/Almaty', courseTitle = 'Тарих' } = {},
) {
  const feed = { entries, courseId: 'c1', courseTitle, timeZone, host: 'tirek.example.kz' };
  const text = feedText(feed, catalogueOf(lang), lang);
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const events = calendar.getAllSubcomponents('vevent').map(event => new ICAL.Event(event));
  return { text, calendar, events, byId: new Map(events.map(event => [event.uid.split('@')[0], event])) };
}

describe('the feed of a calendar', () => {
  const ledger = nextLedger([], factsOf(rows), first);

  it('has a whole-day event a week, and one with a time for each work and control that is due', () => {
    const { events, byId } = written(ledger);
    expect(events.map(event => event.uid)).toEqual(
      ['week-1', 'week-2', 'srs-1', 'midterm-1'].map(key => `c1-${key}@tirek.example.kz`),
    );
    const week = byId.get('c1-week-1');
    expect(week?.startDate.isDate).toBe(true);
    expect([week?.startDate.toString(), week?.endDate.toString()]).toEqual(['2026-09-01', '2026-09-07']);
    expect(week?.description).toBe('Дәріс 1. Кіріспе; мақсат, міндет');
    expect(byId.get('c1-srs-1')?.summary).toBe('БӨЖ 1. Шолу жазу (22 балл). Тарих');
  });

  it('says times in Almaty’s own zone, five hours ahead in every month', () => {
    const { calendar, byId } = written(ledger);
    const zone = new ICAL.Timezone(
      calendar.getFirstSubcomponent('vtimezone') ?? new ICAL.Component('vtimezone'),
    );
    expect(zone.tzid).toBe('Asia/Almaty');
    const start = byId.get('c1-srs-1')?.startDate;
    expect(start?.toString()).toBe('2026-09-13T23:59:00');
    const offsetIn = (year: number, month: number): number => {
      const noon = { year, month, day: 1, hour: 12, minute: 0, second: 0, isDate: false };
      return zone.utcOffset(new ICAL.Time(noon, zone)) / 3600;
    };
    expect([offsetIn(2027, 1), offsetIn(2027, 7), offsetIn(2024, 2), offsetIn(2024, 3)]).toEqual([
      5, 5, 6, 5,
    ]);
  });

  it('says times of other zones as moments', () => {
    const start = written(ledger, 'en', { timeZone: 'Europe/Berlin' }).byId.get('c1-srs-1')?.startDate;
    expect(start?.toJSDate().toISOString()).toBe('2026-09-13T21:59:00.000Z');
  });

  it('is in the person’s language', () => {
    expect(written(ledger, 'ru').byId.get('c1-week-1')?.summary).toBe('1-я неделя. Тарих');
    expect(written(ledger, 'en').byId.get('c1-week-1')?.summary).toBe('Week 1. Тарих');
  });

  it('is the same to the byte while nothing changes', () => {
    expect(written(nextLedger(ledger, factsOf(rows), later)).text).toBe(written(ledger).text);
  });

  it('counts a moved deadline on, under the same id', () => {
    const moved = { ...days, due: () => ({ on: '2026-09-20', at: '18:00' }) };
    const { byId } = written(nextLedger(ledger, factsOf(rows, moved), later));
    const srs = byId.get('c1-srs-1');
    expect([srs?.sequence, srs?.startDate.toString()]).toEqual([1, '2026-09-20T18:00:00']);
    expect(byId.get('c1-week-1')?.sequence).toBe(0);
    expect(srs?.component.getFirstPropertyValue('last-modified')?.toString()).toBe('2026-09-09T05:00:00Z');
    expect(srs?.component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-09-09T05:00:00Z');
    expect(srs?.description).toBe('Мерзімі өзгерді. Бұрынғысы: 13.09.2026 23:59');
  });

  it('says when a deadline was before also after another change, until it is moved again', () => {
    const on = (day: string) => factsOf(rows, { ...days, due: () => ({ on: day, at: '18:00' }) });
    const moved = nextLedger(ledger, on('2026-09-20'), later);
    const renamed = on('2026-09-20').map(fact =>
      fact.kind === 'due' ? { ...fact, row: { ...fact.row, title: 'Басқа' } } : fact,
    );
    const again = nextLedger(nextLedger(moved, renamed, later), on('2026-09-21'), later);
    const told = (own: readonly LedgerEntry[]) => written(own, 'en').byId.get('c1-srs-1')?.description;
    expect(told(nextLedger(moved, renamed, later))).toBe('Moved. Before: 13.09.2026 23:59');
    expect(told(again)).toBe('Moved. Before: 20.09.2026 18:00');
  });

  it('says which days of a week are free and which are moved, and counts on when that changes', () => {
    const special = {
      ...days,
      notes: (from: string): readonly DayNote[] =>
        from === '2026-09-01'
          ? [
              { kind: 'free', from: '2026-09-03', until: '2026-09-03', name: 'Мереке' },
              { kind: 'moved', from: '2026-09-04', to: '2026-09-05' },
            ]
          : [],
    };
    const { byId } = written(nextLedger(ledger, factsOf(rows, special), later));
    const week = byId.get('c1-week-1');
    expect(week?.description.split('\n').slice(0, 2)).toEqual([
      'Сабақ жоқ: 03.09, Мереке',
      'Ауыстырылған күн: 04.09 → 05.09',
    ]);
    expect([week?.sequence, byId.get('c1-week-2')?.sequence]).toEqual([1, 0]);
  });

  it('cancels what was deleted, once, and takes it up again when it comes back', () => {
    const without = nextLedger(ledger, factsOf(rows.slice(0, 2)), later);
    const gone = written(without).byId.get('c1-srs-1');
    expect([gone?.sequence, gone?.component.getFirstPropertyValue('status')]).toEqual([1, 'CANCELLED']);
    expect(gone?.summary).toBe('Алынып тасталды: БӨЖ 1. Шолу жазу (22 балл). Тарих');
    expect(nextLedger(without, factsOf(rows.slice(0, 2)), later)).toEqual(without);
    const back = written(nextLedger(without, factsOf(rows), later)).byId.get('c1-srs-1');
    expect([back?.sequence, back?.component.getFirstPropertyValue('status')]).toEqual([2, 'CONFIRMED']);
  });

  it('tells a cancellation for a month: programs that know none drop the event when it is told no more', () => {
    const without = nextLedger(ledger, factsOf(rows.slice(0, 2)), later);
    expect(toldEntries(without, new Date('2026-10-08T00:00:00Z'))).toEqual(without);
    const then = toldEntries(without, new Date('2026-10-10T00:00:00Z'));
    expect(then.map(({ facts }) => facts.key)).toEqual(['week-1', 'week-2']);
  });

  it('keeps to the form of RFC 5545 that strict programs want', () => {
    const courseTitle = 'Деректерді талдау; «кіріспе», 1\\2\r\nX-INJECTED:1';
    const { text, calendar } = written(ledger, 'kk', { courseTitle });
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    const lines = text.split('\r\n');
    expect(Math.max(...lines.map(line => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\uFFFD');
    const own = calendar.getAllProperties().map(({ name }) => name);
    expect(own).not.toContain('x-injected');
    expect(own).toEqual([...new Set(own)]);
    // All properties of the calendar stand before its first component (3.6).
    const unfolded = text.replaceAll('\r\n ', '').split('\r\n');
    expect(unfolded.findIndex(line => line.startsWith('BEGIN:VTIMEZONE'))).toBe(own.length + 1);
    expect(calendar.getFirstPropertyValue('x-wr-timezone')).toBe('Asia/Almaty');
    for (const event of calendar.getAllSubcomponents('vevent')) {
      const names = event.getAllProperties().map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
      expect(names).toEqual(expect.arrayContaining(['uid', 'dtstamp', 'dtstart', 'sequence', 'summary']));
    }
    expect(calendar.getAllSubcomponents('vevent')[0]?.getFirstPropertyValue('summary')).toBe(
      '1-апта. Деректерді талдау; «кіріспе», 1\\2\nX-INJECTED:1',
    );
  });

  it('is a whole calendar also while there is nothing to tell', () => {
    const { events, calendar } = written([]);
    expect(events).toEqual([]);
    expect(calendar.getAllSubcomponents().map(({ name }) => name)).toEqual(['vtimezone']);
  });

  it('has nothing while the term has no first day', () => {
    expect(feedFacts(buildCalendar(rows), null, days)).toEqual([]);
  });
});
