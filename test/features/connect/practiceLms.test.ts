import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { type Registration, sentenceOf } from '../../../src/lti/index.ts';
import { silentLog } from '../../../src/log.ts';
import { type PracticeLms, startPracticeLms, type TroubleWish } from '../../../src/practice-lms/index.ts';
import { actionOf, Browser, fieldsOf } from '../../practice-lms/support.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess } from '../../support/inProcess.ts';

let app: InProcess;
let lms: PracticeLms;
let admin: Browser;
const dataDir = mkdtempSync(join(tmpdir(), 'practice-lms-'));

beforeAll(async () => {
  app = await startInProcess();
  lms = await startPracticeLms({ port: 0, dataDir, toolUrl: app.url, log: silentLog });
  admin = await new Browser(lms.url).logIn(lms.world.administrator);
});
afterEach(() => lms.clearTroubles());
afterAll(async () => {
  await lms.close();
  await app.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const registering = () => app.tirek.lti.dynamicRegistration;

/** Puts a new invitation into the LMS's page, and gives the address of the frame that it opens. */
async function openFrame(approves: boolean): Promise<URL> {
  const { url } = await registering().invite({ name: null, approves });
  const started = await admin.submit('/register-tool', { url });
  const page = await (await admin.get(started.headers.get('location') ?? '')).text();
  await expectValidHtml(page);
  return new URL((/<iframe[^>]* src="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&'));
}

const tool = (address: URL) =>
  request(app.url)
    .get(address.pathname)
    .query(Object.fromEntries(address.searchParams))
    .set('Accept-Language', 'en');
const confirm = (html: string) =>
  request(app.url).post('/lti/register').set('Accept-Language', 'en').type('form').send(fieldsOf(html));

async function register(approves: boolean): Promise<Registration> {
  const before = (await app.tirek.lti.registrations.list()).map(one => one.id);
  const answer = await confirm((await tool(await openFrame(approves))).text);
  expect(answer.status).toBe(200);
  const added = (await app.tirek.lti.registrations.list()).find(one => !before.includes(one.id));
  if (added === undefined) throw new Error('nothing was registered');
  return added;
}

describe('registering at the practice LMS', () => {
  it('connects it, and people come in once the operator has approved', async () => {
    const registration = await register(false);
    expect(registration).toMatchObject({
      issuer: lms.url,
      status: 'pending',
      deployments: [{ id: '2', status: 'pending' }],
    });
    expect((await launch(registration)).status).toBe(403);
    await app.tirek.lti.registrations.approve(registration);
    const entered = await launch(registration);
    expect(entered.status).toBe(303);
    expect(entered.headers.location).toMatch(/^\/l\/[0-9a-f]{24}\//);
  });

  it('passes its own check: addresses, keys, token with the announced key, members, columns', async () => {
    const registration = await register(true);
    await launch(registration);
    const steps = await app.tirek.connect.check(registration);
    expect(steps.map(one => [one.outcome, sentenceOf(one, catalogueOf('en'))])).toEqual([
      ['ok', 'The addresses that the LMS publishes are those of the registration.'],
      ['ok', 'The key set was read. Keys: 1.'],
      ['ok', 'The LMS gave access.'],
      ['ok', expect.stringMatching(/^The list of members was read\. Members: \d\d/) as string],
      ['ok', expect.stringMatching(/^The gradebook was read\. Columns: \d/) as string],
      ['ok', expect.stringMatching(/^Last good launch: /) as string],
    ]);
  });

  it('shows what it has registered, and opens the tool with it', async () => {
    const page = await (await admin.get('/register-tool')).text();
    await expectValidHtml(page);
    expect(page).toContain('/launch" target="_blank"');
  });

  it('is refused a second time with the same token of the LMS', async () => {
    const frame = await openFrame(false);
    const { text } = await tool(frame);
    expect((await confirm(text)).status).toBe(200);
    const { url } = await registering().invite({ name: null, approves: false });
    const again = new URL(url);
    for (const name of ['openid_configuration', 'registration_token']) {
      again.searchParams.set(name, frame.searchParams.get(name) ?? '');
    }
    const answer = await confirm((await tool(again)).text);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('token_already_used');
  });

  it('opens no other site in its frame', async () => {
    expect((await admin.submit('/register-tool', { url: 'https://evil.example/lti/register' })).status).toBe(
      400,
    );
    expect((await admin.get('/register-tool/open?url=https%3A%2F%2Fevil.example')).status).toBe(400);
  });
});

describe('its troubles', () => {
  const troubles: [TroubleWish, number, string][] = [
    [{ kind: 'server-error', status: 500 }, 502, 'platform-failed'],
    [{ kind: 'server-error', status: 503 }, 502, 'platform-failed'],
    [{ kind: 'html' }, 502, 'answer-unreadable'],
    [{ kind: 'truncated' }, 502, 'answer-unreadable'],
    [{ kind: 'drop' }, 502, 'platform-unreachable'],
    [{ kind: 'drop-after' }, 502, 'platform-unreachable'],
    [{ kind: 'unauthorized' }, 400, 'platform-refused'],
    [{ kind: 'too-many' }, 400, 'platform-refused'],
    [{ kind: 'slow', seconds: 7 }, 504, 'platform-timeout'],
  ];
  it.each(troubles)(
    'at registration: %j',
    async (trouble, status, code) => {
      const before = (await app.tirek.lti.registrations.list()).length;
      const { text } = await tool(await openFrame(false));
      await lms.setTrouble({ service: 'registration', ...trouble });
      const answer = await confirm(text);
      expect([answer.status, answer.text.includes(`<dd>${code}</dd>`)]).toEqual([status, true]);
      await expectValidHtml(answer.text);
      expect(await app.tirek.lti.registrations.list()).toHaveLength(before);
    },
    20_000,
  );

  it('at the configuration are told before anything is shown', async () => {
    for (const [kind, code] of [
      ['server-error', 'configuration-unreadable'],
      ['html', 'configuration-unreadable'],
      ['drop', 'platform-unreachable'],
    ] as const) {
      await lms.setTrouble({ kind, service: 'keys' });
      const answer = await tool(await openFrame(false));
      expect([answer.status, answer.text.includes(`<dd>${code}</dd>`)]).toEqual([502, true]);
      await lms.clearTroubles();
    }
  });
});

/** A whole launch under this registration: login, the LMS's answer, the post to the tool. */
async function launch({ clientId }: Registration) {
  const page = await (await admin.get(`/register-tool/${clientId}/launch`)).text();
  expect(actionOf(page)).toBe(`${app.url}/lti/login`);
  const begun = await request(app.url).post('/lti/login').type('form').send(fieldsOf(page));
  if (begun.status !== 303) return begun;
  const [cookie = ''] = (begun.headers['set-cookie'] as unknown as string[] | undefined) ?? [];
  const browser = cookie.split(';')[0] ?? '';
  let location = begun.headers.location ?? '';
  // The tool may first look whether the browser keeps its cookie.
  if (!location.startsWith(lms.url)) {
    const checked = await request(app.url).get(location.replace(app.url, '')).set('Cookie', browser);
    location = checked.headers.location ?? '';
  }
  const authorized = await (await admin.get(location.slice(lms.url.length))).text();
  return request(app.url).post('/lti/launch').set('Cookie', browser).type('form').send(fieldsOf(authorized));
}
