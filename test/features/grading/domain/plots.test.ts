import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distributionOf,
  graderPlots,
  type JudgedWork,
  outliersOf,
} from '../../../../src/features/grading/domain/plots.ts';
import { asId } from '../../../../src/kernel/ids.ts';

const works = (by: string, totals: readonly number[]): JudgedWork[] =>
  totals.map((total, n) => ({
    ...{ student: asId<'person'>(`${by}-${n}`), by: asId<'person'>(by), total },
    at: new Date(Date.UTC(2026, 11, 20, 6, n)),
  }));

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

describe('the distribution', () => {
  it('has every result in exactly one bin', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 })), totals => {
        const bins = distributionOf(works('a', totals));
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(totals.length);
        expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([0, 100]);
      }),
    );
  });
});

describe('severity', () => {
  it('is the grader’s mean less that of the others, and far from ten percents on', () => {
    const plots = graderPlots([...works('a', times(6, 80)), ...works('b', times(6, 70))]);
    expect(plots.map(({ severity, isFar }) => [severity, isFar])).toEqual([
      [10, true],
      [-10, true],
    ]);
  });
  it('is not said of a few works, nor of somebody who judged all', () => {
    expect(graderPlots([...works('a', [80, 90]), ...works('b', times(9, 70))])[0]?.severity).toBe(null);
    expect(graderPlots(works('a', times(30, 70)))[0]?.severity).toBe(null);
  });
});

describe('drift', () => {
  it('goes over all works in the order in which they were judged, none twice', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 10, maxLength: 200 }), totals => {
        const [plot] = graderPlots(works('a', totals).reverse());
        const drift = plot?.drift ?? [];
        expect([drift[0]?.first, drift.at(-1)?.last]).toEqual([1, totals.length]);
        drift.slice(1).forEach((one, n) => expect(one.first).toBe((drift[n]?.last ?? 0) + 1));
      }),
    );
  });
  it('finds a stretch that was judged otherwise', () => {
    const [plot] = graderPlots(works('a', [...times(20, 80), ...times(5, 50)]));
    expect(plot?.drift.map(({ isFar }) => isFar)).toEqual([false, false, false, false, true]);
  });
});

describe('outliers', () => {
  it('are the works far from what their grader gives, the farthest first', () => {
    const found = outliersOf([...works('a', [...times(20, 80), 10, 75]), ...works('b', [20, 90])]);
    expect(found.map(({ total }) => total)).toEqual([10]);
  });
  it('are nowhere where all are alike', () => {
    expect(outliersOf(works('a', times(20, 80)))).toEqual([]);
  });
});
