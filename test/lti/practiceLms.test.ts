import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { type AgsTarget, courseRole, type VerifiedLaunch } from '../../src/lti/index.ts';
import { type Person, type PracticeLms, startPracticeLms } from '../../src/practice-lms/index.ts';
import { Browser as LmsBrowser, fieldsOf } from '../practice-lms/support.ts';
import { newBrowser } from './support/browser.ts';
import { register, startTestTool, type TestTool } from './support/testTool.ts';

/** Tirek's LTI and the practice LMS, over HTTP in both directions. */
let tool: TestTool;
let lms: PracticeLms;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tirek-lti-'));
  tool = await startTestTool({ atOwnAddress: true, jwksCooldownMs: 0 });
  lms = await startPracticeLms({ port: 0, dataDir, toolUrl: tool.url, log: silentLog });
  const { deploymentId, ...values } = lms.registration;
  await register(tool, values, [deploymentId]);
});
beforeEach(async () => {
  await lms.clearTroubles();
  await lms.setWays({ moodleOddities: false, pageSize: 0, shortRoles: false, moodleRoles: false });
});
afterAll(async () => {
  await lms.close();
  await tool.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Goes the whole way of a browser: logs in to the LMS, opens the link, follows login, authorisation and launch. */
async function open(person: Person, activity = lms.world.link) {
  const browser = newBrowser(tool);
  const atLms = await new LmsBrowser(lms.url).logIn(person);
  const form = lms.startLaunch(person, activity);
  const login = await browser.post(new URL(form.action).pathname, { ...form.fields });
  const page = await (await atLms.get(login.location ?? '')).text();
  return browser.post('/lti/launch', fieldsOf(page));
}

async function enter(person: Person, activity = lms.world.link): Promise<VerifiedLaunch> {
  const answer = await open(person, activity);
  expect([answer.status, answer.location]).toEqual([
    303,
    expect.stringMatching(/^\/l\/[0-9a-f]{24}\/$/) as string,
  ]);
  const entered = tool.entered.at(-1);
  if (entered === undefined) throw new Error('nobody entered');
  return entered;
}

const agsOf = (launch: VerifiedLaunch): AgsTarget => ({
  registrationId: launch.registrationId,
  productFamily: launch.productFamily,
  lineItemsUrl: launch.ags?.lineItemsUrl ?? null,
  agsScopes: launch.ags?.scopes ?? [],
});

describe('launches from the practice LMS', () => {
  it('bring teacher, assistant and student in as what they are', async () => {
    const { teacher, assistant, students } = lms.world;
    const student = students[0] as Person;
    expect((await enter(teacher)).role).toBe('instructor');
    expect((await enter(assistant)).role).toBe('assistant');
    expect(await enter(student)).toMatchObject({ role: 'learner', person: { sub: student.id } });
  });

  it('go on working when the LMS changes its key, and its clock is 30 s off both ways', async () => {
    await lms.rotateKey();
    await enter(lms.world.teacher);
    for (const seconds of [-30, 30]) {
      await lms.setClockSkew(seconds);
      await enter(lms.world.teacher);
    }
  });

  it('end with a page when the LMS’s keys cannot be had', async () => {
    await lms.rotateKey({ forgetOld: true });
    await lms.setTrouble({ kind: 'server-error', service: 'keys' });
    expect((await open(lms.world.teacher)).status).toBe(502);
    await lms.clearTroubles();
    await enter(lms.world.teacher);
  });
});

describe('the services of the practice LMS', () => {
  const key = { resourceId: 'final', tag: 'grade', resourceLinkId: null };

  it('take a column and a grade, and give the result back', async () => {
    const target = agsOf(await enter(lms.world.teacher));
    expect(await tool.lti.ags.findLineItem(target, key)).toMatchObject({ kind: 'done', value: null });
    const made = await tool.lti.ags.createLineItem(target, {
      ...key,
      label: 'Қорытынды бақылау',
      scoreMaximum: 100,
    });
    if (made.kind !== 'done') throw new Error(made.detail);
    expect(await tool.lti.ags.findLineItem(target, key)).toMatchObject({ value: { url: made.value.url } });
    const [student] = lms.world.students;
    const score = {
      userId: student?.id ?? '',
      scoreGiven: 72,
      scoreMaximum: 100,
      comment: 'Жақсы',
      timestamp: new Date(),
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
    } as const;
    expect((await tool.lti.ags.postScore(target, made.value.url, score)).kind).toBe('done');
    expect((await tool.lti.ags.postScore(target, made.value.url, score)).kind).toBe('conflict');
    expect(await tool.lti.ags.listResults(target, made.value.url, student?.id)).toMatchObject({
      value: [{ resultScore: 72, comment: 'Жақсы' }],
    });
    const stranger = { ...score, userId: lms.world.teacher.id, timestamp: new Date(Date.now() + 2_000) };
    expect((await tool.lti.ags.postScore(target, made.value.url, stranger)).kind).toBe('rejected');
  });

  it.each([[false], [true]])(
    'list every member, in pages of four, with Moodle’s oddities: %s',
    async oddities => {
      await lms.setWays({ pageSize: 4, moodleOddities: oddities, shortRoles: oddities });
      const { registrationId, productFamily, nrpsUrl } = await enter(lms.world.teacher);
      const members = await tool.lti.nrps.listMembers({ registrationId, productFamily, nrpsUrl });
      if (members.kind !== 'done') throw new Error(members.detail);
      const learners = members.value.filter(one => courseRole(one.roles, []) === 'learner');
      expect(learners.map(one => one.userId).sort()).toEqual(lms.world.students.map(one => one.id).sort());
    },
  );

  it('list every column in pages of one, with Moodle’s Link header', async () => {
    await lms.setWays({ pageSize: 1, moodleOddities: true });
    const target = agsOf(await enter(lms.world.teacher));
    const all = await tool.lti.ags.listLineItems(target);
    expect(all.kind === 'done' ? all.value.length : all).toBeGreaterThan(1);
    expect(await tool.lti.ags.findLineItem(target, key)).toMatchObject({ value: { resourceId: 'final' } });
  });

  it.each([
    ['too-many', 'rate-limited'],
    ['server-error', 'retry'],
    ['drop', 'retry'],
    ['html', 'unreadable'],
    ['truncated', 'unreadable'],
  ] as const)('in trouble (%s) give an outcome that says what to do', async (kind, outcome) => {
    const target = agsOf(await enter(lms.world.teacher));
    await tool.lti.ags.listLineItems(target);
    await lms.setTrouble({ kind, service: 'grades' });
    expect((await tool.lti.ags.listLineItems(target)).kind).toBe(outcome);
  });

  it('that revoke our token get a new one, once', async () => {
    const target = agsOf(await enter(lms.world.teacher));
    await tool.lti.ags.listLineItems(target);
    lms.revokeTokens();
    expect((await tool.lti.ags.listLineItems(target)).kind).toBe('done');
    await lms.setTrouble({ kind: 'unauthorized', service: 'grades' });
    expect((await tool.lti.ags.listLineItems(target)).kind).toBe('unauthorized');
  });
});
