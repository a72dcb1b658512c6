import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { type PracticeLms, PracticeLmsPortTaken, startPracticeLms } from '../../src/practice-lms/index.ts';
import { Browser, claimsOf } from './support.ts';

let dataDir: string;
let lms: PracticeLms;
const start = (options: { port?: number; now?: () => Date } = {}): Promise<PracticeLms> =>
  startPracticeLms({ port: 0, dataDir, toolUrl: 'http://localhost:3000', log: silentLog, ...options });

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'practice-lms-'));
  lms = await start();
});
afterEach(async () => {
  await lms.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function setGrade(score: string): Promise<void> {
  const { course, columns, students, teacher } = lms.world;
  const browser = await new Browser(lms.url).logIn(teacher);
  const path = `/courses/${course.id}/grades/${columns[0]?.id ?? ''}/${students[0]?.id ?? ''}`;
  expect((await browser.submit(path, { score, comment: 'Ә' })).status).toBe(303);
}

const keySet = async (): Promise<JSONWebKeySet> =>
  (await (await fetch(lms.registration.jwksUrl)).json()) as JSONWebKeySet;

describe('a restart', () => {
  it('finds people, keys, columns, grades and ways as they were', async () => {
    await setGrade('71,5');
    await lms.setWays({ shortRoles: true });
    const before = { world: lms.world, grades: lms.grades(), keys: await keySet() };
    await lms.close();
    lms = await start();
    expect({ world: lms.world, grades: lms.grades(), keys: await keySet() }).toEqual(before);
    expect(lms.grades()).toMatchObject([{ score: 71.5, comment: 'Ә' }]);
    expect(lms.state.ways.shortRoles).toBe(true);
  });

  it('keeps people logged in', async () => {
    const { port } = lms;
    const browser = await new Browser(lms.url).logIn(lms.world.teacher);
    await lms.close();
    lms = await start({ port });
    expect(await (await browser.get('/')).text()).toContain('class="who"');
  });

  it('has every grade that was answered, even when the process ends without a word', async () => {
    await setGrade('60');
    const kept = JSON.parse(readFileSync(join(dataDir, 'practice-lms/state.json'), 'utf8')) as {
      grades: object;
    };
    expect(Object.values(kept.grades)).toMatchObject([{ score: 60 }]);
  });

  it('begins anew when the state cannot be read, and keeps what it found', async () => {
    await lms.close();
    const path = join(dataDir, 'practice-lms/state.json');
    writeFileSync(path, '{"version":1,');
    lms = await start();
    expect(lms.world.students).toHaveLength(25);
    expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe('{"version":1,');
  });

  it('keeps private keys from others on the machine', () => {
    expect(statSync(join(dataDir, 'practice-lms/keys.json')).mode & 0o777).toBe(0o600);
  });
});

describe('starting afresh', () => {
  it('gives the world back as it began, under numbers never used before', async () => {
    await setGrade('50');
    await lms.setTrouble({ kind: 'drop' });
    const before = lms.world;
    const usedIds = new Set(
      [...lms.state.people, ...lms.state.courses, ...lms.state.activities, ...lms.state.columns].map(
        one => one.id,
      ),
    );
    const browser = new Browser(lms.url);
    expect((await browser.submit('/settings/afresh')).status).toBe(303);
    expect(lms.world.students.map(one => one.username)).toEqual(before.students.map(one => one.username));
    expect(lms.grades()).toEqual([]);
    expect(lms.state.troubles).toEqual([]);
    const ids = [
      ...lms.state.people,
      ...lms.state.courses,
      ...lms.state.activities,
      ...lms.state.columns,
    ].map(one => one.id);
    expect(ids.filter(id => usedIds.has(id))).toEqual([]);
  });
});

describe('the signing key', () => {
  it('changes, while the old one stays published for a day', async () => {
    let now = new Date();
    await lms.close();
    lms = await start({ now: () => now });
    const old = await lms.signLaunch();
    await lms.rotateKey();
    const fresh = await lms.signLaunch();
    const set = await keySet();
    expect(set.keys).toHaveLength(2);
    await jwtVerify(old, createLocalJWKSet(set));
    await jwtVerify(fresh, createLocalJWKSet(set));
    now = new Date(now.getTime() + 24 * 60 * 60 * 1000 + 1000);
    expect((await keySet()).keys).toHaveLength(1);
  });

  it('may be forgotten at once', async () => {
    const old = await lms.signLaunch();
    const browser = new Browser(lms.url);
    await browser.submit('/settings/keys', { old: 'forget' });
    const set = await keySet();
    expect(set.keys).toHaveLength(1);
    await expect(jwtVerify(old, createLocalJWKSet(set))).rejects.toThrow();
  });

  it('is published without its private part', async () => {
    for (const key of (await keySet()).keys)
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});

describe('the start', () => {
  it('says that the port is taken', async () => {
    await expect(start({ port: lms.port })).rejects.toThrow(PracticeLmsPortTaken);
    await expect(start({ port: lms.port })).rejects.toMatchObject({
      code: 'PRACTICE_LMS_PORT_TAKEN',
      port: lms.port,
    });
  });

  it('is refused in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    await expect(start()).rejects.toThrow('production');
    vi.unstubAllEnvs();
  });
});

describe('the world', () => {
  it('has a class of 25 whose names use every Kazakh letter', () => {
    expect(lms.world.students).toHaveLength(25);
    const names = lms.world.students
      .map(one => `${one.givenName} ${one.familyName}`)
      .join(' ')
      .toLowerCase();
    for (const letter of 'әғқңөұүһі') expect(names).toContain(letter);
  });

  it('speaks to each person in the language that the person chose, and tells the tool', async () => {
    const { teacher } = lms.world;
    const browser = await new Browser(lms.url).logIn(teacher);
    await browser.submit('/language', { lang: 'ru', back: '/' });
    const idToken = await lms.signLaunch();
    const claims = claimsOf(idToken);
    expect(claims['https://purl.imsglobal.org/spec/lti/claim/launch_presentation']).toMatchObject({
      locale: 'ru',
    });
  });
});

describe('a crafted id_token', () => {
  it('is wrong in the way that was asked for, and only so', async () => {
    const verify = async (idToken: string): Promise<unknown> =>
      jwtVerify(idToken, createLocalJWKSet(await keySet()), { algorithms: ['RS256'] });
    await verify(await lms.signLaunch());
    await expect(verify(await lms.signLaunch({ signedBy: 'stranger' }))).rejects.toThrow('signature');
    await expect(verify(await lms.signLaunch({ header: { kid: 'unknown' } }))).rejects.toThrow(
      'no applicable key',
    );
    await expect(verify(await lms.signLaunch({ alg: 'HS256' }))).rejects.toThrow();
    await expect(verify(await lms.signLaunch({ alg: 'none' }))).rejects.toThrow();
    const header = (idToken: string): unknown =>
      JSON.parse(Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString('utf8'));
    expect(header(await lms.signLaunch({ header: { kid: undefined } }))).toEqual({
      typ: 'JWT',
      alg: 'RS256',
    });
    const { payload } = (await verify(
      await lms.signLaunch({ claims: { sub: undefined, aud: ['a', 'b'] } }),
    )) as { payload: object };
    expect(payload).not.toHaveProperty('sub');
    expect(payload).toMatchObject({ aud: ['a', 'b'] });
  });
});
