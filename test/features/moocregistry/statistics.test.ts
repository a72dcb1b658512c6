import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  levels,
  moocLanguages,
  opennesses,
  platforms,
  stages,
} from '../../../src/features/moocregistry/domain/mooc.ts';
import {
  indexMooc,
  type MoocFilter,
  searchRegistry,
} from '../../../src/features/moocregistry/domain/search.ts';
import {
  type CountedUse,
  statisticsOf,
  useCounts,
  useGroups,
} from '../../../src/features/moocregistry/domain/statistics.ts';
import { addDays } from '../../../src/kernel/dates.ts';
import { entryOf } from './courses.ts';

const on = '2026-11-22';
const link = fc.constantFrom('works', 'missing', 'unreachable', 'not-called');
const entries = fc.array(
  fc
    .record({
      stage: fc.constantFrom(...stages),
      approvedDays: fc.option(fc.integer({ min: 0, max: 1_800 }), { nil: null }),
      platform: fc.constantFrom(...platforms),
      language: fc.constantFrom(...moocLanguages),
      level: fc.constantFrom(...levels),
      openness: fc.constantFrom(...opennesses),
      outcome: fc.option(link, { nil: null }),
    })
    .map(({ approvedDays, outcome, ...entry }) =>
      entryOf({
        ...entry,
        approvedOn: approvedDays === null ? null : addDays(on, -approvedDays),
        link: outcome === null ? null : { at: new Date(0), outcome, status: null },
      }),
    ),
  { maxLength: 40 },
);

describe('a figure of the registry', () => {
  it('is the length of the list that it opens', () => {
    fc.assert(
      fc.property(entries, moocs => {
        const index = moocs.map(indexMooc);
        const lengthOf = (filter: MoocFilter): number => searchRegistry(index, filter, on).length;
        const figures = statisticsOf(moocs, on);
        for (const { value, count } of figures.states) expect(count).toBe(lengthOf({ states: [value] }));
        for (const { value, count } of figures.ages) expect(count).toBe(lengthOf({ age: value }));
        for (const { value, count } of figures.platforms) expect(count).toBe(lengthOf({ platform: value }));
        for (const { value, count } of figures.languages) expect(count).toBe(lengthOf({ language: value }));
        for (const { value, count } of figures.levels) expect(count).toBe(lengthOf({ level: value }));
        for (const { value, count } of figures.opennesses) expect(count).toBe(lengthOf({ openness: value }));
        expect(figures.badLinks).toBe(lengthOf({ links: 'bad' }));
        expect(figures.uncheckedLinks).toBe(lengthOf({ links: 'unchecked' }));
        expect(figures.states.reduce((sum, { count }) => sum + count, 0)).toBe(moocs.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('figures of use', () => {
  const useOf = (use: Partial<CountedUse>): CountedUse => ({
    moocId: 'a',
    department: 'Информатика',
    term: '2026/27-1',
    model: 2,
    learners: null,
    completed: null,
    ...use,
  });

  it('sum what maps tell, and say how many tell', () => {
    const uses = [useOf({ learners: 30, completed: 0 }), useOf({ learners: 12 }), useOf({})];
    expect(useCounts(uses)).toEqual({
      maps: 3,
      learners: { sum: 42, of: 2 },
      completed: { sum: 0, of: 1 },
    });
  });

  it('are unknown, not nought, where nobody tells', () => {
    expect(useCounts([useOf({})]).learners).toBeNull();
    expect(useCounts([])).toEqual({ maps: 0, learners: null, completed: null });
  });

  it('stand by department and term, the unknown ones last', () => {
    const uses = [useOf({ department: null }), useOf({ term: '2025/26-2' }), useOf({}), useOf({})];
    expect(useGroups(uses).map(({ department, term, maps }) => [department, term, maps])).toEqual([
      ['Информатика', '2025/26-2', 1],
      ['Информатика', '2026/27-1', 2],
      [null, '2026/27-1', 1],
    ]);
  });
});
