import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

let app: InProcess;
let teacher: Visitor;
const t = catalogueOf('en');

beforeAll(async () => {
  app = await startInProcess();
  teacher = await app.visit({ role: 'instructor', lang: 'en' });
});
afterAll(() => app.stop());

const send = (path: string, values: object, visitor = teacher) =>
  request(app.url)
    .post(`${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .set('X-CSRF-Token', visitor.csrf)
    .type('form')
    .send(values);
const read = (path: string, visitor = teacher) =>
  request(app.url)
    .get(path.startsWith('/l/') ? path : `${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .set('Accept', 'text/html');

const values = {
  title: 'Oral history',
  lang: 'en',
  weeks: '15',
  lectures: '15',
  lectureHours: '1',
  classKind: 'seminar',
  classes: '15',
  classHours: '2',
  classPoints: '8',
  srs: '4',
  midterms: '7, 15',
};

describe('a syllabus without a document', () => {
  it('is made of an outline and contradicts nothing', async () => {
    expect((await read('/syllabus/new')).text).toContain('value="7, 15"');
    const answer = await send('/syllabus/new', values);
    expect(answer.status).toBe(303);
    const draft = String(answer.headers.location);
    const preview = (await read(draft)).text;
    expect(preview).toContain('Oral history');
    for (const wrong of ['Period', t.shell.severity.error]) expect(preview).not.toContain(`>${wrong}<`);
    const id = draft.split('/').at(-1) ?? '';
    expect((await send(`/syllabus/drafts/${id}/accept`, { rev: '1' })).status).toBe(303);
    expect((await read('/calendar')).text).toContain(t.calendar.preparesSrs({ number: 4 }));
  });

  it('is not made of an outline that cannot be, and says why', async () => {
    const answer = await send('/syllabus/new', { ...values, classPoints: '15', midterms: '7, 15' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(t.authoring.wrong.tooManyPoints);
    const wrong = await send('/syllabus/new', { ...values, midterms: '15, 7', title: '', lectures: 'many' });
    for (const text of [t.authoring.wrong.weeks, t.authoring.wrong.required, t.authoring.wrong.whole])
      expect(wrong.text).toContain(text);
  });

  it('is written by teachers alone', async () => {
    for (const role of ['assistant', 'learner', 'mentor', 'guest'] as const) {
      const visitor = await app.visit({ role });
      expect((await read('/syllabus/new', visitor)).status, role).toBe(403);
      expect((await send('/syllabus/new', values, visitor)).status, role).toBe(403);
    }
  });
});

describe('the order of the rows', () => {
  const order = async (id: string) =>
    [...(await read(`/syllabus/rows/${id}`)).text.matchAll(/data-shape="square">([^<]+)</g)].map(
      found => found[1],
    );

  it('is changed by buttons, taken back, and never by somebody who has read an older one', async () => {
    const made = await send('/syllabus/new', values);
    const id = String(made.headers.location).split('/').at(-1) ?? '';
    const before = await order(id);
    const moved = await send(`/syllabus/rows/${id}`, { rev: '1', edit: 'down:0' });
    expect(moved.text).toContain(t.authoring.rows.undo);
    expect((await order(id)).slice(0, 2)).toEqual([before[1], before[0]]);
    expect((await send(`/syllabus/rows/${id}`, { rev: '1', edit: 'copy:0' })).status).toBe(409);
    await send(`/syllabus/rows/${id}`, { rev: '2', edit: 'up:1' });
    expect(await order(id)).toEqual(before);
    const copied = await send(`/syllabus/rows/${id}`, { rev: '3', edit: 'copy:0' });
    expect((await order(id)).length).toBe(before.length + 1);
    const undo = /name="edit" value="(remove:\d+)"/.exec(copied.text)?.[1];
    await send(`/syllabus/rows/${id}`, { rev: '4', edit: undo });
    expect(await order(id)).toEqual(before);
  });

  it('is refused to everybody but teachers', async () => {
    const made = await send('/syllabus/new', values);
    const path = `/syllabus/rows/${String(made.headers.location).split('/').at(-1) ?? ''}`;
    for (const role of ['assistant', 'learner', 'mentor', 'guest'] as const) {
      const visitor = await app.visit({ role });
      expect((await read(path, visitor)).status, role).toBe(403);
      expect((await send(path, { rev: '1', edit: 'up:1' }, visitor)).status, role).toBe(403);
    }
  });
});
