import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { checkSyllabus, parseSyllabus } from '../../../src/features/syllabus/domain/index.ts';
import { type RowKind, type Syllabus } from '../../../src/features/syllabus/domain/types.ts';

async function read(name: string) {
  const bytes = readFileSync(new URL(`../../../samples/syllabus-sample-${name}`, import.meta.url));
  const { syllabus, evidence, findings } = parseSyllabus(await readDocument(bytes, name));
  const all = [...findings, ...checkSyllabus(syllabus, evidence, null)];
  return { syllabus, found: all.map(({ code, path }) => `${code} ${path}`) };
}

const count = ({ calendar }: Syllabus, kind: RowKind) => calendar.filter(row => row.kind === kind).length;

describe('the samples', () => {
  it.each(['kk.txt', 'kk.docx'])('in Kazakh (%s) has the faults that it was given', async name => {
    const { syllabus, found } = await read(name);
    expect(syllabus.course.title).toBe('Деректерді талдау негіздері');
    expect(
      ['lecture', 'seminar', 'srs', 'srsp', 'midterm'].map(kind => count(syllabus, kind as RowKind)),
    ).toEqual([15, 15, 4, 6, 2]);
    expect(syllabus.rubric?.questions.map(({ criteria }) => criteria.length)).toEqual([3, 3]);
    expect(found).toEqual([
      'rubric-title-source course.title',
      'characters scale[4].letter',
      'term-module calendar[19].module',
      'term-mixed calendar[4].title',
      'scale-no-failing scale',
      'scale-label scale[8].label',
      'scale-label scale[9].label',
      'weights-shares weights',
      'weight-without-row weights[2]',
    ]);
  });

  it('in Russian has none, and its laboratory classes, forms and links are read', async () => {
    const { syllabus, found } = await read('ru.docx');
    expect(found).toEqual([]);
    expect(syllabus.course).toMatchObject({
      title: 'Основы управления проектами',
      code: 'MGT 2305',
      credits: 5,
    });
    expect(
      ['lecture', 'practical', 'lab', 'srs', 'srsp'].map(kind => count(syllabus, kind as RowKind)),
    ).toEqual([15, 10, 5, 4, 5]);
    expect(syllabus.calendar.find(({ kind }) => kind === 'srs')).toMatchObject({
      week: 4,
      mode: 'asynchronous',
      platform: 'Moodle',
      url: 'https://lms.example.edu/tasks',
    });
  });

  it('in English has none, with its columns in another order', async () => {
    const { syllabus, found } = await read('en.docx');
    expect(found).toEqual([]);
    expect(syllabus.course).toMatchObject({ title: 'Academic Writing', code: 'ENG 1204', credits: 3 });
    expect(
      ['lecture', 'seminar', 'srs', 'srsp', 'midterm'].map(kind => count(syllabus, kind as RowKind)),
    ).toEqual([15, 15, 4, 5, 2]);
    expect(syllabus.weights.map(({ percent }) => percent)).toEqual([22.5, 37.5, 40]);
  });
});

describe('the samples in other formats', () => {
  it.each(['kk', 'ru', 'en'])('say what the Word document says (%s)', async lang => {
    const { syllabus } = await read(`${lang}.docx`);
    for (const format of ['xlsx', 'pdf']) {
      const other = (await read(`${lang}.${format}`)).syllabus;
      for (const part of ['course', 'outcomes', 'weights', 'calendar', 'rubric'] as const)
        expect(other[part], `${format} ${part}`).toEqual(syllabus[part]);
      // The lines for signatures have no frame; nothing of the course is read from them.
      const guessed = (await read(`${lang}.${format}`)).found.filter(one =>
        one.startsWith('columns-guessed'),
      );
      expect(guessed, format).toEqual([]);
      const numbers = ({ scale }: Syllabus) =>
        scale.map(({ letter, gpa, min, max }) => [letter, gpa, min, max]);
      expect(numbers(other), format).toEqual(numbers(syllabus));
    }
  });
});
