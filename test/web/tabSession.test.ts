import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectValidHtml } from '../support/html.ts';
import { randomToken } from '../../src/secrets/sealer.ts';
import { createSessionStore } from '../../src/web/sessionStore.ts';
import { type InProcess, startInProcess, type Visitor } from '../support/inProcess.ts';

const storage = { target: '_parent', origin: 'https://lms.example' };
const eightHours = 8 * 3600_000;

let app: InProcess;
let teacher: Visitor;
let offset = 0;
const now = (): Date => new Date(Date.now() + offset);

beforeAll(async () => {
  app = await startInProcess(now);
  teacher = await app.visit({ role: 'instructor' });
});
afterAll(() => app.stop());

/** A session without a cookie, as a launch by the platform's storage makes it. */
async function tab() {
  const sessions = createSessionStore(app.store.connection);
  const known = await sessions.findClosed(teacher.base.slice(3));
  if (known === null) throw new Error('no session');
  const { courseId, personId } = teacher;
  const registrationId = (known as unknown as { registrationId: never }).registrationId;
  const token = randomToken();
  const session = { ...known, courseId, personId, registrationId, role: 'instructor' as const, storage };
  const id = await sessions.create(session, token, now());
  return { base: `/l/${id}`, token };
}

const page = (path: string) => request(app.url).get(path).set('Accept', 'text/html');
const csrfOf = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('a session without cookies', () => {
  it('opens with the token in the header, and gives it to its page alone', async () => {
    const { base, token } = await tab();
    const answer = await page(`${base}/syllabus`).set('X-Tirek-Tab', token);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(`<meta name="tirek-tab" content="${token}">`);
    expect(answer.headers['set-cookie']).toBeUndefined();
    await expectValidHtml(answer.text);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await page(`${teacher.base}/syllabus`).set('Cookie', teacher.cookie)).text).not.toContain(
      'tirek-tab',
    );
  });

  it('does not open with a token in the address, in a cookie’s place, or of another tab', async () => {
    const [one, other] = [await tab(), await tab()];
    expect((await page(`${one.base}/syllabus?_tab=${one.token}`)).status).toBe(401);
    expect((await page(`${one.base}/syllabus`).set('X-Tirek-Tab', other.token)).status).toBe(401);
    expect((await page(`${one.base}/syllabus`).set('X-Tirek-Tab', `${one.token}x`)).status).toBe(401);
    expect((await page(`${teacher.base}/syllabus`).set('X-Tirek-Tab', one.token)).status).toBe(401);
  });

  it('its page without the token says where the platform keeps it, and may be framed there', async () => {
    const { base } = await tab();
    const answer = await page(`${base}/syllabus`);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('data-target="_parent" data-origin="https://lms.example"');
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'self' https://lms.example");
  });

  it('a form brings the token as a field, and still needs the proof of our own page', async () => {
    const { base, token } = await tab();
    const csrf = csrfOf((await page(`${base}/syllabus`).set('X-Tirek-Tab', token)).text);
    const send = (fields: Record<string, string>) =>
      request(app.url)
        .post(`${base}/language`)
        .set('Accept', 'text/html')
        .type('form')
        .send({ lang: 'ru', here: `${base}/syllabus`, ...fields });
    expect((await send({ _csrf: csrf, _tab: token })).status).toBe(303);
    expect((await send({ _tab: token })).status).toBe(403);
    expect((await send({ _csrf: csrf })).status).toBe(401);
    expect((await send({ _csrf: csrf, _tab: randomToken() })).status).toBe(401);
  });

  it('a form with a file is not read before the session is known', async () => {
    const { base, token } = await tab();
    const csrf = csrfOf((await page(`${base}/syllabus`).set('X-Tirek-Tab', token)).text);
    const send = () =>
      request(app.url)
        .post(`${base}/syllabus/upload`)
        .set('X-CSRF-Token', csrf)
        .attach('file', Buffer.from('x'), 'a.txt');
    expect((await send().field('_tab', token)).status).toBe(401);
    expect((await send().set('X-Tirek-Tab', token)).status).not.toBe(401);
  });
});

describe('a session that has ended', () => {
  it('slides while it is used, and ends eight hours after the last use', async () => {
    const { base, token } = await tab();
    const open = async () => (await page(`${base}/syllabus`).set('X-Tirek-Tab', token)).status;
    offset += eightHours - 60_000;
    expect(await open()).toBe(200);
    offset += eightHours - 60_000;
    expect(await open()).toBe(200);
    offset += eightHours + 60_000;
    expect(await open()).toBe(401);
  });

  it('shows what came too late, and none of our own fields', async () => {
    const visitor = await app.visit({ role: 'instructor' });
    offset += eightHours + 60_000;
    const answer = await request(app.url)
      .post(`${visitor.base}/calendar/term`)
      .set('Cookie', visitor.cookie)
      .set('Accept', 'text/html')
      .type('form')
      .send({ startOn: '2026-09-01 <b>', _csrf: visitor.csrf });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('2026-09-01 &lt;b&gt;');
    expect(answer.text).not.toContain(visitor.csrf);
  });

  it('is a JSON answer for scripts', async () => {
    const visitor = await app.visit({ role: 'instructor' });
    offset += eightHours + 60_000;
    const answer = await request(app.url)
      .get(`${visitor.base}/syllabus`)
      .set('Cookie', visitor.cookie)
      .set('Accept', 'application/json');
    expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([
      401,
      'session-ended',
    ]);
  });
});
