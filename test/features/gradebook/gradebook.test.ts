import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { type GridModel, type SaveAnswer, unpackMarks } from '../../../src/features/gradebook/domain/grid.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { type GradebookApp, startGradebookApp } from './gradebookApp.ts';

let app: GradebookApp;
beforeAll(async () => {
  app = await startGradebookApp();
});
afterAll(() => app.stop());

const student = (index: number): Visitor => {
  const found = app.students[index];
  if (found === undefined) throw new Error('no such student');
  return found;
};

type Cell = readonly [column: string, from: string | string[], to: string];

async function save(
  who: Visitor,
  index: number,
  cells: readonly Cell[],
): Promise<SaveAnswer['rows'][number]> {
  const answer = await app.postJson(who, '/gradebook/marks', {
    via: 'typed',
    rows: [
      {
        id: student(index).personId,
        cells: cells.map(([column, from, to]) => ({ column, from: [from].flat(), to })),
      },
    ],
  });
  expect(answer.status).toBe(200);
  const [row] = (answer.body as SaveAnswer).rows;
  if (row === undefined) throw new Error('no row');
  return row;
}

async function modelOf(who: Visitor): Promise<GridModel> {
  const { text } = await app.get(who, '/gradebook');
  const written = /data-gradebook="([^"]*)"/.exec(text)?.[1] ?? '';
  return JSON.parse(
    written.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
  ) as GridModel;
}

async function marksOf(index: number): Promise<Record<string, string>> {
  const model = await modelOf(app.teacher);
  const row = model.students.find(({ id }) => id === student(index).personId);
  return unpackMarks(model.plan.columns, row?.marks ?? '');
}

const visit = (role: 'instructor' | 'assistant', sub: string): Promise<Visitor> => app.visit({ role, sub });

describe('the gradebook', () => {
  it('has a column for every row of the calendar with points, by period', async () => {
    const { plan, students, headings } = await modelOf(app.teacher);
    const pointsOf = (control: string): number =>
      plan.columns
        .filter(column => column.control === control)
        .reduce((sum, { maximum }) => sum + Number(maximum), 0);
    expect([plan.columns.length, pointsOf('rk1'), pointsOf('rk2')]).toEqual([19, 100, 100]);
    expect(headings.slice(0, 4).map(({ short }) => short)).toEqual(['СС 1', 'СС 2', 'СС 3', 'БӨЖ 1']);
    expect(students.map(({ name }) => name.split(' ')[0])).toEqual([
      'Әбдіқадыров',
      'Бейсенбаева',
      'Жүнісова',
      'Қожахметов',
      'Сүлейменова',
    ]);
  });

  it('keeps marks as they were put down', async () => {
    const row = await save(app.teacher, 0, [
      ['seminar-1', '', '7,5'],
      ['srs-1', '', 'н/я'],
      ['seminar-2', '', '6.5L'],
    ]);
    expect(row).toMatchObject({ conflicts: [], refused: [] });
    expect(await marksOf(0)).toEqual({ 'seminar-1': '7.5', 'srs-1': 'A', 'seminar-2': '6.5L' });
  });

  it('takes the good cells and names the others', async () => {
    const row = await save(app.teacher, 1, [
      ['seminar-1', '', '8'],
      ['seminar-2', '', '9'],
      ['seminar-3', '', 'abc'],
      ['seminar-99', '', '1'],
    ]);
    expect(row.refused).toEqual([
      { column: 'seminar-2', problem: 'above-maximum' },
      { column: 'seminar-3', problem: 'not-a-mark' },
      { column: 'seminar-99', problem: 'unknown-column' },
    ]);
    expect(await marksOf(1)).toEqual({ 'seminar-1': '8' });
  });

  it('lets two graders work on one student in different columns, and shows both values of one cell', async () => {
    const assistant = await visit('assistant', 'assistant');
    await save(app.teacher, 2, [['seminar-1', '', '8']]);
    expect((await save(assistant, 2, [['seminar-2', '', '7']])).conflicts).toEqual([]);
    const { conflicts } = await save(assistant, 2, [['seminar-1', '', '5']]);
    expect(conflicts).toMatchObject([
      { column: 'seminar-1', mine: '5', theirs: '8', by: 'Серікбаева Айгүл' },
    ]);
    expect(await marksOf(2)).toEqual({ 'seminar-1': '8', 'seminar-2': '7' });
  });

  it('loses nothing when many write the same row at once', async () => {
    const columns = Array.from({ length: 12 }, (_, index) => `seminar-${index + 1}`);
    const outcomes = await Promise.all(columns.map(column => save(app.teacher, 3, [[column, '', '6']])));
    expect(outcomes.flatMap(({ conflicts }) => conflicts)).toEqual([]);
    expect(await marksOf(3)).toEqual(Object.fromEntries(columns.map(column => [column, '6'])));
    const { text } = await app.get(app.teacher, `/gradebook/${student(3).personId}`);
    for (const column of ['СС 1', 'СС 12']) expect(text).toContain(`${column}: бос → 6`);
  });

  it('writes whole classes at once', async () => {
    const rows = app.students.map(({ personId }) => ({
      id: personId,
      cells: [{ column: 'srs-4', from: [''], to: '18' }],
    }));
    const answer = await app.postJson(app.teacher, '/gradebook/marks', { via: 'pasted', rows });
    expect((answer.body as SaveAnswer).rows).toHaveLength(5);
    expect(await marksOf(4)).toEqual({ 'srs-4': '18' });
  });

  it('tells a page what others have written since', async () => {
    const since = new Date().toISOString();
    await save(app.teacher, 4, [['seminar-1', '', '4']]);
    const answer = await app.get(app.teacher, `/gradebook/changes?since=${since}`);
    const { rows } = JSON.parse(answer.text) as { rows: { id: string }[] };
    expect(rows.map(({ id }) => id)).toContain(student(4).personId);
  });

  it('keeps who changed which mark, from what to what and how', async () => {
    await save(app.teacher, 0, [['seminar-1', '7.5', '8']]);
    const { text } = await app.get(app.teacher, `/gradebook/${student(0).personId}`);
    expect(text).toContain('СС 1: 7,5 → 8');
    expect(text).toContain('Серікбаева Айгүл, кестеде жазылған');
  });

  it('is written by form as well: bad fields stay with their words, the good ones are saved', async () => {
    const path = `/gradebook/${student(1).personId}`;
    const wrong = await app.postForm(app.teacher, path, {
      'mark:seminar-4': '7,25',
      'was:seminar-4': '',
      'mark:seminar-5': '9',
      'was:seminar-5': '',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Бұл жұмыстың ең жоғары балы: 8.');
    expect(await marksOf(1)).toMatchObject({ 'seminar-4': '7.25' });
    const conflict = await app.postForm(app.teacher, path, { 'mark:seminar-4': '1', 'was:seminar-4': '' });
    expect(conflict.status).toBe(409);
    expect(conflict.text).toContain('Басқа жерде өзгертілді: 7,25');
    const saved = await app.postForm(app.teacher, path, { 'mark:seminar-4': '1', 'was:seminar-4': '7.25' });
    expect(saved.status).toBe(303);
    expect(await marksOf(1)).toMatchObject({ 'seminar-4': '1' });
  });

  it('knows only students of its own course', async () => {
    const elsewhere = await app.visit({ role: 'learner', sub: 'elsewhere', course: 'course-2' });
    for (const id of [elsewhere.personId, app.teacher.personId, 'x', '__proto__']) {
      const rows = [{ id, cells: [{ column: 'seminar-1', from: [''], to: '8' }] }];
      expect((await app.postJson(app.teacher, '/gradebook/marks', { via: 'typed', rows })).status).toBe(404);
      expect((await app.get(app.teacher, `/gradebook/${id}`)).status).toBe(404);
    }
  });

  it('keeps a student who has left where something was put down, last and named so, and drops who has nothing', async () => {
    const members = app.store.connection.collection('members');
    const leave = (index: number, active: boolean) =>
      members.updateOne({ personId: student(index).personId }, { $set: { active } });
    const before = (await modelOf(app.teacher)).students.map(({ id }) => id);
    const [kept] = before;
    const index = app.students.findIndex(({ personId }) => personId === kept);
    expect(Object.keys(await marksOf(index))).not.toEqual([]);
    await leave(index, false);
    const after = (await modelOf(app.teacher)).students;
    expect(after.map(({ id }) => id)).toEqual([...before.slice(1), kept]);
    expect(after.at(-1)?.name).toContain('(курстан шыққан)');
    await leave(index, true);
    const late = await app.visit({ role: 'learner', sub: 'left-at-once', names: ['Ярмаков', 'Дидар'] });
    await members.updateOne({ personId: late.personId }, { $set: { active: false } });
    expect((await modelOf(app.teacher)).students.map(({ id }) => id)).toEqual(before);
  });

  it('is not for students: neither pages nor marks', async () => {
    const rows = [{ id: student(0).personId, cells: [{ column: 'seminar-1', from: [''], to: '8' }] }];
    expect((await app.postJson(student(0), '/gradebook/marks', { via: 'typed', rows })).status).toBe(403);
    expect((await app.get(student(0), '/gradebook')).status).toBe(403);
    expect((await app.get(student(0), `/gradebook/${student(0).personId}`)).status).toBe(403);
  });
});

describe('the gradebook as a file', () => {
  it('has the marks as numbers, words as texts, and names that never run as formulas', async () => {
    await app.visit({ role: 'learner', sub: 'evil', names: ['=HYPERLINK("x")', '+1'] });
    const answer = await request(app.url)
      .get(`${app.teacher.base}/gradebook/file`)
      .set('Cookie', app.teacher.cookie)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      });
    const { blocks } = await readDocument(new Uint8Array(answer.body as Buffer), 'journal.xlsx');
    const [table] = blocks.filter(block => block.kind === 'table');
    const rows = table?.rows.map(({ cells }) => cells.map(({ text }) => text)) ?? [];
    expect(rows[0]?.slice(0, 2)).toEqual(['Студент', expect.stringMatching(/^СС 1/)]);
    const first = rows.find(([name]) => name === 'Әбдіқадыров Ғалымжан');
    expect(first?.slice(1, 5)).toEqual(['8', '6,5 кеш', '', 'қ/к']);
    expect(rows.some(([name]) => name === '=HYPERLINK("x") +1')).toBe(true);
  });
});

describe('a student’s own marks', () => {
  it('are shown when the teacher has opened them, with how they were computed', async () => {
    expect((await app.get(student(4), '/marks')).text).toContain('Балдар әлі ашылмаған');
    const assistant = await visit('assistant', 'assistant');
    expect((await app.postForm(assistant, '/gradebook/settings', { marksVisible: '1' })).status).toBe(403);
    expect((await app.postForm(app.teacher, '/gradebook/settings', { marksVisible: '1' })).status).toBe(303);
    const { text } = await app.get(student(4), '/marks');
    expect(text).toContain('18 / 18');
    expect(text).toContain('Қойылған балдардың қосындысы');
    expect(text).toContain('Екі аралық бақылаудың балдары толық қойылғанда есептеледі.');
    expect(text).not.toContain('7,5 / 8');
  });

  it('say what the exam must bring once the midterm controls are complete', async () => {
    const { plan } = await modelOf(app.teacher);
    const kept = await marksOf(4);
    await save(
      app.teacher,
      4,
      plan.columns.map(({ key, maximum }): Cell => [
        key,
        kept[key] ?? '',
        key === 'seminar-1' ? '4,5' : maximum,
      ]),
    );
    const { text } = await app.get(student(4), '/marks');
    // RK1 = 96.5 → 97, RK2 = 100: 3·197 = 591 tenths, so A (94.5 and more) needs 4·E ≥ 354.
    expect(text).toMatch(/<th scope="row">A<\/th><td class="number">89 балл/);
    expect(text).toContain('96,5 → 97');
  });
});
