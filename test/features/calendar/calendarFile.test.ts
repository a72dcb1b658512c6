import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { writeCalendarFile } from '../../../src/features/calendar/calendarFile.ts';
import { parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { type Syllabus } from '../../../src/features/syllabus/index.ts';
import { languages } from '../../../src/i18n/lang.ts';
import { rootFolder } from '../../../src/paths.ts';

const read = async (bytes: Uint8Array, name: string) =>
  parseSyllabus(await readDocument(bytes, name)).syllabus;
const sampleOf = (lang: string): Promise<Syllabus> =>
  read(readFileSync(join(rootFolder, `samples/syllabus-sample-${lang}.docx`)), 'a.docx');

const days = {
  freeWeeks: ['2026-10-26'],
  due: (key: string, weekEnd: string | null) =>
    key === 'srs-1'
      ? { on: '2026-09-23', at: '18:00' }
      : weekEnd === null
        ? null
        : { on: weekEnd, at: '23:59' },
  late: null,
};

/** Every cell's text, row by row, and whether a formula stands in the file. */
async function cellsOf(body: Buffer): Promise<string[]> {
  const { blocks } = await readDocument(body, 'a.xlsx');
  return blocks.flatMap(block =>
    block.kind === 'table' ? block.rows.flat().map(cell => JSON.stringify(cell)) : [JSON.stringify(block)],
  );
}

describe('the calendar as an Excel file', () => {
  it.each(languages)('read again is the same calendar (%s)', async lang => {
    const syllabus = await sampleOf(lang);
    const courseTitle = syllabus.course.title ?? '';
    for (const startOn of [null, '2026-09-01']) {
      const file = await writeCalendarFile(syllabus, { courseTitle, startOn, days, lang });
      const again = await read(file.body, file.name);
      const plain = ({ calendar }: Syllabus) =>
        calendar.map(({ week, kind, number, title, hours, maxPoints, module }) =>
          JSON.stringify([week, kind, number, title, hours, maxPoints, module]),
        );
      expect(plain(again)).toEqual(plain(syllabus));
    }
  });

  it('says when a week is and when a work is due, a free week left out', async () => {
    const syllabus = await sampleOf('kk');
    const { body } = await writeCalendarFile(syllabus, {
      courseTitle: 'Курс',
      startOn: '2026-09-01',
      days,
      lang: 'kk',
    });
    const text = (await cellsOf(body)).join('\n');
    expect(text).toContain('01.09–06.09');
    expect(text).toContain('23.09.2026 18:00');
    // Week 9 begins a week later, because the one of 26 October is free.
    expect(text).toContain('02.11–08.11');
    expect(text).not.toContain('26.10–01.11');
  });

  it('lets no text run as a formula', async () => {
    const syllabus = await sampleOf('en');
    const [row] = syllabus.calendar;
    if (row === undefined) throw new Error('no row');
    const calendar = [
      { ...row, kind: 'other' as const, number: null, title: '=HYPERLINK("http://example.org";"x")' },
    ];
    const facts = { courseTitle: '=1+1', startOn: null, days, lang: 'en' } as const;
    const { body } = await writeCalendarFile({ ...syllabus, calendar }, facts);
    const text = (await cellsOf(body)).join('\n');
    expect(text).toContain('=HYPERLINK');
    expect(text).toContain('=1+1');
  });
});
