import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  enterStudents,
  type GradingApp,
  startGradingApp,
  type Visitor,
} from '../features/grading/gradingApp.ts';
import { sampleRubric } from '../features/grading/sampleRubric.ts';
import { expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { enter, press, statusOf } from './gradingPanel.ts';

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')(
  'works and the table of one criterion in a browser',
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

    async function openCourse() {
      course += 1;
      const name = `works-${course}`;
      const students = (await enterStudents(app, 4, name)) as [Visitor, Visitor, Visitor, Visitor];
      const visit = (role: 'instructor' | 'assistant', sub: string): Promise<Visitor> =>
        app.visit({ role, sub, course: name, name: ['Серікбаева', sub] });
      const teacher = await visit('instructor', 'teacher');
      await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(3, 3), lang: 'kk' });
      const at = (path: string): string => `${app.url}${teacher.base}/grading${path}`;
      return { students, teacher, visit, at };
    }

    const draftOf = async (who: Visitor, { personId }: Visitor): Promise<(number | null)[]> => {
      const answer = (await (await who.get(`/grading/drafts?ids=${personId}`)).json()) as {
        grades: Record<string, { criteria: (number | null)[] }>;
      };
      return answer.grades[personId]?.criteria.slice(0, 3) ?? [];
    };

    it('shows the work of whoever is on screen, above the rubric or beside it, and all levels whole', async () => {
      const { teacher, students, at } = await openCourse();
      const [first, second] = students;
      const answers = Array.from({ length: 60 }, (_, n) => `${n + 1}-жол: жауап`).join('\n');
      const fields = { rev: '0', ticket: '14', url: 'https://files.example/14.pdf', answers };
      await teacher.post(`/grading/${first.personId}/work`, fields);
      const { page, finish } = await enter(browser, teacher);
      await page.goto(at(`/${first.personId}`));
      const boxOf = async (selector: string) => {
        const box = await page.locator(selector).first().boundingBox();
        if (box === null) throw new Error(`nothing at ${selector}`);
        return box;
      };
      const fitsAcross = () =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
      for (const width of [1280, 390, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await fitsAcross(), String(width)).toBe(true);
        const [work, criterion] = [await boxOf('#work'), await boxOf('#criterion-0')];
        if (width === 1920) expect(work.x + work.width).toBeLessThan(criterion.x);
        else expect(work.y + work.height).toBeLessThanOrEqual(criterion.y);
        if (width === 390) continue;
        const levels = await page.locator('#criterion-0 .band').evaluateAll(all =>
          all.map(one => {
            const { left, right } = one.getBoundingClientRect();
            return one.scrollWidth <= one.clientWidth && left >= 0 && right <= innerWidth;
          }),
        );
        expect(levels).toEqual([true, true, true, true, true]);
      }
      await expectNoAxeViolations(page);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.locator('#criterion-0-percent').focus();
      await press(page, 'n');
      await page.locator('#work').waitFor({ state: 'hidden' });
      expect(await page.locator('#work-dialog form').getAttribute('action')).toContain(second.personId);
      await page.goBack();
      await page.locator('#work', { hasText: '60-жол' }).waitFor();
      await finish();
    });

    it('saves each percent of the table by itself, through a lost connection and a reload', async () => {
      const { teacher, students, at } = await openCourse();
      const { page, context, finish } = await enter(browser, teacher);
      await page.goto(at('/table?criterion=1'));
      await page.locator('#save').waitFor({ state: 'hidden' });
      await page.locator('tr[data-student] input.input').first().focus();
      await press(page, '7 5 Enter 8 0');
      await expect.poll(() => statusOf(page).textContent()).toMatch(/\d\d:\d\d/);
      await expect.poll(() => draftOf(teacher, students[1])).toEqual([null, 80, null]);
      expect(await draftOf(teacher, students[0])).toEqual([null, 75, null]);
      await context.setOffline(true);
      await press(page, 'Enter 6 0');
      await page.locator('#save-status[data-tone="warning"]').waitFor();
      await context.setOffline(false);
      page.once('dialog', dialog => void dialog.accept());
      await page.reload();
      await expect.poll(() => draftOf(teacher, students[2])).toEqual([null, 60, null]);
      expect(await page.locator('tr[data-student] input.input').nth(2).inputValue()).toBe('60');
      await expectNoAxeViolations(page);
      await finish();
    });

    it('puts two graders’ criteria together, and asks about one that both have changed', async () => {
      const { teacher, students, visit, at } = await openCourse();
      const [first] = students;
      const other = await visit('assistant', 'assistant');
      const save = (rev: number, start: (number | null)[]): Promise<Response> => {
        const criteria = [...start, ...Array.from({ length: 9 - start.length }, () => null)];
        const bands = criteria.map(() => null);
        return other.postJson(`/grading/${first.personId}`, {
          ...{ rev, rubricVersion: 1, criteria, bands, comment: '', client: 'other', seq: rev + 1 },
        });
      };
      const { page, finish } = await enter(browser, teacher);
      await page.goto(at('/table?criterion=1'));
      await page.locator('#save').waitFor({ state: 'hidden' });
      await save(0, [90]);
      const field = page.locator('tr[data-student] input.input').first();
      await field.fill('70');
      await expect.poll(() => draftOf(teacher, first)).toEqual([90, 70, null]);
      await save(2, [90, 40]);
      await field.fill('71');
      const question = page.locator('[data-row-conflict]').first();
      await question.filter({ hasText: '40' }).waitFor();
      expect(await draftOf(teacher, first)).toEqual([90, 40, null]);
      await question.locator('[data-keep-mine]').click();
      await expect.poll(() => draftOf(teacher, first)).toEqual([90, 71, null]);
      await question.waitFor({ state: 'hidden' });
      await finish();
    });
  },
);
