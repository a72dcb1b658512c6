import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  enterStudents,
  type GradingApp,
  startGradingApp,
  type Visitor,
} from '../features/grading/gradingApp.ts';
import { sampleRubric } from '../features/grading/sampleRubric.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { enter, focusOf, press, statusOf } from './gradingPanel.ts';

const screenshots = process.env['SCREENSHOTS'] === undefined ? null : mkdtempSync(join(tmpdir(), 'grading-'));

async function shoot(page: Page, name: string): Promise<void> {
  if (screenshots !== null) await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')(
  'the grading panel in a browser',
  () => {
    let browser: Browser;
    let app: GradingApp;
    let course = 0;

    beforeAll(async () => {
      browser = await launchBrowser();
      app = await startGradingApp();
    });
    afterAll(async () => {
      await browser?.close();
      await app?.stop();
    });

    /** A course of its own for each test: a class and a rubric. */
    async function openCourse(questions: number, criteria: number, size = 5) {
      course += 1;
      const name = `course-${course}`;
      const students = await enterStudents(app, size, name);
      const visit = (
        role: 'instructor' | 'assistant',
        sub: string,
        person: [string, string],
      ): Promise<Visitor> => app.visit({ role, sub, name: person, course: name });
      const teacher = await visit('instructor', 'teacher', ['Серікбаева', 'Айгүл']);
      await app.grading.adoptRubric(teacher.courseId, {
        rubric: sampleRubric(questions, criteria),
        lang: 'kk',
      });
      const panel = (visitor: Visitor, index: number): string =>
        `${app.url}${visitor.base}/grading/${students[index]?.personId ?? ''}`;
      const [first] = students;
      if (first === undefined) throw new Error('no class');
      return { name, students, first, teacher, visit, panel };
    }

    const total = (page: Page) => page.locator('[data-result="total"]');
    const percents = (page: Page): Promise<string[]> =>
      page
        .locator('.criterion-percent input')
        .evaluateAll(inputs => inputs.map(input => (input as HTMLInputElement).value));
    const saved = (page: Page) =>
      page.locator('#save-status span', { hasText: /^Сақталды, \d\d:\d\d$/ }).waitFor();

    it('shows result, letter, number and label while one types, and rounds 71.5 to 72', async () => {
      const { teacher, panel } = await openCourse(2, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await press(page, '1 0 0 Enter 7 5 Enter 6 0 Enter 4 5 Enter 1 0 0 Enter 4');
      expect(await total(page).textContent()).toBe('64');
      await press(page, '9');
      expect(await page.locator('#result').innerText()).toMatch(
        /72\s+\/ 100\s+C\+\s+2,33\s+Жақсы\s+429 \/ 6 = 71,5 → 72/,
      );
      const checked = await page
        .locator('.band input:checked')
        .evaluateAll(radios => radios.map(r => (r as HTMLInputElement).value));
      expect(checked).toEqual(['0', '1', '2', '3', '0', '3']);
      await saved(page);
      await shoot(page, 'panel-kk-1280');
      await finish();
    });

    it('grades a student with nine criteria in at most 30 keys, ending in the first criterion of the next', async () => {
      const { teacher, panel, students } = await openCourse(3, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      expect(await focusOf(page)).toBe('criterion-0-percent');
      const keys = await press(page, Array.from({ length: 9 }, () => '7 5 Enter').join(' '));
      expect(keys).toBeLessThanOrEqual(30);
      await page.locator('h1', { hasText: 'Бейсенбаева Ұлпан' }).waitFor();
      expect(await focusOf(page)).toBe('criterion-0-percent');
      expect(await percents(page)).toEqual(Array.from({ length: 9 }, () => ''));
      expect(page.url()).toBe(panel(teacher, 1));
      await page.goBack();
      await page.locator('h1', { hasText: 'Әбдіқадыров Ғалымжан' }).waitFor();
      expect(await percents(page)).toEqual(Array.from({ length: 9 }, () => '75'));
      await page.goto(`${app.url}${teacher.base}/grading`);
      expect(await page.locator('tr', { hasText: 'Әбдіқадыров' }).innerText()).toMatch(
        /Жариялауға дайын\s+75/,
      );
      expect(students).toHaveLength(5);
      await finish();
    });

    it('grades thirty students in a row without losing a mark', async () => {
      const { teacher, panel, students } = await openCourse(1, 3, 30);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      for (let student = 0; student < students.length; student += 1) {
        await page.locator('#position', { hasText: new RegExp(`^${student + 1} /`) }).waitFor();
        await page.keyboard.type(String(50 + student));
        await press(page, 'Enter 8 0 Enter 9 0 Enter');
      }
      await page.locator('#notice', { hasText: 'соңғы студент' }).waitFor();
      await saved(page);
      await page.goto(`${app.url}${teacher.base}/grading`);
      const results = await page.locator('tbody td.number strong').allInnerTexts();
      const expected = students.map((_, student) => String(Math.round((50 + student + 170) / 3)));
      expect(results).toEqual(expected);
      await finish();
    }, 120_000);

    it('picks a level by its key, and its highest percent by the same key again', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await press(page, 'q q Enter w 8 1 Enter e');
      expect(await percents(page)).toEqual(['100', '81', '']);
      expect(await page.locator('#criterion-2 .band input:checked').inputValue()).toBe('2');
      expect(await page.locator('#criterion-2-hint').innerText()).toBe('50–69 %');
      await press(page, '7');
      expect(await page.locator('#criterion-2-error').innerText()).toContain('50–69');
      await press(page, 'Enter');
      expect(await focusOf(page)).toBe('criterion-2-percent');
      await press(page, 'w 7 7');
      expect(await percents(page)).toEqual(['100', '81', '77']);
      expect(await page.locator('#criterion-2-error').isHidden()).toBe(true);
      await finish();
    });

    it('leaves letters alone when single-character keys are turned off, and remembers it', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await page.locator('#keys summary').click();
      await page.getByLabel('Бір таңбалы пернелер қосулы').uncheck();
      await page.reload();
      await page.locator('#criterion-0-percent').focus();
      await press(page, 'q');
      expect(await page.locator('.band input:checked').count()).toBe(0);
      expect(await percents(page)).toEqual(['q', '', '']);
      await finish();
    });

    it('goes from a clicked level to its percent, and stays among the levels with the arrow keys', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await page.locator('#criterion-1 .band').nth(1).click();
      expect(await focusOf(page)).toBe('criterion-1-percent');
      await page.locator('#criterion-1 .band input').nth(1).focus();
      await press(page, 'ArrowRight');
      expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe('radio');
      expect(await page.locator('#criterion-1 .band input:checked').inputValue()).toBe('2');
      await press(page, '6 6');
      expect(await percents(page)).toEqual(['', '66', '']);
      await finish();
    });

    it.each([
      ['71,5', 'бүтін сан'],
      ['101', '100-ден аспайды'],
      ['-3', 'теріс'],
      ['н/я', 'цифрмен'],
    ])(
      'says at the field what is wrong with %s, keeps it there and the other marks saved',
      async (typed, words) => {
        const { teacher, panel } = await openCourse(1, 3);
        const { page, finish } = await enter(browser, teacher);
        await page.goto(panel(teacher, 0));
        await press(page, '9 0 Enter');
        await page.locator('#criterion-1-percent').fill(typed);
        await press(page, 'Enter');
        expect(await page.locator('#criterion-1-error').innerText()).toContain(words);
        expect(await focusOf(page)).toBe('criterion-1-percent');
        await page.locator('#next').click();
        expect(await page.locator('h1').innerText()).toBe('Әбдіқадыров Ғалымжан');
        expect(await percents(page)).toEqual(['90', typed, '']);
        await expect.poll(() => savedDraft(teacher, panel(teacher, 0))).toEqual(['90', '', '']);
        await finish();
      },
    );

    /** The marks that the server has, read as a page without script. */
    async function savedDraft(visitor: Visitor, address: string): Promise<string[]> {
      const html = await (await visitor.get(address.slice(`${app.url}${visitor.base}`.length))).text();
      return [...html.matchAll(/name="percent-\d+"[^>]* value="([^"]*)"/g)].map(([, value = '']) => value);
    }

    it('has the draft again after leaving in the middle', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await press(page, '8 5 Enter 6 Enter w');
      await page.locator('#comment').fill('Жалғасы бар');
      await page.goto(`${app.url}${teacher.base}/grading`);
      await page.goto(panel(teacher, 0));
      expect(await percents(page)).toEqual(['85', '6', '']);
      expect(await page.locator('#criterion-2 .band input:checked').inputValue()).toBe('1');
      expect(await page.locator('#comment').inputValue()).toBe('Жалғасы бар');
      await finish();
    });

    it('grades on without a connection, says so, and sends everything when it is back', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, context, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await page.waitForLoadState('networkidle');
      await context.setOffline(true);
      await press(page, '8 1 Enter 8 2 Enter 8 3 Enter');
      await page.locator('h1', { hasText: 'Бейсенбаева Ұлпан' }).waitFor();
      await press(page, '9 1 Enter 9 2');
      await statusOf(page).filter({ hasText: 'байланыс жоқ' }).waitFor();
      await shoot(page, 'offline-kk-1280');
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['', '', '']);
      await context.setOffline(false);
      await saved(page);
      await expect.poll(() => savedDraft(teacher, panel(teacher, 0))).toEqual(['81', '82', '83']);
      expect(await savedDraft(teacher, panel(teacher, 1))).toEqual(['91', '92', '']);
      await finish();
    });

    it('sends after a reload what could not be sent before it', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, context, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await page.route('**/grading/*', route =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      );
      await press(page, '8 1 Enter 8 2');
      await statusOf(page).filter({ hasText: 'байланыс жоқ' }).waitFor();
      page.on('dialog', dialog => void dialog.accept());
      await page.unroute('**/grading/*');
      await page.close({ runBeforeUnload: false });
      const again = await context.newPage();
      await again.goto(panel(teacher, 0));
      expect(await percents(again)).toEqual(['81', '82', '']);
      await expect.poll(() => savedDraft(teacher, panel(teacher, 0))).toEqual(['81', '82', '']);
      await finish();
    });

    it('takes an answer that got lost for no conflict with itself', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      let lost = 0;
      await page.route('**/grading/*', async route => {
        if (route.request().method() !== 'POST' || lost > 0) return route.continue();
        lost += 1;
        await route.fetch();
        return route.abort();
      });
      await press(page, '8 1');
      await statusOf(page).filter({ hasText: 'байланыс жоқ' }).waitFor();
      await press(page, 'Enter 8 2');
      await saved(page);
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['81', '82', '']);
      await finish();
    });

    it('shows both versions when somebody else wrote in between, and overwrites nothing unseen', async () => {
      const { teacher, panel, visit } = await openCourse(1, 3);
      const other = await visit('assistant', 'assistant', ['Омаров', 'Дәурен']);
      const mine = await enter(browser, teacher);
      await mine.page.goto(panel(teacher, 0));
      const theirs = await enter(browser, other);
      await theirs.page.goto(panel(other, 0));
      await press(theirs.page, '7 0 Enter 7 1');
      await saved(theirs.page);
      await press(mine.page, '9 0 Enter 7 1');
      await mine.page.locator('#conflict').waitFor();
      expect(await mine.page.locator('#conflict-text').innerText()).toContain('Омаров Дәурен');
      expect(await mine.page.locator('#conflict tbody tr').first().innerText()).toMatch(/1\.1\s+90\s+70/);
      expect(await mine.page.locator('#conflict tr[data-differs]').count()).toBe(1);
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['70', '71', '']);
      await expectNoAxeViolations(mine.page);
      await mine.page.evaluate(() => scrollTo(0, 0));
      await shoot(mine.page, 'conflict-kk-1280');
      await mine.page.locator('#keep-mine').click();
      await saved(mine.page);
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['90', '71', '']);
      await press(theirs.page, 'Enter 5 5');
      await theirs.page.locator('#conflict').waitFor();
      await theirs.page.locator('#take-theirs').click();
      expect(await percents(theirs.page)).toEqual(['90', '71', '']);
      await theirs.page.goto(`${panel(other, 0)}/history`);
      expect(await theirs.page.locator('main').innerText()).toContain('Критерий 1.1: 70 → 90');
      await mine.finish();
      await theirs.finish();
    });

    it('goes on with what a form without script could not save', async () => {
      const { teacher, panel, visit } = await openCourse(1, 3);
      const other = await visit('assistant', 'assistant', ['Омаров', 'Дәурен']);
      const plain = await enter(browser, teacher, { javaScriptEnabled: false });
      await plain.page.goto(panel(teacher, 0));
      const theirs = await enter(browser, other);
      await theirs.page.goto(panel(other, 0));
      await press(theirs.page, '7 0 Enter 7 1');
      await saved(theirs.page);
      await plain.page.locator('#criterion-0-percent').fill('90');
      await plain.page.locator('#save').click();
      await plain.page.locator('#conflict-text', { hasText: 'Омаров Дәурен' }).waitFor();
      expect(await percents(plain.page)).toEqual(['90', '', '']);
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['70', '71', '']);
      await plain.page.locator('#criterion-1-percent').fill('71,5');
      await plain.page.locator('#keep-mine').click();
      expect(await plain.page.locator('#criterion-1-error').innerText()).toContain('бүтін сан');
      await plain.page.locator('#criterion-1-percent').fill('72');
      await plain.page.locator('#save').click();
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['90', '72', '']);
      await theirs.finish();
      await plain.finish();
    });

    it('takes over what was typed before its script was there', async () => {
      const { teacher, panel, first } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.route('**/grading.js', route => route.abort());
      await page.goto(panel(teacher, 0));
      await page.locator('#criterion-0-percent').fill('90');
      await teacher.post(`/grading/${first.personId}`, { rev: '0', rubricVersion: '1', 'percent-0': '70' });
      await page.unroute('**/grading.js');
      await page.locator('#save').click();
      await page.locator('#conflict-text', { hasText: 'өзіңіз басқа терезеде' }).waitFor();
      expect(await percents(page)).toEqual(['90', '', '']);
      await statusOf(page).filter({ hasText: 'басқа жерде өзгертілген' }).waitFor();
      await page.locator('#keep-mine').click();
      await saved(page);
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['90', '', '']);
      await finish();
    });

    it('saves what was typed while its script was still on the way', async () => {
      const { teacher, panel } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      let arrive = (): void => undefined;
      const arrived = new Promise<void>(resolve => (arrive = resolve));
      await page.route('**/grading.js', route => void arrived.then(() => route.continue()));
      await page.goto(panel(teacher, 0), { waitUntil: 'commit' });
      await page.locator('#criterion-1-percent').fill('64');
      arrive();
      await saved(page);
      expect(await focusOf(page)).toBe('criterion-1-percent');
      expect(await savedDraft(teacher, panel(teacher, 0))).toEqual(['', '64', '']);
      await finish();
    });

    it('keeps what was typed and says so when the session has ended', async () => {
      const { teacher, panel, name } = await openCourse(1, 3);
      const { page, context, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      await context.clearCookies();
      await press(page, '8 8');
      await statusOf(page).filter({ hasText: 'сеанс аяқталды' }).waitFor();
      await page.close({ runBeforeUnload: false });
      const again = await app.visit({ role: 'instructor', sub: 'teacher', course: name });
      await context.addCookies([{ name: again.cookie.name, value: again.cookie.value, url: app.url }]);
      const fresh = await context.newPage();
      await fresh.goto(panel(again, 0));
      expect(await percents(fresh)).toEqual(['88', '', '']);
      await expect.poll(() => savedDraft(again, panel(again, 0))).toEqual(['88', '', '']);
      await finish();
    });

    it('releases from the panel what is typed there, and the student sees it', async () => {
      const { teacher, panel, students } = await openCourse(1, 3);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(panel(teacher, 0));
      expect(await page.locator('#release').isDisabled()).toBe(true);
      await press(page, '8 0 Enter 7 0 Enter 6 0');
      await page.locator('#release').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Жариялау' }).click();
      await page.getByText('Жарияланған бағалар саны: 1.').waitFor();
      const [student] = students;
      if (student === undefined) throw new Error('no student');
      const own = await enter(browser, student);
      await own.page.goto(`${app.url}${student.base}/results`);
      expect(await own.page.locator('.score').innerText()).toMatch(/70\s+\/ 100\s+C\+\s+2,33\s+Жақсы/);
      await own.page.locator('summary').click();
      await expectNoAxeViolations(own.page);
      await own.page.setViewportSize({ width: 390, height: 800 });
      await expectNoAxeViolations(own.page);
      await shoot(own.page, 'results-kk-390');
      await own.finish();
      await finish();
    });

    it.each([
      [1280, 900],
      [883, 678],
      [390, 800],
    ] as const)(
      'has no axe violation and does not scroll sideways at %i × %i, light and dark',
      async (width, height) => {
        const { teacher, panel } = await openCourse(2, 3);
        const { page, finish } = await enter(browser, teacher, { viewport: { width, height } });
        // A mark that cannot be read asks before the page is left.
        page.on('dialog', dialog => void dialog.accept());
        for (const address of [panel(teacher, 0), `${app.url}${teacher.base}/grading`]) {
          await page.goto(address);
          if (address === panel(teacher, 0)) {
            await page.locator('#criterion-0-percent').fill('100');
            await page.locator('#criterion-1-percent').fill('71,5');
            await page.locator('#criterion-2-percent').focus();
          }
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await expectNoAxeViolations(page);
            await shoot(page, `${address.endsWith('grading') ? 'list' : 'panel'}-${colorScheme}-${width}`);
          }
          const overflow = () =>
            page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(await overflow()).toBe(0);
        }

        await finish();
      },
    );
  },
);
