import { type Browser } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import {
  bringAxe,
  expectNoAxeViolations,
  findChromium,
  launchBrowser,
  lookAtDesktop,
} from '../../support/browser.ts';
import { expectValidHtml } from '../../support/html.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { type GradebookApp, startGradebookApp } from './gradebookApp.ts';

let app: GradebookApp;
beforeAll(async () => {
  app = await startGradebookApp(5);
  const [first] = app.students;
  const path = `/gradebook/${first?.personId ?? ''}`;
  await app.postForm(app.teacher, path, {
    'mark:seminar-1': '7,5',
    'was:seminar-1': '',
    'mark:srs-1': 'н/я',
  });
  await app.postForm(app.teacher, '/gradebook/settings', { marksVisible: '1' });
});
afterAll(() => app.stop());

async function pagesOf(lang: (typeof languages)[number]): Promise<[Visitor, string][]> {
  const teacher = await app.visit({ role: 'instructor', sub: 'teacher', lang });
  const assistant = await app.visit({ role: 'assistant', sub: 'assistant', lang });
  const student = await app.visit({ role: 'learner', sub: 'student-0', lang });
  const empty = await app.visit({ role: 'instructor', sub: 'other', course: 'empty', lang });
  const waiting = await app.visit({ role: 'learner', sub: 'waiting', course: 'empty', lang });
  return [
    [teacher, '/gradebook'],
    [assistant, '/gradebook'],
    [teacher, `/gradebook/${app.students[0]?.personId ?? ''}`],
    [student, '/marks'],
    [empty, '/gradebook'],
    [waiting, '/marks'],
    [teacher, '/statements'],
    [empty, '/statements'],
  ];
}

describe.each(languages)('the pages of the gradebook in %s', lang => {
  it('are valid HTML', async () => {
    for (const [who, path] of await pagesOf(lang)) {
      const { status, text } = await app.get(who, path);
      expect(status, path).toBe(200);
      await expectValidHtml(text);
    }
    const verify = await request(app.url).get('/statement?code=x').set('Accept-Language', lang);
    await expectValidHtml(verify.text);
  });
});

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')('the pages of the gradebook', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it('have no axe violation, on a desktop or on a phone, where nothing scrolls sideways', async () => {
    for (const [who, path] of await pagesOf('kk')) {
      // The statements' pages are looked at with every page.
      if (path === '/statements') continue;
      const context = await browser.newContext({ viewport: { width: 390, height: 900 } });
      await context.addCookies([{ name: who.cookieName, value: who.cookieValue, url: app.url }]);
      await bringAxe(context);
      const page = await context.newPage();
      await page.goto(`${app.url}${who.base}${path}`);
      for (const summary of await page.locator('summary:visible').all()) await summary.click();
      await expectNoAxeViolations(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
      await lookAtDesktop(page);
      await context.close();
    }
  });
});
