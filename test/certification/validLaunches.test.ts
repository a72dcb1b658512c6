import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../src/i18n/index.ts';
import { begin, claim, launch, launchClaims, membership, newBrowser } from '../lti/support/browser.ts';
import { expectAccepted, startedPair } from './setup.ts';

const person = { name: undefined, given_name: undefined, family_name: undefined, email: undefined };

/** The valid launches of 1EdTech's certification suite, once as an instructor and once as a student. */
describe.each([
  ['instructor', 'Instructor'],
  ['learner', 'Learner'],
] as const)('the valid launches of the certification suite as %s', (role, name) => {
  const pair = startedPair();
  const roles = [membership(name)];

  it('Valid Launch: a plain launch enters the course', async () => {
    const entered = await expectAccepted(pair, { claims: { [claim.roles]: roles } });
    expect(entered).toMatchObject({
      role,
      person: { sub: '4', email: 'asel@example.kz' },
      context: { id: '2' },
    });
  });

  it('Valid Launch with Multiple Roles: the context role among several counts', async () => {
    const several = [...roles, `http://purl.imsglobal.org/vocab/lis/v2/institution/person#${name}`];
    expect((await expectAccepted(pair, { claims: { [claim.roles]: several } })).role).toBe(role);
  });

  it('Valid Launch Short Role: a short name is a context role', async () => {
    expect((await expectAccepted(pair, { claims: { [claim.roles]: [name] } })).role).toBe(role);
  });

  it('Valid Launch Unknown Role: an unknown role gives a guest’s view', async () => {
    const unknown = ['http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper'];
    expect((await expectAccepted(pair, { claims: { [claim.roles]: unknown } })).role).toBe('guest');
  });

  it('Valid Launch No Role: an empty list of roles gives a guest’s view', async () => {
    expect((await expectAccepted(pair, { claims: { [claim.roles]: [] } })).role).toBe('guest');
  });

  it('Valid Launch Email Only: no names are needed', async () => {
    const entered = await expectAccepted(pair, {
      claims: { ...person, email: 'a@b.kz', [claim.roles]: roles },
    });
    expect(entered.person).toMatchObject({ email: 'a@b.kz', name: null, givenName: null, familyName: null });
  });

  it('Valid Launch Names Only: no e-mail is needed', async () => {
    const entered = await expectAccepted(pair, { claims: { email: undefined, [claim.roles]: roles } });
    expect(entered.person).toMatchObject({ email: null, name: 'Әсел Қуанышқызы' });
  });

  it('Valid Launch No PII: no personal data is needed', async () => {
    const entered = await expectAccepted(pair, { claims: { ...person, [claim.roles]: roles } });
    expect(entered.person).toMatchObject({ sub: '4', name: null, email: null });
  });

  it('Valid Email Without Context: without a course, a page says where Tirek is opened, and there is no session', async () => {
    const before = await pair.tool.sessionCount();
    const answer = await launch(pair.tool, pair.platform, {
      claims: { [claim.context]: undefined, [claim.roles]: roles },
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Tirek курс ішінен ашылады');
    expect(await pair.tool.sessionCount()).toBe(before);
  });
});

/** LTI Core 1.3, section 5.4.6 (`launch_presentation.locale`). */
describe('the page of a launch without a course', () => {
  const pair = startedPair();

  it.each([
    ['en-GB', 'en'],
    ['ru', 'ru'],
    ['kk_latn', 'kk'],
    // Not one of ours, or none: as the browser wishes.
    ['fr', 'ru'],
    [undefined, 'ru'],
  ] as const)('speaks the language of the LMS: %s', async (locale, lang) => {
    const browser = newBrowser(pair.tool);
    const { state, nonce } = await begin(browser, pair.platform);
    const claims = launchClaims(pair.platform, nonce, pair.tool.now(), {
      [claim.context]: undefined,
      [claim.launchPresentation]: { locale },
    });
    const form = { id_token: await pair.platform.sign(claims), state };
    const answer = await browser.post('/lti/launch', form, { 'accept-language': 'ru' });
    const { title } = catalogueOf(lang).lti.noCourse;
    expect(answer.text).toContain(`<html lang="${lang}"`);
    expect(answer.text).toContain(`<title>${title}`);
    expect(answer.text).toContain(`<h1>${title}</h1>`);
  });
});
