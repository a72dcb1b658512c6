import { join } from 'node:path';
import { type Browser, type FrameLocator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kk } from '../../src/i18n/kk/index.ts';
import { practice } from '../../src/i18n/kk/practice.ts';
import { rootFolder } from '../../src/paths.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { type RunningTirek, startTirek } from '../support/runningTirek.ts';

const courseName = 'Деректерді талдау негіздері';
const teacher = /Гүлнәр Әбілқасымова/;
const student = /Зере Әбдіғалиева/;
const words = kk.deeplinking;

let tirek: RunningTirek;
let browser: Browser;
beforeAll(async () => {
  if (findChromium() === null) return;
  tirek = await startTirek();
  browser = await launchBrowser(['--test-third-party-cookie-phaseout']);
});
afterAll(async () => {
  await browser?.close();
  await tirek?.stop();
});

async function sit(person: RegExp): Promise<{ page: Page; tool: FrameLocator }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'kk' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(tirek.lmsUrl);
  await page.getByRole('button', { name: person }).first().click();
  return { page, tool: page.frameLocator('#contentframe') };
}

async function openCourse(page: Page): Promise<void> {
  await page.goto(tirek.lmsUrl);
  await page.getByRole('link', { name: courseName }).first().click();
}

async function acceptSyllabus(page: Page, tool: FrameLocator): Promise<void> {
  await openCourse(page);
  await page.getByRole('link', { name: 'Tirek', exact: true }).first().click();
  await tool.locator('input[type=file]').setInputFiles(join(rootFolder, 'samples/syllabus-sample-kk.docx'));
  await tool.getByRole('button', { name: 'Қабылдау', exact: true }).click();
  await tool.getByText('Силлабус қабылданды').waitFor();
}

describe.skipIf(findChromium() === null)('the LMS’s dialog, in a cross-site frame', () => {
  it('places two activities of the calendar, and one of them opens its place', async () => {
    const { page, tool } = await sit(teacher);
    await acceptSyllabus(page, tool);

    await openCourse(page);
    await page.getByRole('link', { name: practice.course.select }).click();
    await tool.getByRole('heading', { name: words.title }).waitFor();
    await expectNoAxeViolations(page);
    const choices = tool.getByRole('group', { name: words.activitiesTitle }).getByRole('checkbox');
    expect(await choices.count()).toBeGreaterThan(5);
    await tool.locator('input[value="activity/srs-1"]').check();
    await tool.locator('input[value="activity/final"]').check();
    await tool.getByRole('button', { name: words.place }).click();
    // The answer posts itself to the LMS, which says what it has placed.
    await tool.getByText(practice.select.done).first().waitFor();
    expect(await tool.getByText(kk.gradesync.columns.final).count()).toBeGreaterThan(0);

    await openCourse(page);
    await page.getByRole('link', { name: 'Бағалар журналы' }).first().click();
    const heads = await page.locator('thead th').allInnerTexts();
    expect(heads.filter(text => text.includes(kk.gradesync.columns.final))).toHaveLength(1);

    await openCourse(page);
    await page.getByRole('link', { name: kk.gradesync.columns.final }).click();
    await tool.getByRole('link', { name: kk.shell.nav.grading, exact: true }).waitFor();
    const opened = page.frames().find(one => one.url().startsWith(tirek.url));
    expect(new URL(opened?.url() ?? '').pathname).toMatch(/^\/l\/[0-9a-f]{24}\/grading$/);
  }, 120_000);

  it('brings a student who opens the same link to the own result', async () => {
    const { page, tool } = await sit(student);
    await openCourse(page);
    await page.getByRole('link', { name: kk.gradesync.columns.final }).click();
    await tool.getByRole('heading', { name: kk.results.title }).waitFor();
    const opened = page.frames().find(one => one.url().startsWith(tirek.url));
    expect(new URL(opened?.url() ?? '').pathname).toMatch(/\/results$/);
  }, 60_000);
});
