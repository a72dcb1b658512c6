import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GradingPolicy, nationalPolicy } from '../../../../src/features/grading/domain/policy.ts';
import { courseTotal, rubricResult } from '../../../../src/features/grading/domain/result.ts';
import { policyWith, total, wholeOfTenths } from './oracle.ts';
import { exactWhole, roundingModes } from '../../../../src/kernel/exact.ts';

const withThresholds = (thresholds: Partial<GradingPolicy['thresholds']>) =>
  policyWith({ thresholds: { ...nationalPolicy.thresholds, ...thresholds } });

const noResits = policyWith({
  scale: [
    ...nationalPolicy.scale.filter(({ letter }) => letter !== 'FX' && letter !== 'F'),
    { letter: 'F', gpa: '0', min: 0, max: 49, label: 'unsatisfactory' },
  ],
});

describe('the course total', () => {
  it.each(roundingModes)(
    'is 3·(RK1 + RK2) + 4·E in tenths, %s, for all 20,301 pairs of sum and exam',
    mode => {
      const policy = policyWith({ rounding: { mode, roundControls: true } });
      const wrong: string[] = [];
      let pairs = 0;
      for (let sum = 0; sum <= 200; sum++) {
        const rk1 = exactWhole(Math.floor(sum / 2));
        const rk2 = exactWhole(Math.ceil(sum / 2));
        for (let exam = 0; exam <= 100; exam++) {
          pairs++;
          const result = courseTotal(policy, { midterms: [rk1, rk2], exam: exactWhole(exam) });
          if (result.total !== wholeOfTenths(3 * sum + 4 * exam, mode))
            wrong.push(`${sum}, ${exam}: ${result.total}`);
        }
      }
      expect(pairs).toBe(20_301);
      expect(wrong).toEqual([]);
    },
  );

  it('depends on the sum of RK1 and RK2, not on which is which', () => {
    const mark = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(mark, mark, mark, (rk1, rk2, exam) => {
        expect(total(rk1, rk2, exam).total).toBe(wholeOfTenths(3 * (rk1 + rk2) + 4 * exam, 'half-up'));
        expect(total(rk1, rk2, exam).total).toBe(total(rk2, rk1, exam).total);
      }),
    );
  });

  it('takes each control as it stands in the statement', () => {
    expect(total('69.5', '69,5', '69.5').total).toBe(70);
    expect(total('49.499999999999999999', 50, 50)).toMatchObject({ total: 50, letter: 'D' });
    expect(total('49.499999999999999999', 49, '49.49')).toMatchObject({
      total: 49,
      letter: 'FX',
      status: 'fx',
    });
  });

  it('rounds nothing before the end where the policy says so', () => {
    const policy = policyWith({ rounding: { mode: 'half-up', roundControls: false } });
    // 0.3 · (49.5 + 49.4) + 0.4 · 49.5 = 49.47; with the controls as printed 0.3 · (50 + 49) + 0.4 · 50 = 49.7
    expect(total('49.5', '49.5', '49.5', policy).total).toBe(50);
    expect(total('49.5', '49.4', '49.5', policy).total).toBe(49);
    expect(total('49.5', '49.4', '49.5').total).toBe(50);
  });

  it('equals rational arithmetic for random decimals, shares and rounding', () => {
    const hundredths = fc.integer({ min: 0, max: 10_000 });
    const written = (n: number) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(
        fc.tuple(hundredths, hundredths, hundredths),
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom(...roundingModes),
        ([rk1, rk2, exam], midterms, mode) => {
          const policy = policyWith({
            formula: { midterms, exam: 100 - midterms },
            rounding: { mode, roundControls: false },
          });
          // In units of 1/20,000: hundredths, times whole percents, times two for the mean.
          const units = midterms * (rk1 + rk2) + 2 * (100 - midterms) * exam;
          const rest = units % 20_000;
          const tenths =
            10 * Math.floor(units / 20_000) + (rest === 0 ? 0 : rest < 10_000 ? 1 : rest === 10_000 ? 5 : 9);
          expect(total(written(rk1), written(rk2), written(exam), policy).total).toBe(
            wholeOfTenths(tenths, mode),
          );
        },
      ),
    );
  });

  it('refuses a mark outside 0…100', () => {
    expect(() => total(0, 0, '100.000000000000000000001')).toThrow(RangeError);
    expect(() => total('-0.000000000000000000001', 0, 0)).toThrow(RangeError);
  });
});

describe('the status', () => {
  it.each([
    [0, 'F', 'failed'],
    [24, 'F', 'failed'],
    [25, 'FX', 'fx'],
    [49, 'FX', 'fx'],
    [50, 'D', 'passed'],
    [100, 'A', 'passed'],
  ])('of %i without thresholds follows from its letter %s', (mark, letter, status) => {
    expect(total(mark, mark, mark)).toMatchObject({ total: mark, letter, status, reason: null });
  });

  it('is "not admitted" below the threshold of a midterm control, and the arithmetic stays', () => {
    const policy = withThresholds({ eachMidterm: 50 });
    const expected = { status: 'not-admitted', reason: 'midterm-below-threshold' };
    expect(total(49, 100, 100, policy)).toMatchObject({ total: 85, letter: 'B+', gpa: '3.33', ...expected });
    expect(total(100, 49, 100, policy)).toMatchObject(expected);
    expect(total(50, 50, 100, policy)).toMatchObject({ total: 70, status: 'passed', reason: null });
  });

  it('compares controls as they stand in the statement', () => {
    expect(total('49.5', 50, 50, withThresholds({ eachMidterm: 50 })).status).toBe('passed');
    const unrounded = {
      ...withThresholds({ eachMidterm: 50 }),
      rounding: { mode: 'half-up', roundControls: false },
    } as const;
    expect(total('49.5', 50, 50, unrounded).status).toBe('not-admitted');
  });

  it('is "not admitted" below the threshold of the mean, which is not rounded', () => {
    const policy = withThresholds({ meanMidterm: 50 });
    expect(total(49, 50, 100, policy)).toMatchObject({
      status: 'not-admitted',
      reason: 'midterm-mean-below-threshold',
    });
    expect(total(0, 100, 100, policy)).toMatchObject({ status: 'passed', reason: null });
  });

  it('never passes below the threshold of the exam: a resit for FX, the course again for F', () => {
    const policy = withThresholds({ exam: 50 });
    const reason = 'exam-below-threshold';
    expect(total(100, 100, 49, policy)).toMatchObject({ total: 80, letter: 'B', status: 'fx', reason });
    expect(total(100, 100, 25, policy)).toMatchObject({ status: 'fx', reason });
    expect(total(100, 100, 24, policy)).toMatchObject({ total: 70, status: 'failed', reason });
    expect(total(10, 10, 40, policy)).toMatchObject({ total: 22, status: 'failed', reason });
    expect(total(100, 100, 50, policy)).toMatchObject({ status: 'passed', reason: null });
  });

  it('allows no resit where the scale has no FX', () => {
    expect(total(40, 40, 40, noResits)).toMatchObject({ letter: 'F', status: 'failed', reason: null });
    const policy = { ...noResits, thresholds: { ...noResits.thresholds, exam: 60 } };
    expect(total(100, 100, 55, policy)).toMatchObject({ status: 'failed', reason: 'exam-below-threshold' });
  });

  it('asks for admission before the exam', () => {
    const policy = withThresholds({ eachMidterm: 50, meanMidterm: 60, exam: 50 });
    expect(total(40, 100, 0, policy).reason).toBe('midterm-below-threshold');
    expect(total(55, 55, 0, policy).reason).toBe('midterm-mean-below-threshold');
    expect(total(60, 60, 0, policy).reason).toBe('exam-below-threshold');
  });
});

describe('the result of a rubric', () => {
  it('gives the documents’ example: 429 / 6 = 71.5 → 72, good, C+, 2.33', () => {
    expect(rubricResult(nationalPolicy, [100, 75, 60, 45, 100, 49])).toMatchObject({
      total: 72,
      letter: 'C+',
      gpa: '2.33',
      label: 'good',
      status: 'passed',
      reason: null,
    });
  });

  it('is 70 for nine criteria at 70, and exact for any number of criteria', () => {
    expect(rubricResult(nationalPolicy, Array<number>(9).fill(70)).total).toBe(70);
    const percents = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(percents, list => {
        const sum = list.reduce((a, b) => a + b, 0);
        expect(rubricResult(nationalPolicy, list).total).toBe(
          Math.floor((2 * sum + list.length) / (2 * list.length)),
        );
      }),
    );
  });

  it('refuses no criteria, a fraction, and a percent outside 0…100', () => {
    for (const percents of [[], [69.5], [101], [-1], [NaN]]) {
      expect(() => rubricResult(nationalPolicy, percents)).toThrow(RangeError);
    }
  });
});
