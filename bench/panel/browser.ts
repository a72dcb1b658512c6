import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Visitor } from '../../test/support/inProcess.ts';

/** Null: there is none on this machine, and nothing in a browser is measured. */
export async function launch(): Promise<Browser | null> {
  const executablePath = findChromium();
  if (executablePath === null) return null;
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

function findChromium(): string | null {
  const wanted = process.env['CHROMIUM_PATH'] ?? '';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  const found = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name =>
    folders.map(folder => join(folder, name)),
  );
  return [...(wanted === '' ? [] : [wanted]), ...found].find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A page of the teacher at 1280 × 900 that notes when its table stands. */
export async function openAs(browser: Browser, who: Visitor, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name: who.cookieName, value: who.cookieValue, url }]);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      const table = document.querySelector('.gradebook[data-ready] td');
      if (table === null) return;
      seen.disconnect();
      // Two frames later it is on screen.
      requestAnimationFrame(() => requestAnimationFrame(() => (window.name = String(performance.now()))));
    });
    seen.observe(document, { subtree: true, childList: true, attributes: true });
  });
  return page;
}

/** Milliseconds from the click on a link to a table that can be used. */
export async function openGradebook(page: Page, address: string): Promise<number> {
  await page.goto('about:blank');
  await page.evaluate(() => (window.name = ''));
  await page.goto(address);
  await page.waitForFunction(() => window.name !== '');
  return Number(await page.evaluate(() => window.name));
}

/** Cells of marks and numbers that are on screen as a whole. */
export function wholeCells(page: Page): Promise<number> {
  return page.evaluate(() => {
    const frame = document.querySelector('.gradebook-scroller')?.getBoundingClientRect();
    const names = document.querySelector('.gradebook-table tbody th')?.getBoundingClientRect();
    if (frame === undefined || names === undefined) return 0;
    return [...document.querySelectorAll('.gradebook-table td')].filter(cell => {
      const { top, bottom, left, right } = cell.getBoundingClientRect();
      const isInFrame = bottom <= frame.bottom && left >= names.right - 1 && right <= frame.right;
      return isInFrame && top >= 0 && bottom <= innerHeight;
    }).length;
  });
}

/** Rows without a name while somebody scrolls from end to end in big jumps, looked at before every frame. */
export function blankRowsWhileScrolling(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const scroller = document.querySelector('.gradebook-scroller');
    if (scroller === null) return -1;
    let blank = 0;
    const nextFrame = () => new Promise(resolve => requestAnimationFrame(resolve));
    for (let step = 0; step <= 60; step += 1) {
      scroller.scrollTop = ((scroller.scrollHeight - scroller.clientHeight) * ((step * 37) % 61)) / 60;
      await nextFrame();
      const { bottom } = scroller.getBoundingClientRect();
      for (const name of document.querySelectorAll('.gradebook-table tbody th')) {
        const box = name.getBoundingClientRect();
        if (box.bottom <= bottom && box.height > 0 && name.textContent === '') blank += 1;
      }
    }
    return blank;
  });
}

/** Milliseconds from "next student" to the next student's first criterion, ready to type. */
export function nextStudents(page: Page, count: number): Promise<number[]> {
  return page.evaluate(async wanted => {
    const times: number[] = [];
    const heading = document.querySelector('#student');
    for (let n = 0; n < wanted; n += 1) {
      const before = heading?.textContent;
      const begun = performance.now();
      document.querySelector<HTMLButtonElement>('#next')?.click();
      while (heading?.textContent === before || document.activeElement?.id !== 'criterion-0-percent')
        await new Promise(resolve => requestAnimationFrame(resolve));
      times.push(performance.now() - begun);
    }
    return times;
  }, count);
}
