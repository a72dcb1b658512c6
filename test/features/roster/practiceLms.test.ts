import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kk } from '../../../src/i18n/kk/index.ts';
import { silentLog } from '../../../src/log.ts';
import { type PracticeLms, startPracticeLms, type TroubleWish } from '../../../src/practice-lms/index.ts';
import { Browser, fieldsOf } from '../../practice-lms/support.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess } from '../../support/inProcess.ts';

/** What a teacher sees of the LMS's list of members while the LMS is in trouble. */
let app: InProcess;
let lms: PracticeLms;
/** The teacher's launch, as a path, and the cookie that opens it. */
let base: string;
let cookie: string;
const dataDir = mkdtempSync(join(tmpdir(), 'practice-lms-'));
const words = kk.roster;
const moment = /\d\d\.\d\d\.\d{4} \d\d:\d\d/g;

beforeAll(async () => {
  app = await startInProcess();
  lms = await startPracticeLms({ port: 0, dataDir, toolUrl: app.url, log: silentLog });
  await app.tirek.trustPlatform(lms.registration);
  ({ base, cookie } = await launchAsTeacher());
  await syncByHand();
});
afterEach(() => lms.clearTroubles());
afterAll(async () => {
  await lms.close();
  await app.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const students = (): number => lms.world.students.length;

async function launchAsTeacher(): Promise<{ base: string; cookie: string }> {
  const { teacher, link } = lms.world;
  const atLms = await new Browser(lms.url).logIn(teacher);
  const cookies = new Map<string, string>();
  const shown = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = <A extends request.Response>(answer: A): A => {
    for (const set of (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? []) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(set) ?? [];
      if (/; Max-Age=0\b/.test(attributes)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const { fields } = lms.startLaunch(teacher, link);
  const login = request(app.url).post('/lti/login').type('form');
  let next = keep(await login.send({ ...fields })).headers.location ?? '';
  if (!next.startsWith(lms.url)) {
    const checked = await request(app.url).get(next.replace(app.url, '')).set('Cookie', shown());
    next = keep(checked).headers.location ?? '';
  }
  const authorized = await (await atLms.get(next.slice(lms.url.length))).text();
  const launching = request(app.url).post('/lti/launch').set('Cookie', shown()).type('form');
  const launched = keep(await launching.send(fieldsOf(authorized)));
  const launch = /^\/l\/[0-9a-f]{24}/.exec(launched.headers.location ?? '')?.[0] ?? '';
  expect(launch).not.toBe('');
  return { base: launch, cookie: shown() };
}

async function page(path: string): Promise<string> {
  const answer = await request(app.url)
    .get(`${base}${path}`)
    .set('Cookie', cookie)
    .set('Accept', 'text/html');
  expect(answer.status).toBe(200);
  return answer.text;
}

/** The class page as a teacher reads it. */
async function readClass(): Promise<{ students: number; text: string; html: string }> {
  const html = await page('/class');
  const text = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  const rows = html.match(/<tr[\s\S]*?<\/tr>/g) ?? [];
  const active = rows.filter(row => row.includes(words.roles.learner) && !row.includes(words.inactive));
  return { students: active.length, text, html };
}

/** Presses the button of the page. */
async function syncByHand(): Promise<string> {
  const answer = await request(app.url)
    .post(`${base}/class/sync`)
    .set('Cookie', cookie)
    .type('form')
    .send(fieldsOf(await page('/class')));
  expect(answer.status).toBe(303);
  return answer.headers.location ?? '';
}

describe('a list of members that cannot be read', () => {
  const retry = words.failures.retry;
  const unreadable = words.failures.unreadable;
  const troubles: [TroubleWish, string][] = [
    [{ kind: 'server-error', status: 500 }, retry],
    [{ kind: 'server-error', status: 502 }, retry],
    [{ kind: 'server-error', status: 503 }, retry],
    [{ kind: 'too-many', retryAfter: 'seconds' }, retry],
    [{ kind: 'too-many', retryAfter: 'date' }, retry],
    [{ kind: 'too-many', retryAfter: 'none' }, retry],
    [{ kind: 'drop' }, retry],
    [{ kind: 'drop-after' }, retry],
    [{ kind: 'slow', seconds: 7 }, retry],
    [{ kind: 'html' }, unreadable],
    [{ kind: 'truncated' }, unreadable],
  ];
  it.each(troubles)(
    'is told with what to do, and the earlier list stays: %j',
    async (trouble, sentence) => {
      await lms.setTrouble({ service: 'members', ...trouble });
      expect(await syncByHand()).toBe(`${base}/class`);
      const { text, html, students: shown } = await readClass();
      expect(shown).toBe(students());
      expect(text).toContain(sentence);
      expect(text.replaceAll(moment, 'M')).toContain(words.failed({ at: 'M' }));
      expect(text.replaceAll(moment, 'M')).toContain(words.lastGood({ at: 'M' }));
      await expectValidHtml(html);
      await lms.clearTroubles();
      expect(await syncByHand()).toBe(`${base}/class?synced=1`);
      expect((await readClass()).text).not.toContain(sentence);
    },
    30_000,
  );

  it('needs no person where a new token is enough', async () => {
    await lms.setTrouble({ kind: 'unauthorized', service: 'members', times: 1 });
    expect(await syncByHand()).toBe(`${base}/class?synced=1`);
    expect((await readClass()).students).toBe(students());
  });

  it('names the administrator where new tokens do not help', async () => {
    await lms.setTrouble({ kind: 'unauthorized', service: 'members' });
    expect(await syncByHand()).toBe(`${base}/class`);
    const { text, students: shown } = await readClass();
    expect(text).toContain(words.failures['needs-administrator']);
    expect(shown).toBe(students());
  });

  it('deactivates nobody before a list was read to its end', async () => {
    await lms.setWays({ moodleOddities: false, pageSize: 10, shortRoles: false, moodleRoles: false });
    const [gone] = lms.world.students;
    await lms.setEnrolment(lms.world.course.id, gone?.id ?? '', false);
    await lms.setTrouble({ kind: 'truncated', service: 'members' });
    expect(await syncByHand()).toBe(`${base}/class`);
    expect((await readClass()).students).toBe(students());
    await lms.clearTroubles();
    expect(await syncByHand()).toBe(`${base}/class?synced=1`);
    const { students: left, text } = await readClass();
    expect(left).toBe(students() - 1);
    expect(text).toContain(words.inactive);
  });
});

describe('a list of members that is on its way', () => {
  it('is told as that, and the page shows its end', async () => {
    await lms.setTrouble({ kind: 'slow', seconds: 1, service: 'members' });
    const state = async (): Promise<unknown> => {
      const answer = request(app.url).get(`${base}/class`).set('Cookie', cookie);
      return (await answer.set('Accept', 'application/json')).body;
    };
    const synced = syncByHand();
    await expect.poll(state).toEqual({ reading: true });
    const { text, html } = await readClass();
    expect(text).toContain(words.reading);
    expect(html).toContain(`data-status="${base}/class"`);
    await expectValidHtml(html);
    expect(await synced).toBe(`${base}/class?synced=1`);
    expect(await state()).toEqual({ reading: false });
    const after = await readClass();
    expect(after.text).not.toContain(words.reading);
    expect(after.text.replaceAll(moment, 'M')).toContain(words.lastGood({ at: 'M' }));
  });
});
