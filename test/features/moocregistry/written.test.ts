import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MoocContent } from '../../../src/features/moocregistry/domain/mooc.ts';
import { changesBetween } from '../../../src/features/moocregistry/domain/history.ts';
import { readContent, writeContent } from '../../../src/features/moocregistry/domain/readContent.ts';
import { readModules, readRuns } from '../../../src/features/moocregistry/domain/written.ts';
import { addDays } from '../../../src/kernel/dates.ts';
import { contentOf } from './courses.ts';

const word = fc.stringMatching(/^[а-яәғқңөұүһіА-Яa-zA-Z0-9]{1,12}$/u);
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map(list => list.join(' '));
const day = fc.integer({ min: 0, max: 9_000 }).map(days => addDays('2015-01-01', days));
const days = fc.tuple(day, fc.integer({ min: 0, max: 200 })).map(([from, more]) => ({
  from,
  to: addDays(from, more),
}));
const weeks = fc
  .tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 0, max: 10 }))
  .map(([from, more]) => ({ from, to: from + more }));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const modules = fc.array(
  fc
    .record({
      title: words,
      weeks: maybe(weeks),
      hours: maybe(fc.integer({ min: 0, max: 300 })),
      days: maybe(days),
    })
    .map(({ days, ...one }) => ({ ...one, from: days?.from ?? null, to: days?.to ?? null })),
  { maxLength: 8 },
);
const runs = fc.array(
  fc
    .record({ days, isOpen: fc.boolean(), note: fc.constantFrom('', 'күз', 'весна 2') })
    .map(({ days, isOpen, note }) => ({ from: days.from, to: isOpen ? null : days.to, note })),
  { maxLength: 4 },
);
const credits = maybe(fc.integer({ min: 1, max: 300 }).map(tenths => tenths / 10));
const contents: fc.Arbitrary<MoocContent> = fc
  .record({ modules, runs, credits, title: words, authors: fc.array(words, { maxLength: 3 }) })
  .map(({ title, ...content }) => contentOf({ ...content, titles: { kk: title, ru: '', en: title } }));

describe('a course in a form', () => {
  it('is read back as it was written, with either decimal mark', () => {
    fc.assert(
      fc.property(contents, fc.constantFrom('.' as const, ',' as const), (content, mark) => {
        expect(readContent(writeContent(content, mark))).toEqual({ kind: 'read', content });
      }),
    );
  });

  it('needs a title in one language and nothing else', () => {
    expect(readContent({ titleEn: 'Statistics' })).toMatchObject({
      kind: 'read',
      content: { titles: { kk: '', en: 'Statistics' }, hours: null, modules: [] },
    });
    expect(readContent({ titleKk: '  ' })).toMatchObject({ faults: { titleKk: { fault: 'title' } } });
  });

  it.each([
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['https://user:secret@example.kz/'],
    ['open.kaznu.kz'],
    ['//open.kaznu.kz/x'],
  ])('refuses %s as a link', url => {
    expect(readContent({ titleKk: 'Курс', url })).toMatchObject({ faults: { url: { fault: 'address' } } });
  });

  it('refuses numbers that are none, and texts that are too long', () => {
    const typed = { titleKk: 'а'.repeat(301), hours: '0', credits: '2,55', language: 'kz' };
    expect(readContent(typed)).toMatchObject({
      faults: {
        titleKk: { fault: 'long' },
        hours: { fault: 'hours' },
        credits: { fault: 'credits' },
        language: { fault: 'choice' },
      },
    });
  });

  it('takes signs away that nobody sees', () => {
    expect(readContent({ titleKk: 'Де\u202eрек\u0000тер \n талдау' })).toMatchObject({
      content: { titles: { kk: 'Деректер талдау' } },
    });
  });
});

describe('lines of modules and runs', () => {
  it('name the lines that are not understood', () => {
    const text =
      'Кіріспе | 1–3\n\nМодуль | 3–1\n| 2\nЖақсы || 10\nКөп | 1 | 2 | 01.09.2026 | x\nКүн | | | 31.02.2026';
    const read = readModules(text);
    expect(read.values.map(({ title }) => title)).toEqual(['Кіріспе', 'Жақсы']);
    expect(read.wrong).toEqual([3, 4, 6, 7]);
    expect(readRuns('2026-09-01–01.12.2026 күз\n01.12.2026–01.09.2026\nкүз').wrong).toEqual([2, 3]);
  });
});

describe('the history of a course', () => {
  it('has the fields that differ, before and after', () => {
    const before = contentOf();
    const after = { ...before, hours: 90, titles: { ...before.titles, en: 'Data' } };
    expect(changesBetween(before, after)).toEqual([
      { field: 'titleEn', from: 'Data analysis basics', to: 'Data' },
      { field: 'hours', from: '60', to: '90' },
    ]);
    expect(changesBetween(before, { ...before })).toEqual([]);
  });

  it('shortens long texts', () => {
    const changes = changesBetween(contentOf(), contentOf({ department: 'к'.repeat(5_000) }));
    expect(changes[0]?.to).toHaveLength(400);
  });
});
