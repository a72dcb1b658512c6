import { type Response } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abilitiesOf, courseRoles } from '../../src/kernel/permissions.ts';
import { setContentPolicy } from '../../src/web/headers.ts';
import { type LaunchRoute } from '../../src/web/route.ts';
import { type InProcess, startInProcess, type Visitor } from '../support/inProcess.ts';

let app: InProcess;
let teacher: Visitor;
let student: Visitor;

beforeAll(async () => {
  app = await startInProcess();
  teacher = await app.visit({ role: 'instructor' });
  student = await app.visit({ role: 'learner' });
});
afterAll(() => app.stop());

describe('who may frame an answer', () => {
  it('is a list of origins: no wildcard, and nothing that ends it', () => {
    const headers = new Map<string, unknown>();
    const response = { setHeader: (name: string, value: unknown) => headers.set(name, value) };
    const good = [
      'https://lms.example',
      'http://localhost:3001',
      'https://[2a00:1450::1]:8443',
      'https://in_ner.kz',
    ];
    const bad = [
      'https://*',
      'https://*.lms.example',
      '*',
      'https:',
      'https://a;sandbox',
      "'unsafe-inline'",
      'null',
    ];
    setContentPolicy(response as unknown as Response, [
      ...bad,
      ...good,
      'https://a b',
      'https://lms.example/path',
    ]);
    expect(headers.get('Content-Security-Policy')).toMatch(
      new RegExp(`; frame-ancestors 'self' ${good.join(' ').replaceAll(/[[\].]/g, String.raw`\$&`)}$`),
    );
  });
});

const get = (visitor: Visitor, path: string) =>
  request(app.url).get(`${visitor.base}${path}`).set('Cookie', visitor.cookie).set('Accept', 'text/html');

describe('a session', () => {
  it('opens nothing without the browser’s cookie, and says how to come back', async () => {
    const answer = await request(app.url).get(`${teacher.base}/calendar`).set('Accept-Language', 'en');
    expect(answer.status).toBe(401);
    // In the session's language, and where the LMS may show it: in its frame.
    expect(answer.text).toContain('Жұмыс сеансы аяқталды');
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'self' https://lms.example");
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('opens nothing with another browser’s cookie', async () => {
    const answer = await request(app.url).get(`${teacher.base}/calendar`).set('Cookie', student.cookie);
    expect(answer.status).toBe(401);
  });

  it('does not exist for odd ids', async () => {
    for (const id of ['x', '%00', "'", '$ne', 'a'.repeat(5000), '..%2f..']) {
      const answer = await request(app.url).get(`/l/${id}/calendar`).set('Cookie', teacher.cookie);
      expect([401, 404], id).toContain(answer.status);
    }
  });

  it('sends pages that only our own origin and the LMS may frame, and that nobody keeps', async () => {
    const answer = await get(teacher, '/calendar');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'self' https://lms.example");
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});

describe('every route', () => {
  it('is refused to each role that lacks its permission, before its input is looked at', async () => {
    const routes = app.tirek.routes.filter((route): route is LaunchRoute => route.scope === 'launch');
    expect(routes.length).toBeGreaterThan(10);
    for (const role of courseRoles) {
      const visitor = await app.visit({ role, sub: `every-${role}` });
      for (const { permission, shape } of routes.filter(route => !abilitiesOf(role).has(route.permission))) {
        const path = shape.path.replace(/:\w+/g, '0'.repeat(24));
        const call = request(app.url)[shape.method](`${visitor.base}${path}`).set('Cookie', visitor.cookie);
        const answer = await (shape.method === 'post'
          ? call.type('form').send({ _csrf: visitor.csrf })
          : call);
        expect(answer.status, `${role} ${shape.method} ${shape.path} needs ${permission}`).toBe(403);
      }
    }
  });

  it('says why it is open where it has no permission', () => {
    for (const route of app.tirek.routes) {
      if (route.scope === 'public') expect(route.why.length, route.path).toBeGreaterThan(10);
    }
  });

  it('refuses a change without the proof that our own page sent it', async () => {
    const change = () =>
      request(app.url).post(`${teacher.base}/calendar/term`).set('Cookie', teacher.cookie).type('form');
    expect((await change().send({ startOn: '2026-09-01' })).status).toBe(403);
    expect((await change().send({ startOn: '2026-09-01', _csrf: student.csrf })).status).toBe(403);
    const foreign = await change()
      .set('Sec-Fetch-Site', 'cross-site')
      .send({ startOn: '2026-09-01', _csrf: teacher.csrf });
    expect(foreign.status).toBe(403);
    const good = await change()
      .set('Sec-Fetch-Site', 'same-origin')
      .send({ startOn: '2026-09-01', _csrf: teacher.csrf });
    expect(good.status).toBe(303);
    expect(good.headers.location).toBe(`${teacher.base}/calendar?term=saved`);
  });

  it('answers other methods with 405 and names the right ones', async () => {
    const answer = await request(app.url).put(`${teacher.base}/calendar`).set('Cookie', teacher.cookie);
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET');
  });
});

describe('errors', () => {
  it('are pages in the person’s language with a code and an id, never a stack', async () => {
    const answer = await request(app.url)
      .get('/nothing/here')
      .set('Accept', 'text/html')
      .set('Accept-Language', 'ru');
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Такой страницы нет');
    expect(answer.text).toContain('not-found');
    expect(answer.text).toContain(answer.headers['x-request-id']);
    expect(answer.text).not.toMatch(/at .*\.ts/);
  });

  it('are JSON where JSON was asked for', async () => {
    const answer = await request(app.url).get('/nothing').set('Accept', 'application/json');
    expect(answer.body).toMatchObject({ error: { code: 'not-found', id: answer.headers['x-request-id'] } });
  });

  it('stay small for odd addresses and bodies', async () => {
    expect((await request(app.url).get('/%E0%A4%A')).status).toBeLessThan(500);
    const broken = await request(app.url)
      .post(`${teacher.base}/calendar/term`)
      .set('Cookie', teacher.cookie)
      .set('Content-Type', 'application/json')
      .send('{"a":');
    expect(broken.status).toBe(400);
    const large = await request(app.url)
      .post(`${teacher.base}/calendar/term`)
      .set('Cookie', teacher.cookie)
      .type('form')
      .send(`startOn=${'1'.repeat(2_000_000)}`);
    expect(large.status).toBe(413);
  });
});

describe('the language', () => {
  it('is the person’s own choice, kept for later launches', async () => {
    const visitor = await app.visit({ role: 'learner', sub: 'chooser' });
    const answer = await request(app.url)
      .post(`${visitor.base}/language`)
      .set('Cookie', visitor.cookie)
      .type('form')
      .send({ _csrf: visitor.csrf, lang: 'en', here: `${visitor.base}/calendar` });
    expect(answer.headers.location).toBe(`${visitor.base}/calendar`);
    expect((await get(visitor, '/calendar')).text).toContain('<html lang="en"');
  });

  it('never sends a person off our pages', async () => {
    for (const here of [
      'https://evil.example/',
      '//evil.example',
      `${teacher.base}x`,
      `${teacher.base}/\\evil`,
      '',
    ]) {
      const answer = await request(app.url)
        .post(`${teacher.base}/language`)
        .set('Cookie', teacher.cookie)
        .type('form')
        .send({ _csrf: teacher.csrf, lang: 'kk', here });
      expect(answer.headers.location, here).toBe(`${teacher.base}/`);
    }
  });
});

describe('probes', () => {
  it('say what the contract with operators says', async () => {
    const ready = await request(app.url).get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'ok', store: app.store.kind });
    app.tirek.drain();
    const draining = await request(app.url).get('/readyz');
    expect(draining.status).toBe(503);
    expect(draining.body).toMatchObject({ status: 'draining' });
    expect((await request(app.url).get('/healthz')).status).toBe(200);
  });
});
