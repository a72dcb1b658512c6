import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { datesOfWeek, keyRows } from '../../../src/features/calendar/index.ts';
import { checkMap, hasErrors } from '../../../src/features/moocmap/domain/checks/checkMap.ts';
import { type MapSurroundings } from '../../../src/features/moocmap/domain/checks/surroundings.ts';
import { type CourseMap, type MapRow } from '../../../src/features/moocmap/domain/courseMap.ts';
import { addMooc, editMap, removeMooc } from '../../../src/features/moocmap/domain/edits.ts';
import { followCalendar } from '../../../src/features/moocmap/domain/fill.ts';
import { publishedMapOf } from '../../../src/features/moocmap/domain/published.ts';
import { type RegistryMooc } from '../../../src/features/moocmap/domain/registryMooc.ts';
import { findingViews } from '../../../src/features/moocmap/mapWords.ts';
import { type Syllabus } from '../../../src/features/syllabus/index.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { edited, filledMap, sampleSyllabus } from './filled.ts';

let syllabus: Syllabus;
let map: CourseMap;
let around: MapSurroundings;

beforeAll(async () => {
  const sample = await sampleSyllabus('kk');
  syllabus = { ...sample, course: { ...sample.course, credits: 5 } };
  map = filledMap(syllabus, 'kk');
  around = {
    calendar: keyRows(syllabus.calendar),
    credits: syllabus.course.credits,
    outcomes: syllabus.outcomes.map(({ code }) => code),
    lastWeek: 15,
    daysOfWeek: week => datesOfWeek('2026-09-01', week),
    registry: new Map(),
  };
});

const found = (wanted: CourseMap, with_: Partial<MapSurroundings> = {}) =>
  checkMap(wanted, { ...around, ...with_ }).map(({ code, place }) =>
    place === null ? code : `${code} ${place}`,
  );

const withRow = (key: string, change: Partial<MapRow>): CourseMap => {
  const at = keyRows(map.schedule).findIndex(one => one.key === key);
  return { ...map, schedule: map.schedule.map((row, index) => (index === at ? { ...row, ...change } : row)) };
};

const known = (change: Partial<RegistryMooc> = {}): RegistryMooc => ({
  id: 'r1',
  title: 'Data Analysis Basics',
  platform: 'moocs.kz',
  url: 'https://moocs.kz/data-analysis',
  language: 'kk',
  hours: 60,
  credits: 2,
  modules: [
    { title: 'One', hours: 30, from: '2026-09-14', until: '2026-09-20' },
    { title: 'Two', hours: 30, from: '2026-10-05', until: '2026-10-11' },
  ],
  state: 'in-use',
  ...change,
});
const inRegistry = (change: Partial<RegistryMooc> = {}) => {
  const moocs = map.moocs.map(mooc => (mooc.key === 'm1' ? { ...mooc, registryId: 'r1' } : mooc));
  return found({ ...map, moocs }, { registry: new Map([['r1', known(change)]]) });
};

describe('a filled map', () => {
  it('has no errors, and only what a person must look at', () => {
    expect(checkMap(map, around).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('tells other rooms which rows are marked by which online course, under model 3 alone', () => {
    expect(publishedMapOf(map)).toEqual({
      model: 3,
      moocs: [
        { key: 'm1', title: 'Data Analysis Basics', url: 'https://moocs.kz/data-analysis' },
        { key: 'm2', title: 'Statistics, step by step', url: 'https://open.kaznu.kz/statistics' },
      ],
      countedRows: [{ rowKey: 'srs-1', moocKey: 'm1' }],
    });
    expect(publishedMapOf({ ...map, model: 2 })?.countedRows).toEqual([]);
    expect(publishedMapOf({ ...map, model: null })).toBeNull();
  });
});

describe('the model against the schedule', () => {
  it('must be one of three', () => {
    expect(found({ ...map, model: null })).toContain('model-none');
  });

  it('1 takes no class’s place, and no result counts under 1 and 2', () => {
    expect(found({ ...map, model: 1 })).toEqual(expect.arrayContaining(['model-replaces', 'model-counts']));
    expect(found({ ...map, model: 2 })).toContain('model-counts');
  });

  it('2 replaces a class, 3 counts a result', () => {
    const bare = { ...map, schedule: map.schedule.map(row => ({ ...row, use: null })) };
    expect(found({ ...bare, model: 2 })).toContain('model-no-replaced');
    expect(found({ ...bare, model: 3 })).toContain('model-no-counts');
  });

  it('3 counts only where the syllabus gives a mark', () => {
    const use = { mooc: 'm1', module: null, replaces: false, counts: true };
    expect(found(withRow('lecture-1', { use }))).toContain('counts-no-points lecture-1');
    expect(found(withRow('midterm-1', { use }))).not.toContain('counts-no-points midterm-1');
  });
});

describe('online courses', () => {
  it('are named, linked and chosen once', () => {
    expect(found({ ...map, moocs: [] })).toContain('mooc-none');
    const [first, second] = map.moocs;
    if (first === undefined || second === undefined) throw new Error('two online courses');
    const moocs = [first, { ...second, title: null, url: null }];
    expect(found({ ...map, moocs })).toEqual(expect.arrayContaining(['mooc-untitled m2', 'link-missing m2']));
    expect(found({ ...map, moocs: [first, { ...second, title: 'data ANALYSIS basics' }] })).toContain(
      'mooc-twice m2',
    );
    expect(found({ ...map, moocs: [{ ...first, url: 'javascript:alert(1)' }, second] })).toContain(
      'link-bad m1',
    );
  });

  it('match from 0 to 100 percent, each for itself', () => {
    const with_ = (percent: number | null) =>
      found({ ...map, moocs: map.moocs.map(mooc => ({ ...mooc, percent })) });
    expect(with_(130)).toContain('match-range m1');
    expect(with_(null)).toContain('match-missing m2');
    expect(with_(100).filter(code => code.startsWith('match-range'))).toEqual([]);
  });

  it('that the registry has retired in mid-term are an error; renewal and review are a warning', () => {
    expect(inRegistry({ state: 'retired' })).toContain('mooc-retired m1');
    expect(inRegistry({ state: 'renewal-due' })).toContain('mooc-renewal m1');
    expect(inRegistry({ state: 'review' })).toContain('mooc-not-approved m1');
    expect(inRegistry().filter(code => code.startsWith('mooc-'))).toEqual([]);
  });

  it('are compared with the language, the hours and the credits of the course', () => {
    expect(inRegistry({ language: 'ru' })).toContain('language m1');
    expect(inRegistry({ hours: 70 })).toEqual(expect.arrayContaining(['mooc-hours m1', 'mooc-credits m1']));
    expect(inRegistry({ hours: 900, credits: 30, modules: [] })).toContain('workload-mooc');
    const selection = { ...map.selection, workload: '100 / 5' };
    expect(found({ ...map, selection })).toContain('workload-credits workload');
    expect(found({ ...map, selection: { ...selection, workload: '240 / 8' } })).toContain(
      'workload-course workload',
    );
  });

  it('have their modules in the weeks in which they run', () => {
    expect(inRegistry()).not.toContain('module-dates srs-1');
    const late = [{ title: 'One', hours: 60, from: '2026-11-02', until: '2026-11-08' }];
    expect(inRegistry({ modules: late })).toContain('module-dates srs-1');
    expect(inRegistry({ modules: [] })).not.toContain('module-unknown srs-1');
    const use = { mooc: 'm1', module: 3, replaces: false, counts: true };
    const moocs = map.moocs.map(mooc => (mooc.key === 'm1' ? { ...mooc, registryId: 'r1' } : mooc));
    expect(
      found({ ...withRow('srs-1', { use }), moocs }, { registry: new Map([['r1', known()]]) }),
    ).toContain('module-unknown srs-1');
  });
});

describe('the schedule', () => {
  it('has the weeks of the term, in their order', () => {
    expect(found(withRow('lecture-15', { week: 16 }))).toContain('week-outside lecture-15');
    expect(found(withRow('lecture-9', { week: 2 }))).toEqual(
      expect.arrayContaining(['week-order lecture-9', 'row-week lecture-9']),
    );
  });

  it('agrees with the calendar in rows and hours', () => {
    expect(found(withRow('lecture-1', { hours: 3 }))).toContain('hours-calendar lecture-1');
    expect(found(withRow('lecture-1', { hours: null }))).toContain('hours-blank');
    expect(found(withRow('lecture-1', { number: 77 }))).toEqual(
      expect.arrayContaining(['row-missing', 'row-extra lecture-77']),
    );
    expect(found({ ...map, schedule: [] })).toContain('schedule-empty');
  });

  it('has a consultation before each control', () => {
    const schedule = map.schedule.filter(({ prepares }) => prepares?.kind !== 'final');
    expect(found({ ...map, schedule })).toContain('consultation');
    expect(found(map)).not.toContain('consultation');
  });

  it('follows a changed calendar and keeps what was written into its rows', () => {
    const calendar = syllabus.calendar.map(row =>
      row.kind === 'srs' && row.number === 1 ? { ...row, week: 4 } : row,
    );
    const followed = followCalendar(map, calendar);
    const row = followed.schedule.find(one => one.kind === 'srs' && one.number === 1);
    expect(row).toMatchObject({ week: 4, tasks: 'Module 1, quiz', use: { mooc: 'm1', counts: true } });
    expect(followCalendar(map, syllabus.calendar)).toEqual(map);
  });
});

describe('an edit', () => {
  it('takes an online course away with everything that speaks of it, and never gives its key again', () => {
    const without = removeMooc(map, 'm1');
    expect(JSON.stringify([without.moocs, without.outcomes, without.schedule])).not.toContain('"m1"');
    expect(addMooc(without, null, ['m1', 'm2']).moocs.map(({ key }) => key)).toEqual(['m2', 'm3']);
  });

  it('of any text never makes a map that the checks cannot read, nor an address that is none', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (percent, url, moduleNumber) => {
        const typed = { 'm1:percent': percent, 'm1:url': url };
        const edit = editMap(map, 'moocs', typed);
        if (edit.kind === 'edited') {
          const [mooc] = edit.map.moocs;
          expect(mooc?.percent === null || (mooc?.percent ?? -1) >= 0).toBe(true);
          expect(mooc?.url === null || /^https?:\/\//.test(mooc?.url ?? '')).toBe(true);
          expect(hasErrors(checkMap(edit.map, around))).toBe(mooc?.percent === null || mooc?.url === null);
        }
        const row = editMap(map, 'week-3', { 'srs-1:mooc': 'm1', 'srs-1:module': moduleNumber });
        if (row.kind === 'edited') expect(() => checkMap(row.map, around)).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });
});

it('finds words for every finding, in three languages', () => {
  const bad = edited({ ...map, model: 1 }, 'outcomes', { 'ZZ|m1:percent': '50' });
  for (const lang of languages) {
    const t = catalogueOf(lang);
    const views = findingViews(checkMap(bad, around), bad, t);
    expect(views.length).toBeGreaterThan(3);
    for (const { text } of views) expect(text).not.toMatch(/undefined|\[object|\b(?:srs|lecture)-\d/u);
  }
});
