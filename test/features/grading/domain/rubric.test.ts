import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyDraft,
  findPercents,
  longestComment,
  readDraft,
} from '../../../../src/features/grading/domain/draft.ts';
import {
  type Band,
  criteriaOf,
  findBand,
  readPercent,
  type Rubric,
  rubricProblems,
} from '../../../../src/features/grading/domain/rubric.ts';

const bands: readonly Band[] = [
  { min: 90, max: 100, label: 'excellent' },
  { min: 70, max: 89, label: 'good' },
  { min: 50, max: 69, label: 'satisfactory' },
  { min: 25, max: 49, label: 'unsatisfactory' },
  { min: 0, max: 24, label: 'unsatisfactory' },
];
const criterion = (number: number) => ({
  number,
  text: `Criterion ${number}`,
  descriptors: ['a', 'b', 'c', 'd', 'e'],
});
const question = (number: number) => ({ number, criteria: [1, 2, 3].map(criterion) });
const rubric: Rubric = { title: 'Final control', bands, questions: [1, 2].map(question) };

describe('a rubric', () => {
  it('lists its criteria in the order of the document', () => {
    expect(criteriaOf(rubric).map(({ question, number }) => `${question}.${number}`)).toEqual([
      '1.1',
      '1.2',
      '1.3',
      '2.1',
      '2.2',
      '2.3',
    ]);
  });

  it('has one band for each whole percent and none for a fraction', () => {
    for (let percent = 0; percent <= 100; percent++) {
      const place = findBand(bands, percent);
      expect(
        bands
          .map((band, index) => (band.min <= percent && percent <= band.max ? index : -1))
          .filter(i => i >= 0),
      ).toEqual([place]);
    }
    for (const percent of [69.5, 89.9, -1, 101, NaN]) expect(findBand(bands, percent)).toBeNull();
  });

  it('is sound when its bands cover every percent and each criterion describes each band', () => {
    expect(rubricProblems(rubric)).toEqual([]);
    expect(rubricProblems({ ...rubric, questions: [] })).toEqual([{ code: 'no-criteria' }]);
    expect(rubricProblems({ ...rubric, bands: bands.with(1, { min: 71, max: 90, label: 'good' }) })).toEqual([
      { code: 'bands-overlap', min: 90, max: 90 },
      { code: 'bands-gap', min: 70, max: 70 },
    ]);
    const short = { ...criterion(2), descriptors: ['a', 'b', 'c', 'd'] };
    expect(
      rubricProblems({ ...rubric, questions: [{ number: 1, criteria: [criterion(1), short] }] }),
    ).toEqual([{ code: 'descriptor-count', question: 1, criterion: 2 }]);
  });
});

describe('a grader’s percent', () => {
  it.each([
    ['71', 71],
    [' 71 ', 71],
    ['\u00a071', 71],
    ['0', 0],
    ['100', 100],
    ['70,0', 70],
    [70, 70],
    ['', null],
    ['  ', null],
    [null, null],
  ])('%j is read as %j', (written, percent) => {
    expect(readPercent(written)).toEqual({ ok: true, percent });
  });

  it.each([
    ['71,5', 'not-whole'],
    ['71.5', 'not-whole'],
    [71.5, 'not-whole'],
    ['99,99999999999999999999', 'not-whole'],
    ['-1', 'negative'],
    ['-0,5', 'negative'],
    [-5, 'negative'],
    ['101', 'above-100'],
    ['100,5', 'above-100'],
    [1e9, 'above-100'],
    ['н/я', 'not-a-number'],
    ['7 5', 'not-a-number'],
    ['1e1', 'not-a-number'],
    ['0x10', 'not-a-number'],
    [NaN, 'not-a-number'],
    [Infinity, 'not-a-number'],
  ])('%j is refused: %s', (written, problem) => {
    expect(readPercent(written)).toEqual({ ok: false, problem });
  });

  it('lies inside the band that was picked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.nat(4), (percent, place) => {
        expect(readPercent(percent, bands[place]).ok).toBe(findBand(bands, percent) === place);
      }),
    );
    expect(readPercent('69', bands[1])).toEqual({ ok: false, problem: 'outside-band' });
    expect(readPercent('', bands[1])).toEqual({ ok: true, percent: null });
  });
});

describe('a grader’s draft', () => {
  it('keeps what is graded and what is not yet', () => {
    expect(
      readDraft(rubric, { criteria: ['100', 75, '', null, '49', 0], comment: ' Жақсы\r\nжұмыс ' }),
    ).toEqual({
      ok: true,
      draft: { criteria: [100, 75, null, null, 49, 0], comment: 'Жақсы\nжұмыс' },
    });
  });

  it('reports each problem at its field', () => {
    const reading = readDraft(rubric, {
      criteria: ['71,5', -1, 101, 69, 70, 'н/я'],
      bands: [null, null, null, 1, 9, null],
      comment: 'x'.repeat(longestComment + 1),
    });
    expect(reading).toEqual({
      ok: false,
      problems: [
        { field: 'criterion', index: 0, code: 'not-whole' },
        { field: 'criterion', index: 1, code: 'negative' },
        { field: 'criterion', index: 2, code: 'above-100' },
        { field: 'criterion', index: 3, code: 'outside-band' },
        { field: 'criterion', index: 4, code: 'unknown-band' },
        { field: 'criterion', index: 5, code: 'not-a-number' },
        { field: 'comment', code: 'too-long' },
      ],
    });
  });

  it('refuses another number of criteria than the rubric has', () => {
    for (const criteria of [[], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7]]) {
      expect(readDraft(rubric, { criteria, comment: '' })).toEqual({
        ok: false,
        problems: [{ field: 'criteria', code: 'count' }],
      });
    }
  });

  it('has percents to compute with only when every criterion is graded', () => {
    expect(findPercents(emptyDraft(rubric))).toBeNull();
    expect(findPercents({ criteria: [100, null], comment: '' })).toBeNull();
    expect(findPercents({ criteria: [], comment: '' })).toBeNull();
    expect(findPercents({ criteria: [100, 0], comment: '' })).toEqual([100, 0]);
  });
});
