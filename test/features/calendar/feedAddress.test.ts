import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootFolder } from '../../../src/paths.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

let app: InProcess;
let student: Visitor;

const post = (visitor: Visitor, path: string) =>
  request(app.url)
    .post(`${visitor.base}${path}`)
    .set('Cookie', visitor.cookie)
    .set('X-CSRF-Token', visitor.csrf);

beforeAll(async () => {
  app = await startInProcess();
  const teacher = await app.visit({ role: 'instructor' });
  const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt'));
  const draft = await post(teacher, '/syllabus/upload').attach('file', sample, 'a.txt');
  const id = String(draft.headers.location).split('/').at(-1) ?? '';
  await post(teacher, `/syllabus/drafts/${id}/accept`).type('form').send({ rev: '1' });
  await post(teacher, '/calendar/term').type('form').send({ startOn: '2026-09-01' });
  student = await app.visit({ role: 'learner' });
});
afterAll(() => app.stop());

/** The path of the address that the page tells once. */
async function newAddress(visitor: Visitor): Promise<string> {
  const page = await post(visitor, '/calendar/feed');
  expect(page.status).toBe(200);
  await expectValidHtml(page.text);
  expect(page.text).toMatch(/href="webcal:\/\/[^"]+\.ics"/);
  const address = /value="([^"]*\/calendar\/feeds\/[^"]+)"/.exec(page.text)?.[1] ?? '';
  return new URL(address).pathname;
}

describe('a person’s address of the calendar', () => {
  it('opens the calendar without a launch, for programs that send no cookie', async () => {
    const answer = await request(app.url).get(await newAddress(student));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(answer.headers['cache-control']).toContain('private');
    const calendar = new ICAL.Component(ICAL.parse(answer.text) as unknown[]);
    expect(calendar.getAllSubcomponents('vevent').length).toBeGreaterThan(15);
  });

  it('answers HEAD without the text, and 304 to who has it already', async () => {
    const path = await newAddress(student);
    const whole = await request(app.url).get(path);
    const head = await request(app.url).head(path);
    expect([head.status, head.text ?? '']).toEqual([200, '']);
    expect(head.headers.etag).toBe(whole.headers.etag);
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(whole.text)));
    const again = await request(app.url).get(path).set('If-None-Match', String(whole.headers.etag));
    expect([again.status, again.text]).toEqual([304, '']);
    expect(whole.headers['content-disposition']).not.toContain(path.split('/').at(-1) ?? '');
  });

  it('is told once, and stops when a new one is made or it is deleted', async () => {
    const old = await newAddress(student);
    const page = await request(app.url).get(`${student.base}/calendar/feed`).set('Cookie', student.cookie);
    expect(page.text).not.toContain(old);
    const next = await newAddress(student);
    expect((await request(app.url).get(old)).status).toBe(404);
    expect((await request(app.url).get(next)).status).toBe(200);
    expect((await post(student, '/calendar/feed/revoke')).status).toBe(303);
    expect((await request(app.url).get(next)).status).toBe(404);
  });

  it('is nobody else’s: another person’s new one leaves it as it is', async () => {
    const own = await newAddress(student);
    const other = await newAddress(await app.visit({ role: 'learner', sub: 'another' }));
    expect(other).not.toBe(own);
    expect((await request(app.url).get(own)).status).toBe(200);
  });

  it.each(['x.ics', `${'a'.repeat(43)}.ics`, `${'a'.repeat(43)}`])(
    'that was never made (%s) is not found',
    async name => {
      expect((await request(app.url).get(`/calendar/feeds/${name}`)).status).toBe(404);
    },
  );
});
