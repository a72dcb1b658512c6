import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../src/i18n/index.ts';
import { rootFolder } from '../../src/paths.ts';
import { type GradebookApp, startGradebookApp } from '../features/gradebook/gradebookApp.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { expectValidHtml } from '../support/html.ts';

const t = catalogueOf('kk');
const states = t.authoring.live.states;

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')('a draft in a browser', () => {
  let browser: Browser;
  let app: GradebookApp;
  beforeAll(async () => {
    browser = await launchBrowser();
    app = await startGradebookApp(1);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function newDraft(): Promise<string> {
    const revised = await app.postForm(app.teacher, '/syllabus/revise', {});
    return String(revised.headers.location).split('/').at(-1) ?? '';
  }

  async function open(path: string, width = 1280): Promise<{ page: Page; finish: () => Promise<void> }> {
    const { teacher } = app;
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await context.addCookies([{ name: teacher.cookieName, value: teacher.cookieValue, url: app.url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(error.message));
    await page.goto(`${app.url}${teacher.base}${path}`);
    return {
      page,
      async finish() {
        await context.close();
        expect(errors).toEqual([]);
      },
    };
  }
  const status = (page: Page, text: string) => page.locator('.save-status span', { hasText: text }).waitFor();

  it('saves what is typed, checks it live, shows both values in a conflict and takes changes back', async () => {
    const draft = await newDraft();
    const path = `/syllabus/drafts/${draft}/calendar`;
    const { page, finish } = await open(path);
    await expectValidHtml((await app.get(app.teacher, path)).text);
    await expectNoAxeViolations(page);
    await page.getByRole('link', { name: t.shell.back, exact: true }).waitFor();
    const points = page.locator('[name="calendar[1].maxPoints"]');
    const count = page.locator('#live-findings [data-count]');
    const before = await count.innerText();
    await points.fill('9');
    await points.blur();
    await status(page, states.saved);
    expect(Number(await count.innerText())).toBeGreaterThan(Number(before));
    await page.locator('[data-live-undo]').click();
    await expect.poll(() => count.innerText()).toBe(before);
    expect(await points.inputValue()).toBe('8');

    const other = await open(path);
    await other.page.locator('[name="calendar[1].title"]').fill('Екінші адамның тақырыбы');
    await status(other.page, states.saved);
    await other.finish();
    const title = page.locator('[name="calendar[1].title"]');
    await title.fill('Менің тақырыбым');
    await status(page, states.conflict);
    await page.getByText('Екінші адамның тақырыбы').waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: t.authoring.live.keepMine }).click();
    await status(page, states.saved);
    await points.fill('көп');
    await points.blur();
    await status(page, states.unsaved);
    await page.getByText(t.syllabus.wrong.number).waitFor();
    await points.fill('8');
    await points.blur();
    await status(page, states.saved);
    await page.getByRole('button', { name: t.syllabus.save }).click();
    await page.waitForURL(new RegExp(`/syllabus/drafts/${draft}\\?notice=saved#`));
    await page.getByText('Менің тақырыбым').waitFor();
    await finish();
  });

  it('saves an integration map piece by piece, and lets the second of two people choose', async () => {
    const made = await app.postForm(app.teacher, '/moocmap/new', {});
    const path = String(made.headers.location).replace(app.teacher.base, '').replace(/\?.*/u, '');
    const said = (on: Page, part: string, text: string) =>
      on.locator(`#${part} .save-status span`, { hasText: text }).waitFor();
    const { page, finish } = await open(path);
    const semester = page.locator('[name="semester"]');
    await semester.fill('5');
    await said(page, 'selection', states.saved);

    const other = await open(path);
    const count = other.page.locator('#live-findings [data-count]');
    const before = Number(await count.innerText());
    await other.page.locator('#model input[value="1"]').check();
    await said(other.page, 'model', states.saved);
    expect(Number(await count.innerText())).toBeLessThan(before);
    await other.page.locator('[name="semester"]').fill('7');
    await said(other.page, 'selection', states.saved);
    await other.finish();

    await semester.fill('6');
    await said(page, 'selection', states.conflict);
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: t.authoring.live.keepMine }).click();
    await said(page, 'selection', t.moocmap.live.others);
    const saved = (await app.get(app.teacher, path)).text;
    expect(saved).toMatch(/name="semester"[^>]*value="6"/u);
    expect(saved).toMatch(/name="model" value="1"[^>]*checked/u);
    // The page has not seen the other person's model: what is done with the whole map is refused until it is reloaded.
    await page.locator('#moocs form[action$="/moocs/add"] button').first().click();
    await page.getByText(t.moocmap.notices.conflict).waitFor();
    await finish();
  });

  it('lets rows be dragged, and Escape leaves them where they were', async () => {
    const path = `/syllabus/rows/${await newDraft()}`;
    const { page, finish } = await open(path);
    await expectValidHtml((await app.get(app.teacher, path)).text);
    const names = async () => (await page.locator('tbody tr .chip').allInnerTexts()).slice(0, 5);
    const before = await names();
    const drag = async (from: number, to: number): Promise<void> => {
      const grip = await page.locator('[data-grip]').nth(from).boundingBox();
      const row = await page.locator('tbody tr').nth(to).boundingBox();
      if (grip === null || row === null) throw new Error('no rows');
      await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
      await page.mouse.down();
      await page.mouse.move(row.x + 40, row.y + row.height * 0.75, { steps: 4 });
    };
    await drag(0, 2);
    expect(await page.locator('tr[data-drop]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.locator('#toasts').getByText(t.authoring.rows.drag.cancelled).waitFor();
    expect(await names()).toEqual(before);
    await drag(0, 2);
    await page.mouse.up();
    await page.locator('#toasts').getByText(t.authoring.rows.saved).waitFor();
    expect(await names()).toEqual([before[1], before[2], before[0], before[3], before[4]]);
    await page.getByRole('button', { name: t.authoring.rows.undo }).click();
    await expect.poll(names).toEqual(before);
    await expectNoAxeViolations(page);
    await finish();
  });

  it('asks on a phone what a newer document and people both changed', async () => {
    const { teacher } = app;
    const first = await newDraft();
    const form = (await app.get(teacher, `/syllabus/drafts/${first}/calendar`)).text;
    const [, seen = ''] = /name="calendar\[0\]\.title"[^>]* value="([^"]*)"/.exec(form) ?? [];
    await app.postForm(teacher, `/syllabus/drafts/${first}/calendar`, {
      rev: '1',
      'calendar[0].title': 'Қолмен',
    });
    await app.postForm(teacher, `/syllabus/drafts/${first}/accept`, { rev: '2' });
    const sample = readFileSync(join(rootFolder, 'samples/syllabus-sample-kk.txt'), 'utf8');
    const page = (await open('/syllabus/upload', 390)).page;
    const buffer = Buffer.from(sample.replace(seen, 'Құжат бойынша'));
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'жаңа.txt', mimeType: 'text/plain', buffer });
    await page.waitForURL(/\/syllabus\/merge\//);
    await expectNoAxeViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('radio', { name: t.merge.document }).check();
    await page.getByRole('button', { name: t.merge.apply }).click();
    await page.getByText(t.merge.merged).waitFor();
    await page.getByText('Құжат бойынша').waitFor();
    await expectNoAxeViolations(page);
    await page.context().close();
  });
});
