import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  ageOn,
  reminderOn,
  remindersOn,
  renewBy,
  stateOn,
} from '../../../src/features/moocregistry/domain/renewal.ts';
import { addDays, daysBetween, type IsoDate } from '../../../src/kernel/dates.ts';
import { entryOf, standingOf } from './courses.ts';

const anyDay = fc.integer({ min: 0, max: 12_000 }).map(days => addDays('2000-01-01', days));
const approved = (approvedOn: IsoDate, renewalYears = 3) =>
  standingOf({ stage: 'approved', approvedOn, renewalYears });

describe('the last day of an approval', () => {
  it('is the same day three years later', () => {
    expect(renewBy('2023-11-22', 3)).toBe('2026-11-22');
    expect(renewBy('2024-12-31', 3)).toBe('2027-12-31');
  });

  it('is 28 February after an approval on 29 February, and 29 February only where there is one', () => {
    expect(renewBy('2024-02-29', 3)).toBe('2027-02-28');
    expect(renewBy('2025-02-28', 3)).toBe('2028-02-28');
  });

  it('is the day that the calendar gives', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -3, max: 3 }), (day, years) => {
        expect(renewBy(day, years)).toBe(Temporal.PlainDate.from(day).add({ years }).toString());
      }),
    );
  });

  it('never lies more than three years later, whatever the day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 3 }), (day, years) => {
        const end = renewBy(day, years);
        expect(end.slice(0, 4)).toBe(String(Number(day.slice(0, 4)) + years));
        expect(daysBetween(day, end)).toBeLessThanOrEqual(years * 365 + 1);
        expect(daysBetween(day, end)).toBeGreaterThanOrEqual(years * 365 - 1);
      }),
    );
  });
});

describe('a reminder', () => {
  const at = (daysBefore: number) => reminderOn(approved('2023-11-22'), addDays('2026-11-22', -daysBefore));

  it.each([
    [91, null],
    [90, 'in90'],
    [31, 'in90'],
    [30, 'in30'],
    [1, 'in30'],
    [0, 'today'],
    [-1, 'overdue'],
    [-4_000, 'overdue'],
  ] as const)('is right %i days before the last day', (daysBefore, stage) => {
    expect(at(daysBefore)?.stage ?? null).toBe(stage);
  });

  it('tells people on three days alone', () => {
    const days = Array.from({ length: 200 }, (_, day) => day - 50).filter(day => at(day)?.isNoticeDay);
    expect(days).toEqual([0, 30, 90]);
  });

  it('stays while the course is reviewed anew or was sent back, and ends when it is retired', () => {
    const old = { approvedOn: '2020-01-01' };
    for (const stage of ['review', 'draft', 'in-use'] as const)
      expect(reminderOn(standingOf({ ...old, stage }), '2026-11-22')?.stage).toBe('overdue');
    expect(reminderOn(standingOf({ ...old, stage: 'retired' }), '2026-11-22')).toBeNull();
    expect(reminderOn(standingOf({ stage: 'draft' }), '2026-11-22')).toBeNull();
  });
});

describe('the state of a course', () => {
  it('becomes "renewal due" by the calendar alone', () => {
    expect(stateOn(approved('2023-11-22'), '2026-08-23')).toBe('approved');
    expect(stateOn(approved('2023-11-22'), '2026-08-24')).toBe('renewal-due');
    expect(stateOn(standingOf({ stage: 'in-use', approvedOn: '2023-11-22' }), '2027-01-01')).toBe(
      'renewal-due',
    );
  });

  it('is what was decided otherwise', () => {
    for (const stage of ['draft', 'review', 'retired'] as const)
      expect(stateOn(standingOf({ stage, approvedOn: '2020-01-01' }), '2026-11-22')).toBe(stage);
  });
});

describe('a registry of 500 courses on a simulated day', () => {
  it('shows exactly those due, the most urgent first', () => {
    const on = '2026-11-22';
    // Course n was approved so that its three years end n − 251 days from that day; every 7th is retired.
    const registry = Array.from({ length: 500 }, (_, index) => {
      const number = index + 1;
      const endsOn = addDays(on, number - 251);
      const approvedOn = `${Number(endsOn.slice(0, 4)) - 3}${endsOn.slice(4)}`;
      return entryOf({ number, stage: number % 7 === 0 ? 'retired' : 'in-use', approvedOn });
    });
    const expected = registry
      .filter(({ number, stage }) => stage !== 'retired' && number - 251 <= 90)
      .map(({ number }) => number);
    const due = remindersOn(registry, on);
    expect(due.map(({ mooc }) => mooc.number)).toEqual(expected);
    expect(due.every(({ mooc, reminder }) => reminder.daysLeft === mooc.number - 251)).toBe(true);
    expect(due.filter(({ reminder }) => reminder.stage === 'overdue')).toHaveLength(
      expected.filter(number => number < 251).length,
    );
  });
});

describe('the age of an approval', () => {
  it('counts years of the calendar', () => {
    expect(ageOn(null, '2026-11-22')).toBe('never');
    expect(ageOn('2025-11-22', '2026-11-22')).toBe('under1');
    expect(ageOn('2025-11-21', '2026-11-22')).toBe('from1');
    expect(ageOn('2024-11-21', '2026-11-22')).toBe('from2');
    expect(ageOn('2023-11-21', '2026-11-22')).toBe('over3');
  });
});
