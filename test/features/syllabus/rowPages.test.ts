import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { correctionGroups } from '../../../src/features/syllabus/correctionView.ts';
import { correctSection } from '../../../src/features/syllabus/domain/corrections.ts';
import { parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { type Syllabus } from '../../../src/features/syllabus/domain/types.ts';
import { pageOfRow, rowPageOf, rowPager } from '../../../src/features/syllabus/rowPages.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';

const bytes = readFileSync(new URL('../../../samples/syllabus-sample-en.docx', import.meta.url));
const { syllabus } = parseSyllabus(await readDocument(bytes, 'en.docx'));
const t = catalogueOf('en');

/** The sample's calendar again and again, until it has so many rows. */
const withRows = (count: number): Syllabus => ({
  ...syllabus,
  calendar: Array.from({ length: count }, (_, at) => {
    const row = syllabus.calendar[at % syllabus.calendar.length];
    if (row === undefined) throw new Error('The sample has no rows');
    return { ...row };
  }),
});

describe('a calendar with very many rows', () => {
  it('is corrected page by page, and an ordinary one on a single page', () => {
    expect(rowPageOf(syllabus.calendar.length, 1)).toBeNull();
    expect(rowPageOf(120, 1)).toBeNull();
    expect([1, 2, 9, 0].map(asked => rowPageOf(250, asked))).toEqual([
      { number: 1, rows: 250, from: 0, to: 120 },
      { number: 2, rows: 250, from: 120, to: 240 },
      { number: 3, rows: 250, from: 240, to: 250 },
      { number: 1, rows: 250, from: 0, to: 120 },
    ]);
  });

  it('has every row on exactly one page, under the name that it has in the whole', () => {
    const large = withRows(250);
    const names = [1, 2, 3].flatMap(asked => {
      const rows = rowPageOf(250, asked);
      if (rows === null) throw new Error('One page');
      const groups = correctionGroups('calendar', large, t, { values: {}, faults: {} }, { rows });
      return groups
        .flatMap(({ fields }) => fields)
        .filter(({ name }) => name.endsWith('].title'))
        .map(({ name }) => ({ name, page: asked }));
    });
    expect(names.map(({ name }) => name)).toEqual(large.calendar.map((_, at) => `calendar[${at}].title`));
    names.forEach(({ page }, at) => expect(pageOfRow(at)).toBe(page));
  });

  it('loses nothing of the other pages when one is saved', () => {
    const large = withRows(250);
    const corrected = correctSection('calendar', large, { 'calendar[130].title': 'Sources' });
    expect(corrected.kind === 'corrected' && corrected.syllabus.calendar.map(({ title }) => title)).toEqual(
      large.calendar.map(({ title }, at) => (at === 130 ? 'Sources' : title)),
    );
  });

  it('leads to the rows before and after', () => {
    const page = rowPageOf(250, 2);
    expect(page === null ? null : rowPager(page, '/calendar', t)).toEqual({
      label: t.calendar.title,
      position: 'Rows 121–240 of 250',
      previous: { href: '/calendar?page=1', text: 'Rows 1–120' },
      next: { href: '/calendar?page=3', text: 'Rows 241–250' },
    });
  });
});
