import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Step, type StepName } from '../../../../src/features/grading/domain/explanation.ts';
import { nationalPolicy } from '../../../../src/features/grading/domain/policy.ts';
import { rubricResult } from '../../../../src/features/grading/domain/result.ts';
import { roundingModes } from '../../../../src/kernel/exact.ts';
import { policyWith, total, wholeOfTenths } from './oracle.ts';

/** Repeats an explanation by hand, from the given numbers alone, in fractions of two bigints. */
function recompute(steps: readonly Step[]): number {
  const found = new Map<StepName, [bigint, bigint]>();
  const get = (name: StepName) => found.get(name) ?? [-1n, 1n];
  const sumOf = (names: readonly StepName[]) =>
    names.map(get).reduce(([a, b], [c, d]): [bigint, bigint] => [a * d + c * b, b * d], [0n, 1n]);
  const run = (step: Step): [bigint, bigint] => {
    switch (step.operation) {
      case 'given':
        return [BigInt(step.value.n), BigInt(step.value.d)];
      case 'sum':
        return sumOf(step.of);
      case 'mean': {
        const [n, d] = sumOf(step.of);
        return [n, d * BigInt(step.of.length)];
      }
      case 'weighted-mean': {
        const [n, d] = step.of
          .map((name, index): [bigint, bigint] => {
            const [a, b] = get(name);
            return [a * BigInt(step.weights[index] ?? 0), b];
          })
          .reduce(([a, b], [c, e]): [bigint, bigint] => [a * e + c * b, b * e], [0n, 1n]);
        return [n, d * BigInt(step.weights.reduce((sum, weight) => sum + weight, 0))];
      }
      case 'cap': {
        const [n, d] = get(step.of);
        const [a, b] = [BigInt(step.at.n), BigInt(step.at.d)];
        return n * b > a * d ? [a, b] : [n, d];
      }
      case 'share': {
        const [n, d] = get(step.of);
        return [n * BigInt(step.percent.n), d * BigInt(step.percent.d) * 100n];
      }
      case 'round': {
        const [n, d] = get(step.of);
        const rest = n % d;
        const tenths = 10n * (n / d) + (rest === 0n ? 0n : 2n * rest < d ? 1n : 2n * rest === d ? 5n : 9n);
        return [BigInt(wholeOfTenths(Number(tenths), step.mode)), 1n];
      }
    }
  };
  for (const step of steps) {
    const [n, d] = run(step);
    expect(BigInt(step.value.n) * d).toBe(n * BigInt(step.value.d));
    found.set(step.name, [n, d]);
  }
  const [n, d] = get('total');
  return Number(n / d);
}

describe('the explanation of a total', () => {
  const mark = fc.oneof(
    fc.integer({ min: 0, max: 100 }).map(String),
    fc
      .tuple(fc.integer({ min: 0, max: 99 }), fc.stringMatching(/^[0-9]{1,25}$/))
      .map(([a, b]) => `${a},${b}`),
  );

  it('recomputes to the total', () => {
    fc.assert(
      fc.property(
        fc.tuple(mark, mark, mark),
        fc.constantFrom(...roundingModes),
        fc.boolean(),
        (marks, mode, roundControls) => {
          const result = total(...marks, policyWith({ rounding: { mode, roundControls } }));
          expect(recompute(result.steps)).toBe(result.total);
        },
      ),
    );
  });

  it('recomputes to the result of a rubric', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 }), percents => {
        const result = rubricResult(nationalPolicy, percents);
        expect(recompute(result.steps)).toBe(result.total);
      }),
    );
  });

  it('names every step from the marks to the total, and no rounding of what is whole', () => {
    expect(total('69,5', 70, 80).steps.map(({ name }) => name)).toEqual([
      'rk1',
      'rk1-rounded',
      'rk2',
      'exam',
      'midterms',
      'midterms-share',
      'exam-share',
      'sum',
      'total',
    ]);
  });
});
