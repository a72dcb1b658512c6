import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datesOfWeek, positionInTerm } from '../../../src/features/calendar/domain/term.ts';
import { addDays, weekdayOf } from '../../../src/kernel/dates.ts';

const anyDay = fc.integer({ min: 0, max: 20_000 }).map(days => addDays('2000-01-01', days));

describe('weeks of a term', () => {
  it('begin on the first day and end on its Sunday, then go from Monday to Sunday', () => {
    // 1 September 2026 is a Tuesday.
    expect(datesOfWeek('2026-09-01', 1)).toEqual({ from: '2026-09-01', to: '2026-09-06' });
    expect(datesOfWeek('2026-09-01', 2)).toEqual({ from: '2026-09-07', to: '2026-09-13' });
    expect(datesOfWeek('2026-09-01', 15)).toEqual({ from: '2026-12-07', to: '2026-12-13' });
  });

  it('follow each other without a gap, whatever day the term begins on', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 30 }), (startOn, week) => {
        const here = datesOfWeek(startOn, week);
        const next = datesOfWeek(startOn, week + 1);
        expect(addDays(here.to, 1)).toBe(next.from);
        expect(weekdayOf(here.to)).toBe(7);
      }),
    );
  });

  it('contain exactly the days that are placed in them', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -30, max: 150 }), (startOn, offset) => {
        const day = addDays(startOn, offset);
        const position = positionInTerm(startOn, 15, day);
        if (position.kind === 'week') {
          const { from, to } = datesOfWeek(startOn, position.week);
          expect(from <= day && day <= to).toBe(true);
        } else if (position.kind === 'before') expect(day < startOn).toBe(true);
        else expect(day > datesOfWeek(startOn, 15).to).toBe(true);
      }),
    );
  });
});

describe('free weeks', () => {
  it('have no number: the next week takes it', () => {
    // The second week of the term is free.
    const free = ['2026-09-07'];
    expect(datesOfWeek('2026-09-01', 1, free)).toEqual({ from: '2026-09-01', to: '2026-09-06' });
    expect(datesOfWeek('2026-09-01', 2, free)).toEqual({ from: '2026-09-14', to: '2026-09-20' });
    expect(positionInTerm('2026-09-01', 15, '2026-09-09', free)).toEqual({ kind: 'free', nextWeek: 2 });
    expect(positionInTerm('2026-09-01', 15, '2026-09-16', free)).toEqual({ kind: 'week', week: 2 });
  });

  it('never share a day with a numbered week', () => {
    const monday = (day: string) => addDays(day, 1 - weekdayOf(day));
    const weeks = fc.uniqueArray(fc.nat(20), { maxLength: 6 }).map(list => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(anyDay, weeks, fc.integer({ min: 1, max: 20 }), (startOn, offsets, week) => {
        const free = offsets.map(n => addDays(monday(startOn), n * 7));
        const { from, to } = datesOfWeek(startOn, week, free);
        expect(free).not.toContain(monday(from));
        expect(positionInTerm(startOn, 40, to, free)).toEqual({ kind: 'week', week });
      }),
    );
  });
});
