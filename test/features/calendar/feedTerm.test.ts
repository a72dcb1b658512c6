import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { buildCalendar, type CalendarItem, datesOfWeek } from '../../../src/features/calendar/index.ts';
import { feedFacts, nextLedger } from '../../../src/features/calendar/domain/feed.ts';
import { feedText } from '../../../src/features/calendar/feedText.ts';
import { parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { dueOf, emptyPlan, freeWeeks, type TermPlan } from '../../../src/features/term/domain/plan.ts';
import { termDaysOf } from '../../../src/features/term/termView.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { addDays } from '../../../src/kernel/dates.ts';
import { rootFolder } from '../../../src/paths.ts';

const bytes = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.docx'));
const calendar = buildCalendar(parseSyllabus(await readDocument(bytes, 'a.docx')).syllabus.calendar);
const startOn = '2026-09-01';
const t = catalogueOf('kk');

const rowsOf = (item: CalendarItem) =>
  item.kind === 'week' ? item.rows : item.kind === 'module' ? [] : [item.row];
const works = calendar.items
  .flatMap(rowsOf)
  .filter(({ row }) => row.kind === 'srs' || row.kind === 'midterm' || row.kind === 'final');

const day = fc.nat(120).map(after => addDays(startOn, after));
const time = fc.constantFrom('00:00', '08:05', '18:00', '23:59');
const plans: fc.Arbitrary<TermPlan> = fc.record({
  weeks: fc.constant(null),
  free: fc.array(
    fc
      .record({ from: day, long: fc.nat(15) })
      .map(({ from, long }) => ({ from, until: addDays(from, long), name: 'Үзіліс' })),
    { maxLength: 3 },
  ),
  moved: fc.array(fc.record({ from: day, to: day }), { maxLength: 3 }),
  dueAt: time,
  deadlines: fc
    .array(fc.record({ key: fc.constantFrom(...works.map(({ key }) => key)), on: day, at: time }), {
      maxLength: 4,
    })
    .map(list => Object.fromEntries(list.map(({ key, on, at }) => [key, { on, at }]))),
  late: fc.constant(null),
  toCheck: fc.constant([]),
});

/** The events of the feed as an independent program reads them, by their key. */
function eventsOf(plan: TermPlan) {
  const facts = feedFacts(calendar, startOn, termDaysOf(plan, t, 'kk'));
  const entries = nextLedger([], facts, new Date('2026-08-20T00:00:00Z'));
  const place = { courseId: 'c', courseTitle: 'Курс', timeZone: 'Asia/Almaty', host: 'tirek.example.kz' };
  const feed = new ICAL.Component(ICAL.parse(feedText({ entries, ...place }, t, 'kk')) as unknown[]);
  const events = feed.getAllSubcomponents('vevent').map(event => new ICAL.Event(event));
  return new Map(events.map(event => [event.uid.slice(2).split('@')[0] ?? '', event]));
}

describe('the feed and the term', () => {
  it('agree on every deadline, whatever is free, moved or has a day of its own', () => {
    fc.assert(
      fc.property(plans, plan => {
        const events = eventsOf(plan);
        for (const { key, row } of works) {
          const week = row.week === null ? null : datesOfWeek(startOn, row.week, freeWeeks(plan)).to;
          const due = dueOf(plan, key, week);
          const event = events.get(key);
          expect(event?.startDate.toString() ?? null, key).toBe(
            due === null ? null : `${due.on}T${due.at}:00`,
          );
          if (event !== undefined) expect(event.startDate.zone.tzid).toBe('Asia/Almaty');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leave out weeks in which nothing is taught: no event of a week begins in one, and none is lost', () => {
    fc.assert(
      fc.property(plans, plan => {
        const events = eventsOf(plan);
        const free = new Set(freeWeeks(plan));
        const mondays = Array.from({ length: calendar.lastWeek }, (_, at) => {
          const event = events.get(`week-${at + 1}`);
          expect(event?.endDate.dayOfWeek()).toBe(ICAL.Time.MONDAY);
          return addDays(event?.endDate.toString() ?? '', -7);
        });
        expect(mondays.filter(monday => free.has(monday))).toEqual([]);
        expect(mondays).toEqual([...new Set(mondays)].sort());
      }),
      { numRuns: 60 },
    );
  });

  it('say nothing else for days that were moved: only the classes of a day change their place', () => {
    const moved = { ...emptyPlan, moved: [{ from: '2026-10-23', to: '2026-10-24' }] };
    const texts = (plan: TermPlan) =>
      [...eventsOf(plan)].map(([key, event]) => `${key} ${event.startDate.toString()}`);
    expect(texts(moved)).toEqual(texts(emptyPlan));
  });
});
