import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Visitor } from '../../support/inProcess.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type GradebookApp, startGradebookApp } from '../gradebook/gradebookApp.ts';

let app: GradebookApp;
beforeAll(async () => {
  app = await startGradebookApp(5);
  await mark(0, { 'mark:seminar-1': '7,5', 'mark:seminar-2': 'н/я', 'mark:srs-1': '6,5 кеш' });
  await app.visit({ role: 'learner', sub: 'evil', names: ['=HYPERLINK("http://x")', '+1'] });
});
afterAll(() => app.stop());

const student = (index: number): Visitor => app.students[index] as Visitor;
const mark = (index: number, fields: Record<string, string>) =>
  app.postForm(app.teacher, `/gradebook/${student(index).personId}`, fields);

async function download(as: 'xlsx' | 'csv'): Promise<Buffer> {
  const answer = await request(app.url)
    .get(`${app.teacher.base}/gradebook/file?as=${as}`)
    .set('Cookie', app.teacher.cookie)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });
  return answer.body as Buffer;
}

async function bring(bytes: Buffer | string, name = 'baga.csv'): Promise<string> {
  const answer = await request(app.url)
    .post(`${app.teacher.base}/marksimport`)
    .set('Cookie', app.teacher.cookie)
    .set('X-CSRF-Token', app.teacher.csrf)
    .attach('file', Buffer.from(bytes), name);
  expect(answer.status).toBe(303);
  return `/marksimport/${answer.headers.location?.split('/').at(-1) ?? ''}`;
}

const shown = async (path: string): Promise<string> => (await app.get(app.teacher, path)).text;
const revOf = (html: string): string => /name="rev" value="(\d+)"/u.exec(html)?.[1] ?? '';

async function make(path: string, rev?: string): Promise<string> {
  const answer = await app.postForm(app.teacher, `${path}/make`, { rev: rev ?? revOf(await shown(path)) });
  expect(answer.status).toBe(303);
  return shown(path);
}

describe('our own export', () => {
  it.each(['xlsx', 'csv'] as const)('reads back as %s without a change', async as => {
    const html = await shown(await bring(await download(as), `jurnal.${as}`));
    expect(html).toContain('Өзгеретін балл саны: 0. Журналда дәл осылай тұрғаны: 3.');
    expect(html).toContain('Танылған студент саны: 6.');
  });

  it('as text has no cell that runs as a formula, and is what Excel opens in this language', async () => {
    const text = (await download('csv')).toString();
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""http://x"") +1";`);
    expect(text).toContain(';7,5;қ/к;');
  });
});

describe('a file of marks', () => {
  it('changes exactly what its preview shows, and the history says where from', async () => {
    const path = await bring(
      'Тегі;Аты;СС 3;Апталық тест\r\nБейсенбаева;Ұлпан;6,5;90\r\nЖүнісова;Ақмарал;9;\r\n',
    );
    const html = await shown(path);
    await expectValidHtml(html);
    expect(html).toContain('Өзгеретін балл саны: 1.');
    expect(html).toContain('Бұл жұмыстың ең жоғары балы: 8.');
    expect((await shown(`/gradebook/${student(1).personId}`)).includes('value="6,5"')).toBe(false);
    const made = await make(path);
    await expectValidHtml(made);
    expect(made).toContain('Журналға жазылған балл саны: 1.');
    const page = await shown(`/gradebook/${student(1).personId}`);
    expect(page).toContain('value="6,5"');
    expect(page).toContain('файлдан алынған: baga.csv, 2-жол');
  });

  it('remembers for the course what a column was', async () => {
    const text = 'Тегі;Аты;Апталық тест\r\nЖүнісова;Ақмарал;50\r\n';
    const first = await bring(text);
    const rev = revOf(await shown(first));
    const roles = { 'role:0': 'family-name', 'role:1': 'given-name', 'role:2': 'percent:seminar-4' };
    expect((await app.postForm(app.teacher, first, { rev, ...roles })).status).toBe(303);
    expect(await shown(first)).toContain('Өзгеретін балл саны: 1.');
    expect(await shown(await bring(text))).toContain('Өзгеретін балл саны: 1.');
  });

  it('leaves a mark that was changed after the preview, and shows both', async () => {
    const path = await bring('Тегі;Аты;СС 5\r\nҚожахметов;Нұрсұлтан;5\r\nСүлейменова;Һадиша;4\r\n');
    const rev = revOf(await shown(path));
    await mark(3, { 'mark:seminar-5': '8' });
    const made = await make(path, rev);
    expect(made).toContain('Журналға жазылған балл саны: 1.');
    expect(made).toContain('Жазылмағаны');
    expect(await shown(`/gradebook/${student(3).personId}`)).toContain('value="8"');
    expect(await make(path, rev)).toContain('Журналға жазылған балл саны: 1.');
  });

  it('asks whom a similar name means, and takes the answer', async () => {
    const path = await bring('Аты-жөні;СС 6\r\nКожахметов Нурсултан;3\r\n');
    const html = await shown(path);
    expect(html).toContain('Аты-жөні ұқсас, бірақ дәл емес.');
    expect(html).toContain('Өзгеретін балл саны: 0.');
    const answer = { 'who:2': student(3).personId, 'role:0': 'name', 'role:1': 'points:seminar-6' };
    await app.postForm(app.teacher, path, { rev: revOf(html), ...answer });
    expect(await shown(path)).toContain('Өзгеретін балл саны: 1.');
    const stale = await app.postForm(app.teacher, path, { rev: revOf(html), ...answer });
    expect(stale.headers.location).toContain('notice=conflict');
  });

  it('is refused with a reason when it is no table, and belongs to its course alone', async () => {
    const refused = await request(app.url)
      .post(`${app.teacher.base}/marksimport`)
      .set('Cookie', app.teacher.cookie)
      .set('X-CSRF-Token', app.teacher.csrf)
      .set('Accept', 'application/json')
      .attach('file', Buffer.from('%PDF-1.7'), 'baga.pdf');
    expect(refused.status).toBe(422);
    expect((refused.body as { error: { message: string } }).error.message).toContain('.xlsx');
    const path = await bring('Тегі;Аты;СС 7\r\nЖүнісова;Ақмарал;5\r\n');
    const other = await app.visit({ role: 'instructor', sub: 'other', course: 'other' });
    expect((await app.get(other, path)).status).toBe(404);
    expect((await app.get(student(0), path)).status).toBe(403);
    const foreign = { rev: '1', 'role:2': 'points:nothing' };
    expect((await app.postForm(app.teacher, path, foreign)).status).toBe(422);
  });
});
