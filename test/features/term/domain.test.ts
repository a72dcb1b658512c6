import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysLate, percentKept, percentsKept } from '../../../src/features/term/domain/late.ts';
import { dueOf, emptyPlan, freeWeeks, notesBetween } from '../../../src/features/term/domain/plan.ts';
import { shiftPlan } from '../../../src/features/term/domain/shift.ts';
import { stateHolidaysBetween } from '../../../src/features/term/domain/stateHolidays.ts';
import { deadlineInstant } from '../../../src/features/term/domain/timeOfDay.ts';
import {
  readFreeDays,
  readMovedDays,
  writeFreeDays,
  writeMovedDays,
} from '../../../src/features/term/domain/written.ts';
import { addDays, daysBetween, weekdayOf } from '../../../src/kernel/dates.ts';
import { compareExact, exactOfNumber, exactWhole, formatExact } from '../../../src/kernel/exact.ts';

const anyDay = fc.integer({ min: 0, max: 20_000 }).map(days => addDays('2010-01-01', days));

describe('free days', () => {
  it('take a week out of the count only when nothing is taught from Monday to Saturday', () => {
    const free = (from: string, until: string) => freeWeeks({ free: [{ from, until, name: '' }] });
    expect(free('2027-01-04', '2027-01-09')).toEqual(['2027-01-04']);
    expect(free('2027-01-04', '2027-01-08')).toEqual([]);
    expect(free('2027-01-02', '2027-01-17')).toEqual(['2027-01-04', '2027-01-11']);
    expect(
      freeWeeks({
        free: [
          { from: '2027-01-04', until: '2027-01-06', name: '' },
          { from: '2027-01-07', until: '2027-01-09', name: '' },
        ],
      }),
    ).toEqual(['2027-01-04']);
  });

  it('and moved days are noted in the weeks that they touch', () => {
    const plan = {
      free: [{ from: '2026-12-16', until: '2026-12-17', name: 'x' }],
      moved: [{ from: '2026-12-18', to: '2026-12-26' }],
    };
    expect(notesBetween(plan, '2026-12-14', '2026-12-20').map(({ kind }) => kind)).toEqual(['free', 'moved']);
    expect(notesBetween(plan, '2026-12-21', '2026-12-27').map(({ kind }) => kind)).toEqual(['moved']);
    expect(notesBetween(plan, '2026-12-28', '2027-01-03')).toEqual([]);
  });

  it('read again what was written', () => {
    const free = fc.record({
      from: anyDay,
      length: fc.nat(20),
      name: fc.constantFrom('', 'Наурыз мейрамы', 'Day'),
    });
    fc.assert(
      fc.property(fc.array(free), fc.array(fc.tuple(anyDay, anyDay)), (list, pairs) => {
        const days = list.map(({ from, length, name }) => ({ from, until: addDays(from, length), name }));
        expect(readFreeDays(writeFreeDays(days))).toEqual({ values: days, wrong: [] });
        const moved = pairs.filter(([a, b]) => a !== b).map(([from, to]) => ({ from, to }));
        expect(readMovedDays(writeMovedDays(moved))).toEqual({ values: moved, wrong: [] });
      }),
    );
  });

  it('name the lines that are no days', () => {
    expect(readFreeDays('31.02.2026 x\n\n01.03.2026\nlater').wrong).toEqual([1, 4]);
    expect(readFreeDays('05.03.2026 - 01.03.2026').wrong).toEqual([1]);
    expect(readMovedDays('01.03.2026 → 01.03.2026\n01.03.2026 -> 07.03.2026').wrong).toEqual([1]);
  });

  it('of the state are those that lie in the term', () => {
    expect(stateHolidaysBetween('2026-09-01', '2026-12-31').map(({ holiday }) => holiday)).toEqual([
      'republic',
      'independence',
    ]);
    expect(stateHolidaysBetween('2027-01-02', '2027-03-22').map(({ from }) => from)).toEqual([
      '2027-01-01',
      '2027-01-07',
      '2027-03-08',
      '2027-03-21',
    ]);
  });
});

describe('a deadline', () => {
  it('is the row’s own, else the end of its week at the usual time', () => {
    const plan = { ...emptyPlan, deadlines: { 'srs-1': { on: '2026-10-01', at: '18:00' } } };
    expect(dueOf(plan, 'srs-1', '2026-10-04')).toEqual({ on: '2026-10-01', at: '18:00' });
    expect(dueOf(plan, 'srs-2', '2026-10-04')).toEqual({ on: '2026-10-04', at: '23:59' });
    expect(dueOf(plan, 'final', null)).toBeNull();
  });

  it('ends with its last minute in the zone of the course', () => {
    expect(deadlineInstant({ on: '2026-10-01', at: '23:59' }, 'Asia/Almaty').toISOString()).toBe(
      '2026-10-01T18:59:59.999Z',
    );
  });
});

describe('late work', () => {
  const policy = { afterDays: 2, minusPercent: 10, each: 'day', keeps: 50 } as const;
  const due = new Date('2026-10-01T18:59:59.999Z');

  it('counts a begun day as a day', () => {
    expect(daysLate(due, due)).toBe(0);
    expect(daysLate(due, new Date(due.getTime() + 1))).toBe(1);
    expect(daysLate(due, new Date(due.getTime() + 86_400_001))).toBe(2);
  });

  it('loses nothing up to the day that the policy names, then what it says', () => {
    const kept = (late: number, each: 'day' | 'once' = 'day') =>
      formatExact(percentKept(late, { ...policy, each }), { mark: '.', digits: 3 });
    expect([0, 2, 3, 4, 7, 30].map(late => kept(late))).toEqual(['100', '100', '90', '80', '50', '50']);
    expect([3, 30].map(late => kept(late, 'once'))).toEqual(['90', '90']);
    expect(percentKept(30, null)).toEqual(exactWhole(100));
  });

  it('says day by day what is left, and nothing where nothing is lost', () => {
    expect(percentsKept(null)).toEqual([]);
    expect(percentsKept({ afterDays: 0, minusPercent: 12.5, each: 'once', keeps: 0 })).toEqual(['87.5']);
    expect(percentsKept(policy)).toEqual(['100', '100', '90', '80', '70', '60', '50']);
  });

  it('never gains and never falls below what is kept, whatever the policy', () => {
    const any = fc.record({
      afterDays: fc.nat(10),
      minusPercent: fc.integer({ min: 0, max: 1000 }).map(n => n / 10),
      each: fc.constantFrom('once' as const, 'day' as const),
      keeps: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(any, fc.nat(400), (one, late) => {
        const kept = percentKept(late, one);
        expect(compareExact(kept, exactWhole(100))).toBeLessThanOrEqual(0);
        expect(compareExact(kept, exactOfNumber(one.keeps))).toBeGreaterThanOrEqual(0);
        expect(compareExact(kept, percentKept(late + 1, one))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a plan for the next term', () => {
  it('keeps the week and weekday of every deadline, and lists everything that needs a look', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.nat(120), (from, to, offset) => {
        const on = addDays(from, offset);
        const plan = {
          ...emptyPlan,
          free: [{ from: on, until: on, name: 'Наурыз' }],
          moved: [{ from: on, to: addDays(on, 1) }],
          deadlines: { final: { on, at: '10:00' } },
        };
        const next = shiftPlan(plan, from, to);
        const moved = next.deadlines.final?.on ?? '';
        expect(weekdayOf(moved)).toBe(weekdayOf(on));
        const monday = (day: string) => addDays(day, 1 - weekdayOf(day));
        expect(daysBetween(monday(to), moved)).toBe(daysBetween(monday(from), on));
        expect(next.free).toEqual([]);
        expect(next.toCheck.map(({ reason }) => reason)).toEqual([
          'deadline-moved',
          'free-days-dropped',
          'moved-days-dropped',
        ]);
      }),
    );
  });
});
