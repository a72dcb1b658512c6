import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { buildCalendar } from '../../../src/features/calendar/index.ts';
import { feedFacts, type LedgerEntry, nextLedger } from '../../../src/features/calendar/domain/feed.ts';
import { feedText } from '../../../src/features/calendar/feedText.ts';
import { catalogueOf, type Lang } from '../../../src/i18n/index.ts';
import { type CalendarRow } from '../../../src/features/syllabus/index.ts';

const row = (
  kind: CalendarRow['kind'],
  week: number | null,
  number: number | null,
  title: string,
): CalendarRow => ({
  week,
  module: null,
  kind,
  number,
  title,
  hours: 1,
  maxPoints: kind === 'srs' ? 22 : null,
  prepares: null,
  tasks: null,
  assessment: null,
  mode: null,
  modeText: null,
  platform: null,
  url: kind === 'srs' ? 'https://lms.example.kz/task' : null,
});

const rows = [
  row('lecture', 1, 1, 'Кіріспе; мақсат, міндет'),
  row('lecture', 2, 2, 'Әдістер'),
  row('srs', 2, 1, 'Шолу жазу'),
  row('midterm', 2, 1, 'Аралық бақылау'),
];
const days = {
  freeWeeks: [],
  due: (_: string, weekEnd: string | null) => (weekEnd === null ? null : { on: weekEnd, at: '23:59' }),
};
const first = new Date('2026-09-01T05:00:00Z');
const later = new Date('2026-09-09T05:00:00Z');

const factsOf = (list: readonly CalendarRow[], own = days) =>
  feedFacts(buildCalendar(list), '2026-09-01', own);

function written(entries: readonly LedgerEntry[], lang: Lang = 'kk', timeZone = 'Asia/Almaty') {
  const feed = { entries, courseId: 'c1', courseTitle: 'Тарих', timeZone, host: 'tirek.example.kz' };
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
    for (const month of [1, 7]) {
      const time = new ICAL.Time(
        { year: 2027, month, day: 1, hour: 12, minute: 0, second: 0, isDate: false },
        zone,
      );
      expect(zone.utcOffset(time)).toBe(5 * 3600);
    }
  });

  it('says times of other zones as moments', () => {
    const start = written(ledger, 'en', 'Europe/Berlin').byId.get('c1-srs-1')?.startDate;
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
  });

  it('cancels what was deleted, once, and takes it up again when it comes back', () => {
    const without = nextLedger(ledger, factsOf(rows.slice(0, 2)), later);
    const gone = written(without).byId.get('c1-srs-1');
    expect([gone?.sequence, gone?.component.getFirstPropertyValue('status')]).toEqual([1, 'CANCELLED']);
    expect(nextLedger(without, factsOf(rows.slice(0, 2)), later)).toEqual(without);
    const back = written(nextLedger(without, factsOf(rows), later)).byId.get('c1-srs-1');
    expect([back?.sequence, back?.component.getFirstPropertyValue('status')]).toEqual([2, 'CONFIRMED']);
  });

  it('has nothing while the term has no first day', () => {
    expect(feedFacts(buildCalendar(rows), null, days)).toEqual([]);
  });
});
