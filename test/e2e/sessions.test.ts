import { type IncomingMessage } from 'node:http';
import { type Browser, type BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBlocking, launchBrowser } from '../support/browser.ts';
import { type Seat, takeSeat } from '../support/lmsSeat.ts';
import { type PracticePair, startPracticePair } from '../support/practicePair.ts';

const mainCourse = 'Деректерді талдау негіздері';
const secondCourse = 'Академиялық жазылым';
const teacher = /Гүлнәр Әбілқасымова/;
const student = /Ақниет Бөкенбаева/;
const firstDay = 'Оқудың бірінші күні';
const graded = 'Әбдіғалиева Зере';

let pair: PracticePair;
let browser: Browser;
let blocking: BrowserContext;
let offsetMs = 0;
/** Safari sends a framed page of another site no cookie, and lets it keep values: played by the server, which sees none. */
let takesCookies = true;

const sit = (context: BrowserContext): Promise<Seat> => takeSeat(context, pair.lms.url, pair.app.url);

beforeAll(async () => {
  if (findChromium() === null) return;
  pair = await startPracticePair(() => new Date(Date.now() + offsetMs));
  const app = pair.app.tirek.app as unknown as {
    handle: (request: IncomingMessage, ...rest: unknown[]) => void;
  };
  const handle = app.handle.bind(app);
  app.handle = (request, ...rest) => {
    if (!takesCookies) delete request.headers.cookie;
    handle(request, ...rest);
  };
  await pair.acceptSyllabus(await pair.launch(pair.lms.world.teacher, pair.lms.world.link));
  // The driver switches off what browsers do by themselves: to give a framed page storage of its own for each site.
  browser = await launchBrowser(['--disable-features=Translate']);
  blocking = await launchBlocking({ site: pair.app.url, within: pair.lms.url });
}, 60_000);
afterEach(() => {
  takesCookies = true;
});
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

describe.skipIf(findChromium() === null)(
  'a browser that takes no cookie in frames but lets a page keep values',
  () => {
    it('keeps the token in the tab, so that the platform is asked at the launch alone', async () => {
      const context = await browser.newContext({ locale: 'kk' });
      takesCookies = false;
      const seat = await sit(context);
      await seat.logIn(teacher);
      await seat.openTool(mainCourse);
      await seat.tool.getByRole('link', { name: 'Студенттер', exact: true }).click();
      await seat.tool.getByText(graded).first().waitFor();
      const kept = await seat.frame().evaluate(() => Object.keys(sessionStorage));
      expect(kept.filter(key => key.startsWith('tirek-tab-'))).toHaveLength(1);
      // From now on the platform is not needed.
      await seat.page.evaluate(() => document.querySelector('[data-storage]')?.remove());
      await seat.frame().evaluate(() => location.reload());
      await seat.tool.getByText(graded).first().waitFor();
      await context.close();
    }, 60_000);
  },
);

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

  /** Types the beginning of the term, sends it hours later, and opens the course again. */
  async function sendTooLate(context: BrowserContext): Promise<Seat> {
    const seat = await sit(context);
    const { tool } = seat;
    await seat.logIn(teacher);
    // A course with a syllabus opens at its calendar.
    await seat.openTool(mainCourse);
    // Nobody types and sends faster than the page's script begins, which shows this button.
    await tool.locator('[data-theme-toggle]').waitFor();
    await tool.getByLabel(firstDay).fill('2026-09-01');
    offsetMs += 9 * 3600_000;
    await tool.getByRole('button', { name: 'Күндерді есептеу' }).click();
    await tool.getByText('Жұмыс сеансы аяқталды').waitFor();
    await tool.getByText('осы браузерде тұр').waitFor();
    await tool.getByText('Формадағы сақталмаған мәндер').click();
    await tool.getByText('2026-09-01').waitFor();
    await seat.openTool(mainCourse);
    await tool.getByText('сақталмай қалған мәндер қалпына келтірілді').waitFor();
    expect(await tool.getByLabel(firstDay).inputValue()).toBe('2026-09-01');
    return seat;
  }

  it('under a form that is sent too late, in a tab without cookies: what was typed comes back, or goes', async () => {
    takesCookies = false;
    const context = await browser.newContext({ locale: 'kk' });
    const { tool } = await sendTooLate(context);
    await tool.getByRole('button', { name: 'Қалпына келтірмеу' }).click();
    expect(await tool.getByLabel(firstDay).inputValue()).toBe('');
    await context.close();
  }, 60_000);

  it('under a form that is sent too late: what was typed comes back, and is gone when it is saved', async () => {
    const context = await browser.newContext({ locale: 'kk' });
    const seat = await sendTooLate(context);
    const { tool } = seat;
    await tool.getByRole('button', { name: 'Күндерді есептеу' }).click();
    await tool.getByText('07.09–13.09').waitFor();
    await seat.openTool(mainCourse);
    await tool.getByText('07.09–13.09').waitFor();
    expect(await tool.getByText('қалпына келтірілді').count()).toBe(0);
    await context.close();
  }, 60_000);
});
