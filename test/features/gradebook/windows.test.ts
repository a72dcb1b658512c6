import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GridModel, type SaveAnswer } from '../../../src/features/gradebook/domain/grid.ts';
import { firstPolicy } from '../../../src/features/grading/index.ts';
import { type Registration } from '../../../src/lti/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { registerSchool } from '../../support/school.ts';
import { type ConsoleVisitor, openAsAdministrator } from '../connect/consoleVisitor.ts';
import { type GradebookApp, startGradebookApp } from './gradebookApp.ts';

let app: GradebookApp;
let school: Registration;
let administrator: ConsoleVisitor;

beforeAll(async () => {
  app = await startGradebookApp(1);
  school = await registerSchool(app, app.teacher.courseId);
  administrator = await openAsAdministrator(
    { url: app.url, publicUrl: app.url },
    app.tirek.connect,
    school,
    'en',
  );
  // The course is graded by a version whose marks close a day after their period, and by a statement.
  const windows = { editDays: 1, closedByStatement: true, appealDays: null };
  const policy = JSON.stringify({ ...firstPolicy, windows });
  const version = { _id: `${school.id}:2` as never, registrationId: school.id, version: 2, policy };
  await app.store.connection.collection('policies').insertOne(version);
  await app.store.connection.collection('assessments').updateMany({}, { $set: { policyVersion: 2 } });
  // The term began ten weeks ago: the first period is over, the second is not.
  const startOn = new Date(Date.now() - 70 * 86_400_000).toISOString().slice(0, 10);
  expect((await app.postForm(app.teacher, '/calendar/term', { startOn })).status).toBe(303);
});
afterAll(() => app.stop());

const save = async (
  column: string,
  to: string,
  from = '',
): Promise<SaveAnswer['rows'][number] | undefined> => {
  const rows = [{ id: app.students[0]?.personId ?? '', cells: [{ column, from: [from], to }] }];
  const answer = await app.postJson(app.teacher, '/gradebook/marks', { via: 'typed', rows });
  expect(answer.status).toBe(200);
  return (answer.body as SaveAnswer).rows[0];
};

async function closedOf(): Promise<GridModel['closed']> {
  const { text } = await app.get(app.teacher, '/gradebook');
  const written = /data-gradebook="([^"]*)"/.exec(text)?.[1] ?? '';
  return (
    JSON.parse(
      written.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ) as GridModel
  ).closed;
}

const waiting = async (): Promise<string> => {
  const { text } = await administrator.get(`/platforms/${school.id}/reopenings`).expect(200);
  await expectValidHtml(text);
  return /reopenings\/([0-9a-f]{24})"/.exec(text)?.[1] ?? '';
};

describe('marks of a closed period', () => {
  it('are refused at their cell, while those of an open one are taken', async () => {
    expect(await save('seminar-1', '7')).toMatchObject({
      refused: [{ column: 'seminar-1', problem: 'closed' }],
    });
    expect(await save('seminar-12', '7')).toMatchObject({ refused: [] });
    expect(Object.keys(await closedOf())).toEqual(['rk1']);
  });

  it('are read-only in the student’s form, which keeps what was typed when they close meanwhile', async () => {
    const path = `/gradebook/${app.students[0]?.personId ?? ''}`;
    const { text } = await app.get(app.teacher, path);
    expect(text).toMatch(/name="mark:seminar-1"[^>]*readonly/);
    expect(text).not.toMatch(/name="mark:seminar-12"[^>]*readonly/);
    const late = await app.postForm(app.teacher, path, { 'mark:seminar-1': '6,5', 'was:seminar-1': '' });
    expect(late.status).toBe(422);
    expect(late.text).toMatch(/name="mark:seminar-1"[^>]*value="6,5"/);
  });

  it('are opened again for a time by an administrator, whom a teacher has told why', async () => {
    const assistant = await app.visit({ role: 'assistant', sub: 'assistant' });
    const asked = { control: 'rk1', reason: 'Бір жұмыс кеш тексерілді' };
    expect((await app.postForm(assistant, '/gradebook/reopenings', asked)).status).toBe(403);
    expect((await app.postForm(app.teacher, '/gradebook/reopenings', asked)).status).toBe(303);
    await app.postForm(app.teacher, '/gradebook/reopenings', { ...asked, reason: 'Тағы да' });
    const page = await app.get(app.teacher, '/gradebook');
    expect(page.text).toContain('Әкімшінің жауабы күтілуде.');
    expect(page.text).not.toContain('Тағы да');
    const decide = `/platforms/${school.id}/reopenings/${await waiting()}`;
    expect((await administrator.post(decide, { decision: 'grant', days: '365' })).status).toBe(422);
    expect((await administrator.post(decide, { decision: 'grant', days: '3' })).status).toBe(303);
    expect(await save('seminar-1', '7')).toMatchObject({ refused: [] });
    const again = await administrator.post(decide, { decision: 'refuse', answer: 'No' });
    expect(again.headers['location']).toContain('done=late');
    expect(await closedOf()).toEqual({});
  });

  it('close again when a statement of them is made', async () => {
    const cells = [
      'seminar-2',
      'seminar-3',
      'seminar-4',
      'seminar-5',
      'seminar-6',
      'seminar-7',
      'srs-1',
      'srs-2',
    ];
    for (const column of cells) await save(column, '8');
    const made = await app.postForm(app.teacher, '/statements', { kind: 'rk1', replaces: '' });
    expect(made.headers['location']).toContain('/statements/1?');
    expect(await save('seminar-2', '7', '8')).toMatchObject({ refused: [{ problem: 'closed' }] });
    expect((await closedOf()).rk1).toContain('ведомость жасалған');
  });

  it('are another institution’s business for nobody', async () => {
    await app.postForm(app.teacher, '/gradebook/reopenings', { control: 'rk1', reason: 'Тағы бір рет' });
    const id = await waiting();
    const others = (await app.tirek.lti.registrations.list()).find(one => one.name === 'second');
    if (others === undefined) throw new Error('no other platform');
    const base = { url: app.url, publicUrl: app.url };
    const stranger = await openAsAdministrator(base, app.tirek.connect, others, 'en');
    const answer = await stranger.post(`/platforms/${others.id}/reopenings/${id}`, {
      decision: 'grant',
      days: '1',
    });
    expect(answer.headers['location']).toContain('done=late');
    expect((await closedOf()).rk1).toBeDefined();
  });
});

describe('the exam’s marks of the grading panel', () => {
  const path = () => `/grading/${app.students[0]?.personId ?? ''}`;
  let seq = 0;
  const grade = async (percent: number, rev: number) => {
    const page = (await app.get(app.teacher, path())).text;
    const criteria = [...page.matchAll(/name="percent-\d+"/gu)].map(() => percent);
    seq += 1;
    const draft = { rev, rubricVersion: 1, client: 'page', seq, criteria, bands: [], comment: '' };
    return app.postJson(app.teacher, path(), draft);
  };

  it('close with a statement of the exam, in the gradebook’s words, and are opened the same way', async () => {
    expect((await grade(70, 0)).body).toMatchObject({ kind: 'saved' });
    await app.postForm(app.teacher, '/grading/release', { who: 'ready' });
    const made = await app.postForm(app.teacher, '/statements', { kind: 'exam', replaces: '' });
    expect(made.headers['location']).toContain('?made=1');
    const refused = await grade(90, 1);
    expect([refused.status, refused.body]).toEqual([409, { kind: 'closed' }]);
    const form = { rev: '1', rubricVersion: '1', 'percent-0': '83' };
    const plain = await app.postForm(app.teacher, path(), form);
    expect(plain.status).toBe(409);
    expect(plain.text).toMatch(/name="percent-0"[^>]*value="83"/u);
    expect(plain.text).toContain('ведомость жасалған');
    expect(plain.text).toContain('/gradebook#windows');
    await expectValidHtml(plain.text);
    const release = await app.postForm(app.teacher, '/grading/release', { who: 'ready' });
    expect(release.headers['location']).toContain('notice=closed');
    await expectValidHtml((await app.get(app.teacher, '/grading?notice=closed')).text);
    expect((await closedOf()).exam).toContain('ведомость жасалған');
    await app.postForm(app.teacher, '/gradebook/reopenings', { control: 'exam', reason: 'Апелляция' });
    const { text } = await administrator.get(`/platforms/${school.id}/reopenings`);
    for (const [, id = ''] of text.matchAll(/reopenings\/([0-9a-f]{24})"/gu)) {
      const decide = `/platforms/${school.id}/reopenings/${id}`;
      await administrator.post(decide, { decision: 'grant', days: '3' });
    }
    expect((await grade(90, 1)).body).toMatchObject({ kind: 'saved' });
  });
});
