import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages, type Lang } from '../../src/i18n/index.ts';
import { coloursAlone, expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { expectValidHtml } from '../support/html.ts';
import { galleryPages, renderGallery } from './gallery/render.ts';

const assets = fileURLToPath(new URL('../../dist/assets/', import.meta.url));
const types: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** As strict as the product's own: an inline style or script would not work here either. */
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

describe.each(galleryPages)('the gallery page %s', name => {
  it.each(languages)('is valid HTML in %s', async lang => {
    await expectValidHtml(renderGallery(name, lang));
  });
});

function serveGallery(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    if (path.startsWith('/assets/')) {
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
      response.end(readFileSync(join(assets, path.slice('/assets/'.length))));
      return;
    }
    const [, lang, name] = path.split('/');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', contentPolicy);
    response.end(renderGallery(name ?? '', lang as Lang));
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const screenshots = process.env['SCREENSHOTS'] === undefined ? null : mkdtempSync(join(tmpdir(), 'gallery-'));
/** A desktop, the same at 200 %, and the frames that LMSs give on a desktop and on a phone. */
const sizes = {
  desktop: { width: 1280, height: 900 },
  enlarged: { width: 640, height: 450 },
  frame: { width: 883, height: 678 },
  phone: { width: 372, height: 575 },
} as const;

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')('the gallery in a browser', () => {
  let server: Server;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    server = await serveGallery();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** Opens a page in a context of its own, checks it, and expects that the browser reported no error. */
  async function visit(
    path: string,
    options: BrowserContextOptions,
    check: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(`${origin}${path}`);
    await page.evaluate(() => document.fonts.ready);
    await check(page);
    await context.close();
    expect(errors).toEqual([]);
  }

  const overflowOf = (page: Page): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  it.each(galleryPages)('has no axe violation on %s, light or dark, wide or on a phone', async name => {
    await visit(`/kk/${name}`, { viewport: sizes.desktop, hasTouch: true }, async page => {
      await expectNoAxeViolations(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectNoAxeViolations(page, coloursAlone);
      await page.setViewportSize(sizes.phone);
      await expectNoAxeViolations(page);
    });
  });

  it.each(galleryPages)('shows %s without scrolling sideways in every frame and language', async name => {
    for (const lang of languages) {
      await visit(`/${lang}/${name}`, {}, async page => {
        for (const [frame, size] of Object.entries(sizes)) {
          await page.setViewportSize(size);
          if (screenshots !== null) {
            const file = join(screenshots, `${name}-${lang}-${frame}.png`);
            await page.screenshot({ path: file, fullPage: true });
          }
          expect(await overflowOf(page), `${lang}, ${frame}`).toBe(0);
        }
        await page.setViewportSize(sizes.desktop);
        await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
        expect(await overflowOf(page), `${lang}, text at 200 %`).toBe(0);
      });
    }
  });

  it('gives every Kazakh letter from its own font', async () => {
    await visit('/kk/words', {}, async page => {
      const missing = await page.evaluate(async () => {
        const letters = [...'ӘәҒғҚқҢңӨөҰұҮүҺһІі'];
        await Promise.all(letters.map(letter => document.fonts.load('1rem "Inter Variable"', letter)));
        return letters.filter(letter => !document.fonts.check('1rem "Inter Variable"', letter));
      });
      expect(missing).toEqual([]);
      const faces = await page.evaluate(() =>
        [...document.fonts].filter(face => face.status === 'error').map(face => face.unicodeRange),
      );
      expect(faces).toEqual([]);
    });
  });

  it('remembers the chosen theme and shows it before the first paint', async () => {
    await visit('/kk/week', { colorScheme: 'light' }, async page => {
      await page.getByRole('button', { name: 'Қараңғы көрініс' }).click();
      await page.reload({ waitUntil: 'commit' });
      await page.waitForSelector('body', { state: 'attached' });
      expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
      await page.getByRole('button', { name: 'Қараңғы көрініс', pressed: true }).click();
      expect(await page.getAttribute('html', 'data-theme')).toBe('light');
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
    });
  });

  it('opens a dialog from its button and closes it with Escape, back on the button', async () => {
    await visit('/en/grading', {}, async page => {
      const opener = page.getByRole('button', { name: 'Release ready grades' });
      await opener.click();
      await page.getByRole('dialog', { name: 'Release the grades?' }).waitFor();
      await expectNoAxeViolations(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await opener.evaluate(button => button === document.activeElement)).toBe(true);
    });
  });

  const answerUploads = (page: Page, answer: Parameters<Route['fulfill']>[0]): Promise<unknown> =>
    page.route('**/import', (route, request) =>
      request.method() === 'POST' ? route.fulfill(answer) : route.continue(),
    );
  const upload = (page: Page, name: string): Promise<void> =>
    page
      .getByLabel('Syllabus file')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('1\tLecture') });

  it('sends a file of another type too: the server says by name what it is and what to do', async () => {
    await visit('/en/import', {}, async page => {
      await answerUploads(page, {
        status: 200,
        json: { error: { message: 'This is a PDF: save it as .docx.' } },
      });
      await upload(page, 'grades.pdf');
      await page.getByText('This is a PDF: save it as .docx.').waitFor();
    });
  });

  it('sends a chosen file at once and follows the answer', async () => {
    await visit('/en/import', {}, async page => {
      await answerUploads(page, { status: 200, json: { location: '/en/preview' } });
      await upload(page, 'syllabus.txt');
      await page.waitForURL('**/en/preview');
    });
  });

  it("shows the server's own words when it refuses a file", async () => {
    await visit('/en/import', {}, async page => {
      await answerUploads(page, { status: 200, json: { error: { message: 'This is not a syllabus.' } } });
      await upload(page, 'syllabus.txt');
      await page.getByText('This is not a syllabus.').waitFor();
    });
  });
});
