import { type Browser, type BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBlocking, launchBrowser } from '../support/browser.ts';
import { type Seat, takeSeat } from '../support/lmsSeat.ts';
import { type PracticePair, startPracticePair } from '../support/practicePair.ts';

const mainCourse = 'Деректерді талдау негіздері';
const secondCourse = 'Академиялық жазылым';
const teacher = /Гүлнәр Әбілқасымова/;
const student = /Ақниет Бөкенбаева/;
const graded = 'Әбдіғалиева Зере';

let pair: PracticePair;
let browser: Browser;
let blocking: BrowserContext;
let offsetMs = 0;

const sit = (context: BrowserContext): Promise<Seat> => takeSeat(context, pair.lms.url, pair.app.url);

beforeAll(async () => {
  if (findChromium() === null) return;
  pair = await startPracticePair(() => new Date(Date.now() + offsetMs));
  await pair.acceptSyllabus(await pair.launch(pair.lms.world.teacher, pair.lms.world.link));
  // The driver switches off what browsers do by themselves: to give a framed page storage of its own for each site.
  browser = await launchBrowser(['--disable-features=Translate']);
  blocking = await launchBlocking({ site: pair.app.url, within: pair.lms.url });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await blocking?.close();
  await pair?.stop();
});

describe.skipIf(findChromium() === null)('two tabs with two courses and two people', () => {
  async function neverMix(context: BrowserContext): Promise<void> {
    const first = await sit(context);
    await first.logIn(teacher);
    await first.openTool(mainCourse);
    await first.tool.getByRole('link', { name: 'Студенттер', exact: true }).waitFor();
    const second = await sit(context);
    await second.logIn(student);
    await second.openTool(secondCourse);
    await second.tool.getByText('Студент', { exact: true }).waitFor();
    expect(await second.tool.locator('.shell-title').innerText()).toBe(secondCourse);

    await first.tool.getByRole('link', { name: 'Студенттер', exact: true }).click();
    await first.tool.getByText(graded).first().waitFor();
    expect(await first.tool.locator('.shell-title').innerText()).toBe(mainCourse);
    expect(await first.tool.locator('.shell-role').innerText()).toBe('Оқытушы');
    await second.frame().evaluate(() => location.reload());
    await second.tool.getByText('Студент', { exact: true }).waitFor();
    expect(await second.tool.locator('.shell-title').innerText()).toBe(secondCourse);
    expect(await second.tool.getByRole('link', { name: 'Студенттер', exact: true }).count()).toBe(0);
    await first.page.close();
    await second.page.close();
  }

  it('never mix, with cookies', async () => {
    const context = await browser.newContext({ locale: 'kk' });
    await neverMix(context);
    await context.close();
  }, 60_000);

  it('never mix, without cookies', () => neverMix(blocking), 60_000);
});

describe.skipIf(findChromium() === null)('a session that ends', () => {
  it('while a rubric is half filled: nothing typed is lost', async () => {
    const context = await browser.newContext({ locale: 'kk' });
    const seat = await sit(context);
    const { tool } = seat;
    const mark = (index: number) => tool.locator('.criterion').nth(index).getByRole('textbox');
    const openStudent = async (): Promise<void> => {
      await seat.openTool(mainCourse);
      await tool.getByRole('link', { name: 'Бағалау', exact: true }).click();
      await tool.getByRole('link', { name: graded, exact: true }).click();
      await tool.locator('#panel').waitFor();
    };
    await seat.logIn(teacher);
    await openStudent();
    await mark(0).fill('90');
    await tool.locator('#save-status[data-tone="success"]').waitFor();

    offsetMs += 9 * 3600_000;
    await mark(1).fill('77');
    await tool.getByRole('textbox', { name: 'Пікір' }).fill('Жартысы тексерілді.');
    await tool.locator('#save-status[data-tone="danger"]').waitFor();
    expect(await tool.locator('#save-status').innerText()).toContain('Tirek');
    // The page is still there with what was typed; a link leads to the page that says how to go on.
    expect(await mark(1).inputValue()).toBe('77');
    await seat.frame().evaluate(() => location.reload());
    await tool.getByText('Жұмыс сеансы аяқталды').waitFor();
    await tool.getByText('осы браузерде тұр').waitFor();

    await openStudent();
    expect(await mark(0).inputValue()).toBe('90');
    expect(await mark(1).inputValue()).toBe('77');
    expect(await tool.getByRole('textbox', { name: 'Пікір' }).inputValue()).toBe('Жартысы тексерілді.');
    await tool.locator('#save-status[data-tone="success"]').waitFor();
    await context.close();
  }, 60_000);

  it('under a form that is sent too late: the form comes back with what was typed', async () => {
    const context = await browser.newContext({ locale: 'kk' });
    const seat = await sit(context);
    const { tool } = seat;
    const start = tool.getByLabel('Оқудың бірінші күні');
    const openCalendar = async (): Promise<void> => {
      await seat.openTool(mainCourse);
      await tool.getByRole('link', { name: 'Күнтізбе', exact: true }).click();
    };
    await seat.logIn(teacher);
    await openCalendar();
    await start.fill('2026-09-01');
    offsetMs += 9 * 3600_000;
    await tool.getByRole('button', { name: 'Күндерді есептеу' }).click();
    await tool.getByText('Жұмыс сеансы аяқталды').waitFor();
    await tool.getByText('осы браузерде тұр').waitFor();
    await tool.getByText('Формадағы сақталмаған мәндер').click();
    await tool.getByText('2026-09-01').waitFor();

    await openCalendar();
    await tool.getByText('сақталмай қалған мәндер қалпына келтірілді').waitFor();
    expect(await start.inputValue()).toBe('2026-09-01');
    await tool.getByRole('button', { name: 'Күндерді есептеу' }).click();
    await tool.getByText('07.09–13.09').waitFor();
    await openCalendar();
    await tool.getByText('07.09–13.09').waitFor();
    expect(await tool.getByText('қалпына келтірілді').count()).toBe(0);
    await context.close();
  }, 60_000);
});
