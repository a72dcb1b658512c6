import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { fileOf, rowsOf, variants } from './calendarVariants.ts';

describe('the calendar', () => {
  it('is the same in every language, order of columns, form of labels, and kind of file', async () => {
    await fc.assert(
      fc.asyncProperty(variants, async variant => {
        const { syllabus, findings } = parseSyllabus(await readDocument(fileOf(variant), 'a'));
        const read = syllabus.calendar.map(
          ({ week, kind, number, title, hours, maxPoints, prepares, module }) => ({
            week,
            kind,
            number,
            hours,
            maxPoints,
            prepares,
            title: kind === 'midterm' || kind === 'final' ? '' : title,
            module: module?.number ?? null,
          }),
        );
        expect(read).toEqual(rowsOf(variant.words));
        expect(findings.filter(({ code }) => code !== 'characters' && code !== 'term-mixed')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
