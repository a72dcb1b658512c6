import { describe, expect, it } from 'vitest';
import { buildCalendar, keyRows } from '../../../src/features/calendar/domain/calendar.ts';
import { blankRow, type CalendarRow } from '../../../src/features/syllabus/index.ts';
import { type Exact, formatExact } from '../../../src/kernel/exact.ts';

function row(values: Partial<CalendarRow>): CalendarRow {
  return {
    ...blankRow,
    kind: 'lecture',
    title: 'T',
    ...values,
  };
}

const text = (value: Exact): string => formatExact(value, { mark: '.', digits: 4 });

describe('the calendar of a course', () => {
  it('sums points and hours up to each midterm control, and leaves the controls’ own points out', () => {
    const calendar = buildCalendar([
      row({ week: 1, kind: 'seminar', number: 1, hours: 2, maxPoints: 8 }),
      row({ week: 2, kind: 'srs', number: 1, maxPoints: 92 }),
      row({ week: 2, kind: 'midterm', number: 1, maxPoints: 100 }),
      row({ week: 3, kind: 'seminar', number: 2, hours: 1.5, maxPoints: 0.1 }),
      row({ week: 3, kind: 'seminar', number: 3, hours: 1.5, maxPoints: 0.2 }),
      row({ week: 3, kind: 'midterm', number: 2, maxPoints: 100 }),
      row({ kind: 'final', maxPoints: 100 }),
    ]);
    expect(calendar.periods.map(period => [period.number, text(period.points), text(period.hours)])).toEqual([
      [1, '100', '2'],
      // Not 0.30000000000000004: points are added as the decimals that were written.
      [2, '0.3', '3'],
    ]);
    expect(text(calendar.totals.points)).toBe('100.3');
    expect(calendar.lastWeek).toBe(3);
  });

  it('shows a module’s heading once, with its weeks, also when a midterm control falls inside it', () => {
    const module = { number: 3, title: 'M' };
    const calendar = buildCalendar([
      row({ week: 7, module }),
      row({ week: 7, kind: 'midterm', number: 1 }),
      row({ week: 8, module }),
      row({ week: 9, module }),
    ]);
    expect(calendar.items.map(item => item.kind)).toEqual(['module', 'week', 'control', 'week', 'week']);
    expect(calendar.items[0]).toMatchObject({ firstWeek: 7, lastWeek: 9 });
  });

  it('keeps a row without a week at its place', () => {
    const calendar = buildCalendar([row({ week: 1 }), row({ kind: 'other' }), row({ week: 2 })]);
    expect(calendar.items.map(item => item.kind)).toEqual(['week', 'loose', 'week']);
  });

  it('gives every row a key of its own, also where a document repeats a number', () => {
    const keys = keyRows([
      row({ kind: 'srs', number: 1 }),
      row({ kind: 'srs', number: 1 }),
      row({ kind: 'final' }),
    ]).map(entry => entry.key);
    expect(keys).toEqual(['srs-1', 'srs-1~2', 'final']);
  });
});
