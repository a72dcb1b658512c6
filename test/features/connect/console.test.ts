import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Registration } from '../../../src/lti/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { startStubPlatform, type StubPlatform } from '../../lti/support/stubPlatform.ts';
import { claim, launch, membership } from '../../lti/support/browser.ts';
import { launchUrl, register } from '../../lti/support/testTool.ts';
import { type ConsoleTool, startConsoleTool } from './consoleTool.ts';
import { type ConsoleVisitor, openAsAdministrator, openAsOperator } from './consoleVisitor.ts';

let app: ConsoleTool;
let lms: StubPlatform;
let operator: ConsoleVisitor;
let registration: Registration;
let other: Registration;

const minutes = 60_000;

beforeAll(async () => {
  app = await startConsoleTool();
  lms = await startStubPlatform();
  registration = await register(app.tool, { issuer: lms.url, clientId: 'client', name: 'KazNU Moodle' });
  other = await register(app.tool, {
    issuer: 'https://canvas.example',
    clientId: 'two',
    name: 'Other Canvas',
  });
  operator = await openAsOperator(app, app.connect);
});
afterAll(async () => {
  await lms.stop();
  await app.stop();
});

const now = (): Promise<Registration | null> => app.tool.lti.registrations.find(lms.url, 'client');
const platformPath = () => `/platforms/${registration.id}`;
const actions = () => app.tool.log.filter(line => line.event === 'console-action').map(line => line.fields);

describe('the one-time link', () => {
  const keyOf = async () => new URL((await app.connect.consoleLink()).url).searchParams.get('key') ?? '';
  const look = (value: string) => request(app.url).get('/console/open').query({ key: value });
  const use = (value: string) => request(app.url).post('/console/open').type('form').send({ key: value });

  it('opens the console once, and only when the button is pressed', async () => {
    const value = await keyOf();
    for (let looks = 0; looks < 3; looks++) expect((await look(value)).status).toBe(200);
    const opened = await use(value);
    expect(opened.status).toBe(303);
    expect(opened.headers.location).toMatch(/^\/console\/[0-9a-f]{24}\/$/);
    expect(String(opened.headers['set-cookie'])).toContain('Partitioned');
    expect((await use(value)).status).toBe(403);
    expect((await look(value)).status).toBe(403);
  });

  it('opens once for two who come at the same moment', async () => {
    const value = await keyOf();
    const statuses = (await Promise.all([use(value), use(value)])).map(answer => answer.status);
    expect(statuses.sort()).toEqual([303, 403]);
  });

  it('ends after ten minutes', async () => {
    const value = await keyOf();
    app.tool.shiftClock(10 * minutes + 1000);
    expect((await look(value)).status).toBe(403);
    expect((await use(value)).status).toBe(403);
    app.tool.shiftClock(-10 * minutes - 1000);
  });

  it('is kept as a digest', async () => {
    const value = await keyOf();
    const stored = await app.tool.store.connection.collection('console_links').find().toArray();
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(value);
  });

  it('opens nothing without a key, with a foreign one, or from another site', async () => {
    expect((await look('x')).status).toBe(403);
    expect((await request(app.url).post('/console/open').type('form').send({})).status).toBe(403);
    const foreign = await use(await keyOf()).set('Sec-Fetch-Site', 'cross-site');
    expect(foreign.status).toBe(403);
  });
});

describe('a session of the console', () => {
  it('belongs to one browser and ends after half an hour without use', async () => {
    const visitor = await openAsOperator(app, app.connect);
    expect((await visitor.get('/')).status).toBe(200);
    const page = await request(app.url).get(`${visitor.base}/`).set('Cookie', operator.cookie);
    expect(page.status).toBe(401);
    expect((await request(app.url).get(`${visitor.base}/`)).status).toBe(401);
    for (let times = 0; times < 3; times++) {
      app.tool.shiftClock(20 * minutes);
      expect((await visitor.get('/')).status).toBe(200);
    }
    app.tool.shiftClock(31 * minutes);
    expect((await visitor.get('/')).status).toBe(401);
    app.tool.shiftClock(-91 * minutes);
  });

  it('ends after eight hours however busy somebody is', async () => {
    const visitor = await openAsOperator(app, app.connect);
    for (let times = 0; times < 23; times++) {
      app.tool.shiftClock(20 * minutes);
      expect((await visitor.get('/')).status).toBe(200);
    }
    app.tool.shiftClock(21 * minutes);
    expect((await visitor.get('/')).status).toBe(401);
    app.tool.shiftClock(-481 * minutes);
  });

  it('can be left', async () => {
    const visitor = await openAsOperator(app, app.connect);
    expect((await visitor.post('/leave')).headers.location).toBe('/console/left');
    expect((await visitor.get('/')).status).toBe(401);
    expect((await request(app.url).get('/console/left')).status).toBe(200);
  });

  it('speaks the language that is chosen, and leads nowhere else', async () => {
    const visitor = await openAsOperator(app, app.connect);
    const answer = await visitor.post('/language', { lang: 'ru', here: 'https://evil.example/' });
    expect(answer.headers.location).toBe(`${visitor.base}/`);
    const page = await visitor.get('/invitations');
    expect(page.text).toContain('<html lang="ru"');
    expect(page.text).toContain('Приглашения');
    const back = await visitor.post('/language', { lang: 'kk', here: `${visitor.base}/invitations` });
    expect(back.headers.location).toBe(`${visitor.base}/invitations`);
  });

  it('takes no change without the proof of its own page', async () => {
    const visitor = await openAsOperator(app, app.connect);
    for (const route of app.connect.routes) {
      if (route.method !== 'post' || !route.path.startsWith('/console/:session')) continue;
      const path = route.path
        .replace(':session', visitor.base.split('/').at(-1) ?? '')
        .replace(/:\w+/g, registration.id);
      const answer = await request(app.url).post(path).set('Cookie', visitor.cookie).type('form').send({});
      expect(answer.status, route.path).toBe(403);
    }
    expect((await now())?.status).toBe('active');
  });
});

describe('an LMS’s administrator', () => {
  const system = (name: string) => `http://purl.imsglobal.org/vocab/lis/v2/system/person#${name}`;
  const institution = (name: string) => `http://purl.imsglobal.org/vocab/lis/v2/institution/person#${name}`;
  const launchAs = (roles: readonly string[], claims: Record<string, unknown>, target = launchUrl) =>
    launch({ ...app.tool, url: app.url }, lms, {
      claims: { [claim.roles]: roles, [claim.targetLinkUri]: target, ...claims },
      login: { target_link_uri: target },
    });
  const outside = { [claim.context]: undefined };

  it.each([system('Administrator'), system('SysAdmin'), institution('Administrator')])(
    'comes in by a launch outside of courses: %s',
    async role => {
      const answer = await launchAs([role], outside);
      expect(answer.location).toMatch(/^\/console\/[0-9a-f]{24}\/$/);
      expect(actions()).toContainEqual(expect.objectContaining({ action: 'open', scope: registration.id }));
    },
  );

  it('comes in by a link to the console inside a course, and otherwise goes into the course', async () => {
    const roles = [membership('Instructor'), institution('Administrator')];
    expect((await launchAs(roles, {}, `${app.publicUrl}/console`)).location).toMatch(/^\/console\//);
    expect((await launchAs(roles, {})).location).toBe('/course');
  });

  it('is nobody whose role in a course is called so', async () => {
    for (const role of [
      membership('Administrator'),
      'Administrator',
      institution('Instructor'),
      institution('Staff'),
    ]) {
      expect((await launchAs([role], outside)).location, role).toBeNull();
      expect((await launchAs([role], {}, `${app.publicUrl}/console`)).location, role).toBe('/course');
    }
  });

  it('of one school does not speak for the others that share its registration', async () => {
    const shared = await register(app.tool, {
      issuer: 'https://canvas.instructure.com',
      clientId: 's',
      name: 'Shared',
    });
    await app.tool.lti.registrations.recordPendingDeployment(shared, 'another-school');
    const visitor = await openAsAdministrator(app, app.connect, shared);
    const page = await visitor.get(`/platforms/${shared.id}`);
    await expectValidHtml(page.text);
    expect(page.text).not.toContain('another-school');
    for (const action of ['approve', 'disable', 'rotate-key', 'check', 'frames', 'frames/remove']) {
      const body = { origin: 'https://school.example' };
      expect((await visitor.post(`/platforms/${shared.id}/${action}`, body)).status, action).toBe(403);
    }
    await app.tool.lti.registrations.remove(shared);
  });

  it('does not switch on again what the operator has switched off', async () => {
    const visitor = await openAsAdministrator(app, app.connect, registration);
    await operator.post(`${platformPath()}/disable`);
    for (const action of ['enable', 'approve', 'rotate-key']) {
      expect((await visitor.post(`${platformPath()}/${action}`)).status, action).toBe(403);
    }
    expect((await now())?.status).toBe('disabled');
    await operator.post(`${platformPath()}/enable`);
  });

  it('sees the own platform alone, in the LMS’s frame', async () => {
    const visitor = await openAsAdministrator(app, app.connect, registration);
    expect((await visitor.get('/')).headers.location).toBe(`${visitor.base}${platformPath()}`);
    const page = await visitor.get(platformPath());
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Other Canvas');
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'self' https://lms.example");
    expect((await visitor.get(`/platforms/${other.id}`)).status).toBe(404);
    for (const action of ['approve', 'disable', 'enable', 'rotate-key', 'check']) {
      expect((await visitor.post(`/platforms/${other.id}/${action}`)).status, action).toBe(404);
    }
    expect((await app.tool.lti.registrations.findById(other.id))?.status).toBe('active');
  });

  it('works without cookies: by the tab’s token, in a header or in a form', async () => {
    const token = 'T'.repeat(43);
    const storage = { target: '_parent', origin: 'https://lms.example' };
    const { base } = await openAsAdministrator(app, app.connect, registration, 'en', { token, storage });
    const open = () => request(app.url).get(`${base}${platformPath()}`).set('Accept', 'text/html');
    const closed = await open();
    expect(closed.status).toBe(401);
    expect(closed.text).toContain('data-target="_parent" data-origin="https://lms.example"');
    expect(closed.headers['content-security-policy']).toContain("frame-ancestors 'self' https://lms.example");
    const page = await open().set('X-Tirek-Tab', token);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`<meta name="tirek-tab" content="${token}">`);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const send = (fields: Record<string, string>) =>
      request(app.url)
        .post(`${base}/language`)
        .type('form')
        .send({ lang: 'ru', here: `${base}/`, ...fields });
    expect((await send({ _csrf: csrf })).status).toBe(401);
    expect((await send({ _csrf: csrf, _tab: token })).status).toBe(303);
  });

  it('neither invites, nor connects by hand, nor removes', async () => {
    const visitor = await openAsAdministrator(app, app.connect, registration);
    for (const path of ['/invitations', '/by-hand', `${platformPath()}/remove`]) {
      expect((await visitor.get(path)).status, path).toBe(403);
      expect((await visitor.post(path, { name: 'x', approves: 'yes', system: 'moodle' })).status, path).toBe(
        403,
      );
    }
  });
});

describe('a platform', () => {
  it('is approved with one click, and so is a deployment that waits', async () => {
    await app.tool.lti.registrations.recordPendingDeployment(registration, 'dep-2');
    await app.tool.lti.registrations.recordPendingDeployment(registration, 'dep-3');
    const list = await operator.get('/');
    await expectValidHtml(list.text);
    expect(list.text).toContain('Waiting: 2');
    const page = await operator.get(platformPath());
    await expectValidHtml(page.text);
    expect(page.text).toContain('aria-label="Approve: dep-2"');
    const answer = await operator.post(`${platformPath()}/approve`, { deployment: 'dep-2' });
    expect(answer.headers.location).toBe(`${operator.base}${platformPath()}?done=approved`);
    expect((await now())?.deployments).toEqual([
      { id: '1', status: 'active' },
      { id: 'dep-2', status: 'active' },
      { id: 'dep-3', status: 'pending' },
    ]);
    await operator.post(`${platformPath()}/approve`);
    expect((await now())?.deployments.every(one => one.status === 'active')).toBe(true);
    expect(actions()).toContainEqual(
      expect.objectContaining({
        action: 'approve',
        registration: registration.id,
        deployment: 'dep-2',
        scope: 'operator',
      }),
    );
  });

  it('is not approved for a deployment that it does not have', async () => {
    expect((await operator.post(`${platformPath()}/approve`, { deployment: 'nine' })).status).toBe(404);
  });

  it('shows which pages may frame Tirek; a new one is allowed with one click, or typed, and removed', async () => {
    await app.tool.lti.registrations.recordPendingFrame(registration, 'https://lms.school.example');
    const page = await operator.get(platformPath());
    await expectValidHtml(page.text);
    expect(page.text).toContain('aria-label="Allow: https://lms.school.example"');
    const allow = (origin: string) => operator.post(`${platformPath()}/frames`, { origin });
    expect((await allow('https://lms.school.example')).status).toBe(303);
    // A whole address is taken for its origin.
    expect((await allow(' https://second.school.example/courses/7?x=1 ')).status).toBe(303);
    expect((await now())?.frames).toEqual([
      { origin: 'https://lms.school.example', status: 'active' },
      { origin: 'https://second.school.example', status: 'active' },
    ]);
    for (const wrong of ['*', 'http://plain.example', 'javascript:alert(1)', ''])
      expect((await allow(wrong)).status, wrong).toBe(422);
    await operator.post(`${platformPath()}/frames/remove`, { origin: 'https://lms.school.example' });
    expect((await now())?.frames).toEqual([{ origin: 'https://second.school.example', status: 'active' }]);
    expect(actions()).toContainEqual(
      expect.objectContaining({ action: 'frames', origin: 'https://lms.school.example' }),
    );
  });

  it('is switched off and on', async () => {
    await operator.post(`${platformPath()}/disable`);
    expect((await now())?.status).toBe('disabled');
    expect((await operator.get(platformPath())).text).toContain('Switch on');
    await operator.post(`${platformPath()}/enable`);
    expect((await now())?.status).toBe('active');
  });

  it('gets a new key, and says which one signs and from when on the new one will', async () => {
    const before = (await now())?.kid ?? '';
    await operator.post(`${platformPath()}/rotate-key`);
    const after = (await now())?.kid ?? '';
    expect(after).not.toBe(before);
    const { text } = await operator.get(platformPath());
    const places = [before, 'Signs now', after, 'Signs from '].map(part => text.indexOf(part));
    expect(places.every(place => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('says which keys are only published when another one signs', async () => {
    const before = (await now())?.kid ?? '';
    app.tool.shiftClock(600_000);
    const { text } = await operator.get(platformPath());
    app.tool.shiftClock(-600_000);
    expect(text.indexOf('Signs now')).toBeGreaterThan(text.indexOf(before));
    expect(text).toContain('Only published');
    expect(text).not.toContain('Signs from ');
  });

  it('shows its last launches and refusals in words, and what was wrong', async () => {
    const { id } = registration;
    app.connect.recordLaunchOutcome({
      kind: 'launch',
      registrationId: id,
      deploymentId: '1',
      role: 'instructor',
    });
    app.connect.recordLaunchOutcome({
      kind: 'refused',
      registrationId: id,
      code: 'signature',
      detail: { value: 'alg', found: '<b>', expected: 'RS256' },
      event: 'ABCDEF1234',
    });
    const page = await operator.get(platformPath());
    await expectValidHtml(page.text);
    expect(page.text).toContain('Refusals: 1.');
    expect(page.text).toContain('Instructor');
    expect(page.text).toContain('alg: found &lt;b&gt;, expected RS256');
    expect(page.text).toContain('signature · ABCDEF1234');
  });

  it('that nobody knows is named too, so that it can be connected', async () => {
    await request(app.url).get('/lti/login').query({ iss: 'https://new.example', login_hint: 'x' });
    const login = {
      iss: 'https://new.example',
      login_hint: '4',
      target_link_uri: `${app.publicUrl}/lti/launch`,
    };
    await request(app.url).get('/lti/login').query(login);
    const page = await operator.get('/');
    expect(page.text).toContain('Tries from LMSs that are not registered');
    expect(page.text).toContain('https://new.example');
  });

  it('is removed when its name is typed, with what the page says', async () => {
    const gone = await register(app.tool, {
      issuer: 'https://gone.example',
      clientId: 'g',
      name: 'Gone LMS',
    });
    const inside = await openAsAdministrator(app, app.connect, gone);
    const path = `/platforms/${gone.id}/remove`;
    const page = await operator.get(path);
    await expectValidHtml(page.text);
    expect(page.text).toContain('Courses: 0.');
    const wrong = await operator.post(path, { name: 'gone' });
    expect(wrong.status).toBe(422);
    await expectValidHtml(wrong.text);
    expect(await app.tool.lti.registrations.findById(gone.id)).not.toBeNull();
    const right = await operator.post(path, { name: ' Gone LMS ' });
    expect(right.headers.location).toBe(`${operator.base}/?done=removed`);
    expect(await app.tool.lti.registrations.findById(gone.id)).toBeNull();
    expect(await app.tool.lti.registrations.publicKeys(gone.id)).toEqual([]);
    expect((await inside.get('/')).status).toBe(401);
    expect((await operator.get(path)).status).toBe(404);
    expect(actions()).toContainEqual(expect.objectContaining({ action: 'remove', registration: gone.id }));
  });
});

describe('invitations', () => {
  it('are made, shown once, listed and withdrawn', async () => {
    const made = await operator.post('/invitations', { name: 'ENU', approves: 'yes' });
    await expectValidHtml(made.text);
    const link = /<code id="invitation-link">([^<]+)<\/code>/.exec(made.text)?.[1] ?? '';
    expect(link).toMatch(new RegExp(`^${app.publicUrl}/lti/register\\?token=[\\w-]{43}$`));
    const list = await operator.get('/invitations');
    await expectValidHtml(list.text);
    expect(list.text).toContain('ENU');
    expect(list.text).not.toContain(new URL(link).searchParams.get('token'));
    const [invitation] = await app.tool.lti.dynamicRegistration.invitations.list();
    expect(invitation).toMatchObject({ name: 'ENU', approves: true });
    await operator.post(`/invitations/${invitation?.id ?? ''}/withdraw`);
    expect(await app.tool.lti.dynamicRegistration.invitations.list()).toEqual([]);
    expect(actions().map(one => one['action'])).toEqual(
      expect.arrayContaining(['invite', 'withdraw-invitation']) as unknown,
    );
  });
});

describe('connecting by hand', () => {
  const add = (fields: Record<string, string>) => operator.post('/by-hand', { system: 'moodle', ...fields });

  it.each(['moodle', 'canvas', 'blackboard', 'brightspace', 'sakai'])(
    'tells %s every value to copy',
    async system => {
      const page = await operator.get(`/by-hand?system=${system}`);
      await expectValidHtml(page.text);
      expect(page.text).toContain(`${app.publicUrl}/lti/launch`);
      if (system !== 'canvas') expect(page.text).toContain(`${app.publicUrl}/lti/login`);
      if (system !== 'canvas') expect(page.text).toContain(`${app.publicUrl}/lti/keys`);
    },
  );

  it('gives Canvas its JSON', async () => {
    const { text } = await operator.get('/by-hand?system=canvas');
    const json = /<pre[^>]*>([^<]+)<\/pre>/.exec(text)?.[1] ?? '';
    expect(JSON.parse(json.replaceAll('&#34;', '"'))).toMatchObject({
      oidc_initiation_url: `${app.publicUrl}/lti/login`,
      target_link_uri: `${app.publicUrl}/lti/launch`,
      public_jwk_url: `${app.publicUrl}/lti/keys`,
      scopes: expect.arrayContaining([expect.stringMatching(/noticehandlers$/)]) as unknown,
      extensions: [{ platform: 'canvas.instructure.com', privacy_level: 'public' }],
    });
  });

  it('fills a Moodle’s addresses in from its site', async () => {
    const answer = await add({
      name: 'ENU Moodle',
      site: 'https://moodle.enu.example/',
      clientId: 'aBc',
      deploymentId: '3',
    });
    expect(answer.headers.location).toMatch(/\?done=added$/);
    expect(await app.tool.lti.registrations.find('https://moodle.enu.example', 'aBc')).toMatchObject({
      name: 'ENU Moodle',
      authUrl: 'https://moodle.enu.example/mod/lti/auth.php',
      tokenUrl: 'https://moodle.enu.example/mod/lti/token.php',
      jwksUrl: 'https://moodle.enu.example/mod/lti/certs.php',
      status: 'active',
      deployments: [{ id: '3', status: 'active' }],
    });
  }, 30_000);

  it('says at the field what is missing or wrong, and keeps what was typed', async () => {
    const answer = await add({
      name: '',
      site: 'moodle',
      clientId: 'x'.repeat(256),
      issuer: 'https://lms.example?x=1',
    });
    expect(answer.status).toBe(422);
    await expectValidHtml(answer.text);
    for (const said of ['Fill in this field.', 'begins with https://', '1 to 255', 'value="moodle"']) {
      expect(answer.text).toContain(said);
    }
    const query = await add({
      name: 'N',
      site: 'https://lms.example',
      clientId: 'c',
      issuer: 'https://lms.example?x=1',
    });
    expect(query.status).toBe(422);
  });
});
