import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computedColumns } from '../../../../src/features/gradebook/domain/grid.ts';
import { midtermKeys, type Plan, remarksOn } from '../../../../src/features/gradebook/domain/plan.ts';
import { neededExams } from '../../../../src/features/gradebook/domain/needed.ts';
import {
  computeRow,
  type ControlResult,
  findControl,
  type Marks,
  type RowResult,
} from '../../../../src/features/gradebook/domain/row.ts';
import { type GradingPolicy, nationalPolicy } from '../../../../src/features/grading/domain/policy.ts';
import { courseTotal } from '../../../../src/features/grading/domain/result.ts';
import { type Exact, exactWhole, formatExact } from '../../../../src/kernel/exact.ts';

/** Two periods of these maxima. */
function planOfPoints(first: readonly number[], second: readonly number[]): Plan {
  const columns = [
    ...first.map(points => ['rk1', points] as const),
    ...second.map(points => ['rk2', points] as const),
  ];
  return {
    columns: columns.map(([control, points], place) => ({
      key: `seminar-${place + 1}`,
      kind: 'seminar',
      number: place + 1,
      title: '',
      week: place + 1,
      maximum: String(points),
      control,
    })),
    sources: { rk1: 'period', rk2: 'period', exam: 'panel' },
    rule: 'mean',
    late: [],
  };
}

const marksOf = (...marks: string[]): Marks =>
  Object.fromEntries(marks.map((mark, place) => [`seminar-${place + 1}`, mark]));
const text = (value: Exact | null): string | null =>
  value === null ? null : formatExact(value, { mark: '.', digits: 6 });
const sample = planOfPoints([8, 8, 8, 8, 8, 8, 8, 22, 22], [8, 8, 8, 8, 8, 8, 8, 8, 18, 18]);
const compute = (
  plan: Plan,
  marks: Marks,
  exam: number | null = null,
  policy: GradingPolicy = nationalPolicy,
) =>
  computeRow({ plan, policy, courseTotal }, marks, exam === null ? null : { percent: exam, released: true });
const midtermOf = (row: RowResult, key: 'rk1' | 'rk2'): ControlResult => {
  const control = findControl(row, key);
  if (control === null) throw new Error(`the policy has no ${key}`);
  return control;
};
const rk1Of = (row: RowResult): ControlResult => midtermOf(row, 'rk1');
const rk2Of = (row: RowResult): ControlResult => midtermOf(row, 'rk2');
const full = (plan: Plan): Marks =>
  Object.fromEntries(plan.columns.map(({ key, maximum }) => [key, maximum]));

describe('a row of the gradebook', () => {
  it('is 100 and 100 where every mark is the highest', () => {
    const row = compute(sample, full(sample), 100);
    expect([text(rk1Of(row).value), text(rk2Of(row).value), row.result?.total, row.result?.letter]).toEqual([
      '100',
      '100',
      100,
      'A',
    ]);
    expect(remarksOn(sample)).toEqual([]);
  });

  it('has no total while a mark is missing, and sums what is there', () => {
    const { 'seminar-3': _, ...marks } = full(sample);
    const row = compute(sample, marks, 90);
    expect(rk1Of(row)).toMatchObject({ blanks: 1, isFinal: false });
    expect(text(rk1Of(row).earned)).toBe('92');
    expect([row.admission, row.result]).toEqual([null, null]);
  });

  it('counts an absence as nothing and leaves excused work out', () => {
    const plan = planOfPoints([50, 50], [50, 50]);
    const row = compute(plan, marksOf('40', 'A', '40', 'E'), 80);
    expect([text(rk1Of(row).value), text(rk2Of(row).value)]).toEqual(['40', '80']);
    expect(text(rk2Of(row).offered)).toBe('50');
  });

  it('has no control where all work is excused', () => {
    const row = compute(planOfPoints([100], [100]), marksOf('E', '70'), 80);
    expect([rk1Of(row).percent, rk1Of(row).isFinal, row.result]).toEqual([null, false, null]);
  });

  it('takes off what the term says of late work, where somebody said how late it was', () => {
    const plan = { ...planOfPoints([100], [100]), late: ['100', '90', '75.5'] };
    const percentOf = (mark: string) => text(rk1Of(compute(plan, marksOf(mark, '70'))).percent);
    expect(['80L', '80L1', '80L2', '80L3', '80L30'].map(percentOf)).toEqual([
      '80',
      '80',
      '72',
      '60.4',
      '60.4',
    ]);
    expect(text(rk1Of(compute(planOfPoints([100], [100]), marksOf('69.5L9', '70'))).percent)).toBe('69.5');
  });

  it('rounds a control once, when it is set', () => {
    const plan = planOfPoints([100], [100]);
    const row = compute(plan, marksOf('69.5', '70.4'), 70);
    expect([text(rk1Of(row).value), text(rk2Of(row).value)]).toEqual(['70', '70']);
    const exact = { ...nationalPolicy, rounding: { ...nationalPolicy.rounding, roundControls: false } };
    expect(text(rk1Of(compute(plan, marksOf('69.5', '70.4'), 70, exact)).value)).toBe('69.5');
  });

  it('brings a period of other than 100 points to 100, and says so', () => {
    const plan = planOfPoints([30, 30], [100]);
    expect(text(rk1Of(compute(plan, marksOf('20', '15', '50'))).percent)).toBe('58.333333…');
    expect(remarksOn(plan)).toMatchObject([{ code: 'period-points', control: 'rk1' }]);
  });

  it('admits by the thresholds of the policy', () => {
    const plan = planOfPoints([100], [100]);
    const strict = { ...nationalPolicy, thresholds: { eachMidterm: 50, meanMidterm: null, exam: null } };
    expect(compute(plan, marksOf('49.4', '90'), null, strict).admission).toBe('not-admitted');
    expect(compute(plan, marksOf('49.5', '90'), null, strict).admission).toBe('admitted');
    expect(compute(plan, marksOf('10', '10')).admission).toBe('admitted');
  });

  it('has one midterm control where the policy has one', () => {
    const [rk1] = planOfPoints([60], []).columns;
    const plan: Plan = {
      ...planOfPoints([60, 40], []),
      sources: { rk1: 'period', exam: 'panel' },
    };
    expect(rk1?.control).toBe('rk1');
    const row = compute(plan, marksOf('50', '30'), 90);
    // 60 % of 80 and 40 % of 90.
    expect([row.admission, row.midterms.length, row.result?.total]).toEqual(['admitted', 1, 84]);
    expect(remarksOn(plan)).toEqual([]);
  });

  it('counts each midterm control by what its period offers, where points add up', () => {
    const plan = { ...planOfPoints([30], [70]), rule: 'cumulative' as const };
    // 30 of 30 and 35 of 70 are 65 of 100 in all; the mean of 100 and 50 would be 75.
    expect(compute(plan, marksOf('30', '35'), 65).result?.total).toBe(65);
    expect(compute({ ...plan, rule: 'mean' }, marksOf('30', '35'), 65).result?.total).toBe(71);
  });

  it('has as many midterm controls as the policy has, and says what is missing in each of them', () => {
    const columns = ['60', '80', '40', '100'].map((maximum, place) => ({
      ...{ key: `seminar-${place + 1}`, kind: 'seminar', number: place + 1, title: '', week: place + 1 },
      ...{ maximum, control: midtermKeys[place]! },
    })) satisfies Plan['columns'];
    const sources = { rk1: 'period', rk2: 'period', rk3: 'period', rk4: 'period', exam: 'panel' } as const;
    const plan: Plan = { columns, sources, rule: 'mean', late: [] };
    // 50, 75, 100 and 25 of 100: their mean is 62.5, and 60 % of it with 40 % of 80 is 69.5.
    const marks = marksOf('30', '60', '40', '25');
    expect(compute(plan, marks, 80).result?.total).toBe(70);
    // 155 of 280 points: 55.357…, with 40 % of 80 it is 65.2…
    const cumulative = compute({ ...plan, rule: 'cumulative' }, marks, 80);
    expect(cumulative.result?.total).toBe(65);
    expect(cumulative.result?.steps.find(({ name }) => name === 'midterms')).toMatchObject({
      of: ['rk1', 'rk2', 'rk3', 'rk4'],
      weights: [3, 4, 2, 5],
    });
    const strict = { ...nationalPolicy, thresholds: { eachMidterm: 30, meanMidterm: null, exam: null } };
    expect(compute(plan, marks, 80, strict).admission).toBe('not-admitted');
    const { 'seminar-3': _, ...open } = marks;
    const waiting = compute(plan, open, 80);
    expect(waiting.midterms.map(({ key, isFinal }) => [key, isFinal])).toEqual([
      ...[['rk1', true] as const, ['rk2', true] as const, ['rk3', false] as const, ['rk4', true] as const],
    ]);
    expect([waiting.admission, waiting.result]).toEqual([null, null]);
    expect(computedColumns(plan).slice(0, 8)).toEqual([
      'sum1',
      'rk1',
      'sum2',
      'rk2',
      'sum3',
      'rk3',
      'sum4',
      'rk4',
    ]);
    expect(computedColumns(sample).slice(0, 5)).toEqual(['sum1', 'rk1', 'sum2', 'rk2', 'admission']);
  });

  it('is half current work and half midterm work, where the policy says so', () => {
    const { columns, ...rest } = planOfPoints([50], [100]);
    const work = { ...columns[0]!, key: 'rk1-work', maximum: '100', isMidterm: true as const };
    const plan: Plan = { ...rest, columns: [...columns, work], rule: 'current-and-midterm' };
    const percentOf = (mark: string) =>
      text(rk1Of(compute(plan, { ...marksOf('40', '70'), 'rk1-work': mark })).percent);
    expect([percentOf('61'), percentOf('A'), percentOf('E')]).toEqual(['70.5', '40', '80']);
    expect(rk1Of(compute(plan, marksOf('40', '70')))).toMatchObject({ blanks: 1, isFinal: false });
  });

  it('has no total where a status stands in its place', () => {
    const rules = { plan: sample, policy: nationalPolicy, courseTotal };
    const total = (counts: boolean) =>
      computeRow(rules, full(sample), { percent: 90, released: true }, { code: 'W', counts }).result?.total;
    expect([total(true), total(false)]).toEqual([96, undefined]);
  });

  it('says when the exam is not released yet', () => {
    const plan = planOfPoints([100], [100]);
    const rules = { plan, policy: nationalPolicy, courseTotal };
    expect(computeRow(rules, marksOf('70', '80'), { percent: 90, released: false }).isProvisional).toBe(true);
  });

  it('equals exact rational arithmetic for any marks', () => {
    const points = fc.integer({ min: 1, max: 40 });
    const period = fc.array(points, { minLength: 1, maxLength: 12 });
    const cents = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(period, period, cents, fc.integer({ min: 0, max: 100 }), (first, second, shares, exam) => {
        const plan = planOfPoints(first, second);
        // Hundredths of points, as whole numbers.
        const earned = [...first, ...second].map((maximum, place) => maximum * (shares[place] ?? 0));
        const marks = marksOf(...earned.map(hundredths => decimalOf(hundredths)));
        const row = compute(plan, marks, exam);
        const percentOf = (part: readonly number[], maxima: readonly number[]): [bigint, bigint] => [
          BigInt(part.reduce((a, b) => a + b, 0)) * 100n,
          BigInt(maxima.reduce((a, b) => a + b, 0)) * 100n,
        ];
        const expected = [
          percentOf(earned.slice(0, first.length), first),
          percentOf(earned.slice(first.length), second),
        ] as const;
        isSame(rk1Of(row), expected[0]);
        isSame(rk2Of(row), expected[1]);
        const [rk1, rk2] = expected.map(([n, d]) => halfUp(n, d)) as [bigint, bigint];
        // 60 % of the mean and 40 % of the exam, in tenths: 3·(RK1 + RK2) + 4·E.
        expect(BigInt(row.result?.total ?? -1)).toBe(halfUp(3n * (rk1 + rk2) + 4n * BigInt(exam), 10n));
      }),
    );
  });

  const decimalOf = (hundredths: number): string =>
    formatExact({ n: hundredths, d: 100 }, { mark: '.', digits: 2 });
  const halfUp = (n: bigint, d: bigint): bigint => (2n * n + d) / (2n * d);
  function isSame({ percent, isFinal }: ControlResult, [n, d]: readonly [bigint, bigint]): void {
    expect(isFinal).toBe(true);
    expect(BigInt(percent?.n ?? 0) * d).toBe(BigInt(percent?.d ?? 1) * n);
  }
});

describe('what the exam must bring', () => {
  const midtermsOfTwo = (rk1: number, rk2: number) => ({
    midterms: [exactWhole(rk1), exactWhole(rk2)] as const,
  });
  const rules = { policy: nationalPolicy, courseTotal };
  const needed = (rk1: number, rk2: number, policy = nationalPolicy) =>
    Object.fromEntries(
      neededExams({ ...rules, policy }, midtermsOfTwo(rk1, rk2)).map(({ letter, percent }) => [
        letter,
        percent,
      ]),
    );

  it('is the least whole percent, and nothing where no exam is enough', () => {
    expect(needed(100, 100)).toMatchObject({ A: 87, 'A-': 74, D: 0 });
    expect(needed(50, 50)).toMatchObject({ A: null, 'B-': null, 'C+': 99, D: 49 });
    expect(needed(0, 0)).toMatchObject({ D: null });
  });

  it('follows the threshold of the exam', () => {
    const policy = { ...nationalPolicy, thresholds: { eachMidterm: null, meanMidterm: null, exam: 50 } };
    expect(needed(100, 100, policy)).toMatchObject({ D: 50, C: 50, 'A-': 74 });
  });

  it('brings the letter with that percent, and not with one less', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percent, percent, (rk1, rk2) => {
        const midterms = midtermsOfTwo(rk1, rk2);
        for (const { letter, percent: exam } of neededExams(rules, midterms)) {
          const min = nationalPolicy.scale.find(row => row.letter === letter)?.min ?? 0;
          const total = (value: number) =>
            courseTotal(nationalPolicy, { ...midterms, exam: exactWhole(value) }).total;
          if (exam === null) expect(total(100)).toBeLessThan(min);
          else expect(total(exam)).toBeGreaterThanOrEqual(min);
          if (exam !== null && exam > 0) expect(total(exam - 1)).toBeLessThan(min);
        }
      }),
    );
  });
});
