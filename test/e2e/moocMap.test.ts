import { type Browser, type FrameLocator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDocx } from '../../src/documents/write/index.ts';
import { formOfMap, reasonsOf } from '../../src/features/moocmap/domain/formMap.ts';
import { officialMap } from '../../src/features/moocmap/domain/officialMap.ts';
import { kk } from '../../src/i18n/kk/index.ts';
import { filledMap, sampleSyllabus } from '../features/moocmap/filled.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { type RunningTirek, startTirek } from '../support/runningTirek.ts';

const words = kk.moocmap;
const teacher = /Гүлнәр Әбілқасымова/;
const leader = /Данияр Тұрсынұлы/;
const director = /Сәкен Өтеулиев/;
const student = /Зере Әбдіғалиева/;

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

interface Seat {
  readonly page: Page;
  readonly tool: FrameLocator;
  /** Opens the tool from the course, and one of its tabs. */
  open(tab: string): Promise<void>;
}

async function sit(person: RegExp): Promise<Seat> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'kk' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(tirek.lmsUrl);
  await page.getByRole('button', { name: person }).first().click();
  const tool = page.frameLocator('#contentframe');
  return {
    page,
    tool,
    async open(tab) {
      await page.goto(tirek.lmsUrl);
      await page.getByRole('link', { name: 'Деректерді талдау негіздері' }).first().click();
      await page.getByRole('link', { name: 'Tirek', exact: true }).first().click();
      await tool.getByRole('navigation').getByRole('link', { name: tab, exact: true }).click();
    },
  };
}

/** The form as it lies in a teacher's folder: model 2, two online courses. */
async function filledForm(): Promise<Buffer> {
  const map = { ...filledMap(await sampleSyllabus('kk'), 'kk'), model: 2 as const };
  const facts = {
    lang: 'kk',
    version: null,
    printedOn: '2026-11-22',
    isBlank: false,
    signatures: [],
  } as const;
  return writeDocx(officialMap(formOfMap(map), reasonsOf(map), facts));
}

/** A fresh code; the page may still show the one before. */
async function makeCode({ tool }: Seat): Promise<string> {
  const shown = tool.getByText(/^(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
  const button = tool.getByRole('button', { name: kk.approval.makeCode });
  await button.waitFor();
  const before = await shown.allInnerTexts();
  await button.click();
  let code = '';
  await expect
    .poll(async () => {
      // In the midst of the change from page to page there is nothing to read.
      code = (await shown.allInnerTexts().catch(() => [])).at(0) ?? '';
      return code !== '' && !before.includes(code);
    })
    .toBe(true);
  return code;
}

/** Comes with a code and agrees, until the tool says so by the given notice. */
async function agree(seat: Seat, code: string, notice: string): Promise<void> {
  await seat.open(kk.shell.nav.approval);
  await seat.tool.getByLabel(kk.approval.code).fill(code);
  await seat.tool.getByRole('button', { name: kk.approval.open }).click();
  await seat.tool.getByRole('button', { name: kk.approval.agree, exact: true }).click();
  await seat.tool.locator('.banner').getByText(notice).waitFor();
}

describe.skipIf(findChromium() === null)('an integration map inside an LMS', () => {
  it('goes from a file through three people to the students, and a change goes the same way', async () => {
    const [author, first, second, learner] = [
      await sit(teacher),
      await sit(leader),
      await sit(director),
      await sit(student),
    ];
    const { tool } = author;
    await author.open(kk.shell.nav.moocMap);
    const file = { name: 'карта.docx', mimeType: 'application/octet-stream', buffer: await filledForm() };
    await tool.locator('input[type=file]').setInputFiles(file);
    await tool.getByText(words.notices.read).waitFor();
    await expectNoAxeViolations(author.page);
    await tool.getByRole('button', { name: kk.approval.submit }).click();
    await agree(first, await makeCode(author), kk.approval.notices.agreed);
    await agree(second, await makeCode(author), kk.approval.notices.approved);

    await learner.open(kk.shell.nav.moocMap);
    await learner.tool.getByRole('button', { name: /Data Analysis Basics/ }).click();
    await learner.tool.getByText(words.notices.registered).waitFor();

    await author.open(kk.shell.nav.moocMap);
    await tool.getByRole('button', { name: words.revise }).click();
    await tool.getByLabel(words.fields.semester).fill('7');
    await tool.locator('#selection').getByRole('button', { name: words.save }).click();
    await tool.getByText(words.notices.saved).waitFor();
    await tool.getByRole('button', { name: kk.approval.submit }).click();
    const changes = tool.getByRole('region', { name: kk.approval.changesFromPublished });
    await changes.getByText(words.fields.semester).waitFor();
    expect(await changes.locator('ins').allInnerTexts()).toEqual(['7']);
    await author.open(kk.shell.nav.moocMap);
    await tool.getByText(words.reopened).waitFor();
  }, 240_000);
});
