import { describe, expect, it } from 'vitest';
import { calendarView } from '../../../src/features/calendar/calendarView.ts';
import { buildCalendar } from '../../../src/features/calendar/index.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { blankRow, type CalendarRow } from '../../../src/features/syllabus/index.ts';

const t = catalogueOf('kk');

const row = (kind: CalendarRow['kind'], week: number, number: number): CalendarRow => ({
  ...blankRow,
  week,
  kind,
  number,
  title: `${kind} ${number}`,
});

/** A term from Tuesday, 1 September 2026; works are due on the Sunday of their week. */
function weekOn(today: string) {
  const rows = [1, 2, 3, 4, 5].flatMap(week => [row('lecture', week, week), row('srs', week, week)]);
  const days = {
    freeWeeks: [],
    notes: () => [],
    late: null,
    due: (key: string, weekEnd: string | null) =>
      weekEnd === null ? null : { on: key === 'srs-2' ? '2026-09-09' : weekEnd, at: '23:59' },
  };
  const viewer = { t, lang: 'kk' as const, startOn: '2026-09-01', today, days };
  return calendarView(buildCalendar(rows), viewer).thisWeek;
}

describe('this week', () => {
  it.each([
    ['2026-09-07', t.calendar.near.soon],
    ['2026-09-09', t.calendar.near.today],
    ['2026-09-11', t.calendar.near.passed],
  ])('says in words how near a deadline is: on %s', (today, words) => {
    const due = weekOn(today)?.rows.find(({ kind }) => kind === 'srs')?.due;
    expect(due?.text).toBe(t.calendar.dueBy({ date: '09.09.2026 23:59' }));
    expect(due?.near?.text).toBe(words);
    expect(due?.near?.icon).not.toBe('');
  });

  it('says nothing of a deadline that is neither near nor past', () => {
    expect(weekOn('2026-09-14')?.rows.find(({ kind }) => kind === 'srs')?.due?.near).toBeNull();
  });

  it('names what is due next, the nearest first', () => {
    expect(weekOn('2026-09-07')?.next.map(({ title }) => title)).toEqual(['srs 3', 'srs 4', 'srs 5']);
    expect(weekOn('2026-09-30')?.next).toEqual([]);
  });
});
