import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';
import { appoint, codeOfCentre, get, goodReview, post, wholeCourse } from './desk.ts';

let app: InProcess;
let teacher: Visitor;
let colleague: Visitor;
let centre: Visitor;
const today = () => new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  app = await startInProcess();
  teacher = await app.visit({ role: 'instructor', sub: 'teacher', lang: 'en' });
  colleague = await app.visit({ role: 'instructor', sub: 'colleague', lang: 'en' });
  centre = await app.visit({ role: 'guest', sub: 'centre', lang: 'en' });
});
afterAll(() => app.stop());

async function propose(fields: object = {}): Promise<string> {
  const answer = await post(app, teacher, '/moocs/new').send({ ...wholeCourse, ...fields });
  expect(answer.status).toBe(303);
  return /moocs\/([0-9a-f]{24})/.exec(answer.headers.location ?? '')?.[1] ?? '';
}

const decide = (who: Visitor, id: string, decision: string, rev: number, more: object = {}) =>
  post(app, who, `/moocs/${id}/decide`).send({ decision, rev, ...more });

describe('the MOOC centre', () => {
  it('is joined by a one-time code, in whatever role', async () => {
    expect((await get(app, centre, '/moocs')).text).toContain('One-time code');
    const code = await codeOfCentre(app);
    expect((await post(app, centre, '/moocs/open').send({ code: 'AAAA-BBBB-CCCC-DDDD' })).status).toBe(422);
    expect((await post(app, centre, '/moocs/open').send({ code: code.toLowerCase() })).status).toBe(303);
    expect((await get(app, centre, '/moocs')).text).toContain('You keep this registry');
    expect((await post(app, colleague, '/moocs/open').send({ code })).status).toBe(422);
  });

  it('is nothing for students', async () => {
    const student = await app.visit({ role: 'learner' });
    expect((await get(app, student, '/moocs')).status).toBe(403);
    expect((await post(app, student, '/moocs/open').send({ code: 'x' })).status).toBe(403);
  });
});

describe('the way of a course', () => {
  it('goes from a draft to use by its teacher, the experts and the centre', async () => {
    const id = await propose();
    expect((await decide(teacher, id, 'approve', 1)).status).toBe(403);
    expect((await decide(teacher, id, 'submit', 1)).status).toBe(303);
    expect((await decide(centre, id, 'approve', 2)).status).toBe(422);
    const review = { ...goodReview(today()), rev: 2 };
    expect((await post(app, teacher, `/moocs/${id}/review`).send(review)).text).toContain('MOOC centre');
    expect((await post(app, centre, `/moocs/${id}/review`).send(review)).status).toBe(303);
    expect((await decide(centre, id, 'approve', 3, { renewalYears: 2 })).status).toBe(303);
    expect((await decide(centre, id, 'use', 4)).status).toBe(303);
    const page = (await get(app, colleague, `/moocs/${id}`)).text;
    expect(page).toContain('In use');
    expect(page).not.toContain('History of changes');
    const history = (await get(app, teacher, `/moocs/${id}`)).text;
    expect(history).toContain('Expert review recorded');
    const [year, rest] = [today().slice(0, 4), today().slice(5)];
    const [month, day] = rest.split('-');
    if (rest !== '02-29') expect(history).toContain(`${day}.${month}.${Number(year) + 2}`);
  });

  it('is hidden from others until it is approved, and stays readable when it is retired', async () => {
    const id = await propose({ titleKk: 'Құпия жоба' });
    expect((await get(app, colleague, `/moocs/${id}`)).status).toBe(404);
    expect((await get(app, colleague, '/moocs?q=құпия')).text).toContain('No such course');
    expect((await get(app, centre, `/moocs/${id}`)).status).toBe(200);
    expect((await decide(centre, id, 'retire', 1)).status).toBe(422);
    expect((await decide(centre, id, 'retire', 1, { note: 'Ескірді' })).status).toBe(303);
    expect((await get(app, colleague, `/moocs/${id}`)).text).toContain('Retired');
  });

  it('tells whoever decides on an older state so', async () => {
    const id = await propose();
    expect(
      (await post(app, teacher, `/moocs/${id}/edit`).send({ ...wholeCourse, rev: 1, hours: '90' })).status,
    ).toBe(303);
    expect((await decide(teacher, id, 'submit', 1)).status).toBe(409);
    const late = await post(app, teacher, `/moocs/${id}/edit`).send({ ...wholeCourse, rev: 1, hours: '99' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('value="99"');
  });
});

describe('the form', () => {
  it('keeps what was typed and says what is wrong', async () => {
    const answer = await post(app, teacher, '/moocs/new').send({
      ...wholeCourse,
      url: 'javascript:alert(1)',
      hours: '-4',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('javascript:alert(1)');
    expect(answer.text).not.toContain('href="javascript');
    expect(answer.text).toContain('aria-invalid="true"');
  });

  it('shows markup as the text that it is', async () => {
    const id = await propose({ titleKk: '<script>alert(1)</script> "курс"' });
    const { text } = await get(app, teacher, `/moocs/${id}`);
    expect(text).not.toContain('<script>alert(1)');
    expect(text).toContain('&lt;script&gt;');
  });
});

describe('a course of another institution', () => {
  it('is not found', async () => {
    const id = await propose();
    await app.store.connection
      .collection('moocs')
      .updateOne({ _id: id as never }, { $set: { registrationId: 'f'.repeat(24) } });
    expect((await get(app, centre, `/moocs/${id}`)).status).toBe(404);
    expect((await decide(centre, id, 'retire', 1, { note: 'x' })).status).toBe(404);
  });
});

describe('two people of the centre', () => {
  it('are needed where one of them has proposed the course', async () => {
    const id = await propose();
    await appoint(app, teacher);
    expect((await decide(teacher, id, 'submit', 1)).status).toBe(303);
    const review = { ...goodReview(today()), rev: 2 };
    expect((await post(app, teacher, `/moocs/${id}/review`).send(review)).status).toBe(303);
    const answer = await decide(teacher, id, 'approve', 3);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('You cannot approve a course that you proposed');
    expect((await decide(centre, id, 'approve', 3)).status).toBe(303);
  });
});
