import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ControlResult,
  controlOf,
  type ControlStep,
  type Marks,
} from '../../../../src/features/gradebook/domain/control.ts';
import {
  type Column,
  type MidtermKey,
  midtermKeys,
  midtermsOf,
  type Plan,
} from '../../../../src/features/gradebook/domain/plan.ts';
import { computeRow, findControl } from '../../../../src/features/gradebook/domain/row.ts';
import { classify } from '../../../../src/features/grading/domain/classify.ts';
import { type Step, type StepName } from '../../../../src/features/grading/domain/explanation.ts';
import {
  type GradingPolicy,
  nationalPolicy,
  type PeriodRule,
  periodRules,
  type ScaleRow,
} from '../../../../src/features/grading/domain/policy.ts';
import { courseTotal } from '../../../../src/features/grading/domain/result.ts';
import { type Exact, type RoundingMode, roundingModes } from '../../../../src/kernel/exact.ts';

/** Fractions of two bigints: an arithmetic of its own, that shares no line with the one under test. */
type Fraction = readonly [n: bigint, d: bigint];

const of = ({ n, d }: Exact): Fraction => [BigInt(n), BigInt(d)];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const over = (a: Fraction, [c, d]: Fraction): Fraction => times(a, [d, c]);
const isSame = ([a, b]: Fraction, [c, d]: Fraction): boolean => a * d === c * b;
const whole = (n: number): Fraction => [BigInt(n), 1n];
const sum = (values: readonly Fraction[]): Fraction => values.reduce(plus, whole(0));
const decimal = (text: string): Fraction => {
  const [head = '', tail = ''] = text.split('.');
  return [BigInt(head + tail), 10n ** BigInt(tail.length)];
};

function rounded([n, d]: Fraction, mode: RoundingMode): Fraction {
  const floor = n / d;
  const twice = 2n * (n - floor * d);
  const isUp = {
    'half-up': twice >= d,
    'half-even': twice > d || (twice === d && floor % 2n === 1n),
    'half-down': twice > d,
    down: false,
  };
  return [isUp[mode] ? floor + 1n : floor, 1n];
}

/** Does by hand what each line of a control says. Every number must have stood in an earlier line. */
function recomputeControl(steps: readonly ControlStep[]): Fraction | null {
  const sums = steps.flatMap(step =>
    (step.kind === 'points' || step.kind === 'late') && step.column.isMidterm !== true
      ? [of(step.value)]
      : [],
  );
  const known: Fraction[] = [];
  let last: Fraction | null = null;
  for (const step of steps) {
    // A midterm work that somebody missed is a line without a number: no points, and the control if nothing else counts.
    if (step.kind === 'absent' && step.column.isMidterm === true) {
      last = whole(0);
      known.push(last);
    }
    if (!('value' in step)) continue;
    const value = valueOf(step);
    expect(isSame(value, of(step.value)), step.kind).toBe(true);
    if (step.kind === 'sum') expect(step.of.map(of)).toEqual(sums);
    const taken =
      step.kind === 'percent'
        ? [step.earned]
        : step.kind === 'halves'
          ? [step.current]
          : step.kind === 'round'
            ? [step.of]
            : [];
    for (const one of taken)
      expect(
        known.some(other => isSame(other, of(one))),
        step.kind,
      ).toBe(true);
    known.push(value);
    last = value;
  }
  return last;
}

function valueOf(step: Extract<ControlStep, { value: Exact }>): Fraction {
  switch (step.kind) {
    case 'points':
      return of(step.value);
    case 'late':
      return over(times(of(step.written), of(step.kept)), whole(100));
    case 'sum':
      return sum(step.of.map(of));
    case 'percent':
      return times(over(of(step.earned), of(step.offered)), whole(100));
    case 'halves':
      return over(plus(of(step.current), of(step.midterm)), whole(2));
    case 'round':
      return rounded(of(step.of), step.mode);
  }
}

function recomputeTotal(steps: readonly Step[]): bigint {
  const found = new Map<StepName, Fraction>();
  const get = (name: StepName): Fraction => found.get(name) ?? [-1n, 1n];
  for (const step of steps) {
    const value = ((): Fraction => {
      switch (step.operation) {
        case 'given':
          return of(step.value);
        case 'sum':
          return sum(step.of.map(get));
        case 'mean':
          return over(sum(step.of.map(get)), whole(step.of.length));
        case 'weighted-mean':
          return over(
            sum(step.of.map((name, place) => times(get(name), whole(step.weights[place] ?? 0)))),
            whole(step.weights.reduce((a, b) => a + b, 0)),
          );
        case 'cap':
          throw new Error('a total has no cap');
        case 'share':
          return over(times(get(step.of), of(step.percent)), whole(100));
        case 'round':
          return rounded(get(step.of), step.mode);
      }
    })();
    expect(isSame(value, of(step.value)), step.name).toBe(true);
    found.set(step.name, value);
  }
  const [n, d] = get('total');
  return n / d;
}

/** What a control is, from its marks alone. */
function controlByHand(plan: Plan, marks: Marks, key: string): Fraction | null {
  const counted = plan.columns.filter(column => column.control === key && marks[column.key] !== 'E');
  const pointsOf = (column: Column): Fraction => {
    const mark = marks[column.key] ?? '';
    const [, number = '0', late] = /^([\d.]+)(?:L(\d*))?$/.exec(mark) ?? [];
    const kept = late ? (plan.late[Math.min(Number(late), plan.late.length) - 1] ?? '100') : '100';
    return over(times(decimal(number), decimal(kept)), whole(100));
  };
  const current = counted.filter(column => column.isMidterm !== true);
  const [midterm] = counted.filter(column => column.isMidterm === true);
  const share =
    current.length === 0
      ? null
      : times(
          over(sum(current.map(pointsOf)), sum(current.map(({ maximum }) => decimal(maximum)))),
          whole(100),
        );
  if (midterm === undefined) return share;
  return share === null ? pointsOf(midterm) : over(plus(share, pointsOf(midterm)), whole(2));
}

const scale: fc.Arbitrary<ScaleRow[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 11, maxLength: 11 })
  .map(cuts => {
    const mins = [...cuts.sort((a, b) => b - a), 0];
    return nationalPolicy.scale.map((row, place) => ({
      ...row,
      min: mins[place] ?? 0,
      max: place === 0 ? 100 : (mins[place - 1] ?? 0) - 1,
    }));
  });
const threshold = fc.option(fc.integer({ min: 0, max: 100 }));
const policies: fc.Arbitrary<GradingPolicy> = fc.record({
  scale,
  formula: fc.integer({ min: 0, max: 1000 }).map(n => ({ midterms: n / 10, exam: (1000 - n) / 10 })),
  rounding: fc.record({ mode: fc.constantFrom(...roundingModes), roundControls: fc.boolean() }),
  thresholds: fc.record({ eachMidterm: threshold, meanMidterm: threshold, exam: threshold }),
});

const maximum = fc.integer({ min: 1, max: 400 }).map(tenths => tenths / 10);
const shareOfMaximum = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      share: fc.integer({ min: 0, max: 100 }),
      late: fc.constantFrom('', 'L', 'L1', 'L2', 'L9'),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom('A', 'E') },
);
const period = fc.array(fc.tuple(maximum, shareOfMaximum), { minLength: 1, maxLength: 6 });

interface Class {
  readonly plan: Plan;
  readonly marks: Marks;
}

const classes: fc.Arbitrary<Class> = fc
  .record({
    rule: fc.constantFrom<PeriodRule>(...periodRules),
    count: fc.constantFrom(1, 2, 3, 4),
    periods: fc.tuple(period, period, period, period),
    midterms: fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.constantFrom('', 'A', 'E')),
    late: fc.constantFrom<string[]>([], ['90'], ['100', '87.5', '50']),
  })
  .map(({ rule, count, periods, midterms, late }) => {
    const columns: Column[] = [];
    const marks: Record<string, string> = {};
    const add = (control: MidtermKey, works: (typeof periods)[number]): void => {
      works.forEach(([points, mark], place) => {
        const key = `${control}-${place}`;
        columns.push({
          ...{ key, control, kind: 'seminar', number: place, title: '', week: 1 },
          maximum: String(points),
        });
        marks[key] =
          typeof mark === 'string' ? mark : `${((points * 10 * mark.share) / 1000).toFixed(4)}${mark.late}`;
      });
      if (rule !== 'current-and-midterm') return;
      const key = `${control}-work`;
      columns.push({
        ...{ key, control, kind: 'midterm', number: 1, title: '', week: 1, maximum: '100' },
        isMidterm: true,
      });
      marks[key] = midterms[1] === '' ? String(midterms[0] / 10) : midterms[1];
    };
    const used = midtermKeys.slice(0, count);
    used.forEach((control, place) => add(control, periods[place]!));
    const midtermSources = Object.fromEntries(used.map(control => [control, 'period' as const]));
    return { plan: { columns, sources: { ...midtermSources, exam: 'panel' }, rule, late }, marks };
  });

const isEqual = (value: Exact | null, expected: Fraction | null): boolean =>
  value === null || expected === null ? value === null && expected === null : isSame(of(value), expected);

describe('how a number was computed, under any policy and any formula of periods', () => {
  const exam = fc.integer({ min: 0, max: 100 });

  it('recomputes to the number: every control from its marks, every total from its controls', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(classes, policies, exam, ({ plan, marks }, policy, percent) => {
        const row = computeRow({ plan, policy, courseTotal }, marks, { percent, released: true });
        const controls = midtermsOf(plan);
        const given: Fraction[] = [];
        for (const key of controls) {
          const steps: ControlStep[] = [];
          const control: ControlResult = controlOf(plan, policy, marks, key, steps);
          const byHand = controlByHand(plan, marks, key);
          expect(control).toEqual(findControl(row, key));
          expect(isEqual(control.percent, byHand)).toBe(true);
          if (byHand === null) continue;
          expect(isEqual(control.value, recomputeControl(steps))).toBe(true);
          given.push(policy.rounding.roundControls ? rounded(byHand, policy.rounding.mode) : byHand);
        }
        if (given.length < controls.length) {
          expect(row.result).toBeNull();
          return;
        }
        const { result } = row;
        expect(BigInt(result?.total ?? -1)).toBe(recomputeTotal(result?.steps ?? []));
        const weights = row.midterms.map(({ offered }) =>
          plan.rule === 'cumulative' ? of(offered) : whole(1),
        );
        // Where a period offers nothing, its midterm work alone is the control, and all count alike.
        const counts = weights.some(weight => weight[0] === 0n) ? controls.map(() => whole(1)) : weights;
        const midterms = over(
          sum(given.map((value, place) => times(value, counts[place] ?? whole(0)))),
          sum(counts),
        );
        const total = plus(
          times(midterms, over(decimal(String(policy.formula.midterms)), whole(100))),
          times(whole(percent), over(decimal(String(policy.formula.exam)), whole(100))),
        );
        expect(BigInt(result?.total ?? -1)).toBe(rounded(total, policy.rounding.mode)[0]);
        expect(result?.letter).toBe(classify(result?.total ?? -1, policy.scale).letter);
        seen.add(`${plan.rule} ${controls.length}`);
      }),
      { numRuns: 400 },
    );
    expect(seen.size).toBe(12);
  });
});
