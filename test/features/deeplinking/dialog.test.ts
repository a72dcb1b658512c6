import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kk } from '../../../src/i18n/kk/index.ts';
import { fieldsOf } from '../../practice-lms/support.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Landing, type PracticePair, startPracticePair } from '../../support/practicePair.ts';

/** Deep Linking 2.0 between Tirek and the practice LMS. */
let pair: PracticePair;
beforeAll(async () => {
  pair = await startPracticePair();
});
afterAll(() => pair.stop());

const words = kk.deeplinking;
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const L = 'https://purl.imsglobal.org/spec/lti/claim/';

const openDialog = (person = pair.lms.world.teacher): Promise<Landing> =>
  pair.launch(person, { message: 'LtiDeepLinkingRequest', courseId: pair.lms.world.course.id });

/** What a token of Tirek says, checked as a platform does. */
async function verified(token: string): Promise<Record<string, unknown>> {
  const keys = (await request(pair.app.url).get('/lti/keys')).body as JSONWebKeySet;
  const { issuer, clientId } = pair.lms.registration;
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer: clientId,
    audience: issuer,
    algorithms: ['RS256'],
  });
  return payload;
}

/** What Tirek's answer to a dialog says. */
const claimsOf = (html: string): Promise<Record<string, unknown>> => verified(fieldsOf(html)['JWT'] ?? '');

/** Where the answer goes. */
const actionOf = (html: string): string => /action="([^"]*)" id="answer"/.exec(html)?.[1] ?? '';

const itemsOf = (claims: Record<string, unknown>) =>
  claims[`${DL}content_items`] as Record<string, unknown>[];

describe('the dialog', () => {
  it('offers the pages before there is a syllabus, and says what comes with one', async () => {
    const dialog = await openDialog();
    expect([dialog.status, dialog.path]).toEqual([303, '/deeplinking']);
    const { text } = await dialog.get('/deeplinking');
    await expectValidHtml(text);
    expect(text).toContain(words.noSyllabus);
    expect(text).toContain('value="calendar"');
    expect(text).not.toContain('value="activity/');
  });

  it('answers a cancelled dialog too, with no item, and echoes what the LMS gave it', async () => {
    const dialog = await openDialog();
    const { text } = await dialog.post('/deeplinking/cancel');
    await expectValidHtml(text);
    const claims = await claimsOf(text);
    expect(itemsOf(claims)).toEqual([]);
    expect(claims).toMatchObject({
      [`${L}message_type`]: 'LtiDeepLinkingResponse',
      [`${L}version`]: '1.3.0',
      [`${L}deployment_id`]: '1',
      [`${DL}data`]: expect.stringMatching(/^launch_/) as string,
    });
    expect(text).toContain('data-autosubmit');
    expect(actionOf(text)).toBe(`${pair.lms.url}/deep-linking/return?course=${pair.lms.world.course.id}`);
  });

  it('asks again when nothing was chosen', async () => {
    const dialog = await openDialog();
    const answer = await dialog.post('/deeplinking');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words.errors['nothing-chosen']);
  });

  it('places several activities with their columns, and each link opens its place', async () => {
    await pair.acceptSyllabus(await openDialog());
    const dialog = await openDialog();
    expect((await dialog.get('/deeplinking')).text).toContain('value="activity/srs-1"');
    const { text } = await dialog.post('/deeplinking', {
      'place[]': ['activity/srs-1', 'activity/final', 'grading'],
    });
    const items = itemsOf(await claimsOf(text));
    expect(items.map(item => item['type'])).toEqual(Array(3).fill('ltiResourceLink'));
    const final = items.find(item => String(item['url']).endsWith('/activity/final'));
    expect(final).toMatchObject({
      title: kk.gradesync.columns.final,
      url: `${pair.app.url}/activity/final`,
      custom: { tirek_id: expect.stringMatching(/^[0-9a-f]{24}:activity\/final:[\w-]{43}$/) as string },
      lineItem: {
        scoreMaximum: 100,
        tag: 'tirek:final',
        resourceId: expect.stringMatching(/^tirek:[0-9a-f]{24}:final$/) as string,
        submissionReview: { reviewableStatus: ['Completed'] },
      },
    });

    const { teacher, students, course } = pair.lms.world;
    const atLms = await pair.atLms(teacher);
    const placed = await atLms.submit(actionOf(text).slice(pair.lms.url.length), { ...fieldsOf(text) });
    expect(placed.status).toBe(200);
    const columns = pair.lms.state.columns.filter(one => one.tag.startsWith('tirek:'));
    expect(columns.map(one => one.tag).sort()).toEqual(['tirek:final', 'tirek:srs-1']);

    const link = (end: string) => {
      const found = pair.lms.state.activities.find(
        one => one.courseId === course.id && one.target === `${pair.app.url}/${end}`,
      );
      if (found === undefined) throw new Error(`no link ${end}`);
      return found;
    };
    const student = students[0] ?? teacher;
    expect((await pair.launch(teacher, link('grading'))).path).toBe('/grading');
    expect((await pair.launch(student, link('grading'))).path).toBe('/results');
    expect((await pair.launch(student, link('activity/final'))).path).toBe('/results');
    const opened = await pair.launch(student, link('activity/srs-1'));
    expect(opened.path).toBe('/calendar#srs-1');
    expect((await opened.get('/calendar')).text).toContain('id="srs-1"');
  });

  it('places no second column for an activity that has one, and says so before the answer is made', async () => {
    const dialog = await openDialog();
    const chosen = ['activity/srs-1', 'activity/srs-2'];
    const { text: notice } = await dialog.post('/deeplinking', { 'place[]': chosen });
    await expectValidHtml(notice);
    expect(notice).toContain(words.hasColumn);
    // The token expires while the teacher reads, so there is none yet.
    expect(notice).not.toContain('name="JWT"');
    const valuesOf = (name: string) =>
      [...notice.matchAll(new RegExp(`name="${name}\\[\\]" value="([^"]*)"`, 'g'))].map(
        found => found[1] ?? '',
      );
    expect([valuesOf('place'), valuesOf('told')]).toEqual([chosen, ['activity/srs-1']]);

    const { text } = await dialog.post('/deeplinking', { 'place[]': chosen, 'told[]': valuesOf('told') });
    await expectValidHtml(text);
    expect(text).not.toContain(words.hasColumn);
    expect(text).toContain('data-autosubmit');
    const items = itemsOf(await claimsOf(text));
    expect(items.map(item => 'lineItem' in item)).toEqual([false, true]);
  });

  it('says it again when a column was made while the teacher read of another', async () => {
    const dialog = await openDialog();
    const { text } = await dialog.post('/deeplinking', {
      'place[]': ['activity/srs-1', 'activity/final'],
      'told[]': 'activity/srs-1',
    });
    expect(text).toContain(words.hasColumn);
    expect(text).not.toContain('name="JWT"');
  });

  it('tells an assistant and a student that only a teacher places links, and answers the LMS all the same', async () => {
    const { assistant, students } = pair.lms.world;
    for (const person of [assistant, students[0] ?? assistant]) {
      const dialog = await openDialog(person);
      const { text } = await dialog.get('/deeplinking');
      await expectValidHtml(text);
      expect(text).toContain(words.obstacles['not-teacher']);
      expect((await dialog.post('/deeplinking', { 'place[]': 'calendar' })).status).toBe(403);
      expect(itemsOf(await claimsOf((await dialog.post('/deeplinking/cancel')).text))).toEqual([]);
    }
  });

  it('is not there in a launch that came from no dialog', async () => {
    const plain = await pair.launch(pair.lms.world.teacher, pair.lms.world.link);
    expect((await plain.get('/deeplinking')).status).toBe(404);
  });
});

/** Deep Linking 2.0, section 4.4.1: "the tool MUST" keep to what the platform accepts. */
describe('what the LMS accepts', () => {
  const accepted = {
    deep_link_return_url: 'https://lms.example.kz/return',
    accept_types: ['link', 'ltiResourceLink'],
    accept_presentation_document_targets: ['iframe', 'window'],
    accept_multiple: true,
  };
  const dialogWith = (settings: Record<string, unknown>): Promise<Landing> =>
    pair.craft(pair.lms.world.teacher, {
      [`${L}message_type`]: 'LtiDeepLinkingRequest',
      [`${L}resource_link`]: undefined,
      [`${DL}deep_linking_settings`]: { ...accepted, ...settings },
    });
  const answerTo = async (settings: Record<string, unknown>, ...places: string[]) =>
    claimsOf((await (await dialogWith(settings)).post('/deeplinking', { 'place[]': places })).text);

  it('is one link: the dialog has radio buttons, and several are refused', async () => {
    const dialog = await dialogWith({ accept_multiple: false });
    const { text } = await dialog.get('/deeplinking');
    await expectValidHtml(text);
    expect(text).toContain(words.leadOne);
    expect(text).toContain('type="radio"');
    expect(text).not.toContain('type="checkbox"');
    const refused = await dialog.post('/deeplinking', { 'place[]': ['calendar', 'week'] });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(words.errors['only-one']);
    expect(itemsOf(await answerTo({ accept_multiple: false }, 'week'))).toHaveLength(1);
  });

  it('is no LTI link: that is said before going back, and nothing is ever placed', async () => {
    const dialog = await dialogWith({ accept_types: ['link', 'file'] });
    const { text } = await dialog.get('/deeplinking');
    await expectValidHtml(text);
    expect(text).toContain(words.obstacles['type-not-accepted']);
    expect((await dialog.post('/deeplinking', { 'place[]': 'calendar' })).text).toContain(
      words.obstacles['type-not-accepted'],
    );
    expect(itemsOf(await claimsOf((await dialog.post('/deeplinking/cancel')).text))).toEqual([]);
  });

  it('is no line item: links come without one, and the dialog says so', async () => {
    const dialog = await dialogWith({ accept_lineitem: false });
    expect((await dialog.get('/deeplinking')).text).toContain(words.noColumns);
    const [item] = itemsOf(await answerTo({ accept_lineitem: false }, 'activity/midterm-1'));
    expect(item).not.toHaveProperty('lineItem');
    const [graded] = itemsOf(await answerTo({ accept_lineitem: true }, 'activity/midterm-1'));
    expect(graded).toMatchObject({ lineItem: { scoreMaximum: 100, tag: 'tirek:midterm-1' } });
  });

  it('are windows alone: links ask for one', async () => {
    const [item] = itemsOf(await answerTo({ accept_presentation_document_targets: ['window'] }, 'week'));
    expect(item).toMatchObject({ window: { targetName: 'tirek' } });
    expect(item).not.toHaveProperty('iframe');
  });

  it('gets its data back unaltered, also signs of all kinds or an empty text, and none where it sent none', async () => {
    for (const data of ['a b&c=<д>"қ"\\\n', ' ', ''])
      expect(await answerTo({ data }, 'week')).toHaveProperty([`${DL}data`], data);
    expect(await answerTo({}, 'week')).not.toHaveProperty([`${DL}data`]);
  });

  it('is placed only from what is offered', async () => {
    const dialog = await dialogWith({});
    for (const place of ['activity/srs-99', 'activity/lecture-1', '../x', 'moocs'])
      expect((await dialog.post('/deeplinking', { 'place[]': place })).status, place).toBe(422);
  });
});

describe('the answer’s token', () => {
  const newToken = async (): Promise<string> =>
    fieldsOf((await (await openDialog()).post('/deeplinking/cancel')).text)['JWT'] ?? '';

  it('is good for five minutes, and for an LMS whose clock is some seconds behind', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { iat = 0, exp = 0 } = decodeJwt(await newToken());
    const made = iat + 5;
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(Date.now() / 1000);
    expect(exp - made).toBe(300);
  });

  it('has a nonce of its own, of 256 bits', async () => {
    const nonces = [decodeJwt(await newToken()), decodeJwt(await newToken())].map(({ nonce }) => nonce);
    expect(new Set(nonces).size).toBe(2);
    for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{43}$/);
  });

  it('is signed with the key that signs everything of this registration, also after a rotation', async () => {
    const { registrations } = pair.app.tirek.lti;
    const { issuer, clientId } = pair.lms.registration;
    const expectPresentKey = async (): Promise<void> => {
      const token = await newToken();
      await verified(token);
      const registration = await registrations.find(issuer, clientId);
      const present = registration === null ? null : await registrations.signingKey(registration);
      expect(decodeProtectedHeader(token).kid).toBe(present?.kid);
    };
    await expectPresentKey();
    await registrations.rotateKey({ issuer, clientId });
    await expectPresentKey();
  });
});

describe('a link whose address the LMS has lost', () => {
  it('opens its place by the id in its custom parameters', async () => {
    const { teacher, link } = pair.lms.world;
    link.custom = { tirek_id: `${'a'.repeat(24)}:grading` };
    link.target = null;
    await pair.lms.save();
    expect((await pair.launch(teacher, link)).path).toBe('/grading');
  });
});
