import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outline, rowsOf, weightsOf } from '../../../src/features/authoring/domain/outline.ts';
import { checkSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { type CalendarRow, type Syllabus } from '../../../src/features/syllabus/domain/types.ts';

const words = {
  topic: 'Тақырып',
  midterm: 'Аралық бақылау',
  final: 'Қорытынды бақылау',
  prepares: (p: { number: number }) => `БӨЖ ${p.number}`,
};
const usual: Outline = {
  weeks: 15,
  lectures: 15,
  lectureHours: 1,
  classKind: 'seminar',
  classes: 15,
  classHours: 2,
  classPoints: 8,
  srs: 4,
  midterms: [7, 15],
};
const points = (rows: readonly CalendarRow[], from: number, to: number): number =>
  rows
    .filter(row => row.week !== null && row.week >= from && row.week <= to && row.kind !== 'midterm')
    .reduce((sum, row) => sum + (row.maxPoints ?? 0), 0);

describe('the rows of an outline', () => {
  it('of 15 lectures, 15 seminars of 8 and four SRS are those of the usual syllabus', () => {
    const rows = rowsOf(usual, words) ?? [];
    const count = (kind: string) => rows.filter(row => row.kind === kind).length;
    expect(['lecture', 'seminar', 'srsp', 'srs', 'midterm', 'final'].map(count)).toEqual([
      15, 15, 4, 4, 2, 1,
    ]);
    expect(rows.filter(({ kind }) => kind === 'srs').map(({ maxPoints }) => maxPoints)).toEqual([
      22, 22, 18, 18,
    ]);
    expect(rows.at(-1)).toMatchObject({ kind: 'final', week: null, number: null });
  });

  it('sum to exactly 100 points in every period that has an SRS, whatever the outline', () => {
    const outlines = fc
      .record({
        weeks: fc.integer({ min: 4, max: 18 }),
        lectures: fc.nat(30),
        lectureHours: fc.constantFrom(1, 2),
        classKind: fc.constantFrom('seminar' as const, 'practical' as const, 'lab' as const),
        classes: fc.nat(20),
        classHours: fc.constantFrom(1, 2),
        classPoints: fc.constantFrom(0, 2.5, 5, 8, 10),
        srs: fc.integer({ min: 2, max: 8 }),
        first: fc.integer({ min: 1, max: 99 }),
      })
      .map(({ first, ...rest }) => ({ ...rest, midterms: [(first % (rest.weeks - 1)) + 1, rest.weeks] }));
    fc.assert(
      fc.property(outlines, outline => {
        const rows = rowsOf(outline, words);
        if (rows === null) return;
        const [middle = 0, end = 0] = outline.midterms;
        expect(points(rows, 1, middle)).toBe(100);
        expect(points(rows, middle + 1, end)).toBe(100);
        const numbers = rows.filter(({ kind }) => kind === 'srs').map(({ number }) => number);
        expect(numbers).toEqual([...numbers].sort((a, b) => (a ?? 0) - (b ?? 0)));
        expect(rows.filter(({ kind }) => kind === outline.classKind).length).toBe(outline.classes);
        // A consultation stands in the period of the work that it prepares, never after it.
        for (const row of rows.filter(({ kind }) => kind === 'srsp')) {
          const target = rows.find(one => one.kind === 'srs' && one.number === row.prepares?.number);
          expect(row.week ?? 0).toBeLessThanOrEqual(target?.week ?? 0);
          expect((row.week ?? 0) <= middle).toBe((target?.week ?? 0) <= middle);
        }
      }),
    );
  });

  it('are refused when a period’s classes alone have more than 100 points', () => {
    expect(rowsOf({ ...usual, classPoints: 15 }, words)).toBeNull();
  });

  it('and their weights contradict nothing that the checks know', () => {
    const calendar = rowsOf(usual, words) ?? [];
    const weights = weightsOf(calendar, {
      practice: 'Практикалық сабақтар',
      independent: 'Өзіндік жұмыс',
      exam: 'Емтихан',
    });
    expect(weights.map(({ percent }) => percent)).toEqual([36, 24, 40]);
    const syllabus: Syllabus = {
      kind: 'syllabus',
      language: 'kk',
      course: { title: 'a', code: null, credits: 5, aim: null, prerequisites: [], postrequisites: [] },
      outcomes: [],
      policies: [],
      scale: [],
      weights,
      calendar,
      rubric: null,
    };
    const evidence = { exampleCriteria: null, namedOutcomes: null, coveredWeeks: [] };
    expect(checkSyllabus(syllabus, evidence as never, null).map(({ code }) => code)).toEqual([]);
  });
});
