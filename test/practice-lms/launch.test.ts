import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Activity, type Person } from '../../src/practice-lms/index.ts';
import { actionOf, authRequest, type Bench, Browser, fieldsOf, query, startBench } from './support.ts';

const L = 'https://purl.imsglobal.org/spec/lti/claim/';
const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

/** The login form of an activity's frame, as the person's browser gets it. */
async function login(
  browser: Browser,
  activity: Activity,
  target = 'frame',
): Promise<Record<string, string>> {
  const html = await (await browser.get(`/activities/${activity.id}/${target}`)).text();
  expect(actionOf(html)).toBe(`${bench.tool.url}/lti/login`);
  return fieldsOf(html);
}

/** The claims of a launch, verified with the platform's key set. */
async function launch(
  person: Person,
  activity = bench.lms.world.link,
  target = 'frame',
): Promise<Record<string, unknown>> {
  const browser = await new Browser(bench.lms.url).logIn(person);
  const request = authRequest(bench.tool, await login(browser, activity, target));
  const html = await (await browser.get(`/auth?${query(request)}`)).text();
  expect(actionOf(html)).toBe(`${bench.tool.url}/lti/launch`);
  const { id_token: idToken = '', state } = fieldsOf(html);
  expect(state).toBe(request.state);
  const keySet = (await (await fetch(bench.lms.registration.jwksUrl)).json()) as JSONWebKeySet;
  const { payload } = await jwtVerify(idToken, createLocalJWKSet(keySet), {
    issuer: bench.lms.registration.issuer,
    audience: bench.lms.registration.clientId,
    algorithms: ['RS256'],
  });
  expect(payload.nonce).toBe(request.nonce);
  return payload;
}

describe('a launch', () => {
  it('begins with the six fields of a third-party initiated login', async () => {
    const { teacher, link } = bench.lms.world;
    const fields = await login(await new Browser(bench.lms.url).logIn(teacher), link);
    expect(fields).toEqual({
      iss: bench.lms.url,
      target_link_uri: `${bench.tool.url}/lti/launch`,
      login_hint: teacher.id,
      lti_message_hint: expect.stringMatching(/^\{"cmid":\d+,"launchid":"launch_[^"]+"\}$/) as string,
      client_id: bench.lms.registration.clientId,
      lti_deployment_id: '1',
    });
  });

  it('names the teacher an Instructor, with everything a course launch has', async () => {
    const { teacher, course, link } = bench.lms.world;
    const claims = await launch(teacher);
    expect(claims).toMatchObject({
      sub: teacher.id,
      name: 'Гүлнәр Әбілқасымова',
      given_name: 'Гүлнәр',
      family_name: 'Әбілқасымова',
      email: 'g.abilkasymova@example.com',
      [`${L}message_type`]: 'LtiResourceLinkRequest',
      [`${L}version`]: '1.3.0',
      [`${L}deployment_id`]: '1',
      [`${L}target_link_uri`]: `${bench.tool.url}/lti/launch`,
      [`${L}roles`]: [`${membership}#Instructor`],
      [`${L}context`]: { id: course.id, label: course.label, title: course.title, type: ['CourseSection'] },
      [`${L}resource_link`]: { id: link.id, title: 'Tirek' },
      [`${L}lis`]: { person_sourcedid: 'T-g.abilkasymova' },
      [`${L}launch_presentation`]: { locale: 'kk', document_target: 'iframe' },
      [`${L}custom`]: { resource_link_id_history: '$ResourceLink.id.history' },
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
        lineitems: `${bench.lms.url}/services/${course.id}/lineitems?type_id=1`,
      },
    });
    expect((claims.exp as number) - (claims.iat as number)).toBe(60);
  });

  it('names a student a Learner and nothing else', async () => {
    const claims = await launch(bench.lms.world.students[0] as Person);
    expect(claims[`${L}roles`]).toEqual([`${membership}#Learner`]);
  });

  it('gives an assistant the sub-role, or Instructor alone where the LMS is as Moodle', async () => {
    const { assistant } = bench.lms.world;
    const before = await launch(assistant);
    await bench.lms.setWays({ moodleRoles: true });
    const after = await launch(assistant);
    await bench.lms.setWays({ moodleRoles: false });
    expect(before[`${L}roles`]).toEqual([
      `${membership}#Instructor`,
      `${membership}/Instructor#TeachingAssistant`,
    ]);
    expect(after[`${L}roles`]).toEqual([`${membership}#Instructor`]);
  });

  it('gives an administrator no course role', async () => {
    const claims = await launch(bench.lms.world.administrator);
    expect(claims[`${L}roles`]).toEqual([
      'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
      'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator',
    ]);
  });
});
