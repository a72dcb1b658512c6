import { readFileSync } from 'node:fs';
import { type Browser } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { courseRoles } from '../../../src/kernel/permissions.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../../support/browser.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { people, type Somebody, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A text as it stands in HTML. */
const inHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');

describe('the page with one’s own data', () => {
  it.each(languages)('says what is stored, why, and how to have it erased, in %s', async lang => {
    const visitor = await world.app.visit({ role: 'learner', lang, sub: world.student.sub });
    const { status, text } = await world.get(visitor, '/privacy');
    expect(status).toBe(200);
    const words = catalogueOf(lang).privacy;
    for (const fact of Object.values(people.student)) expect(text).toContain(fact);
    for (const { what, why } of Object.values(words.kinds)) {
      expect(text).toContain(inHtml(what));
      expect(text).toContain(inHtml(why));
    }
    for (const step of words.erasure.steps) expect(text).toContain(inHtml(step));
    await expectValidHtml(text);
  });

  it('counts a student’s results and the graders’ notes, and shows nobody else', async () => {
    const { text } = await world.get(world.student, '/privacy');
    const { kinds } = catalogueOf('kk').privacy;
    const counted = Object.fromEntries(
      Object.entries(kinds).map(([kind, { what }]) => [
        kind,
        Number(text.split(`<th scope="row">${what}</th>`)[1]?.match(/>(\d+)</)?.[1]),
      ]),
    );
    expect(counted).toMatchObject({ results: 1, releases: 2, drafts: 3, deliveries: 1, syllabi: 0 });
    for (const other of [world.teacher, world.assistant, world.other])
      for (const trace of other.traces) expect(text).not.toContain(trace);
  });

  it.each(courseRoles)(
    'is open to everybody who came in by a launch (%s), and linked on every page',
    async role => {
      const visitor = await world.app.visit({ role, sub: `any-${role}` });
      expect((await world.get(visitor, '/privacy')).status).toBe(200);
      const { text } = await world.get(visitor, '/calendar');
      expect(text).toContain(`<a href="${visitor.base}/privacy">${catalogueOf('kk').privacy.link}</a>`);
    },
  );

  it('cannot be asked for somebody else’s data, nor without a session', async () => {
    const asked = await world.get(world.student, `/privacy?person=${world.other.personId}`);
    expect(asked.text).toContain(people.student.email);
    expect(asked.text).not.toContain(people.other.email);
    const bare = await request(world.app.url).get(`${world.student.base}/privacy`);
    expect(bare.status).toBe(401);
  });
});

describe('the file with one’s own data', () => {
  const download = (who: Visitor) => world.post(who, '/privacy/export', {});

  it('comes as an attachment that no cache keeps', async () => {
    const { status, headers } = await download(world.student);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename=tirek-derekterim.json');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('is the export for the person, with the platform’s name', async () => {
    const { body } = (await download(world.student)) as { body: Record<string, unknown> };
    expect(body).toMatchObject({
      writtenFor: 'person',
      platform: { name: 'LMS of the university', issuer: 'https://lms.example' },
      identity: [{ email: people.student.email }],
    });
    expect(Object.hasOwn(body, 'drafts')).toBe(false);
  });

  it('leaves only by a deliberate act on our own page', async () => {
    expect((await world.get(world.student, '/privacy/export')).status).toBe(405);
    const unproven = request(world.app.url).post(`${world.student.base}/privacy/export`);
    expect((await unproven.set('Cookie', world.student.cookie)).status).toBe(403);
  });
});

describe.skipIf(findChromium() === null)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function open(who: Somebody, lang: (typeof languages)[number], width: number) {
    const visitor = await world.app.visit({ role: 'learner', lang, sub: who.sub });
    const context = await browser.newContext({ viewport: { width, height: 800 }, acceptDownloads: true });
    await context.addCookies([{ name: visitor.cookieName, value: visitor.cookieValue, url: world.app.url }]);
    const page = await context.newPage();
    await page.goto(`${world.app.url}${visitor.base}/privacy`);
    return page;
  }

  it.each(languages)('fits a phone and has no axe violation in %s', async lang => {
    const page = await open(world.student, lang, 390);
    await expectNoAxeViolations(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const folder = process.env['SCREENSHOTS_TO'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/privacy-${lang}.png`, fullPage: true });
    await page.context().close();
  });

  it('gives the file to whoever has only a keyboard', async () => {
    const page = await open(world.student, 'kk', 1280);
    const wanted = catalogueOf('kk').privacy.export.button;
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent.trim())) === wanted) break;
    }
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(file.suggestedFilename()).toBe('tirek-derekterim.json');
    const exported = JSON.parse(readFileSync(await file.path(), 'utf8')) as { identity: unknown[] };
    expect(exported.identity).toMatchObject([{ userId: world.student.sub }]);
    await page.context().close();
  });
});
