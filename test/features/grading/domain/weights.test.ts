import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nationalPolicy } from '../../../../src/features/grading/domain/policy.ts';
import { rubricResult } from '../../../../src/features/grading/domain/result.ts';
import { sumLine } from '../../../../src/features/grading/domain/sumLine.ts';
import { parseWeight, weightProblems, weightsOf } from '../../../../src/features/grading/domain/weights.ts';
import { formatExact } from '../../../../src/kernel/exact.ts';

interface Question {
  readonly number: number;
  readonly weight?: string;
  readonly criteria: { readonly number: number; readonly weight?: string }[];
}

const criteria = (count: number, weights: readonly string[] = []): Question['criteria'] =>
  Array.from({ length: count }, (_, index) => {
    const weight = weights[index];
    return { number: index + 1, ...(weight === undefined ? {} : { weight }) };
  });

/** Weights as people write them: whole, or with one or two digits after a comma. */
const hundredths = fc.integer({ min: 1, max: 100_000 });
const written = (weight: number): string =>
  `${Math.floor(weight / 100)},${String(weight % 100).padStart(2, '0')}`;
const percent = fc.integer({ min: 0, max: 100 });

/** The nearest whole number of n / d, halves up, in whole numbers alone. */
const halfUp = (n: bigint, d: bigint): number => Number((2n * n + d) / (2n * d));

describe('weights', () => {
  it('give Σ(w × %) / Σ w exactly, for any weights of criteria', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hundredths, percent), { minLength: 1, maxLength: 12 }), list => {
        const weights = list.map(([weight]) => written(weight));
        const rubric = { questions: [{ number: 1, criteria: criteria(list.length, weights) }] };
        const percents = list.map(([, value]) => value);
        const sum = list.reduce((total, [weight, value]) => total + BigInt(weight) * BigInt(value), 0n);
        const divisor = list.reduce((total, [weight]) => total + BigInt(weight), 0n);
        const { total } = rubricResult(nationalPolicy, percents, { weights: weightsOf(rubric) });
        expect(total).toBe(halfUp(sum, divisor));
      }),
    );
  });

  it('of questions are shared equally by their criteria: the same as the weighted mean of the questions’ means', () => {
    const question = fc.tuple(hundredths, fc.array(percent, { minLength: 1, maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 5 }), list => {
        const questions = list.map(([weight, percents], index) => ({
          number: index + 1,
          weight: written(weight),
          criteria: criteria(percents.length),
        }));
        // Σ w·(Σ%/K) over a common denominator of all K.
        const common = list.reduce((product, [, percents]) => product * BigInt(percents.length), 1n);
        const sum = list.reduce((total, [weight, percents]) => {
          const points = BigInt(percents.reduce((one, other) => one + other, 0));
          return total + BigInt(weight) * points * (common / BigInt(percents.length));
        }, 0n);
        const divisor = common * list.reduce((total, [weight]) => total + BigInt(weight), 0n);
        const percents = list.flatMap(([, values]) => values);
        const { total } = rubricResult(nationalPolicy, percents, { weights: weightsOf({ questions }) });
        expect(total).toBe(halfUp(sum, divisor));
      }),
    );
  });

  it('keep what matters alone: doubling all of them changes nothing, and equal ones are the plain mean', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 9 }), list => {
        const of = (factor: number) =>
          weightsOf({
            questions: [
              {
                number: 1,
                criteria: criteria(
                  list.length,
                  list.map(weight => String(weight * factor)),
                ),
              },
            ],
          });
        expect(of(2)).toEqual(of(1));
      }),
    );
    expect(
      weightsOf({ questions: [{ number: 1, criteria: criteria(3, ['33,3', '33.30', '33.3']) }] }),
    ).toBeNull();
    expect(weightsOf({ questions: [{ number: 1, criteria: criteria(3) }] })).toBeNull();
    expect(
      weightsOf({
        questions: [
          { number: 1, weight: '40', criteria: criteria(2) },
          { number: 2, weight: '60', criteria: criteria(3) },
        ],
      }),
    ).toBeNull();
  });

  it('are shown as they are computed', () => {
    const rubric = { questions: [{ number: 1, criteria: criteria(2, ['60', '40']) }] };
    const weights = weightsOf(rubric);
    expect(weights).toEqual([3, 2]);
    expect(sumLine([71, 60], 67, ',', weights)).toBe('333 / 5 = 66,6 → 67');
    const { steps } = rubricResult(nationalPolicy, [71, 60], { weights });
    expect(steps.find(({ name }) => name === 'mean')).toMatchObject({
      operation: 'weighted-mean',
      of: ['criterion-1', 'criterion-2'],
      weights: [3, 2],
    });
  });

  it('are numbers above 0, at most 1000, with at most two digits after the mark', () => {
    expect(['1', '12,5', '0.01', '1000'].map(text => parseWeight(text) !== null)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['0', '-1', '1000.01', '1.005', 'көп', '', '1e2'].map(parseWeight)).toEqual(Array(7).fill(null));
    const half = parseWeight(' 12,50 ');
    expect(half === null ? '' : formatExact(half, { mark: ',', digits: 3 })).toBe('12,5');
  });

  it('belong to questions or to criteria, never to both, and to all of them or none', () => {
    expect(weightProblems({ questions: [{ number: 1, weight: '1', criteria: criteria(1, ['1']) }] })).toEqual(
      [{ code: 'weights-both' }],
    );
    expect(
      weightProblems({
        questions: [
          { number: 1, weight: '40', criteria: criteria(2) },
          { number: 2, criteria: criteria(1) },
        ],
      }),
    ).toEqual([{ code: 'weight-missing', question: 2, criterion: null }]);
    expect(weightProblems({ questions: [{ number: 1, criteria: criteria(2, ['1', 'екі']) }] })).toEqual([
      { code: 'weight-invalid', question: 1, criterion: 2 },
    ]);
    expect(() => weightsOf({ questions: [{ number: 1, criteria: criteria(2, ['1']) }] })).toThrow(RangeError);
  });

  it('refuses weights that are not as many as the percents', () => {
    expect(() => rubricResult(nationalPolicy, [70, 80], { weights: [1] })).toThrow(RangeError);
    expect(() => rubricResult(nationalPolicy, [70, 80], { weights: [1, 0] })).toThrow(RangeError);
  });
});

describe('a cap', () => {
  it('leaves at most so much before the rounding, and nothing where the mean is below', () => {
    fc.assert(
      fc.property(fc.array(percent, { minLength: 1, maxLength: 9 }), percent, (percents, cap) => {
        const free = rubricResult(nationalPolicy, percents).total;
        expect(rubricResult(nationalPolicy, percents, { cap }).total).toBe(Math.min(free, cap));
      }),
    );
  });
});
