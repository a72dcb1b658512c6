import axe from 'axe-core';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { skeletonOf } from './skeleton.ts';

/** The browser that tests run: CHROMIUM_PATH, else the first that PATH has. Null when there is none. */
export function findChromium(): string | null {
  const wanted = process.env['CHROMIUM_PATH'];
  if (wanted !== undefined && wanted !== '') return wanted;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  const candidates = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name =>
    folders.map(folder => join(folder, name)),
  );
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The browsers of this worker by what sets them apart: starting one costs as much as ten pages. */
const running = new Map<string, Promise<Browser>>();

/**
 * The worker's browser, without windows and without calls of its own. Closing it closes what this caller opened; it
 * ends with its worker.
 */
export async function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  const key = extraArguments.join(' ');
  const shared = running.get(key) ?? startBrowser(extraArguments);
  running.set(key, shared);
  const browser = await shared;
  const opened: { close(): Promise<void> }[] = [];
  const noted = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const one = await opening;
    opened.push(one);
    return one;
  };
  const own: Pick<Browser, 'newContext' | 'newPage' | 'close'> = {
    newContext: options => noted(browser.newContext(options)),
    newPage: options => noted(browser.newPage(options)),
    close: async () => void (await Promise.all(opened.splice(0).map(one => one.close()))),
  };
  return Object.assign(Object.create(browser) as Browser, own);
}

async function startBrowser(extraArguments: readonly string[]): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('no browser: set CHROMIUM_PATH or put chromium on PATH');
  }
  return chromium.launch({
    executablePath,
    args: [...quiet, ...extraArguments],
  });
}

/** What a person has set for one site inside the pages of another. */
export interface BlockedSite {
  readonly site: string;
  /** Only inside pages of this site; in a tab of its own the site keeps its cookies. */
  readonly within: string;
}

/**
 * A browser whose settings block every cookie and all storage of a site inside another's pages, partitioned ones too.
 * The caller closes it.
 */
export async function launchBlocking({ site, within }: BlockedSite): Promise<BrowserContext> {
  const folder = mkdtempSync(join(tmpdir(), 'tirek-browser-'));
  const exceptions = { cookies: { [`${site},${within}`]: { setting: 2 } } };
  mkdirSync(join(folder, 'Default'));
  writeFileSync(
    join(folder, 'Default/Preferences'),
    JSON.stringify({ profile: { content_settings: { exceptions } } }),
  );
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no browser: set CHROMIUM_PATH or put chromium on PATH');
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: quiet,
    locale: 'kk',
    viewport: { width: 1280, height: 900 },
  });
  // Its processes still write for a moment after it has closed.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return context;
}

/** Colours half-way through a transition are nobody's choice. */
async function finishAnimations(): Promise<void> {
  const ending = document.getAnimations().filter(one => one.effect?.getTiming().iterations !== Infinity);
  await Promise.allSettled(ending.map(one => one.finished));
}

/**
 * Puts axe into every page of a context as it opens, which is much cheaper than sending it to each. Goes through the
 * protocol, not through a script element, so the page's own Content-Security-Policy stays as it is.
 */
export function bringAxe(context: BrowserContext): Promise<unknown> {
  return context.addInitScript({ content: axe.source });
}

/** What axe found nothing in: the rules, and the page's width, theme and skeleton. */
const cleared = new Set<string>();
const isCleared = (look: string, rules: axe.RunOptions): boolean =>
  [{}, rules].some(some => cleared.has(JSON.stringify(some) + look));

async function lookOf(page: Page): Promise<string> {
  const shown = await page.evaluate(() => ({
    html: document.documentElement.outerHTML,
    width: window.innerWidth,
    isDark: window.matchMedia('(prefers-color-scheme: dark)').matches,
  }));
  return JSON.stringify([shown.width, shown.isDark, skeletonOf(shown.html)]);
}

/**
 * Fails, naming rule, element and reason, when axe finds a violation on the page as it is shown now (default rules).
 * @param rules only some of them, where the others have seen the same page already
 */
export async function expectNoAxeViolations(page: Page, rules: axe.RunOptions = {}): Promise<void> {
  const look = await lookOf(page);
  if (isCleared(look, rules)) return;
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  await page.evaluate(finishAnimations);
  const violations = await page.evaluate(
    async options => {
      const { axe: injected } = window as unknown as { axe: typeof axe };
      const result = await injected.run(document, options);
      return result.violations.flatMap(violation =>
        violation.nodes.map(
          node => `${violation.id}: ${node.html.slice(0, 200)}\n  ${node.failureSummary ?? ''}`,
        ),
      );
    },
    // Nothing plays here, so axe need not fetch the page's files once more.
    { ...rules, preload: false, resultTypes: ['violations'] } satisfies axe.RunOptions,
  );
  expect(violations.join('\n')).toBe('');
  cleared.add(JSON.stringify(rules) + look);
}

/** For a page whose colours are looked at by another look. */
export const allButColours: axe.RunOptions = { rules: { 'color-contrast': { enabled: false } } };
/** A theme changes nothing else. */
export const coloursAlone: axe.RunOptions = { runOnly: ['color-contrast'] };

/**
 * Looks at the phone's page at desktop width, light and dark: nothing scrolls sideways, axe finds nothing.
 * @param anew whether it is opened again at that width
 */
export async function lookAtDesktop(page: Page, anew = false): Promise<void> {
  const phone = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 800 });
  if (anew) await page.reload();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${page.url()} is wider than a desktop`).toBeLessThanOrEqual(0);
  await expectNoAxeViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoAxeViolations(page, coloursAlone);
  await page.emulateMedia({ colorScheme: 'light' });
  if (phone !== null) await page.setViewportSize(phone);
}
