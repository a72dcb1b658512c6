import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../../src/features/grading/domain/classify.ts';
import { coverageFaults } from '../../../../src/features/grading/domain/coverage.ts';
import { parsePolicy } from '../../../../src/features/grading/domain/parsePolicy.ts';
import { nationalPolicy, type ScaleRow } from '../../../../src/features/grading/domain/policy.ts';
import { catalogueOf, languages } from '../../../../src/i18n/index.ts';

type Loose = Record<string, unknown>;

/** A copy of the national policy as JSON, changed at one place. */
function changed(
  change: (policy: { scale: Loose[]; formula: Loose; rounding: Loose; thresholds: Loose } & Loose) => void,
) {
  const policy = structuredClone(nationalPolicy) as unknown as Parameters<typeof change>[0];
  change(policy);
  return policy;
}

function problems(input: unknown): readonly string[] {
  const reading = parsePolicy(input);
  return reading.ok ? [] : reading.problems;
}

describe('a policy', () => {
  it('survives being printed and read', () => {
    expect(parsePolicy(JSON.parse(JSON.stringify(nationalPolicy)))).toEqual({
      ok: true,
      policy: nationalPolicy,
    });
  });

  it('takes the rows of the scale in any order', () => {
    const reading = parsePolicy(changed(policy => void policy.scale.reverse()));
    expect(reading).toEqual({ ok: true, policy: nationalPolicy });
  });

  it.each<[string, Parameters<typeof changed>[0]]>([
    ['policy', policy => (policy['extra'] = 1)],
    ['scale.0', policy => (policy.scale[0]!['labelText'] = 'x')],
    ['formula', policy => (policy.formula['project'] = 10)],
    ['rounding', policy => (policy.rounding['stage'] = 'end')],
    ['thresholds', policy => (policy.thresholds['each'] = 50)],
    ['rounding.mode', policy => (policy.rounding['mode'] = 'up')],
    ['rounding.roundControls', policy => (policy.rounding['roundControls'] = 'yes')],
    ['thresholds.exam', policy => delete policy.thresholds['exam']],
    ['thresholds.exam', policy => (policy.thresholds['exam'] = 101)],
    ['scale.3.letter', policy => (policy.scale[3]!['letter'] = 'В')],
    ['scale.0.gpa', policy => (policy.scale[0]!['gpa'] = '4')],
    ['scale.0.min', policy => (policy.scale[0]!['min'] = 94.5)],
    ['formula', policy => (policy.formula['exam'] = 41)],
  ])('has a problem at %s named', (place, change) => {
    expect(problems(changed(change)).map(problem => problem.split(':')[0])).toEqual([place]);
  });

  it.each([null, [], 'national', 7, {}])('is not %j', input => {
    expect(problems(input).length).toBeGreaterThan(0);
  });

  it('has shares of exactly 100 together, also where floats do not see the rest', () => {
    const withShares = (midterms: number, exam: number) =>
      changed(policy => (policy.formula = { midterms, exam }));
    for (const midterms of [0, 33.3, 62.5, 99.9, 100]) {
      expect(problems(withShares(midterms, Number((100 - midterms).toFixed(1))))).toEqual([]);
    }
    expect(100 + 1e-15).toBe(100);
    expect(problems(withShares(100, 1e-15))).toEqual(['formula: midterms and exam must be 100 together']);
  });
});

describe('the scale of a policy', () => {
  it.each<[string, Parameters<typeof changed>[0]]>([
    ['scale: 25 to 49 is in no row', policy => policy.scale.splice(10, 1)],
    ['scale: 95 to 100 is in no row', policy => policy.scale.splice(0, 1)],
    ['scale: 54 to 54 is in no row', policy => (policy.scale[9]!['max'] = 53)],
    ['scale: 55 to 55 is in two rows', policy => (policy.scale[9]!['max'] = 55)],
    ['scale: a row from 95 to 94 has min above max', policy => (policy.scale[0]!['max'] = 94)],
    ['scale: gpa 4.0 of D is better than 1.33 of D+', policy => (policy.scale[9]!['gpa'] = '4.0')],
    [
      'scale: good of C is better than satisfactory of C+',
      policy => {
        policy.scale[5]!['label'] = 'satisfactory';
        policy.scale[6]!['label'] = 'good';
      },
    ],
    ['scale: D cannot be unsatisfactory', policy => (policy.scale[9]!['label'] = 'unsatisfactory')],
    [
      'scale: A cannot stand below A',
      policy => {
        policy.scale[1]!['letter'] = 'A';
      },
    ],
  ])('is refused: %s', (problem, change) => {
    expect(problems(changed(change))).toEqual([problem]);
  });

  it('must have a failing row', () => {
    const found = problems(
      changed(policy => {
        policy.scale.splice(10, 2);
        policy.scale[9]!['min'] = 0;
      }),
    );
    expect(found).toEqual(['scale: there is no row F']);
  });

  it('may do without FX, and may call C+ satisfactory', () => {
    const input = changed(policy => {
      policy.scale.splice(10, 1);
      policy.scale[10]!['max'] = 49;
      policy.scale[5]!['label'] = 'satisfactory';
    });
    expect(problems(input)).toEqual([]);
  });

  it('has exactly one row for each whole percent', () => {
    for (let total = 0; total <= 100; total++) {
      const holding = nationalPolicy.scale.filter(({ min, max }) => min <= total && total <= max);
      expect(holding).toEqual([classify(total, nationalPolicy.scale)]);
    }
  });

  it('has no row for what is not a whole percent', () => {
    for (const total of [69.5, 70.2, -1, 101, NaN]) {
      expect(() => classify(total, nationalPolicy.scale)).toThrow(RangeError);
    }
  });

  it('is accepted exactly when each whole percent lies in one row', () => {
    const border = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ min: border, max: border }), { maxLength: 5 }),
        fc.array(border, { maxLength: 6 }),
        (ranges, cuts) => {
          const tops = [...new Set([...cuts, 100])].sort((a, b) => a - b);
          const whole = tops.map((max, index) => ({ min: index === 0 ? 0 : tops[index - 1]! + 1, max }));
          for (const candidate of [ranges, whole, [...whole, ...ranges]]) {
            const counts = Array.from(
              { length: 101 },
              (_, p) => candidate.filter(({ min, max }) => min <= p && p <= max).length,
            );
            const isSound =
              counts.every(count => count === 1) && candidate.every(({ min, max }) => min <= max);
            expect(coverageFaults(candidate).length === 0).toBe(isSound);
          }
        },
      ),
    );
  });
});

describe('the labels of the scale', () => {
  it('have words in every language', () => {
    const words = languages.map(lang =>
      nationalPolicy.scale.map(({ label }: ScaleRow) => catalogueOf(lang).grading.labels[label]),
    );
    expect(words.map(list => new Set(list).size)).toEqual([4, 4, 4]);
    expect(catalogueOf('kk').grading.labels.good).toBe('Жақсы');
  });
});
