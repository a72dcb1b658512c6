import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from '../../../../src/features/gradesync/domain/backoff.ts';

const rule = { firstMs: 1_000, longestMs: 60_000 };

it('doubles from the first wait to the longest', () => {
  expect([1, 2, 3, 4].map(failures => backoffMs(failures, () => 0, rule))).toEqual([
    500, 1_000, 2_000, 4_000,
  ]);
  expect(backoffMs(1_000, () => 0.999999, rule)).toBe(60_000);
});

it('leaves half of the wait to chance and never exceeds the longest', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000 }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (failures, chance) => {
        const wait = backoffMs(failures, () => chance, rule);
        const least = backoffMs(failures, () => 0, rule);
        return wait >= least && wait <= least * 2 && wait <= rule.longestMs;
      },
    ),
  );
});
