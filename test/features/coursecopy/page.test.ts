import { type Browser } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCourseStore } from '../../../src/features/course/index.ts';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../../support/browser.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type InProcess, startInProcess, type Visitor } from '../../support/inProcess.ts';

/** The question that a copied course asks, as it looks. */
let app: InProcess;
beforeAll(async () => {
  app = await startInProcess();
  const older = await app.visit({ role: 'instructor', course: 'older' });
  const copy = await app.visit({ role: 'instructor', course: 'copy' });
  const courses = createCourseStore(app.store.connection);
  await courses.setSyllabus(older.courseId, asId<'syllabus'>('5'.repeat(24)), 'kk');
  await courses.setTermStart(older.courseId, '2025-09-01');
  await courses.setCopy(copy.courseId, { from: [older.courseId], state: 'open' });
});
afterAll(() => app.stop());

const visit = (lang: (typeof languages)[number]): Promise<Visitor> =>
  app.visit({ role: 'instructor', course: 'copy', lang });

describe('the question of a copied course', () => {
  it.each(languages)('is valid HTML and names what is taken over and what is not, in %s', async lang => {
    const visitor = await visit(lang);
    const { status, text } = await request(app.url)
      .get(`${visitor.base}/copy`)
      .set('Cookie', visitor.cookie)
      .set('Accept', 'text/html');
    expect(status).toBe(200);
    await expectValidHtml(text);
    const words = catalogueOf(lang).coursecopy;
    for (const said of [words.take, words.empty, words.never]) expect(text).toContain(said);
  });
});

describe.skipIf(findChromium() === null)('the question of a copied course in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it.each(languages)('fits a phone and has no axe violation in %s', async lang => {
    const visitor = await visit(lang);
    const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
    await context.addCookies([{ name: visitor.cookieName, value: visitor.cookieValue, url: app.url }]);
    const page = await context.newPage();
    await page.goto(`${app.url}${visitor.base}/copy`);
    await expectNoAxeViolations(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    await context.close();
  });
});
