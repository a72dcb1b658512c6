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
    await send(`/syllabus/rows/${id}`, { rev: '2', edit: 'undo' });
    expect(await order(id)).toEqual(before);
    for (const edit of ['copy:0', 'remove:3', 'place:2:9']) {
      const rev = /name="rev" value="(\d+)"/.exec((await read(`/syllabus/rows/${id}`)).text)?.[1] ?? '';
      expect((await send(`/syllabus/rows/${id}`, { rev, edit })).status).toBe(200);
      expect(await order(id), edit).not.toEqual(before);
      const undone = await send(`/syllabus/rows/${id}`, { rev: String(Number(rev) + 1), edit: 'undo' });
      expect(undone.text).toContain('name="edit" value="undo"');
      expect(await order(id), edit).toEqual(before);
    }
  });

  it('gives a row that is dragged into another week that week, and takes it back with it', async () => {
    const made = await send('/syllabus/new', values);
    const path = `/syllabus/rows/${String(made.headers.location).split('/').at(-1) ?? ''}`;
    const weeks = async () =>
      [...(await read(path)).text.matchAll(/class="number" data-label="[^"]*">(\d*)</g)].map(
        found => found[1],
      );
    const before = await weeks();
    await send(path, { rev: '1', edit: 'place:0:12' });
    expect((await weeks())[12]).toBe(before[12]);
    await send(path, { rev: '2', edit: 'undo' });
    expect(await weeks()).toEqual(before);
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

describe('a value that is saved by itself', () => {
  const draftOf = async () =>
    String((await send('/syllabus/new', values)).headers.location)
      .split('/')
      .at(-1) ?? '';
  const shapeOf = async (id: string, section = 'calendar') =>
    /data-shape="([^"]+)"/.exec((await read(`/syllabus/drafts/${id}/${section}`)).text)?.[1] ?? '';
  const save = async (id: string, edit: object) => {
    const answer = await request(app.url)
      .post(`${teacher.base}/syllabus/fields/${id}`)
      .set('Cookie', teacher.cookie)
      .set('X-CSRF-Token', teacher.csrf)
      .set('Accept', 'application/json')
      .send(edit);
    return answer.body as {
      kind: string;
      theirs?: string;
      message?: string;
      rev?: number;
      findings?: object[];
    };
  };

  it('brings the findings of the whole along, and they go when the fault is mended', async () => {
    const id = await draftOf();
    const shape = await shapeOf(id);
    const page = (await read(`/syllabus/drafts/${id}/calendar`)).text;
    const [, points = ''] = /name="(calendar\[\d+\]\.maxPoints)"[^>]* value="8"/.exec(page) ?? [];
    const wrong = await save(id, { path: points, before: '8', value: '18', shape });
    expect(wrong).toMatchObject({ kind: 'saved', rev: 2 });
    expect(JSON.stringify(wrong.findings)).toContain('110');
    const right = await save(id, { path: points, before: '18', value: '8', shape });
    expect(right.findings?.length).toBeLessThan(wrong.findings?.length ?? 0);
  });

  it('is refused with words where it cannot be, and leaves what was there', async () => {
    const id = await draftOf();
    const shape = await shapeOf(id);
    const answer = await save(id, { path: 'calendar[0].hours', before: '1', value: 'one', shape });
    expect(answer).toEqual({ kind: 'wrong', message: t.syllabus.wrong.number });
  });

  it('meets nobody in another field, and in the same field the second person is shown both values', async () => {
    const id = await draftOf();
    const shape = await shapeOf(id);
    const title = { path: 'calendar[0].title', shape, before: t.authoring.topic };
    const seen = /name="calendar\[0\]\.title"[^>]* value="([^"]*)"/.exec(
      (await read(`/syllabus/drafts/${id}/calendar`)).text,
    )?.[1];
    const [one, other] = await Promise.all([
      save(id, { ...title, before: seen, value: 'Sources' }),
      save(id, { path: 'calendar[1].hours', before: '2', value: '1', shape }),
    ]);
    expect([one.kind, other.kind]).toEqual(['saved', 'saved']);
    const late = await save(id, { ...title, before: seen, value: 'Archives' });
    expect(late).toMatchObject({ kind: 'conflict', theirs: 'Sources' });
    expect((await save(id, { ...title, before: 'Sources', value: 'Archives' })).kind).toBe('saved');
    // Without a script the whole form says what the draft has beside what was typed.
    const form = await send(`/syllabus/drafts/${id}/calendar`, { rev: '1', 'calendar[0].title': 'Letters' });
    expect(form.status).toBe(409);
    expect(form.text).toContain(
      t.authoring.live.inDraft({ value: 'Archives' }).replace('’', '&#39;').slice(-10),
    );
    expect(form.text).toContain('value="Letters"');
  });

  it('is not written into another row when rows were moved meanwhile', async () => {
    const id = await draftOf();
    const shape = await shapeOf(id);
    await send(`/syllabus/rows/${id}`, { rev: '1', edit: 'down:0' });
    const before = /name="calendar\[0\]\.hours"[^>]* value="([^"]*)"/.exec(
      (await read(`/syllabus/drafts/${id}/calendar`)).text,
    )?.[1];
    expect(await save(id, { path: 'calendar[0].hours', before, value: '4', shape })).toEqual({
      kind: 'moved',
    });
  });

  it('is taken back on the page of the draft, as any other change', async () => {
    const id = await draftOf();
    const shape = await shapeOf(id, 'course');
    await save(id, { path: 'course.aim', before: '', value: 'To listen well', shape });
    expect((await read(`/syllabus/drafts/${id}`)).text).toContain('To listen well');
    const undone = await send(`/syllabus/drafts/${id}/undo`, { rev: '2' });
    expect(undone.status).toBe(303);
    expect((await read(`/syllabus/drafts/${id}`)).text).not.toContain('To listen well');
    expect((await send(`/syllabus/drafts/${id}/undo`, { rev: '2' })).status).toBe(409);
  });
});
