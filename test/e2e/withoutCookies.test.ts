import { join } from 'node:path';
import { type BrowserContext, type FrameLocator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kk } from '../../src/i18n/kk/index.ts';
import { practice } from '../../src/i18n/kk/practice.ts';
import { rootFolder } from '../../src/paths.ts';
import { expectNoAxeViolations, findChromium, launchBlocking } from '../support/browser.ts';
import { takeSeat } from '../support/lmsSeat.ts';
import { type RunningTirek, startTirek } from '../support/runningTirek.ts';

const sample = join(rootFolder, 'samples/syllabus-sample-kk.docx');
const courseName = 'Деректерді талдау негіздері';
const teacher = /Гүлнәр Әбілқасымова/;
const newTab = 'Жаңа қойындыда ашу';
const student = 'Әбдіғалиева Зере';

let tirek: RunningTirek;
let context: BrowserContext;

async function setWays(page: Page, ways: Readonly<Record<string, boolean>>): Promise<void> {
  await page.goto(`${tirek.lmsUrl}/settings`);
  for (const [name, isOn] of Object.entries(ways)) await page.locator(`#${name}`).setChecked(isOn);
  await page.locator('form[action="/settings/ways"] button').click();
  await page.waitForLoadState();
}

const saved = (tool: FrameLocator) => tool.locator('#save-status[data-tone="success"]');

beforeAll(async () => {
  if (findChromium() === null) return;
  tirek = await startTirek();
  context = await launchBlocking({ site: tirek.url, within: tirek.lmsUrl });
});
afterAll(async () => {
  await context?.close();
  await tirek?.stop();
});

describe.skipIf(findChromium() === null)(
  'inside an LMS, where the browser keeps no cookie of the tool',
  () => {
    it('the platform’s storage carries the launch, and every page works', async () => {
      const seat = await takeSeat(context, tirek.lmsUrl, tirek.url);
      const { page, tool } = seat;
      const addresses: string[] = [];
      page.on('request', request => addresses.push(request.url()));
      await seat.logIn(teacher);
      await seat.openTool(courseName);
      await tool.getByRole('navigation').first().waitFor();
      expect(new URL(seat.frame().url()).host).not.toBe(new URL(page.url()).host);

      // A file, a form, a change of language, links.
      await tool.locator('[data-enhanced] input[type=file]').setInputFiles(sample);
      await tool.getByRole('heading', { name: 'Құжаттан не түсінілді' }).waitFor();
      await tool.getByRole('link', { name: 'Түзету: Пән туралы' }).click();
      await tool.getByLabel('Кредит саны').fill('5');
      await tool.getByRole('button', { name: 'Сақтау және тексеру' }).click();
      await tool.getByText('Түзетулер сақталды').waitFor();
      await tool.getByRole('button', { name: 'Қабылдау', exact: true }).click();
      await tool.getByText('Силлабус қабылданды').waitFor();
      await tool.getByRole('link', { name: 'Күнтізбе', exact: true }).click();
      await tool.getByLabel('Оқудың бірінші күні').fill('2026-09-01');
      await tool.getByRole('button', { name: 'Күндерді есептеу' }).click();
      await tool.getByText('07.09–13.09').waitFor();
      await tool.getByRole('button', { name: 'English' }).click();
      await tool.getByRole('link', { name: 'Calendar', exact: true }).waitFor();
      await tool.getByRole('button', { name: 'Қазақша' }).click();
      await tool.getByText('07.09–13.09').waitFor();

      // The panel saves by itself; leaving it by the browser's own ways loses nothing.
      await tool.getByRole('link', { name: 'Бағалау', exact: true }).click();
      await tool.getByRole('link', { name: student, exact: true }).click();
      await tool.locator('.criterion').first().getByRole('textbox').fill('88');
      await saved(tool).waitFor();
      await seat.frame().evaluate(() => location.reload());
      await expect
        .poll(() => tool.locator('.criterion').first().getByRole('textbox').inputValue())
        .toBe('88');
      await seat.frame().evaluate(() => history.back());
      await tool.getByRole('link', { name: student, exact: true }).waitFor();

      // A file to save.
      await tool.getByRole('link', { name: 'Дербес деректер' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        tool.locator('main form button').first().click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.json$/);

      // What proves the session stands in no address and in no cookie.
      const token = await tool.locator('meta[name="tirek-tab"]').getAttribute('content');
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(addresses.filter(one => one.includes(token ?? ''))).toEqual([]);
      expect(tirek.output()).not.toContain(token);
      const cookies = await context.cookies([tirek.url, tirek.lmsUrl]);
      expect(cookies.filter(one => one.name.includes('tirek'))).toEqual([]);
      await page.close();
    }, 120_000);

    it('the LMS’s dialog is answered, also after a page that is read first', async () => {
      const seat = await takeSeat(context, tirek.lmsUrl, tirek.url);
      const { page, tool } = seat;
      await seat.logIn(teacher);
      const chooseFinal = async (): Promise<void> => {
        await page.goto(tirek.lmsUrl);
        await page.getByRole('link', { name: courseName }).first().click();
        await page.getByRole('link', { name: practice.course.select }).click();
        await tool.locator('input[value="activity/final"]').check();
        await tool.getByRole('button', { name: kk.deeplinking.place }).press('Enter');
      };
      const done = tool.getByText(practice.select.done).first();
      await chooseFinal();
      await done.waitFor();

      await chooseFinal();
      await tool.getByText(kk.deeplinking.hasColumn).waitFor();
      await expectNoAxeViolations(page);
      await tool.getByRole('button', { name: kk.deeplinking.place }).press('Enter');
      await done.waitFor();
      await page.close();
    }, 60_000);

    it('a frame of its own keeps the values, as in Canvas', async () => {
      const seat = await takeSeat(context, tirek.lmsUrl, tirek.url);
      await setWays(seat.page, { offerStorage: true, storageFrame: true });
      await seat.logIn(teacher);
      await seat.openTool(courseName);
      await seat.tool.getByRole('link', { name: 'Бағалау', exact: true }).click();
      await seat.tool.locator('main h1').waitFor();
      await setWays(seat.page, { storageFrame: false });
      await seat.page.close();
    }, 60_000);

    it('an LMS that offers its storage and does not answer: a page with one button, in time', async () => {
      const seat = await takeSeat(context, tirek.lmsUrl, tirek.url);
      await seat.page.route('**/practice-lms.js', async route => {
        const answer = await route.fetch();
        const script = (await answer.text()).replaceAll('lti.put_data', 'lti.put_nothing');
        await route.fulfill({ response: answer, body: script });
      });
      await seat.logIn(teacher);
      await seat.openTool(courseName);
      await seat.tool.getByRole('button', { name: newTab }).waitFor({ timeout: 10_000 });
      await seat.page.close();
    }, 60_000);

    it('no cookie and no storage: one button opens a tab, which comes to the same place', async () => {
      const seat = await takeSeat(context, tirek.lmsUrl, tirek.url);
      await setWays(seat.page, { offerStorage: false });
      await seat.logIn(teacher);
      await seat.page.goto(tirek.lmsUrl);
      await seat.page.getByRole('link', { name: courseName }).first().click();
      // This link names a page of its own.
      await seat.page.getByRole('link', { name: 'Күнтізбе', exact: true }).first().click();
      const button = seat.tool.locator('.message-page').getByRole('button');
      await button.waitFor();
      expect(await button.innerText()).toBe(newTab);
      const [tab] = await Promise.all([context.waitForEvent('page'), button.click()]);
      await tab.waitForURL(url => url.pathname.endsWith('/calendar'));
      await tab.getByText('07.09–13.09').waitFor();
      await tab.getByRole('link', { name: 'Бағалау', exact: true }).click();
      await tab.getByRole('link', { name: student, exact: true }).waitFor();
      await setWays(seat.page, { offerStorage: true });
      await seat.page.close();
    }, 60_000);
  },
);
