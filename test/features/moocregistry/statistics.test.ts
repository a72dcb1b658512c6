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
  isAsked,
  notKnown,
  statisticsOf,
  termGroups,
  useCounts,
  useGroups,
} from '../../../src/features/moocregistry/domain/statistics.ts';
import {
  type StatisticsFacts,
  statisticsView,
  usesView,
  writeStatistics,
} from '../../../src/features/moocregistry/statisticsView.ts';
import { type MoocUse } from '../../../src/features/moocregistry/usePort.ts';
import { readRows } from '../../../src/documents/index.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
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
      completion: 0,
    });
  });

  it('are unknown, not nought, where nobody tells', () => {
    expect(useCounts([useOf({})]).learners).toBeNull();
    expect(useCounts([])).toEqual({ maps: 0, learners: null, completed: null, completion: null });
  });

  it('take completion of the maps that tell learners and completed alike', () => {
    const uses = [useOf({ learners: 30, completed: 10 }), useOf({ learners: 70 }), useOf({ completed: 5 })];
    expect(useCounts(uses).completion).toBe(33);
    expect(useCounts([useOf({ learners: 0, completed: 0 })]).completion).toBeNull();
  });

  it('stand by term, the unknown one last', () => {
    const uses = [
      useOf({ term: null, learners: 1 }),
      useOf({ learners: 2 }),
      useOf({ learners: 3, department: null }),
    ];
    expect(termGroups(uses).map(({ term, learners }) => [term, learners?.sum])).toEqual([
      ['2026/27-1', 5],
      [null, 1],
    ]);
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

describe('a figure of use', () => {
  const names = fc.constantFrom(null, 'Информатика', ' ИНФОРМАТИКА ', 'Қаржы', 'каржы', '–');
  const anyUse = fc.record({ department: names, term: fc.constantFrom('2025/2026-2', null) });

  it('is the length of the list that it opens, however people spell their department', () => {
    fc.assert(
      fc.property(fc.array(anyUse, { maxLength: 20 }), given => {
        const uses = given.map(one => ({
          ...{ moocId: 'a', model: 2 as const, learners: null, completed: null },
          ...one,
        }));
        const groups = useGroups(uses);
        for (const { department, term, maps } of groups) {
          const asked = { department: department ?? notKnown, term: term ?? notKnown };
          expect(uses.filter(one => isAsked(one, asked))).toHaveLength(maps);
        }
        expect(groups.reduce((sum, { maps }) => sum + maps, 0)).toBe(uses.length);
        expect(new Set(groups.map(({ department }) => department)).size).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('the page of figures', () => {
  const facts = (uses: readonly MoocUse[] | null): StatisticsFacts => ({
    moocs: [{ ...entryOf({ number: 1, stage: 'in-use', approvedOn: '2026-01-01' }), state: 'in-use' }],
    uses,
    today: on,
    base: '/l/1',
    t: catalogueOf('en'),
    lang: 'en',
  });
  const use: MoocUse = {
    moocId: entryOf({ number: 1 }).id,
    course: 'Statistics & more',
    department: null,
    term: '2026/2027-1',
    model: 3,
    learners: 25,
    completed: null,
  };

  it('leads from each figure to its list', () => {
    const view = statisticsView(facts([use]));
    const lines = [...view.tables, ...view.uses].flatMap(table => table.lines);
    const hrefs = new Map(lines.map(({ names, href }) => [names.join(', '), href]));
    expect(hrefs.get('In use')).toBe('/l/1/moocs?state=in-use');
    expect(hrefs.get('up to 1 year')).toBe('/l/1/moocs?age=under1');
    expect(hrefs.get('Model 3')).toBe('/l/1/moocs/statistics/uses?model=3');
    expect(hrefs.get('2026/2027-1')).toBe('/l/1/moocs/statistics/uses?term=2026%2F2027-1');
    expect(hrefs.get('No department given, 2026/2027-1')).toBe(
      '/l/1/moocs/statistics/uses?department=-&term=2026%2F2027-1',
    );
    expect(usesView([use], facts([use])).rows[0]).toMatchObject({
      course: 'Statistics & more',
      learners: '25',
      completed: 'unknown',
    });
  });

  it('draws states, ages, models and completion, each bar with the figure and the list of its line', () => {
    const view = statisticsView(
      facts([
        { ...use, completed: 10 },
        { ...use, term: null },
      ]),
    );
    const tables = [...view.tables, ...view.uses];
    const drawn = tables.flatMap(({ id, bars }) => (bars === undefined ? [] : [[id, bars.plot] as const]));
    expect(drawn.map(([id]) => id)).toEqual(['state', 'age', 'model', 'term']);
    const [, completion] = drawn.at(-1) ?? [];
    expect(completion?.bars).toHaveLength(1);
    expect(completion?.bars[0]).toMatchObject({
      label: '2026/2027-1: 40 %',
      href: '/l/1/moocs/statistics/uses?term=2026%2F2027-1',
    });
    for (const [, plot] of drawn)
      for (const { bar } of plot.bars) expect(bar.x + bar.wide).toBeLessThanOrEqual(plot.width);
  });

  it('has no figures of maps where nothing is known of them', () => {
    const view = statisticsView(facts(null));
    expect(view.uses).toEqual([]);
    expect(view.usesUnknown).not.toBeNull();
  });

  it('is the same as a file', async () => {
    const rows: (readonly string[])[] = [];
    const named = { ...use, department: '=Информатика' };
    await readRows(await writeStatistics(facts([use, named])), 'a.xlsx', cells => rows.push(cells));
    expect(rows).toContainEqual(['In use', '1']);
    expect(rows).toContainEqual(['Model 3', '2', '50', 'unknown', 'unknown']);
    expect(rows).toContainEqual(['=Информатика', '2026/2027-1', '1', '25', 'unknown', 'unknown']);
    const title = usesView([use], facts([use])).rows[0]?.mooc?.text ?? '';
    expect(rows).toContainEqual([
      ...['Statistics & more', title, 'Model 3', 'No department given', '2026/2027-1', '25', 'unknown'],
    ]);
  });
});
