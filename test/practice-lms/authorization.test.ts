import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionOf, authRequest, type Bench, Browser, fieldsOf, query, startBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

/** The teacher's browser after opening the Tirek link, and the request that a good tool would make then. */
async function begin(): Promise<{ browser: Browser; request: Record<string, string> }> {
  const browser = await new Browser(bench.lms.url).logIn(bench.lms.world.teacher);
  const login = fieldsOf(await (await browser.get(`/activities/${bench.lms.world.link.id}/frame`)).text());
  return { browser, request: authRequest(bench.tool, login) };
}

const without = (fields: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name));

describe('the authentication request', () => {
  it.each([
    ['client_id', 'other', 'unauthorized_client'],
    ['response_type', 'code', 'unsupported_response_type'],
    ['scope', 'openid email', 'invalid_scope'],
    ['response_mode', 'query', 'invalid_request'],
    ['prompt', 'login', 'invalid_request'],
    ['login_hint', '999999', 'access_denied'],
  ])('with a wrong %s is answered to the tool by an error', async (name, value, error) => {
    const { browser, request } = await begin();
    const html = await (await browser.get(`/auth?${query({ ...request, [name]: value })}`)).text();
    expect(actionOf(html)).toBe(`${bench.tool.url}/lti/launch`);
    expect(fieldsOf(html)).toMatchObject({ error, state: request.state });
    expect(fieldsOf(html)).not.toHaveProperty('id_token');
  });

  it.each(['nonce', 'prompt', 'response_mode'])(
    'without %s is answered to the tool by an error',
    async name => {
      const { browser, request } = await begin();
      const html = await (await browser.get(`/auth?${query(without(request, name))}`)).text();
      expect(fieldsOf(html)).toMatchObject({ error: 'invalid_request', state: request.state });
    },
  );

  it('without state is answered by an error without state', async () => {
    const { browser, request } = await begin();
    const html = await (await browser.get(`/auth?${query(without(request, 'state'))}`)).text();
    expect(fieldsOf(html)).toEqual({ error: 'invalid_request', error_description: 'Missing state' });
  });

  it.each(['/', '/elsewhere', '?x=1'])(
    'sends nothing to an address that is not registered exactly (…%s)',
    async end => {
      const { browser, request } = await begin();
      const response = await browser.get(
        `/auth?${query({ ...request, redirect_uri: `${request.redirect_uri}${end}` })}`,
      );
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain('<form method="post" action="http://localhost');
    },
  );

  it('is answered once: a hint that was used, altered or left out is refused', async () => {
    const { browser, request } = await begin();
    expect((await browser.get(`/auth?${query(request)}`)).status).toBe(200);
    expect((await browser.get(`/auth?${query(request)}`)).status).toBe(400);
    expect((await browser.get(`/auth?${query({ ...request, lti_message_hint: '{}' })}`)).status).toBe(400);
    expect((await browser.get(`/auth?${query(without(request, 'lti_message_hint'))}`)).status).toBe(400);
  });

  it('that comes without the cookie is posted again by our own page, once', async () => {
    const { browser, request } = await begin();
    const stranger = new Browser(bench.lms.url);
    const first = await stranger.post('/auth', request);
    expect(first.headers.getSetCookie()).toEqual([]);
    const html = await first.text();
    expect(actionOf(html)).toBe('/auth');
    expect(fieldsOf(html)).toEqual({ ...request, repost: 'true' });
    const again = await (await stranger.post('/auth', fieldsOf(html))).text();
    expect(fieldsOf(again)).toMatchObject({ error: 'login_required', state: request.state });
    const own = await (await browser.post('/auth', fieldsOf(html))).text();
    expect(fieldsOf(own)).toHaveProperty('id_token');
  });

  it('of another person than the one logged in is refused', async () => {
    const { request } = await begin();
    const other = await new Browser(bench.lms.url).logIn(bench.lms.world.assistant);
    expect(fieldsOf(await (await other.get(`/auth?${query(request)}`)).text())).toMatchObject({
      error: 'access_denied',
    });
  });

  it('with a state twice is as one without', async () => {
    const { browser, request } = await begin();
    const html = await (await browser.get(`/auth?${query(request)}&state=other`)).text();
    expect(fieldsOf(html)).toMatchObject({ error: 'invalid_request' });
  });
});

describe('who may open what', () => {
  it('keeps strangers and students out of what is not theirs', async () => {
    const { course, secondCourse, columns, students, link } = bench.lms.world;
    const stranger = new Browser(bench.lms.url);
    expect((await stranger.get(`/activities/${link.id}/frame`)).status).toBe(403);
    const [first, , , , , , , last] = students;
    const student = await new Browser(bench.lms.url).logIn(last ?? { id: '' });
    expect((await student.get(`/courses/${secondCourse.id}`)).status).toBe(403);
    expect((await student.get(`/courses/${course.id}/people`)).status).toBe(403);
    expect((await student.get(`/courses/${course.id}/select/frame`)).status).toBe(403);
    const column = columns[0]?.id ?? '';
    expect(
      (await student.get(`/courses/${course.id}/review/${column}/${first?.id ?? ''}/frame`)).status,
    ).toBe(403);
    expect((await student.get(`/courses/${course.id}/review/${column}/${last?.id ?? ''}/frame`)).status).toBe(
      200,
    );
    expect((await student.get(`/courses/${course.id}/grades/${column}/${last?.id ?? ''}`)).status).toBe(403);
    const own = await student.submit(`/courses/${course.id}/grades/${column}/${last?.id ?? ''}`, {
      score: '100',
      comment: '',
    });
    expect(own.status).toBe(403);
  });

  it('closes an unpublished course to students', async () => {
    const { course, students, teacher } = bench.lms.world;
    await bench.lms.setPublished(course.id, false);
    const open = async (person: { id: string }): Promise<number> =>
      (await (await new Browser(bench.lms.url).logIn(person)).get(`/courses/${course.id}`)).status;
    const statuses = [await open(students[0] ?? { id: '' }), await open(teacher)];
    await bench.lms.setPublished(course.id, true);
    expect(statuses).toEqual([403, 200]);
  });

  it('takes no form without the session’s token', async () => {
    const browser = await new Browser(bench.lms.url).logIn(bench.lms.world.teacher);
    const csrf = await new Browser(bench.lms.url).csrf();
    expect((await browser.post('/settings/afresh', {})).status).toBe(403);
    expect((await browser.post('/settings/afresh', { csrf })).status).toBe(403);
    expect((await new Browser(bench.lms.url).post('/settings/afresh', { csrf })).status).toBe(403);
  });

  it('believes no cookie that it did not sign', async () => {
    const browser = await new Browser(bench.lms.url).logIn(bench.lms.world.teacher);
    const [payload = '', signature = ''] = browser.cookie.replace('practice_lms_session=', '').split('.');
    const session = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    const forged = Buffer.from(
      JSON.stringify({ ...session, personId: bench.lms.world.administrator.id }),
    ).toString('base64url');
    browser.cookie = `practice_lms_session=${forged}.${signature}`;
    expect(await (await browser.get('/')).text()).not.toContain('class="who"');
  });

  it('sends nobody elsewhere by the language form', async () => {
    const browser = new Browser(bench.lms.url);
    for (const back of ['//evil.example', '/\\evil.example', 'https://evil.example']) {
      expect((await browser.submit('/language', { lang: 'ru', back })).headers.get('location')).toBe('/');
    }
    expect(
      (await browser.submit('/language', { lang: 'ru', back: '/settings' })).headers.get('location'),
    ).toBe('/settings');
  });

  it('answers at its own address only', async () => {
    const { port } = bench.lms;
    const asked = await fetch(`http://localhost:${port}/settings`, { redirect: 'manual' });
    expect([asked.status, asked.headers.get('location')]).toEqual([302, `${bench.lms.url}/settings`]);
  });
});
