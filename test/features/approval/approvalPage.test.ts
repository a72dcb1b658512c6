import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { type CourseRole } from '../../../src/kernel/permissions.ts';
import { rootFolder } from '../../../src/paths.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

let app: InProcess;
let teacher: Visitor;
let head: Visitor;
let dean: Visitor;
const t = catalogueOf('en');

beforeAll(async () => {
  app = await startInProcess(() => new Date('2026-11-22T05:00:00Z'));
  teacher = await app.visit({ role: 'instructor', lang: 'en', names: ['Оспанова', 'Айгүл'] });
  head = await app.visit({ role: 'guest', lang: 'en', sub: 'head', names: ['Серік', 'Бауыржан'] });
  dean = await app.visit({ role: 'assistant', lang: 'en', sub: 'dean', names: ['Ахметов', 'Дәулет'] });
});
afterAll(() => app.stop());

const send = (visitor: Visitor, path: string, values: object = {}) =>
  request(app.url)
    .post(`${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .set('X-CSRF-Token', visitor.csrf)
    .type('form')
    .send(values);
const read = async (visitor: Visitor, path: string) =>
  request(app.url).get(`${visitor.base}${path}`).set('Cookie', visitor.cookie).set('Accept', 'text/html');

async function upload(): Promise<string> {
  const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-ru.docx'));
  const answer = await request(app.url)
    .post(`${teacher.base}/syllabus/upload`)
    .set('Cookie', teacher.cookie)
    .set('X-CSRF-Token', teacher.csrf)
    .attach('file', sample, 'a.docx');
  return answer.headers.location?.split('/').at(-1) ?? '';
}

async function submit(draft: string, rev = '1'): Promise<string> {
  const answer = await send(teacher, `/syllabus/submit/${draft}`, { rev });
  return /\/approval\/([0-9a-f]{24})/.exec(answer.headers.location ?? '')?.[1] ?? '';
}

async function codeFor(approval: string): Promise<string> {
  const page = await send(teacher, `/approval/${approval}/code`);
  return /(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}(?=<)/.exec(page.text)?.[0] ?? '';
}

const open = (visitor: Visitor, code: string) => send(visitor, '/approval/open', { code });
const decide = (visitor: Visitor, approval: string, decision: string, rev: number, text = '') =>
  send(visitor, `/approval/${approval}/decide`, { decision, rev: String(rev), text });

describe('an approval inside the LMS', () => {
  it('publishes the version once every step has agreed, each by the person who came with its code', async () => {
    const approval = await submit(await upload());
    const first = await codeFor(approval);
    expect((await open(head, first.toLowerCase())).status).toBe(303);
    // A code works once, and for nobody else.
    expect((await open(dean, first)).status).toBe(422);
    expect((await decide(dean, approval, 'agreed', 1)).status).toBe(403);
    await send(head, `/approval/${approval}/comment`, { place: 'lecture-1', text: 'Уточните тему' });
    expect((await decide(head, approval, 'agreed', 1)).status).toBe(303);
    expect((await read(teacher, '/calendar')).text).toContain(t.calendar.emptyTitle);
    expect((await open(dean, await codeFor(approval))).status).toBe(303);
    expect((await decide(dean, approval, 'agreed', 2)).headers.location).toContain('notice=approved');
    expect((await read(teacher, '/calendar')).text).not.toContain(t.calendar.emptyTitle);
    const form = await request(app.url)
      .get(`${teacher.base}/syllabus/form?lang=ru&as=docx`)
      .set('Cookie', teacher.cookie)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          done(null, Buffer.concat(chunks));
        });
      });
    const written = JSON.stringify((await readDocument(form.body as Buffer, 'form.docx')).blocks, [
      'kind',
      'rows',
      'cells',
      'text',
    ]);
    for (const text of ['Заведующий кафедрой', 'Серік Бауыржан', 'Ахметов Дәулет', '22.11.2026'])
      expect(written).toContain(text);
    const page = (await read(teacher, `/approval/${approval}`)).text;
    for (const text of ['Серік Бауыржан', 'Ахметов Дәулет', 'Уточните тему', t.approval.states.approved])
      expect(page).toContain(text);
  });

  it('is not given by whoever submitted, and not to a draft that has changed since', async () => {
    const draft = await upload();
    const approval = await submit(draft);
    const code = await codeFor(approval);
    expect((await open(teacher, code)).status).toBe(422);
    await open(head, code);
    await send(teacher, `/syllabus/drafts/${draft}/course`, { rev: '1', 'course.title': 'Иное название' });
    const answer = await decide(head, approval, 'agreed', 1);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(t.approval.refusals.stale);
    // The other way is open still: withdraw and submit again.
    expect(await submit(draft, '2')).toBe('');
    expect((await send(teacher, `/approval/${approval}/withdraw`)).status).toBe(303);
    const again = await submit(draft, '2');
    const changes = (await read(teacher, `/approval/${again}`)).text;
    expect(changes).toContain(t.approval.changesFromPublished);
    expect(changes).toContain('Иное название');
    await open(head, await codeFor(again));
    expect((await decide(head, again, 'returned', 1)).text).toContain(t.approval.refusals['no-reason']);
    // Who decides sees what contradicts itself before agreeing to it.
    await expectValidHtml(changes);
    const findings = (await read(head, `/approval/${again}`)).text;
    expect(findings).toContain(t.syllabus.findings);
    expect(findings).toContain(t.shell.severity.warning);
    expect((await decide(head, again, 'returned', 1, 'Другое название')).status).toBe(303);
    // Who wrote it reads why it came back, and goes from there to where it is mended; the address of old says nothing old.
    const back = (await read(teacher, `/approval/${again}?notice=submitted`)).text;
    await expectValidHtml(back);
    expect(back).toContain('Другое название</blockquote>');
    expect(back).toContain(`href="${teacher.base}/syllabus/drafts/${draft}"`);
    expect(back).not.toContain(t.approval.notices.submitted);
    expect((await read(head, `/approval/${again}`)).text).not.toContain(`/syllabus/drafts/${draft}`);
  });

  it('is refused to students, and shows nothing to those without a code', async () => {
    const approval = await submit(await upload());
    const learner = await app.visit({ role: 'learner', lang: 'en' });
    expect((await read(learner, '/approval')).status).toBe(403);
    expect((await read(learner, `/approval/${approval}`)).status).toBe(403);
    const guest = await app.visit({ role: 'guest', lang: 'en', sub: 'nobody' });
    const page = await read(guest, `/approval/${approval}`);
    expect(page.text).toContain(t.approval.code);
    expect(page.text).not.toContain(t.approval.steps);
    for (const path of ['comment', 'decide'])
      expect(
        (await send(guest, `/approval/${approval}/${path}`, { text: 'x', decision: 'agreed', rev: '1' }))
          .status,
      ).toBe(403);
    for (const role of ['assistant', 'learner', 'mentor', 'guest'] as CourseRole[]) {
      const visitor = await app.visit({ role });
      for (const path of [
        `/approval/${approval}/code`,
        `/approval/${approval}/withdraw`,
        `/syllabus/submit/${approval}`,
      ])
        expect((await send(visitor, path, { rev: '1' })).status, `${role} ${path}`).toBe(403);
    }
  });
});

describe('what changed', () => {
  it('is there for students, between the published version and the one before it', async () => {
    const learner = await app.visit({ role: 'learner', lang: 'en' });
    expect((await read(learner, '/syllabus/changes')).text).toContain(t.approval.firstVersion);
    const draft = await upload();
    await send(teacher, `/syllabus/drafts/${draft}/course`, { rev: '1', 'course.title': 'Новое название' });
    expect((await read(teacher, `/syllabus/changes/${draft}`)).text).toContain('Новое название');
    expect((await read(learner, `/syllabus/changes/${draft}`)).status).toBe(403);
    await send(teacher, `/syllabus/drafts/${draft}/accept`, { rev: '2' });
    const page = (await read(learner, '/syllabus/changes')).text;
    expect(page).toContain('<ins>Новое название</ins>');
    const guest = await app.visit({ role: 'guest' });
    expect((await read(guest, '/syllabus/changes')).status).toBe(403);
  });
});
