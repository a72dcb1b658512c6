import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idsOfHistory } from '../../../src/features/coursecopy/domain/history.ts';
import { shiftedStart } from '../../../src/features/coursecopy/domain/shift.ts';
import { addDays, daysBetween, weekdayOf } from '../../../src/kernel/dates.ts';

describe('the history of a context', () => {
  it('is a list with commas whose ids are URL-encoded, the newest first', () => {
    const id = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter(one => one.trim() !== '');
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 20 }), ids => {
        expect(idsOfHistory(ids.map(encodeURIComponent).join(','))).toEqual(ids);
      }),
    );
  });

  it('is empty where the LMS says nothing, and takes what cannot be decoded as it is', () => {
    expect(idsOfHistory(undefined)).toEqual([]);
    expect(idsOfHistory(' , ,')).toEqual([]);
    expect(idsOfHistory('7, 7,100%')).toEqual(['7', '100%']);
    expect(idsOfHistory(Array.from({ length: 500 }, (_, n) => `${n}`).join(','))).toHaveLength(50);
  });
});

describe('the first day of the copy’s term', () => {
  it('is the same weekday, a year later, for last year’s course', () => {
    expect(shiftedStart('2025-09-01', '2026-08-25')).toBe('2026-08-31');
    expect(shiftedStart('2025-09-01', '2026-10-01')).toBe('2026-08-31');
  });

  it('is the same day for a course of this term, and none without one', () => {
    expect(shiftedStart('2026-09-01', '2026-09-10')).toBe('2026-09-01');
    expect(shiftedStart(null, '2026-09-10')).toBeNull();
  });

  it('keeps the weekday, and never proposes a term that has long been over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6000 }), days => {
        const start = '2015-09-01';
        const today = addDays(start, days);
        const shifted = shiftedStart(start, today) ?? '';
        expect(weekdayOf(shifted)).toBe(weekdayOf(start));
        expect(daysBetween(shifted, today)).toBeLessThanOrEqual(119);
      }),
    );
  });
});
