import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GridModel, type SaveAnswer } from '../../../src/features/gradebook/domain/grid.ts';
import { kk } from '../../../src/i18n/kk/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Landing, type PracticePair, startPracticePair } from '../../support/practicePair.ts';

/** Marks of single activities on their way into the practice LMS. */
let pair: PracticePair;
let teacher: Landing;
let model: GridModel;
beforeAll(async () => {
  pair = await startPracticePair();
  const { lms } = pair;
  teacher = await pair.launch(lms.world.teacher, lms.world.link);
  for (const student of lms.world.students.slice(0, 3)) await pair.launch(student, lms.world.link);
  await pair.acceptSyllabus(teacher);
  pair.app.tirek.start();
  const { text } = await teacher.get('/gradebook');
  const written = /data-gradebook="([^"]*)"/.exec(text)?.[1] ?? '';
  model = JSON.parse(
    written.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
  ) as GridModel;
});
afterAll(() => pair.stop());

async function paste(cells: readonly [student: number, column: string, from: string, to: string][]) {
  const { students } = model;
  const rows = [...new Set(cells.map(([student]) => student))].map(student => ({
    id: students[student]?.id ?? '',
    cells: cells
      .filter(([of]) => of === student)
      .map(([, column, from, to]) => ({ column, from: [from], to })),
  }));
  const answer = await teacher.postJson('/gradebook/marks', { via: 'pasted', rows });
  expect(answer.status).toBe(200);
  return (answer.body as SaveAnswer).rows;
}

/** What the LMS shows in a column: "7.5 of 8" a student, in no order. */
const shown = (tag: string): string[] =>
  pair.lms
    .grades(pair.lms.world.course.id)
    .filter(grade => grade.tag === `tirek:${tag}` && grade.score !== null)
    .map(({ score, maximum, comment }) => `${score} of ${maximum} ${comment}`.trim())
    .sort();
const posts = () =>
  pair.lms.requests().filter(({ path, method }) => method === 'POST' && path.includes('/scores')).length;
const until = (test: () => void) => vi.waitFor(test, { timeout: 15_000, interval: 50 });
const choose = (mode: string, keys: string[] = []) =>
  teacher.post('/gradesync/columns', { mode, 'key[]': keys });

describe('marks of single activities', () => {
  it('wait until they are opened to students, and the page says so', async () => {
    await choose('single', ['seminar-1', 'srs-1']);
    await paste([
      [0, 'seminar-1', '', '7,5'],
      [1, 'seminar-1', '', 'н/я'],
      [0, 'srs-1', '', '20 кеш'],
      [0, 'seminar-2', '', '8'],
    ]);
    const { text } = await teacher.get('/gradesync/columns');
    await expectValidHtml(text);
    expect(text).toContain(kk.gradesync.columnChoice.states.closed);
    expect(posts()).toBe(0);
  });

  it('arrive when they are opened: points of the row’s maximum, 0 for an absence', async () => {
    await teacher.post('/gradebook/settings', { marksVisible: '1' });
    const { absent, late } = kk.gradesync.marks;
    await until(() => expect(shown('seminar-1')).toEqual([`0 of 8 ${absent}`, '7.5 of 8']));
    await until(() => expect(shown('srs-1')).toEqual([`20 of 22 ${late}`]));
    expect(shown('seminar-2')).toEqual([]);
    expect(posts()).toBe(3);
  });

  it('send one score for one corrected mark, and clear the score of a mark that is taken back or excused', async () => {
    const before = posts();
    await paste([[0, 'seminar-1', '7.5', '6']]);
    await until(() => expect(shown('seminar-1')).toContain('6 of 8'));
    expect(posts()).toBe(before + 1);
    await paste([
      [0, 'seminar-1', '6', ''],
      [0, 'srs-1', '20L', 'ув.'],
    ]);
    await until(() => expect(shown('seminar-1')).toEqual([`0 of 8 ${kk.gradesync.marks.absent}`]));
    await until(() => expect(shown('srs-1')).toEqual([]));
    expect(posts()).toBe(before + 3);
    await paste([[0, 'srs-1', 'E', '15']]);
    await until(() => expect(shown('srs-1')).toEqual(['15 of 22']));
  });

  it('stay where they are when their column is let go', async () => {
    await choose('single', ['seminar-1']);
    const before = posts();
    await paste([
      [0, 'srs-1', '15', '10'],
      [1, 'seminar-1', 'A', '5'],
    ]);
    await until(() => expect(shown('seminar-1')).toEqual(['5 of 8']));
    expect(shown('srs-1')).toEqual(['15 of 22']);
    expect(posts()).toBe(before + 1);
  });

  it('send nothing more once they are closed to students again', async () => {
    await teacher.post('/gradebook/settings', {});
    const before = posts();
    await paste([[1, 'seminar-1', '5', '4']]);
    await teacher.post('/gradebook/settings', { marksVisible: '1' });
    await until(() => expect(shown('seminar-1')).toEqual(['4 of 8']));
    expect(posts()).toBe(before + 1);
  });
});
