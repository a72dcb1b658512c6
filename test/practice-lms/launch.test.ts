import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Activity, type Person } from '../../src/practice-lms/index.ts';
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
  it('begins with the six fields of a third-party initiated login, and says who stores for a tool', async () => {
    const { teacher, link } = bench.lms.world;
    const fields = await login(await new Browser(bench.lms.url).logIn(teacher), link);
    expect(fields).toEqual({
      iss: bench.lms.url,
      target_link_uri: `${bench.tool.url}/lti/launch`,
      login_hint: teacher.id,
      lti_message_hint: expect.stringMatching(/^\{"cmid":\d+,"launchid":"launch_[^"]+"\}$/) as string,
      client_id: bench.lms.registration.clientId,
      lti_deployment_id: '1',
      lti_storage_target: '_parent',
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

  it('tells neither name nor user name of a person who keeps them, nor of anybody where none are shared', async () => {
    const nameless = bench.lms.world.students.find(one => one.isNameless) as Person;
    const claims = await launch(nameless);
    await bench.lms.setWays({ shareNames: false, shareEmails: false });
    const ofTeacher = await launch(bench.lms.world.teacher);
    await bench.lms.setWays({ shareNames: true, shareEmails: true });
    for (const told of [claims, ofTeacher]) {
      for (const name of ['name', 'given_name', 'family_name', 'email'])
        expect(told).not.toHaveProperty(name);
      expect(told[`${L}ext`]).toEqual({ lms: 'practice-lms' });
      expect(told[`${L}custom`]).toMatchObject({ user_name: '$User.username' });
    }
  });

  it('names its column where it has one, none where several are bound, and "" where it was deleted', async () => {
    const { graded, course, columns } = bench.lms.world;
    const lineItem = async (): Promise<unknown> => {
      const claims = claimsOf(await bench.lms.signLaunch({ activityId: graded.id }));
      return (claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'] as { lineitem?: string })
        .lineitem;
    };
    const [column] = columns;
    if (column === undefined) throw new Error('the course has no column');
    expect(await lineItem()).toBe(
      `${bench.lms.url}/services/${course.id}/lineitems/${column.id}/lineitem?type_id=1`,
    );
    bench.lms.state.columns.push({ ...column, id: '9999', origin: 'tool' });
    expect(await lineItem()).toBeUndefined();
    bench.lms.state.columns = [];
    expect(await lineItem()).toBe('');
  });
});
