import { type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { type Browser, type Page } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages, type Lang } from '../../../src/i18n/index.ts';
import { type Registration } from '../../../src/lti/index.ts';
import {
  allButColours,
  bringAxe,
  expectNoAxeViolations,
  findChromium,
  launchBrowser,
  lookAtDesktop,
} from '../../support/browser.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess } from '../../support/inProcess.ts';
import { type ConsoleVisitor, openAsOperator } from './consoleVisitor.ts';
import { startStubRegistrar, type StubRegistrar } from './stubRegistrar.ts';

let app: InProcess;
let lms: StubRegistrar;
let registration: Registration;

beforeAll(async () => {
  app = await startInProcess();
  lms = await startStubRegistrar();
  registration = await fill();
});
afterAll(async () => {
  await lms.stop();
  await app.stop();
});

const listening = () => ({ url: app.url, publicUrl: app.url });

/** A platform with everything that a page can show: what waits, what failed, old and new keys, long values. */
async function fill(): Promise<Registration> {
  const { lti, connect } = app.tirek;
  const name = 'Әл-Фараби атындағы Қазақ ұлттық университетінің Moodle порталы';
  const { url } = await lti.dynamicRegistration.invite({ name, approves: true });
  const token = new URL(url).searchParams.get('token');
  const offer = await lti.dynamicRegistration.look({
    token,
    openidConfiguration: lms.configurationUrl,
    registrationToken: null,
    openerOrigin: null,
  });
  const { registration } = await lti.dynamicRegistration.register(lti.dynamicRegistration.open(offer.signed));
  await lti.registrations.rotateKey(registration);
  await lti.registrations.recordPendingDeployment(registration, `deployment-${'0123456789'.repeat(12)}`);
  const { id: registrationId } = registration;
  const detail = { value: 'target_link_uri', found: `"https://${'x'.repeat(90)}"`, expected: app.url };
  connect.recordLaunchOutcome({ kind: 'launch', registrationId, deploymentId: '7', role: 'instructor' });
  connect.recordLaunchOutcome({
    kind: 'refused',
    registrationId,
    code: 'target-elsewhere',
    detail,
    event: 'A1B2C3D4E5',
  });
  connect.recordLaunchOutcome({
    kind: 'refused',
    registrationId: null,
    code: 'registration-unknown',
    detail,
    event: 'F',
  });
  await connect.check(registration);
  return registration;
}

const pages = (): string[] => [
  '/',
  `/platforms/${registration.id}`,
  `/platforms/${registration.id}/remove`,
  ...['template', 'template/texts/integrity', 'template/weights', 'approval'].map(
    page => `/platforms/${registration.id}/${page}`,
  ),
  `/platforms/${registration.id}/approval/steps/syllabus`,
  `/platforms/${registration.id}/approval/waiting?days=7`,
  '/queues',
  '/invitations',
  ...['moodle', 'canvas', 'blackboard', 'brightspace', 'sakai'].map(system => `/by-hand?system=${system}`),
];

/** Pages without a session: the LMS opens them, or a link does. */
async function publicPages(): Promise<string[]> {
  const { lti, connect } = app.tirek;
  const invitation = new URL((await lti.dynamicRegistration.invite({ name: null, approves: false })).url);
  const opened = new URL(invitation);
  opened.searchParams.set('openid_configuration', lms.configurationUrl);
  const door = new URL((await connect.consoleLink()).url);
  return [invitation, opened, door, new URL('/console/left', app.url), new URL('/console/open', app.url)].map(
    url => url.href.slice(app.url.length),
  );
}

describe('every page of the console', () => {
  it('is valid HTML in every language', async () => {
    for (const lang of languages) {
      const operator = await openAsOperator(listening(), app.tirek.connect, lang);
      await operator.post('/language', { lang });
      for (const path of pages()) {
        const answer = await operator.get(path);
        expect(answer.status, `${path} ${lang}`).toBe(200);
        expect(answer.text).toContain(`<html lang="${lang}"`);
        await expectValidHtml(answer.text);
      }
      const made = await operator.post('/invitations', { name: '', approves: 'no' });
      await expectValidHtml(made.text);
      for (const path of await publicPages()) {
        const answer = await request(app.url)
          .get(path)
          .set('Accept', 'text/html')
          .set('Accept-Language', lang);
        await expectValidHtml(answer.text);
      }
    }
  }, 60_000);
});

describe.skipIf(findChromium() === null)('every page of the console in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function openPage(operator: ConsoleVisitor, lang: Lang, width: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, locale: lang });
    await context.addCookies([{ name: operator.cookieName, value: operator.cookieValue, url: app.url }]);
    if (lang === 'kk') await bringAxe(context);
    return context.newPage();
  }

  it('has no axe violation and fits a phone in every language, and at desktop width in light and dark', async () => {
    for (const lang of languages) {
      const operator = await openAsOperator(listening(), app.tirek.connect, lang);
      await operator.post('/language', { lang });
      const page = await openPage(operator, lang, 390);
      const own = pages().map(one => `${operator.base}${one}`);
      for (const path of [...own, ...(await publicPages())]) {
        await page.goto(`${app.url}${path}`);
        await expectNoAxeViolations(page, allButColours);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${path} ${lang} is wider than the phone`).toBeLessThanOrEqual(0);
        if (lang === 'kk') await lookAtDesktop(page);
      }
      await page.context().close();
    }
  }, 180_000);

  it('asks before a key is changed or a platform switched off, and Escape changes nothing', async () => {
    const operator = await openAsOperator(listening(), app.tirek.connect, 'en');
    const page = await openPage(operator, 'en', 1280);
    await page.goto(`${app.url}${operator.base}/platforms/${registration.id}`);
    await page.getByRole('button', { name: 'Switch off' }).first().click();
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect((await app.tirek.lti.registrations.findById(registration.id))?.status).toBe('active');
    await page.context().close();
  }, 60_000);
});

describe.skipIf(findChromium() === null)('a registration in the LMS’s frame', () => {
  let browser: Browser;
  let parent: Server;
  let parentUrl: string;
  let src = '';
  beforeAll(async () => {
    browser = await launchBrowser();
    const script = `addEventListener('message', event => {
      document.body.dataset.message = JSON.stringify([event.origin, event.data]);
      document.querySelector('iframe').remove();
    });`;
    parent = createServer((incoming, response) => {
      if (incoming.url === '/openid-configuration') {
        const address = (path: string): string => `${parentUrl}${path}`;
        response.end(
          JSON.stringify({
            issuer: parentUrl,
            authorization_endpoint: address('/auth'),
            token_endpoint: address('/token'),
            jwks_uri: address('/jwks'),
            registration_endpoint: address('/register'),
          }),
        );
      } else if (incoming.url === '/register') response.end(JSON.stringify({ client_id: 'framed' }));
      else {
        response.setHeader('content-type', 'text/html');
        response.end(
          `<body><iframe title="tool" src="${src}" width="800" height="600"></iframe><script>${script}</script>`,
        );
      }
    });
    await new Promise<void>(resolve => parent.listen(0, '127.0.0.1', resolve));
    parentUrl = `http://127.0.0.1:${(parent.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser.close();
    parent.closeAllConnections();
    await new Promise(resolve => parent.close(resolve));
  });

  it('is shown, confirmed without cookies, and closed by a message to that LMS alone', async () => {
    const { url } = await app.tirek.lti.dynamicRegistration.invite({ name: null, approves: false });
    src = `${url}&amp;openid_configuration=${encodeURIComponent(`${parentUrl}/openid-configuration`)}`;
    const page = await (await browser.newContext({ locale: 'en' })).newPage();
    await page.goto(parentUrl);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Connect' }).click();
    await frame.getByText('waits for approval').first().waitFor();
    await frame.getByRole('button', { name: 'Close' }).click();
    await page.waitForFunction(() => document.querySelector('iframe') === null);
    expect(JSON.parse((await page.locator('body').getAttribute('data-message')) ?? '')).toEqual([
      app.url,
      { subject: 'org.imsglobal.lti.close' },
    ]);
    await page.context().close();
  }, 60_000);
});
