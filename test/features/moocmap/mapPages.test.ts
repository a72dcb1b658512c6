import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/documents/index.ts';
import { writeDocx } from '../../../src/documents/write/index.ts';
import { formOfMap, reasonsOf } from '../../../src/features/moocmap/domain/formMap.ts';
import { officialMap } from '../../../src/features/moocmap/domain/officialMap.ts';
import { parseMap } from '../../../src/features/syllabus/index.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { type CourseRole } from '../../../src/kernel/permissions.ts';
import { rootFolder } from '../../../src/paths.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';
import { fillRegistry } from '../moocregistry/desk.ts';
import { filledMap, sampleSyllabus } from './filled.ts';

const t = catalogueOf('en');
let app: InProcess;
let teacher: Visitor;
let leader: Visitor;
let director: Visitor;
let learner: Visitor;

beforeAll(async () => {
  app = await startInProcess(() => new Date('2026-11-22T05:00:00Z'));
  teacher = await app.visit({ role: 'instructor', lang: 'en', names: ['Оспанова', 'Айгүл'] });
  leader = await app.visit({ role: 'guest', lang: 'en', sub: 'leader', names: ['Серік', 'Бауыржан'] });
  director = await app.visit({ role: 'guest', lang: 'en', sub: 'director', names: ['Ахметов', 'Дәулет'] });
  learner = await app.visit({ role: 'learner', lang: 'en', names: ['Қуанышқызы', 'Әсел'] });
  const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-en.docx'));
  const uploaded = await post(teacher, '/syllabus/upload').attach('file', sample, 'syllabus.docx');
  const syllabus = uploaded.headers.location?.split('/').at(-1) ?? '';
  await send(teacher, `/syllabus/drafts/${syllabus}/accept`, { rev: '1' });
  await send(teacher, '/calendar/term', { startOn: '2026-09-01' });
});
afterAll(() => app.stop());

const post = (visitor: Visitor, path: string) =>
  request(app.url)
    .post(`${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .set('X-CSRF-Token', visitor.csrf);
const send = (visitor: Visitor, path: string, values: object = {}) =>
  post(visitor, path).type('form').send(values);
const read = (visitor: Visitor, path: string) =>
  request(app.url).get(`${visitor.base}${path}`).set('Cookie', visitor.cookie).set('Accept', 'text/html');
const idIn = (location: string | undefined): string =>
  /[0-9a-f]{24}(?=[?#]|$)/.exec(location ?? '')?.[0] ?? '';

async function download(visitor: Visitor, path: string): Promise<Buffer> {
  const answer = await read(visitor, path)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        done(null, Buffer.concat(chunks));
      });
    });
  expect(answer.status).toBe(200);
  return answer.body as Buffer;
}

/** A filled form as a colleague sent it by mail. */
async function uploadForm(): Promise<string> {
  const map = filledMap(await sampleSyllabus('en'), 'en');
  const facts = {
    lang: 'en',
    version: null,
    printedOn: '2026-11-22',
    isBlank: false,
    signatures: [],
  } as const;
  const file = await writeDocx(officialMap(formOfMap(map), reasonsOf(map), facts));
  const answer = await post(teacher, '/moocmap/upload').attach('file', file, 'map.docx');
  return idIn(answer.headers.location);
}

async function codeFor(approval: string): Promise<string> {
  const page = await send(teacher, `/approval/${approval}/code`);
  return /(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}(?=<)/.exec(page.text)?.[0] ?? '';
}

async function agree(approval: string, visitor: Visitor, rev: number) {
  await send(visitor, '/approval/open', { code: await codeFor(approval) });
  return send(visitor, `/approval/${approval}/decide`, { decision: 'agreed', rev: String(rev), text: '' });
}

async function submit(draft: string, rev: string): Promise<string> {
  return idIn((await send(teacher, `/moocmap/submit/${draft}`, { rev })).headers.location);
}

describe('a map that is begun in the course', () => {
  it('has the rows of the calendar, is saved part by part, and says what contradicts', async () => {
    const draft = idIn((await send(teacher, '/moocmap/new')).headers.location);
    const address = `/moocmap/drafts/${draft}`;
    const page = (await read(teacher, address)).text;
    expect(page).toContain(t.moocmap.messages['mooc-none']());
    expect(page).toContain(t.moocmap.messages['model-none']());
    expect(page).toContain(t.moocmap.week({ week: 15 }));
    await send(teacher, `${address}/moocs/add`, { rev: '1' });
    await send(teacher, `${address}/parts/moocs`, {
      rev: '2',
      'm1:title': 'Data Analysis Basics',
      'm1:url': 'moocs.kz/data',
      'm1:percent': '80',
    });
    await send(teacher, `${address}/parts/model`, { rev: '3', model: '2' });
    await send(teacher, `${address}/fill`, {
      rev: '4',
      kind: 'lecture',
      from: '1',
      to: '15',
      mooc: 'm1',
      mode: 'asynchronous',
      replaces: 'yes',
    });
    const filled = (await read(teacher, address)).text;
    expect(filled).toContain('https://moocs.kz/data');
    expect(filled).toMatch(/<form class="action-bar"[^>]* data-submit>/);
    expect(page).toMatch(/<form class="action-bar"[^>]* data-submit hidden>/);
  });

  it('tells who types what is no percent, no address or no model, and saves nothing of it', async () => {
    const draft = idIn((await send(teacher, '/moocmap/new')).headers.location);
    const address = `/moocmap/drafts/${draft}`;
    await send(teacher, `${address}/moocs/add`, { rev: '1' });
    const answer = await send(teacher, `${address}/parts/moocs`, {
      rev: '2',
      'm1:percent': '130',
      'm1:url': 'javascript:alert(1)',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(t.moocmap.wrong.percent);
    expect(answer.text).toContain(t.moocmap.wrong.address);
    expect(answer.text).toContain('value="130"');
    expect((await send(teacher, `${address}/parts/model`, { rev: '2', model: '4' })).text).toContain(
      t.moocmap.wrong.model,
    );
    expect((await send(teacher, `/moocmap/submit/${draft}`, { rev: '2' })).status).toBe(409);
  });

  it('saves a piece by itself and checks the whole, and shows who is second both values', async () => {
    const draft = idIn((await send(teacher, '/moocmap/new')).headers.location);
    const save = async (before: object, typed: object, part = 'selection') =>
      (await post(teacher, `/moocmap/drafts/${draft}/live/${part}`).send({ before, typed })).body as object;
    expect(await save({ semester: '' }, { semester: '5' })).toMatchObject({
      ...{ kind: 'saved', rev: 2, hasErrors: true },
      findings: expect.arrayContaining([
        expect.objectContaining({ text: t.moocmap.messages['model-none'](), href: '#model' }),
      ]) as unknown,
    });
    expect(await save({ semester: '' }, { semester: '7' })).toEqual({
      kind: 'conflict',
      theirs: { semester: '5' },
    });
    await send(teacher, `/moocmap/drafts/${draft}/moocs/add`, { rev: '2' });
    const percent = { 'm1:percent': '130 %' };
    expect(await save({ 'm1:percent': '' }, percent, 'moocs')).toEqual({
      kind: 'wrong',
      faults: { 'm1:percent': t.moocmap.wrong.percent },
    });
    expect(await save({}, { 'm2:percent': '5' }, 'moocs')).toEqual({ kind: 'moved' });
    expect((await post(teacher, `/moocmap/drafts/${draft}/live/points`).send({})).status).toBe(404);
  });

  it('keeps what two people wrote apart: the second is shown both and overwrites nothing', async () => {
    const draft = idIn((await send(teacher, '/moocmap/new')).headers.location);
    const address = `/moocmap/drafts/${draft}`;
    await send(teacher, `${address}/parts/selection`, { rev: '1', semester: 'from the first' });
    const second = await send(teacher, `${address}/parts/selection`, {
      rev: '1',
      semester: 'from the second',
    });
    expect(second.status).toBe(409);
    expect(second.text).toContain(t.moocmap.notices.conflict);
    expect(second.text).toContain('from the first');
    expect(second.text).toContain('value="from the second"');
    expect((await read(teacher, address)).text).not.toContain('from the second');
  });
});

describe('the registry of online courses', () => {
  it('is searched from the draft; what is taken over is watched until it is retired', async () => {
    const { mooc } = await fillRegistry(app, await app.visit({ role: 'instructor', sub: 'centre' }));
    const decide = (stage: string) =>
      app.store.connection.collection('moocs').updateOne({ _id: mooc as never }, { $set: { stage } });
    await decide('approved');
    const draft = idIn((await send(teacher, '/moocmap/new')).headers.location);
    const address = `/moocmap/drafts/${draft}`;
    const found = (await read(teacher, `${address}?find=${encodeURIComponent('Деректерді')}`)).text;
    expect(found).toContain(`value="${mooc}"`);
    await send(teacher, `${address}/moocs/add`, { rev: '1', registry: mooc });
    const taken = (await read(teacher, address)).text;
    expect(taken).toContain(t.moocmap.fromRegistry);
    expect(taken).not.toContain('has retired it');
    await decide('retired');
    expect((await read(teacher, address)).text).toContain('has retired it');
    const unknown = await send(teacher, `${address}/moocs/add`, { rev: '2', registry: '0'.repeat(24) });
    expect(unknown.status).toBe(404);
  });
});

describe('a filled form that is uploaded', () => {
  it('becomes a draft with everything that stands in it', async () => {
    const draft = await uploadForm();
    const page = (await read(teacher, `/moocmap/drafts/${draft}`)).text;
    for (const text of [
      'Data Analysis Basics',
      'https://open.kaznu.kz/statistics',
      '62.5',
      'Modules 1 and 2',
    ])
      expect(page).toContain(text);
  });

  it('is refused when it is no integration map', async () => {
    const answer = await post(teacher, '/moocmap/upload').attach('file', Buffer.from('no form'), 'a.txt');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(t.moocmap.notMap);
  });
});

describe('the way through the approval', () => {
  it('publishes what three people agreed on, and a later change goes the same way again', async () => {
    const draft = await uploadForm();
    await send(teacher, `/moocmap/drafts/${draft}/parts/week-4`, {
      rev: '1',
      'srs-1:mooc': 'm1',
      'srs-1:counts': 'yes',
    });
    const approval = await submit(draft, '2');
    const waiting = (await read(teacher, '/moocmap')).text;
    expect(waiting).toContain('Programme leader of the school');
    expect(waiting).toContain('22.11.2026 10:00');
    await send(leader, '/approval/open', { code: await codeFor(approval) });
    await send(leader, `/approval/${approval}/comment`, { place: 'srs-1', text: 'Which test is it?' });
    expect((await read(teacher, `/approval/${approval}`)).text).toContain('Which test is it?');
    expect((await agree(approval, leader, 1)).status).toBe(303);
    expect((await read(learner, '/moocmap')).text).toContain(t.moocmap.none);
    expect((await agree(approval, director, 2)).headers.location).toContain('notice=approved');
    expect((await read(learner, '/moocmap')).text).toContain('Data Analysis Basics');
    const written = parseMap(
      await readDocument(await download(learner, '/moocmap/form?lang=en&as=docx'), 'map.docx'),
    );
    expect(written?.map.approvals).toEqual([
      { role: 'Teacher', name: 'Оспанова Айгүл', date: '22.11.2026' },
      { role: 'Programme leader of the school', name: 'Серік Бауыржан', date: '22.11.2026' },
      { role: 'Director of the online-education office', name: 'Ахметов Дәулет', date: '22.11.2026' },
    ]);
    const next = idIn((await send(teacher, '/moocmap/new')).headers.location);
    await send(teacher, `/moocmap/drafts/${next}/parts/selection`, { rev: '1', semester: '7' });
    const overview = (await read(teacher, '/moocmap')).text;
    expect(overview).toContain(t.moocmap.reopened);
    expect(overview).toContain(t.moocmap.version({ version: 1 }));
    const second = await submit(next, '2');
    expect((await read(teacher, `/approval/${second}`)).text).toContain(t.moocmap.fields.semester);
    await agree(second, leader, 1);
    await agree(second, director, 2);
    const version = (await read(teacher, '/moocmap/versions/2')).text;
    expect(version).toContain(t.moocmap.changesSince({ version: 1 }));
    expect(version).toContain('<ins>7</ins>');
  });
});

describe('the students of a course with a map', () => {
  it('register, mark what is done, and are seen to be behind by their teacher alone', async () => {
    const plan = (await read(learner, '/moocmap')).text;
    expect(plan).toContain(t.moocmap.steps.notRegistered);
    expect(plan).toContain(t.moocmap.steps.late);
    expect(
      (await send(learner, '/moocmap/registered', { mooc: 'm1', address: 'not an address' })).status,
    ).toBe(422);
    await send(learner, '/moocmap/registered', { mooc: 'm1', address: 'asel@example.kz' });
    await send(learner, '/moocmap/done', { row: 'lecture', done: 'yes' });
    await send(learner, '/moocmap/done', { row: 'lecture', done: 'yes' });
    const list = (await read(teacher, '/moocmap/learners')).text;
    for (const text of ['Қуанышқызы Әсел', 'asel@example.kz', t.moocmap.learners.behind, '1 / 16'])
      expect(list).toContain(text);
    await send(learner, '/moocmap/done', { row: 'lecture', done: 'no' });
    expect((await read(teacher, '/moocmap/learners')).text).toContain('0 / 16');
    expect((await read(learner, '/moocmap/learners')).status).toBe(403);
    for (const path of ['/moocmap/registered', '/moocmap/done'])
      expect((await send(learner, path, { mooc: 'm9', row: 'none', done: 'yes' })).status).toBe(404);
  });

  it('cannot write, and neither can anybody but the teacher', async () => {
    for (const role of ['assistant', 'learner', 'mentor', 'guest'] as CourseRole[]) {
      const visitor = await app.visit({ role });
      for (const path of ['/moocmap/new', '/moocmap/drafts/x/parts/model', '/moocmap/submit/x'])
        expect((await send(visitor, path, { rev: '1' })).status, `${role} ${path}`).toBe(403);
    }
  });
});
