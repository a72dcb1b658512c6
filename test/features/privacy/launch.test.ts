import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kk } from '../../../src/i18n/kk/index.ts';
import { type Person } from '../../../src/practice-lms/index.ts';
import { fieldsOf } from '../../practice-lms/support.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type PracticePair, startPracticePair } from '../../support/practicePair.ts';

/** LtiDataPrivacyLaunchRequest: from the LMS to what Tirek stores about oneself. */
let pair: PracticePair;
beforeAll(async () => {
  pair = await startPracticePair();
});
afterAll(() => pair.stop());

const claim = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
const message = {
  [claim('message_type')]: 'LtiDataPrivacyLaunchRequest',
  [claim('resource_link')]: undefined,
};
const outside = { ...message, [claim('context')]: undefined, [claim('roles')]: undefined };

const person = (n: number): Person => pair.lms.world.students[n] ?? pair.lms.world.teacher;

describe('a data-privacy launch', () => {
  it('opens the page with one’s own data in a course', async () => {
    const opened = await pair.craft(person(0), message);
    expect(opened.path).toBe('/privacy');
    expect((await opened.get('/privacy')).text).toContain(person(0).familyName);
  });

  it('shows it without a course too, with no session, and an export of the own data alone', async () => {
    await pair.launch(person(0), pair.lms.world.link);
    await pair.launch(person(1), pair.lms.world.link);
    const opened = await pair.craft(person(0), outside);
    expect([opened.status, opened.path]).toEqual([200, '']);
    await expectValidHtml(opened.html);
    expect(opened.html).toContain(person(0).familyName);
    expect(opened.html).not.toContain(person(1).familyName);
    expect(opened.html).toContain(kk.privacy.erasure.steps[0]);
    expect(opened.html).toContain(`<title>${kk.privacy.title}`);

    const { ticket = '' } = fieldsOf(opened.html);
    const file = await request(pair.app.url).post('/privacy/export').type('form').send({ ticket });
    expect(file.headers['content-disposition']).toContain('.json');
    expect(file.text).toContain(person(0).familyName);
    expect(file.text).not.toContain(person(1).familyName);
  });

  it('does not export for a ticket that was changed, made up or has ended', async () => {
    const { ticket = '' } = fieldsOf((await pair.craft(person(0), outside)).html);
    const [who = '', where = '', until = '', proof = ''] = ticket.split('.');
    const tickets = [
      '',
      [who, where, `${Number(until) + 1}`, proof].join('.'),
      ['a'.repeat(24), where, until, proof].join('.'),
      ticket.slice(0, -1),
    ];
    for (const changed of tickets) {
      const answer = await request(pair.app.url)
        .post('/privacy/export')
        .type('form')
        .send({ ticket: changed });
      expect(answer.status, changed).toBe(401);
    }
  });

  it('says that nothing is stored about somebody who never came in', async () => {
    const opened = await pair.craft(person(5), outside);
    expect(opened.status).toBe(200);
    await expectValidHtml(opened.html);
    expect(opened.html).toContain(kk.privacy.nothing.title);
  });

  it('opens from the LMS’s own page, outside any course', async () => {
    const opened = await pair.launch(person(0), { message: 'LtiDataPrivacyLaunchRequest' });
    expect([opened.status, opened.path]).toEqual([200, '']);
    expect(opened.html).toContain(person(0).familyName);
    const atLms = await pair.atLms(person(0));
    expect(await (await atLms.get('/privacy')).text()).toContain('/privacy/frame');
    expect(await (await atLms.get('/privacy/frame')).text()).toContain('lti_message_hint');
  });

  it('is one’s own page for an administrator of the LMS too, not the console', async () => {
    const opened = await pair.craft(pair.lms.world.administrator, outside);
    expect(opened.status).toBe(200);
    expect(opened.html).toContain(kk.privacy.nothing.title);
  });
});
