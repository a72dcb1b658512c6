import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideCommission, type MarkerWork } from '../../../../src/features/grading/domain/commission.ts';

const work = (total: number): MarkerWork => ({ percents: [total, total], total });
const rules = { limit: 10, rounding: 'half-up' as const };
const percent = fc.integer({ min: 0, max: 100 });

describe('a commission', () => {
  it('takes the mean of both within the limit, rounded as the policy says, whatever a third has put down', () => {
    const settled = { kind: 'settled', percents: [76, 76], by: 'first-and-second' };
    expect(decideCommission(work(71), work(80), null, rules)).toEqual(settled);
    expect(decideCommission(work(70), work(81), null, { ...rules, limit: 11 })).toEqual(settled);
    expect(decideCommission(work(71), work(80), work(10), rules)).toEqual(settled);
    expect(decideCommission(work(71), work(80), null, { ...rules, rounding: 'down' })).toMatchObject({
      percents: [75, 75],
    });
  });

  it('needs the third marker beyond the limit, and goes with whoever is nearer', () => {
    expect(decideCommission(work(60), work(80), null, rules)).toEqual({ kind: 'third-needed' });
    expect(decideCommission(work(60), work(80), work(78), rules)).toMatchObject({
      ...{ percents: [79, 79], by: 'third-and-second' },
    });
    expect(decideCommission(work(60), work(80), work(64), rules)).toMatchObject({
      ...{ percents: [62, 62], by: 'third-and-first' },
    });
  });

  it('counts the higher one where both are equally near', () => {
    expect(decideCommission(work(60), work(80), work(70), rules)).toMatchObject({ percents: [75, 75] });
    expect(decideCommission(work(80), work(60), work(70), rules)).toMatchObject({ percents: [75, 75] });
  });

  it('does not depend on who is called the first, and stays between the markers', () => {
    fc.assert(
      fc.property(percent, percent, percent, (a, b, c) => {
        const one = decideCommission(work(a), work(b), work(c), rules);
        const other = decideCommission(work(b), work(a), work(c), rules);
        if (one.kind !== 'settled' || other.kind !== 'settled') throw new Error('a third was there');
        expect(one.percents).toEqual(other.percents);
        expect(one.percents[0]).toBeGreaterThanOrEqual(Math.min(a, b, c));
        expect(one.percents[0]).toBeLessThanOrEqual(Math.max(a, b, c));
      }),
    );
  });
});
