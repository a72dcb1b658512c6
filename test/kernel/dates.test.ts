import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOfInstant,
  daysBetween,
  formatDay,
  formatInstant,
  isIsoDate,
  weekdayOf,
} from '../../src/kernel/dates.ts';

describe('days', () => {
  it('refuses days that do not exist', () => {
    expect(isIsoDate('2026-02-28')).toBe(true);
    expect(isIsoDate('2028-02-29')).toBe(true);
    for (const wrong of [
      '2026-02-29',
      '2026-13-01',
      '26-01-01',
      '2026-1-1',
      '',
      '01.09.2026',
      '2026-09-01T00:00',
    ]) {
      expect(isIsoDate(wrong), wrong).toBe(false);
    }
  });

  it('counts over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysBetween('2026-09-01', '2026-08-31')).toBe(-1);
    expect(daysBetween('2026-09-01', '2027-09-01')).toBe(365);
    expect(weekdayOf('2026-09-01')).toBe(2);
    expect(weekdayOf('2026-09-06')).toBe(7);
  });

  it('says the day of an instant by the clock of Almaty, UTC+5 since March 2024', () => {
    expect(dayOfInstant(new Date('2026-09-01T18:59:59Z'), 'Asia/Almaty')).toBe('2026-09-01');
    expect(dayOfInstant(new Date('2026-09-01T19:00:00Z'), 'Asia/Almaty')).toBe('2026-09-02');
    expect(formatInstant(new Date('2026-09-01T19:05:00Z'), 'Asia/Almaty')).toBe('02.09.2026 00:05');
    expect(formatDay('2026-09-01')).toBe('01.09.2026');
  });
});
