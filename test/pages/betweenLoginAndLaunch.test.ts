import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf, languages } from '../../src/i18n/index.ts';
import { bareFrame, renderPage } from '../../src/web/render.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { expectValidHtml } from '../support/html.ts';
import { type InProcess, startInProcess } from '../support/inProcess.ts';

/** Pages of which people see a moment, or the last one of a session. */
let app: InProcess;
beforeAll(async () => {
  app = await startInProcess();
});
afterAll(() => app.stop());

const storage = { target: 'post_message_forwarding', origin: 'https://sso.lms.example' };
const form = { action: '/lti/login', fields: [{ name: 'login_hint', value: '"4" <5>' }] };
const opening = { text: '…', storage, key: 'tirek-login-1', form };
const ended = { code: 'session-ended', id: '1F2E3D4C5B', typed: [] as string[], storage: null };

/** Every state of the two views. */
const shown = (lang: (typeof languages)[number]) => {
  const t = catalogueOf(lang);
  const { title } = t.lti.opening;
  const words = t.errors['session-ended'];
  return [
    [
      'lti/storage',
      title,
      { opening: { ...opening, keep: { value: 'v', to: 'https://lms.example/a?b&c' } } },
    ],
    ['lti/storage', title, { opening: { ...opening, keep: null } }],
    ['error/ended', words.title, { ended: { ...ended, ...words } }],
    ['error/ended', words.title, { ended: { ...ended, ...words, storage } }],
    [
      'error/ended',
      words.title,
      { ended: { ...ended, ...words, typed: ['<script>alert(1)</script>', 'ұзын'.repeat(80)] } },
    ],
  ] as const;
};

const render = (lang: (typeof languages)[number], [view, title, model]: ReturnType<typeof shown>[number]) =>
  renderPage(view, lang, catalogueOf(lang), bareFrame(title), model);

describe('the pages between login and launch, and after a session', () => {
  it.each(languages)('are valid HTML, and print nothing as markup: %s', async lang => {
    for (const one of shown(lang)) {
      const html = render(lang, one);
      await expectValidHtml(html);
      expect(html).toContain(`<html lang="${lang}"`);
      expect(html).not.toContain('<script>');
    }
  });

  it('do without a script that would not run again in the page that they become', async () => {
    for (const one of shown('kk')) expect(render('kk', one)).not.toContain('shell.js');
  });
});

describe.skipIf(findChromium() === null)('the same pages in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('have no axe violation and fit a phone in every language', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    // Without an LMS around it, the script of a moment's page would go on at once.
    await page.route('**/launch.js', route => route.abort());
    let html = '';
    await page.route('**/shown', route => route.fulfill({ contentType: 'text/html', body: html }));
    for (const lang of languages) {
      for (const one of shown(lang)) {
        html = render(lang, one);
        await page.goto(`${app.url}/shown`);
        await page.evaluate(() => document.querySelector('details')?.setAttribute('open', ''));
        await expectNoAxeViolations(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${one[0]} ${lang}`).toBeLessThanOrEqual(0);
      }
    }
    await page.close();
  }, 60_000);
});
