import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { type GradebookApp, startGradebookApp } from './gradebookApp.ts';

let app: GradebookApp;
let student: Visitor;

beforeAll(async () => {
  app = await startGradebookApp(2);
  const [first] = app.students;
  if (first === undefined) throw new Error('no student');
  student = first;
  const columns = [
    ...Array.from({ length: 15 }, (_, n) => `seminar-${n + 1}`),
    ...[1, 2, 3, 4].map(n => `srs-${n}`),
  ];
  const rows = app.students.map(({ personId }) => ({
    id: personId,
    cells: columns.map(column => ({ column, from: [''], to: column.startsWith('srs') ? '18' : '8' })),
  }));
  expect((await app.postJson(app.teacher, '/gradebook/marks', { via: 'typed', rows })).status).toBe(200);
  expect((await app.postForm(app.teacher, '/gradebook/settings', { marksVisible: '1' })).status).toBe(303);
});
afterAll(() => app.stop());

const path = (): string => `/gradebook/${student.personId}`;
const give = (who: Visitor, fields: Record<string, string>) => app.postForm(who, `${path()}/status`, fields);

describe('what stands in the place of a grade', () => {
  it('is given with a reason, by a teacher, from the policy’s list', async () => {
    const assistant = await app.visit({ role: 'assistant', sub: 'assistant' });
    const wish = { code: 'W', reason: 'Бұйрық № 7', rev: '0' };
    expect((await give(assistant, wish)).status).toBe(403);
    expect((await give(app.teacher, { ...wish, reason: ' ' })).status).toBe(422);
    expect((await give(app.teacher, { ...wish, code: 'ZZ' })).status).toBe(422);
    expect((await give(app.teacher, wish)).status).toBe(303);
    expect((await give(app.teacher, wish)).status).toBe(409);
  });

  it('is said to everybody who sees the student’s row, and stays in the history', async () => {
    const { text } = await app.get(app.teacher, path());
    await expectValidHtml(text);
    expect(text).toContain('W: Пәннен бас тартты. Бұйрық № 7');
    expect((await app.get(app.teacher, '/gradebook')).text).toContain('&#34;status&#34;:&#34;W&#34;');
    expect((await app.get(student, '/marks')).text).toContain('W: Пәннен бас тартты (');
  });

  it('stands in a statement instead of the letter, without a total', async () => {
    await app.store.connection.collection('assessments').updateMany({}, { $set: { rubric: 'null' } });
    const rows = app.students.map(({ personId }) => ({
      id: personId,
      cells: [{ column: 'exam', from: [''], to: '90' }],
    }));
    expect((await app.postJson(app.teacher, '/gradebook/marks', { via: 'typed', rows })).status).toBe(200);
    const made = await app.postForm(app.teacher, '/statements', { kind: 'total', replaces: '' });
    expect(made.status).toBe(303);
    const { text } = await app.get(app.teacher, '/statements/1');
    expect(text.match(/>W<\/td>/g)).toHaveLength(1);
    expect(text).toContain('>Пәннен бас тартты</td>');
    const lines = await app.store.connection
      .collection('statementLines')
      .find({})
      .sort({ place: 1 })
      .toArray();
    expect(lines).toMatchObject([
      { personId: student.personId, exam: '90', total: '', letter: 'W', gpa: '' },
      { total: '94', letter: 'A-', gpa: '3.67' },
    ]);
  });

  it('is taken back with a reason, and the total is there again', async () => {
    expect((await give(app.teacher, { code: '', reason: 'Қате', rev: '1' })).status).toBe(303);
    const { text } = await app.get(app.teacher, path());
    expect(text).toContain('Белгі алынды. Қате');
    expect(text).toContain('Бұйрық № 7');
    expect(text).toContain('94 – A-');
  });
});
