import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Visitor } from '../features/grading/gradingApp.ts';

/** A browser context that is logged in as the visitor; it fails the test when the page reports an error. */
export async function enter(
  browser: Browser,
  visitor: Visitor,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page; finish: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addCookies([{ name: visitor.cookie.name, value: visitor.cookie.value, url: visitor.url }]);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  return {
    context,
    page,
    async finish() {
      await context.close();
      expect(errors).toEqual([]);
    },
  };
}

/** Presses keys one after another; answers how many. */
export async function press(page: Page, keys: string): Promise<number> {
  const list = keys.split(' ');
  for (const key of list) await page.keyboard.press(key);
  return list.length;
}

/** The status line beside the buttons. */
export const statusOf = (page: Page) => page.locator('#save-status span');

/** The id of the element with the focus. */
export const focusOf = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
