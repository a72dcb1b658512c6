import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actionOf,
  authRequest,
  type Bench,
  Browser,
  claimsOf,
  fieldsOf,
  query,
  startBench,
} from './support.ts';

const L = 'https://purl.imsglobal.org/spec/lti/claim/';
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

let bench: Bench;
let teacher: Browser;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.lms.startAfresh();
  teacher = await new Browser(bench.lms.url).logIn(bench.lms.world.teacher);
});

interface Settings {
  readonly deep_link_return_url: string;
  readonly data: string;
  readonly accept_types: string[];
}

/** Opens the dialog as the teacher; gives what the tool is asked. */
async function open(): Promise<{ claims: Record<string, unknown>; settings: Settings }> {
  const path = `/courses/${bench.lms.world.course.id}/select/frame`;
  const login = fieldsOf(await (await teacher.get(path)).text());
  const html = await (await teacher.get(`/auth?${query(authRequest(bench.tool, login))}`)).text();
  const { id_token: idToken = '' } = fieldsOf(html);
  const claims = claimsOf(idToken);
  return { claims, settings: claims[`${DL}deep_linking_settings`] as Settings };
}

async function answer(
  settings: Settings,
  items: unknown[],
  over: Record<string, unknown> = {},
): Promise<string> {
  const [key] = bench.tool.keys;
  if (key === undefined) throw new Error('the toy tool has no key');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: bench.lms.registration.clientId,
    aud: bench.lms.url,
    iat: now,
    exp: now + 60,
    nonce: 'n',
    [`${L}message_type`]: 'LtiDeepLinkingResponse',
    [`${L}version`]: '1.3.0',
    [`${L}deployment_id`]: '1',
    [`${DL}data`]: settings.data,
    [`${DL}content_items`]: items,
    ...over,
  };
  const kept = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(key.privateKey);
}

const post = (settings: Settings, jwt: string, browser = teacher): Promise<Response> => {
  const url = new URL(settings.deep_link_return_url);
  return browser.post(`${url.pathname}${url.search}`, { JWT: jwt });
};

const graded = {
  type: 'ltiResourceLink',
  title: 'Қорытынды бақылау',
  text: 'Емтихан',
  url: 'http://localhost:3000/grading/final',
  custom: { item: 'қорытынды', week: 15 },
  lineItem: { label: 'Емтихан', scoreMaximum: 40, resourceId: 'course-1', tag: 'final' },
};

describe('deep linking', () => {
  it('asks without a resource link and says where to answer', async () => {
    const { claims, settings } = await open();
    expect(claims[`${L}message_type`]).toBe('LtiDeepLinkingRequest');
    expect(claims).not.toHaveProperty(`${L}resource_link`);
    expect(settings).toMatchObject({
      accept_types: ['ltiResourceLink'],
      accept_multiple: true,
      accept_lineitem: true,
    });
    expect(settings.deep_link_return_url).toContain('?course=');
  });

  it('puts what was chosen on the course page, with a column for what is graded', async () => {
    const { settings } = await open();
    const plain = { type: 'ltiResourceLink', title: 'Күнтізбе', window: {} };
    const response = await post(settings, await answer(settings, [graded, plain]));
    expect(await response.text()).toContain('Қорытынды бақылау');
    const { activities } = bench.lms.state;
    expect(activities.slice(-2)).toMatchObject([
      {
        title: 'Қорытынды бақылау',
        target: graded.url,
        custom: { item: 'қорытынды', week: '15' },
        opens: 'iframe',
        hadColumn: true,
      },
      { title: 'Күнтізбе', target: null, opens: 'window', hadColumn: false },
    ]);
    expect(bench.lms.world.columns.at(-1)).toMatchObject({
      label: 'Емтихан',
      maximum: 40,
      resourceId: 'course-1',
      tag: 'final',
    });
  });

  it('launches a placed link at its own address, with its custom values and its column', async () => {
    const { settings } = await open();
    await post(settings, await answer(settings, [graded]));
    const activity = bench.lms.state.activities.at(-1);
    const idToken = await bench.lms.signLaunch({ activityId: activity?.id ?? '' });
    const claims = claimsOf(idToken);
    expect(claims).toMatchObject({
      [`${L}target_link_uri`]: graded.url,
      [`${L}custom`]: { item: 'қорытынды', week: '15' },
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
        lineitem: expect.stringMatching(/\/lineitem\?type_id=1$/) as string,
      },
    });
  });

  it('skips what is not a resource link, and shows what the tool says', async () => {
    const { settings } = await open();
    const before = bench.lms.state.activities.length;
    const jwt = await answer(settings, [{ type: 'link', url: 'https://example.org' }], {
      [`${DL}errormsg`]: 'Қате <b>',
    });
    const html = await (await post(settings, jwt)).text();
    expect(html).toContain('Қате &lt;b&gt;');
    expect(bench.lms.state.activities).toHaveLength(before);
  });

  it('is answered once', async () => {
    const { settings } = await open();
    const jwt = await answer(settings, [graded]);
    expect((await post(settings, jwt)).status).toBe(200);
    expect((await post(settings, jwt)).status).toBe(400);
  });

  it('that comes back without the cookie is posted again by our own page', async () => {
    const { settings } = await open();
    const jwt = await answer(settings, [graded]);
    const html = await (await post(settings, jwt, new Browser(bench.lms.url))).text();
    expect(fieldsOf(html)).toEqual({ JWT: jwt, repost: 'true' });
    expect((await teacher.post(actionOf(html), fieldsOf(html))).status).toBe(200);
  });

  it.each([
    ['another issuer', { iss: 'other' }],
    ['another audience', { aud: 'https://elsewhere.example' }],
    ['an end in the past', { exp: 1 }],
    ['another message type', { [`${L}message_type`]: 'LtiResourceLinkRequest' }],
    ['another version', { [`${L}version`]: '1.0.0' }],
    ['another deployment', { [`${L}deployment_id`]: '2' }],
    ['no nonce', { nonce: undefined }],
    ['no data', { [`${DL}data`]: undefined }],
    ['data of nobody', { [`${DL}data`]: 'launch_0' }],
    ['items that are no list', { [`${DL}content_items`]: {} }],
  ])('refuses an answer with %s', async (_title, over) => {
    const { settings } = await open();
    const before = bench.lms.state.activities.length;
    expect((await post(settings, await answer(settings, [graded], over))).status).toBe(400);
    expect(bench.lms.state.activities).toHaveLength(before);
  });

  it('refuses an answer that another person brings', async () => {
    const { settings } = await open();
    const other = await new Browser(bench.lms.url).logIn(bench.lms.world.assistant);
    expect((await post(settings, await answer(settings, [graded]), other)).status).toBe(400);
  });
});
