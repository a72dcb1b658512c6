import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GradebookApp, startGradebookApp } from '../features/gradebook/gradebookApp.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { type Visitor } from '../support/inProcess.ts';

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')('the gradebook in a browser', () => {
  let browser: Browser;
  let app: GradebookApp;
  beforeAll(async () => {
    browser = await launchBrowser();
    app = await startGradebookApp(40);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function open(who: Visitor, width = 1280): Promise<{ page: Page; finish: () => Promise<void> }> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await context.addCookies([{ name: who.cookieName, value: who.cookieValue, url: app.url }]);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(error.message));
    await page.goto(`${app.url}${who.base}/gradebook`);
    return {
      page,
      async finish() {
        await context.close();
        expect(errors).toEqual([]);
      },
    };
  }

  const table = (page: Page) => page.locator('.gradebook-table');
  const cell = (page: Page, row: number, column: number) => page.locator(`#cell-${row}-${column}`);
  const saved = (page: Page) => page.locator('#save-status span', { hasText: /^Сақталды, / }).waitFor();
  async function press(page: Page, keys: string): Promise<void> {
    for (const key of keys.split(' ')) await page.keyboard.press(key);
  }
  async function start(page: Page): Promise<void> {
    await table(page).focus();
    await press(page, 'Control+Home');
  }
  async function paste(page: Page, text: string): Promise<void> {
    await page.evaluate(value => navigator.clipboard.writeText(value), text);
    await page.keyboard.press('Control+V');
  }

  it('takes what is typed, moves with the keys and adds up while one types', async () => {
    const { page, finish } = await open(app.teacher);
    await start(page);
    await press(page, '7 , 5 Enter 8 ArrowDown a b s Enter');
    expect([await cell(page, 0, 0).innerText(), await cell(page, 2, 0).innerText()]).toEqual(['7,5', 'қ/к']);
    await press(page, 'Control+Home F2 End Backspace 2 Enter ArrowUp Control+ArrowRight');
    expect(await cell(page, 0, 0).innerText()).toBe('7,2');
    await saved(page);
    const sums = page.locator('td[data-key="sum1"]');
    expect(await sums.nth(0).innerText()).toBe('7,2');
    expect(await page.locator('td[data-chosen="active"]').getAttribute('id')).toBe('cell-0-18');
    await press(page, 'Escape Control+Home Delete');
    expect(await cell(page, 0, 0).innerText()).toBe('');
    await finish();
  });

  it('takes the good cells of a paste and lists the others at their places', async () => {
    const { page, finish } = await open(app.teacher);
    await start(page);
    await press(page, 'ArrowRight');
    await paste(page, '7,5\t8\r\n9\tн/я\r\n3\tx\r\n');
    expect(await cell(page, 0, 1).innerText()).toBe('7,5');
    expect(await cell(page, 1, 2).innerText()).toBe('қ/к');
    expect(await cell(page, 1, 1).getAttribute('aria-invalid')).toBe('true');
    const trouble = page.locator('#trouble-list li');
    expect(await trouble.allInnerTexts()).toEqual([
      expect.stringMatching(/^Бейсенбаева Ұлпан, СС 2\s*«9»: Бұл жұмыстың ең жоғары балы: 8\./),
      expect.stringMatching(/^Жүнісова Ақмарал, СС 3\s*«x»: Балл емес/),
    ]);
    await expectNoAxeViolations(page);
    await press(page, 'Control+Z');
    expect(await trouble.count()).toBe(0);
    expect(await cell(page, 0, 1).innerText()).toBe('');
    await press(page, 'Control+Y');
    expect(await cell(page, 0, 1).innerText()).toBe('7,5');
    await page.locator('#trouble-list button').first().click();
    await press(page, '6 Enter');
    await page.locator('#trouble-list button').first().click();
    await press(page, '5 Enter');
    await saved(page);
    await page.reload();
    expect(await cell(page, 1, 1).innerText()).toBe('6');
    await finish();
  });

  it('fills down, and copies what a spreadsheet can read', async () => {
    const { page, finish } = await open(app.teacher);
    await start(page);
    await press(page, 'ArrowRight ArrowRight ArrowRight 2 0 Enter ArrowUp');
    await press(page, 'Shift+ArrowDown Shift+ArrowDown Control+D Control+C');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('20\n20\n20');
    await saved(page);
    await finish();
  });

  it('keeps what is typed without a connection, and sends it when there is one again', async () => {
    const { page, finish } = await open(app.teacher);
    await start(page);
    await press(page, 'End');
    await page.context().setOffline(true);
    await press(page, '7 Enter');
    await page.locator('#save-status span', { hasText: 'байланыс жоқ' }).waitFor();
    await page.context().setOffline(false);
    await saved(page);
    await page.reload();
    const last = await page.locator('tbody tr').first().locator('td:not([data-key])').last().innerText();
    expect(last).toBe('7');
    await finish();
  });

  it('shows both values when two graders meet in one cell', async () => {
    const other = await app.visit({ role: 'assistant', sub: 'assistant', names: ['Ахметов', 'Дәурен'] });
    const first = await open(app.teacher);
    const second = await open(other);
    for (const { page } of [first, second]) {
      await start(page);
      await press(page, 'PageDown');
    }
    await press(first.page, '4 Enter');
    await saved(first.page);
    await press(second.page, '5 Enter');
    const line = second.page.locator('#trouble-list li');
    await line.waitFor();
    expect(await line.innerText()).toMatch(/Сіздікі: 5\. Сақталғаны: 4 \(Серікбаева Айгүл, /);
    await second.page.getByRole('button', { name: 'Менікін сақтау' }).click();
    await saved(second.page);
    expect(await line.count()).toBe(0);
    await first.finish();
    await second.finish();
  });

  it('never shows a blank row while one scrolls, and finds names without their Kazakh letters', async () => {
    const { page, finish } = await open(app.teacher);
    const names = () => page.locator('.gradebook-table tbody th a:visible').allInnerTexts();
    await page.locator('.gradebook-scroller').evaluate(element => (element.scrollTop = 1e6));
    await page.waitForFunction(
      () => document.querySelector('.gradebook-table')?.textContent?.includes('0040') === true,
    );
    expect((await names()).filter(name => name === '')).toEqual([]);
    await page.locator('#filter').fill('суле');
    await page.waitForFunction(
      () => document.querySelectorAll('.gradebook-table tbody tr:not([hidden])').length === 1,
    );
    expect((await names())[0]).toBe('Сүлейменова Һадиша');
    await finish();
  });

  it('is a list of students on a phone, each with a form', async () => {
    const { page, finish } = await open(app.teacher, 390);
    expect(await table(page).isVisible()).toBe(false);
    await page.getByRole('link', { name: /Қожахметов/ }).click();
    await page.getByLabel('БӨЖ 2').fill('21,5');
    await page.getByRole('button', { name: 'Сақтау', exact: true }).click();
    await page.getByText('Балдар сақталды.').waitFor();
    expect(await page.getByLabel('БӨЖ 2').inputValue()).toBe('21,5');
    await expectNoAxeViolations(page);
    await finish();
  });
});
