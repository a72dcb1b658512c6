import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import { failure } from '../../../src/lti/services/result.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../../support/browser.ts';
import { startSite, type Site } from './support/site.ts';

let site: Site;
let browser: Browser;

/** Everything that a page can show: refused, changed, lost, only there, a column that is let go, one that is gone. */
beforeAll(async () => {
  if (findChromium() === null) return;
  browser = await launchBrowser();
  site = await startSite(5, number => ['Әбдіғаппарқызы', `Айым ${number}`]);
  const { gradable } = site.grades;
  gradable.push({ key: 'srs-1', kind: 'total', title: 'СӨЖ 1: ұзақ атауы бар жазба жұмысы', maximum: 20 });
  await site.release(['70', '71', '72', '73']);
  await site.sync.enqueue(site.courseId, 'srs-1', site.students.slice(0, 1));
  await site.sync.worker.drain();
  const [item] = [...site.platform.items.values()];
  site.clock.advance(60_000);
  site.platform.strangers.add('user-1');
  site.platform.typeGrade(item?.url ?? '', 'user-2', 95, 1);
  site.platform.grades.get(item?.url ?? '')?.delete('user-3');
  site.platform.typeGrade(item?.url ?? '', 'user-5', 40, 1);
  await site.sync.checks.ask(site.courseId);
  await site.sync.checks.tick();
  site.platform.trouble = call =>
    call.userId === 'user-4' ? { failure: failure('retry', 'status 503', 503), after: false } : null;
  await site.release(['75', '71', '72', '80']);
  await site.sync.worker.drain();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

it.skipIf(findChromium() === null)(
  'fits a phone without an axe violation, in every language and with everything that can be wrong',
  async () => {
    for (const lang of languages) {
      const visitor = await site.visit('instructor', lang);
      const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
      const { cookieName: name, cookieValue: value } = visitor;
      await context.addCookies([{ name, value, url: site.url }]);
      const page = await context.newPage();
      for (const path of ['/gradesync', '/gradesync?show=attention', '/gradesync/columns']) {
        await page.goto(`${site.url}${visitor.base}${path}`);
        for (const details of await page.locator('main details > summary').all()) await details.click();
        await expectNoAxeViolations(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${path} ${lang} is wider than the phone`).toBeLessThanOrEqual(0);
      }
      const folder = process.env.SCREENSHOTS;
      if (folder !== undefined) {
        await page.screenshot({ path: `${folder}/columns-${lang}.png`, fullPage: true });
        await page.goto(`${site.url}${visitor.base}/gradesync`);
        await page.screenshot({ path: `${folder}/status-${lang}.png`, fullPage: true });
      }
      await context.close();
    }
  },
  120_000,
);
