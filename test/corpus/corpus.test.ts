import { describe, expect, it } from 'vitest';
import { formats, rendered } from '../documents/rendered.ts';
import { compare, readBack } from './compare.ts';
import { courseTexts, type Faults } from './courses.ts';
import { layouts } from './layouts.ts';

const documents = layouts.flatMap(layout =>
  courseTexts.flatMap(text =>
    formats.map(format => ({ layout, text, format, name: `${layout.name} ${text.language} ${format}` })),
  ),
);

/** Faults that are planted, and the findings that must name them. */
const planted: readonly (readonly [code: string, faults: Faults])[] = [
  ['period-points', { firstWork: 26 }],
  ['period-points', { lastWork: 14 }],
  ['srsp-target', { preparesWork: 9 }],
  ['weights-sum', { examWeight: 35 }],
  ['week-order', { skippedWeek: 5 }],
  ['hours-credits', { credits: 3 }],
  ['rubric-course', { rubricCourse: 'Astronomy' }],
  ['scale-no-failing', { noFailing: true }],
  ['scale-overlap', { overlap: true }],
];

describe('the corpus of forms: languages, formats and universities', () => {
  it.each(documents)('$name: every value is read and nothing is found', async ({ layout, text, format }) => {
    const bytes = rendered(layout.build(text, {}), format, { width: 842, height: 595 });
    const { syllabus, findings } = await readBack(bytes, format);
    const { cells, wrong } = compare(layout.expected(text, {}), syllabus);
    expect(wrong.slice(0, 8)).toEqual([]);
    expect(cells).toBeGreaterThan(200);
    expect(syllabus.language).toBe(text.language);
    expect(findings.map(({ code, path, params }) => ({ code, path, params }))).toEqual([]);
  });

  // What is found does not depend on the format once the values are the same.
  it.each(documents.filter(({ format }) => format === 'docx'))(
    '$name: every planted fault is found',
    async ({ layout, text, format }) => {
      for (const [code, faults] of planted) {
        const bytes = rendered(layout.build(text, faults), format, { width: 842, height: 595 });
        const { syllabus, findings } = await readBack(bytes, format);
        expect(compare(layout.expected(text, faults), syllabus).wrong.slice(0, 3), code).toEqual([]);
        expect(
          findings.map(finding => finding.code),
          code,
        ).toContain(code);
      }
    },
  );
});
