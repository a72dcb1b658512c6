import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPolicy, letters } from '../../../src/features/grading/index.ts';
import { classify } from '../../../src/features/grading/domain/classify.ts';
import { parseInstitutionPolicy } from '../../../src/features/grading/domain/parsePolicy.ts';
import { nationalPolicy } from '../../../src/features/grading/domain/policy.ts';
import {
  formOf,
  type FormFault,
  readPolicyForm,
  type Typed,
} from '../../../src/features/policy/domain/policyForm.ts';
import { presets } from '../../../src/features/policy/domain/presets.ts';

const form = (changes: Typed = {}): Typed => ({
  ...formOf(firstPolicy),
  from: '2026-09-01',
  note: 'Бұйрық № 12',
  ...changes,
});

function faultsOf(changes: Typed): readonly FormFault[] {
  const reading = readPolicyForm(form(changes));
  return reading.ok ? [] : reading.faults;
}

describe('the form of a policy', () => {
  it('says every preset and takes it back unchanged', () => {
    const named = {
      ...presets['half-admission'],
      labels: {
        excellent: { kk: 'Үздік', ru: 'Отлично', en: 'Excellent' },
        good: { kk: 'Жақсы', ru: 'Хорошо', en: 'Good' },
        satisfactory: { kk: 'Орта', ru: 'Удовл.', en: 'Fair' },
        unsatisfactory: { kk: 'Нашар', ru: 'Неуд.', en: 'Fail' },
      },
      periods: { count: 1 as const, rule: 'cumulative' as const },
      windows: { editDays: 7, closedByStatement: true, appealDays: 3 },
    };
    const counts = [3, 4] as const;
    const longer = counts.map(count => ({ ...named, periods: { count, rule: 'mean' as const } }));
    for (const policy of [...Object.values(presets), named, ...longer]) {
      const reading = readPolicyForm({ ...formOf(policy), from: '2026-09-01', note: '1' });
      expect(reading).toEqual({ ok: true, wish: { policy, from: '2026-09-01', note: '1' } });
      expect(parseInstitutionPolicy(JSON.parse(JSON.stringify(policy)))).toEqual({ ok: true, policy });
    }
  });

  it('takes a decimal comma, and leaves out a letter without limits', () => {
    const reading = readPolicyForm(
      form({ midterms: '62,5', exam: '37.5', 'scale.FX.min': '', 'scale.FX.max': '', 'scale.F.max': '49' }),
    );
    if (!reading.ok) throw new Error('refused');
    expect(reading.wish.policy.formula).toEqual({ midterms: 62.5, exam: 37.5 });
    expect(reading.wish.policy.scale).toHaveLength(11);
  });

  it.each<[string, Typed, unknown]>([
    ['a gap of the scale', { 'scale.B.max': '83' }, { fault: { code: 'gap', min: 84, max: 84 } }],
    ['an overlap', { 'scale.B.max': '85' }, { fault: { code: 'overlap', min: 85, max: 85 } }],
    [
      'a scale without F',
      { 'scale.F.min': '', 'scale.F.max': '', 'scale.FX.min': '0' },
      { fault: { code: 'no-failing' } },
    ],
    ['a limit that is no whole number', { 'scale.B.max': '84,5' }, { code: 'whole', field: 'scale.B.max' }],
    ['a row with one limit', { 'scale.B.max': '' }, { code: 'whole', field: 'scale.B.max' }],
    ['shares that are not 100', { exam: '39,9' }, { code: 'hundred' }],
    ['a threshold above 100', { eachMidterm: '101' }, { code: 'percent', field: 'eachMidterm' }],
    ['an unknown rule', { rule: 'median' }, { code: 'choice', field: 'rule' }],
    [
      'a label in two languages',
      { 'label.good.kk': 'Жақсы', 'label.good.ru': 'Хорошо' },
      { code: 'words', field: 'label.excellent.kk' },
    ],
    ['a status without its words', { 'status.4.code': 'N' }, { code: 'words', field: 'status.4.kk' }],
    ['a status that is a letter', { 'status.0.code': 'A' }, { code: 'code', field: 'status.0.code' }],
    ['a code that stands twice', { 'status.1.code': 'I' }, { code: 'code', field: 'status.1.code' }],
    ['a window in words', { editDays: 'апта' }, { code: 'days', field: 'editDays' }],
    ['no number of resits', { resits: '' }, { code: 'few', field: 'resits' }],
    ['a day that is none', { from: '2026-02-30' }, { code: 'date', field: 'from' }],
    ['no note', { note: ' ' }, { code: 'note', field: 'note' }],
  ])('refuses %s, and names the place', (_, changes, fault) => {
    expect(faultsOf(changes)).toContainEqual(expect.objectContaining(fault as object));
  });

  it('never takes a scale that leaves a whole percent without a letter, or with two', () => {
    const limit = fc.integer({ min: -1, max: 101 });
    const rows = fc.uniqueArray(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.tuple(limit, limit), { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        (used, limits, isWhole) => {
          const blank = letters.flatMap(letter => [
            [`scale.${letter}.min`, ''],
            [`scale.${letter}.max`, ''],
          ]);
          // Half of the scales are whole, so that both answers are met.
          const ordered = letters.filter(letter => used.includes(letter) || (isWhole && letter === 'F'));
          const cuts = limits.map(([min]) => Math.min(100, Math.max(1, min))).sort((a, b) => b - a);
          const filled = ordered.flatMap((letter, place) => {
            const [min, max] = isWhole
              ? [
                  place === ordered.length - 1 ? 0 : (cuts[place] ?? 1),
                  place === 0 ? 100 : (cuts[place - 1] ?? 1) - 1,
                ]
              : (limits[place] ?? [0, 0]);
            return [
              [`scale.${letter}.min`, String(min)],
              [`scale.${letter}.max`, String(max)],
            ];
          });
          const typed = form(Object.fromEntries([...blank, ...filled]) as Record<string, string>);
          const reading = readPolicyForm(typed);
          if (!reading.ok) return;
          for (let percent = 0; percent <= 100; percent += 1) {
            const { scale } = reading.wish.policy;
            expect(scale.filter(({ min, max }) => min <= percent && percent <= max)).toEqual([
              classify(percent, scale),
            ]);
          }
        },
      ),
    );
  });
});

describe('a stored policy', () => {
  it('may be older than everything beside the arithmetic', () => {
    expect(parseInstitutionPolicy(nationalPolicy)).toEqual({ ok: true, policy: firstPolicy });
  });

  it('is refused with an unknown part, a status that is a letter, or one code twice', () => {
    const problemsOf = (change: object) => {
      const reading = parseInstitutionPolicy({ ...firstPolicy, ...change });
      return reading.ok ? [] : reading.problems.map(problem => problem.split(':')[0]);
    };
    const [status] = firstPolicy.statuses;
    expect(problemsOf({ extra: 1 })).toEqual(['policy']);
    expect(problemsOf({ statuses: [status, status] })).toEqual(['statuses']);
    expect(problemsOf({ statuses: [{ ...status, code: 'FX' }] })).toEqual(['statuses']);
    expect(problemsOf({ periods: { count: 5, rule: 'mean' } })).toEqual(['periods.count']);
  });
});
