import { type Browser } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../../support/browser.ts';
import { type Visitor } from '../../support/inProcess.ts';
import { type MoocApp, startMoocApp } from './moocApp.ts';

const report = [
  'Email,Name,Grade,Completion Time,Enrollment Track',
  's0@univ.example,,0.85,2026-10-01,audit',
  's1@univ.example,,eighty,2026-10-01,audit',
  'other@mail.example,Жүнісова Ақмарал,0.4,2026-10-01,audit',
  's1@univ.example,,0.9,2025-10-01,audit',
].join('\n');

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')('the pages of MOOC results', () => {
  let app: MoocApp;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([startMoocApp(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it('have no axe violation and no sideways scrolling on a phone', async () => {
    const [first] = app.students as [Visitor];
    const handedIn = await request(app.url)
      .post(`${first.base}/moocresults/certificates`)
      .set('Cookie', first.cookie)
      .set('X-CSRF-Token', first.csrf)
      .field({ mooc: 'm1', link: 'https://certificates.example/1' });
    expect(handedIn.headers['location']).toContain('kept');
    const taken = await app.bring(report);
    await app.postForm(app.teacher, `${taken}/take`, { rev: '1' });
    const open = await app.bring(
      report.replace('0.85', '0.95'),
      'second-file-with-a-rather-long-name-2026.csv',
    );
    const pages: [Visitor, string][] = [
      ...['/moocresults', taken, open, '/moocresults/review'].map((path): [Visitor, string] => [
        app.teacher,
        path,
      ]),
      ...['/moocresults/own', '/moocresults/certificates'].map((path): [Visitor, string] => [first, path]),
    ];
    for (const [who, path] of pages) {
      const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
      await context.addCookies([{ name: who.cookieName, value: who.cookieValue, url: app.url }]);
      const page = await context.newPage();
      await page.goto(`${app.url}${who.base}${path}`);
      for (const summary of await page.locator('summary:visible').all()) await summary.click();
      await expectNoAxeViolations(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
      const folder = process.env['SCREENSHOTS'];
      if (folder !== undefined)
        await page.screenshot({ path: `${folder}${path.replaceAll('/', '-')}.png`, fullPage: true });
      await context.close();
    }
  }, 120_000);
});
