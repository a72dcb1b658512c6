import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column } from '../../../src/features/gradebook/index.ts';
import { createMatcher, type Decision } from '../../../src/features/marksimport/index.ts';
import { guessColumns, overallColumn, platformOf } from '../../../src/features/moocresults/domain/columns.ts';
import {
  dayIn,
  dayInName,
  guessScale,
  hasCompleted,
  readResult,
  type ResultSource,
  type Rules,
  usualRules,
} from '../../../src/features/moocresults/domain/conversion.ts';
import {
  overall,
  previewResults,
  type ResultsInput,
} from '../../../src/features/moocresults/domain/preview.ts';
import { formatExact } from '../../../src/kernel/exact.ts';
import { asId } from '../../../src/kernel/ids.ts';

const exports = {
  'open-edx': [
    ...['Student ID', 'Email', 'Username', 'Grade', 'Homework 1: Data', 'Homework (Avg)', 'Enrollment Track'],
    ...['Verification Status', 'Certificate Eligible', 'Certificate Delivered', 'Certificate Type'],
  ],
  coursera: [
    'Name',
    'Email',
    'External Id',
    'Course',
    'Overall Progress',
    'Completed',
    'Completion Time',
    'Course Grade',
  ],
  moodle: [
    'Имя',
    'Фамилия',
    'Адрес электронной почты',
    'Тест:1 (Значение)',
    'Итоговая оценка за курс (Значение)',
  ],
};

describe('an export of a platform', () => {
  it('is known by its headings, and so is where the result stands', () => {
    for (const [platform, headings] of Object.entries(exports)) expect(platformOf(headings)).toBe(platform);
    expect(overallColumn(exports['open-edx'])).toBe(3);
    expect(overallColumn(exports.coursera)).toBe(7);
    expect(overallColumn(exports.moodle)).toBe(4);
    expect(overallColumn(['Аты-жөні', 'Нәтиже, %'])).toBe(1);
  });

  it('has people by address and name; the platform’s own number means nobody', () => {
    expect(guessColumns(exports['open-edx'], new Map())).toMatchObject({
      email: 1,
      'sourced-id': null,
      'user-id': null,
    });
    expect(guessColumns(exports.coursera, new Map())).toMatchObject({
      name: 0,
      email: 1,
      'sourced-id': 2,
      'completed-on': 6,
    });
    expect(guessColumns(['Кім', 'Нәтиже'], new Map([['name', 'Кім']]))).toMatchObject({ name: 0 });
  });

  it('tells its day in rows or in its name', () => {
    expect(dayIn('2026-11-20 09:30:00 UTC')).toBe('2026-11-20');
    expect(dayIn('2026-11-20T09:30:00.000Z')).toBe('2026-11-20');
    expect(dayIn('5.09.2026')).toBe('2026-09-05');
    expect(dayIn('11/20/2026')).toBeNull();
    expect(dayInName('KazNU_DA_2026_grade_report_2025-12-20-0930.csv')).toBe('2025-12-20');
    expect(dayInName('baga.csv')).toBeNull();
  });
});

describe('a result', () => {
  const read = (text: string, source: Partial<ResultSource> = {}) => {
    const found = readResult(text, { column: 0, scale: 'percent', of: '100', ...source });
    return typeof found === 'string' ? found : formatExact(found, { mark: '.', digits: 4 });
  };

  it('is read exactly in each way in which platforms write it', () => {
    expect(read('0.07', { scale: 'fraction' })).toBe('7');
    expect(read('1.0', { scale: 'fraction' })).toBe('100');
    expect(read('5.0E-2', { scale: 'fraction' })).toBe('5');
    expect(read('85,5 %')).toBe('85.5');
    expect(read('17', { scale: 'points', of: '20' })).toBe('85');
    expect(read('2', { scale: 'points', of: '3' })).toBe('66.6666…');
  });

  it('is none where the platform has none, and unreadable outside its scale', () => {
    for (const text of ['', '-', 'Not Attempted', 'Not Available', 'N/A']) expect(read(text)).toBe('none');
    for (const text of ['101', '-1', '=1+1', 'passed']) expect(read(text)).toBe('unreadable');
    expect(read('85', { scale: 'fraction' })).toBe('unreadable');
    expect(read('21', { scale: 'points', of: '20' })).toBe('unreadable');
    expect(read('1', { scale: 'points', of: '0' })).toBe('unreadable');
  });

  it('is taken for a fraction only where no value is above one', () => {
    expect(guessScale(['0.5', '1.0', 'Not Attempted', '0'])).toBe('fraction');
    expect(guessScale(['0.5', '85'])).toBe('percent');
    expect(guessScale(['0.5', 'eighty'])).toBe('fraction');
    expect(guessScale([])).toBe('percent');
  });
});

const [aigul, berik] = [asId<'person'>('aigul'), asId<'person'>('berik')];
const match = createMatcher([
  { id: aigul, email: 'aigul@univ.example', sourcedId: null, sub: '1', names: ['Сейіт Айгүл'] },
  { id: berik, email: 'berik@univ.example', sourcedId: null, sub: '2', names: ['Омар Берік'] },
]);
const srs: Column = {
  ...{ key: 'srs-1', kind: 'srs', number: 1, title: '', week: 3, maximum: '22', control: 'rk1' },
};

function preview(
  rows: string[][],
  given: Partial<Omit<ResultsInput, 'rules'>> & { rules?: Partial<Rules> } = {},
) {
  const source: ResultSource = { column: 2, scale: 'percent', of: '100' };
  return previewResults({
    rows: rows.map((cells, index) => ({ number: index + 2, cells })),
    columns: { ...{ email: 0, name: 1, 'completed-on': 3 }, ...none },
    targets: [
      { key: overall, column: null, source, dueOn: null },
      { key: 'srs-1', column: srs, source, dueOn: '2026-09-20' },
    ],
    match,
    decisions: new Map(),
    window: { from: '2026-08-01', until: '2027-02-01' },
    fileDay: null,
    closed: new Set(),
    marksOf: () => ({}),
    broughtMark: () => null,
    ...given,
    rules: { ...usualRules, ...given.rules },
  });
}
const none = { 'sourced-id': null, 'user-id': null, 'family-name': null, 'given-name': null };
const marks = (found: ReturnType<typeof preview>) =>
  found.changes.map(({ person, from, to, kind }) => [person, from, to, kind]);

describe('results of an online course', () => {
  it('become points of the row that counts them, and the overview keeps the percents', () => {
    const found = preview([['aigul@univ.example', '', '85,5', '2026-09-10']]);
    expect(marks(found)).toEqual([[aigul, '', '18.81', 'new']]);
    expect(found.results).toContainEqual({
      row: 2,
      person: aigul,
      target: overall,
      percent: '85.5',
      on: '2026-09-10',
    });
  });

  it('change what they brought before; what was typed since is told apart', () => {
    const rows = [['aigul@univ.example', '', '50', '']];
    const brought = { marksOf: () => ({ 'srs-1': '22' }), broughtMark: () => '22' };
    expect(marks(preview(rows, brought))).toEqual([[aigul, '22', '11', 'corrected']]);
    expect(marks(preview(rows, { ...brought, broughtMark: () => '20' }))).toEqual([
      [aigul, '22', '11', 'by-hand'],
    ]);
    expect(preview(rows, { marksOf: () => ({ 'srs-1': '11' }) })).toMatchObject({ changes: [], same: 1 });
  });

  it('of one learner with several rows are merged by the rule: the best, or the last', () => {
    const rows = [
      ['aigul@univ.example', '', '60', '2026-09-12'],
      ['aigul@univ.example', '', '90', '2026-09-01'],
      ['aigul@univ.example', '', '', '2026-09-15'],
    ];
    expect(preview(rows).results[0]).toMatchObject({ percent: '90', row: 3 });
    expect(preview(rows, { rules: { attempts: 'last' } }).results[0]).toMatchObject({
      percent: '60',
      row: 2,
    });
    expect(preview(rows).merged).toBe(1);
  });

  it('of one learner with three addresses are asked about, and merged once somebody has said whose they are', () => {
    const rows = [
      ['aigul@univ.example', 'Сейіт Айгүл', '60', ''],
      ['aigul.s@mail.example', 'Сейіт Айгүл', '95', ''],
      ['as@other.example', 'Seiit Aigul', '70', ''],
    ];
    const before = preview(rows);
    expect(before.asked.map(({ row, why }) => [row, why])).toEqual([
      [3, 'other-address'],
      [4, 'similar-name'],
    ]);
    expect(before.results[0]?.percent).toBe('60');
    const decided = new Map<number, Decision>([
      [3, aigul],
      [4, 'nobody'],
    ]);
    expect(preview(rows, { decisions: decided }).results[0]?.percent).toBe('95');
  });

  it('of another year wait for a decision', () => {
    const rows = [
      ['aigul@univ.example', '', '60', '2025-11-12'],
      ['berik@univ.example', '', '70', '2026-09-12'],
    ];
    const found = preview(rows);
    expect(found.outside).toEqual({ rows: 1, first: '2025-11-12', last: '2025-11-12' });
    expect(found.results.map(({ person }) => person)).toEqual([berik, berik]);
    expect(preview(rows, { rules: { outside: 'take' } }).people).toBe(2);
    const undated = [['aigul@univ.example', '', '60', '']];
    expect(preview(undated, { fileDay: '2025-12-20' }).outside?.rows).toBe(1);
    expect(preview(undated, { fileDay: '2025-12-20', window: null }).people).toBe(1);
  });

  it('complete an online course from the threshold on, from half of it where none was chosen, and nobody can say without percents', () => {
    expect(hasCompleted('49.99', '50')).toBe(false);
    expect(hasCompleted('50', '50')).toBe(true);
    expect(hasCompleted('70', '75')).toBe(false);
    expect(hasCompleted('50', '')).toBe(true);
    expect(hasCompleted('49', '')).toBe(false);
    expect(hasCompleted(null, '50')).toBeNull();
  });

  it('below the threshold are nothing or no points, and late ones are what the rule says', () => {
    const low = [['aigul@univ.example', '', '49.99', '2026-09-10']];
    expect(marks(preview(low, { rules: { threshold: '50' } }))).toEqual([[aigul, '', '0', 'new']]);
    expect(preview(low, { rules: { threshold: '50', below: 'nothing' } })).toMatchObject({
      changes: [],
      notTaken: [{ why: 'below' }],
    });
    const late = [['aigul@univ.example', '', '50', '2026-09-21']];
    expect(marks(preview(late))[0]?.[2]).toBe('11');
    expect(marks(preview(late, { rules: { late: 'mark' } }))[0]?.[2]).toBe('11L');
    expect(preview(late, { rules: { late: 'leave' } }).notTaken[0]?.why).toBe('late');
  });

  it('that cannot be read are listed at their rows, and the others taken', () => {
    const found = preview([
      ['aigul@univ.example', '', '=HYPERLINK("x")', ''],
      ['berik@univ.example', '', '80', ''],
    ]);
    expect(found.notTaken.map(({ row, why }) => [row, why])).toContainEqual([2, 'unreadable']);
    expect(found.changes).toHaveLength(1);
  });

  it('never bring less than nothing or more than the row has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(0, 1, 2), (hundredths, digits) => {
        const percent = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
        const [change] = preview([['aigul@univ.example', '', percent, '']], { rules: { digits } }).changes;
        const points = Number(change?.to);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(22);
        expect(Math.abs(points - (hundredths * 22) / 10_000)).toBeLessThanOrEqual(0.5 / 10 ** digits + 1e-9);
      }),
    );
  });
});
