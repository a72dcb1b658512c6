import axe from 'axe-core';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

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

/** Starts the browser without windows and without calls of its own. The caller closes it. */
export async function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('no browser: set CHROMIUM_PATH or put chromium on PATH');
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...extraArguments,
    ],
  });
}

/** Colours half-way through a transition are nobody's choice. */
async function finishAnimations(): Promise<void> {
  const ending = document.getAnimations().filter(one => one.effect?.getTiming().iterations !== Infinity);
  await Promise.allSettled(ending.map(one => one.finished));
}

/**
 * Fails, naming rule, element and reason, when axe finds a violation on the page as it is shown now (default rules).
 * Goes through the protocol, not through a script element, so the page's own Content-Security-Policy stays as it is.
 */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  await page.evaluate(finishAnimations);
  const violations = await page.evaluate(async () => {
    const { axe: injected } = window as unknown as { axe: typeof axe };
    const result = await injected.run(document, { resultTypes: ['violations'] });
    return result.violations.flatMap(violation =>
      violation.nodes.map(
        node => `${violation.id}: ${node.html.slice(0, 200)}\n  ${node.failureSummary ?? ''}`,
      ),
    );
  });
  expect(violations.join('\n')).toBe('');
}
