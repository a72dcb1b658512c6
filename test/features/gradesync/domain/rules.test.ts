import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameScore } from '../../../../src/features/gradesync/domain/compare.ts';
import { csvCell, csvOf } from '../../../../src/features/gradesync/domain/csv.ts';
import { columnEffect, isPaused, nextPause } from '../../../../src/features/gradesync/domain/pause.ts';
import { nextStamp } from '../../../../src/features/gradesync/domain/stamp.ts';
import { failure } from '../../../../src/lti/services/result.ts';

const now = new Date('2026-12-20T09:00:00.900Z');
const seconds = Math.floor(now.getTime() / 1000);

describe('a timestamp', () => {
  it('is the present second when that rises', () => {
    expect(nextStamp(now, 0, 0)).toBe(seconds);
    expect(nextStamp(now, seconds - 1, 0)).toBe(seconds);
  });

  it('rises by a second when the clock stands still or goes back, and above what a dead process may have used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 0, max: 4e9 }), (last, floor) => {
        const stamp = nextStamp(now, last, floor);
        return stamp > last && stamp > floor && stamp >= seconds && Number.isInteger(stamp);
      }),
    );
  });
});

describe('a score in the LMS', () => {
  it('is the same after the LMS has rescaled and rounded it', () => {
    expect(isSameScore({ score: '8', maximum: 10 }, { score: '80', maximum: 100 })).toBe(true);
    expect(isSameScore({ score: '47.619', maximum: 100 }, { score: '47.61905', maximum: 100 })).toBe(true);
    expect(isSameScore({ score: '71.5', maximum: 100 }, { score: '71.50000', maximum: null })).toBe(true);
  });

  it('differs by the smallest step between two marks', () => {
    expect(isSameScore({ score: '71.49', maximum: 100 }, { score: '71.5', maximum: 100 })).toBe(false);
    expect(isSameScore({ score: '71', maximum: 100 }, { score: '0.72', maximum: 1 })).toBe(false);
  });

  it('distinguishes zero from no grade', () => {
    expect(isSameScore({ score: '0', maximum: 100 }, { score: null, maximum: null })).toBe(false);
    expect(isSameScore({ score: null, maximum: 100 }, { score: null, maximum: null })).toBe(true);
  });
});

describe('a pause', () => {
  it('is never shorter than the LMS asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 86_400_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (ms, chance) => {
          const pause = nextPause('rate-limited', null, ms, now, () => chance);
          return pause.until.getTime() >= now.getTime() + ms;
        },
      ),
    );
  });

  it('grows while the reason stays and starts afresh with another', () => {
    const first = nextPause('lms-away', null, null, now, () => 0);
    const second = nextPause('lms-away', first, null, new Date(now.getTime() + 60_000), () => 0);
    const other = nextPause('token-refused', second, null, now, () => 0);
    expect(second).toMatchObject({ times: 2, since: now });
    expect(second.until.getTime() - now.getTime() - 60_000).toBe(10_000);
    expect(other.times).toBe(1);
  });

  it('ends at its moment', () => {
    const pause = nextPause('lms-away', null, 1_000, now, () => 0);
    expect(isPaused(pause, now)).toBe(true);
    expect(isPaused(pause, new Date(now.getTime() + 1_000))).toBe(false);
    expect(isPaused(null, now)).toBe(false);
  });

  it('of a column says who must act', () => {
    expect(columnEffect(failure('forbidden', '', null))).toEqual({
      kind: 'rest-column',
      reason: 'scope-missing',
    });
    expect(columnEffect(failure('forbidden', '', 403))).toEqual({ kind: 'rest-column', reason: 'forbidden' });
    expect(columnEffect(failure('not-found', '', 404))).toEqual({
      kind: 'rest-column',
      reason: 'column-refused',
    });
  });
});

describe('a cell of the exported table', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+7 701', "'+7 701"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['-5', '-5'],
    ['71,5', '71,5'],
    ['Әсел', 'Әсел'],
    ['a;b', '"a;b"'],
    ['say "no"', '"say ""no"""'],
  ])('writes %j as %j', (text, cell) => {
    expect(csvCell(text, ';')).toBe(cell);
  });

  it('never begins with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const cell = csvCell(text, ',').replace(/^"/, '');
        return /^-?\d+([.,]\d+)?"?$/.test(cell) || !/^\s*[=+\-@]/.test(cell);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps rows apart', () => {
    expect(
      csvOf(
        [
          ['a', 'b'],
          ['c\nd', ''],
        ],
        ',',
      ),
    ).toBe('\uFEFFa,b\r\n"c\nd",\r\n');
  });
});
