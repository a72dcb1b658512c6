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
import { allButColours, expectNoAxeViolations, findChromium, launchBrowser } from '../support/browser.ts';
import { enter, focusOf, press } from './gradingPanel.ts';

const screenshots = process.env['SCREENSHOTS'] === undefined ? null : mkdtempSync(join(tmpdir(), 'extras-'));

describe.skipIf(findChromium() === null && process.env['CI'] !== 'true')(
  'what stands around the panel in a browser',
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

    async function openCourse(criteria = 2) {
      course += 1;
      const name = `extras-${course}`;
      const students = await enterStudents(app, 5, name);
      const visit = (role: 'instructor' | 'assistant', sub: string): Promise<Visitor> =>
        app.visit({ role, sub, name: ['Серікбаева', sub], course: name });
      const teacher = await visit('instructor', 'Айгүл');
      await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, criteria), lang: 'kk' });
      const [first, second] = students;
      if (first === undefined || second === undefined) throw new Error('no class');
      const at = (visitor: Visitor, path: string): string => `${app.url}${visitor.base}/grading${path}`;
      return { name, students, first, second, teacher, visit, at };
    }

    const save = (grader: Visitor, student: Visitor, criteria: number[], rev = 0) =>
      grader.postJson(`/grading/${student.personId}`, {
        ...{ rev, rubricVersion: 1, criteria, bands: [], comment: '', client: 'test', seq: rev + 1 },
      });

    it('inserts a kept comment with keys alone, and folds the descriptors', async () => {
      const { teacher, first, at } = await openCourse();
      await teacher.post('/grading/comments', { text: 'Дереккөз көрсетілмеген' });
      await teacher.post('/grading/comments', { text: '{name}, нәтиже {result}' });
      const { page, finish } = await enter(browser, teacher);
      await page.goto(at(teacher, `/${first.personId}`));
      await press(page, 'b ArrowDown Enter');
      expect(await page.locator('#comment').inputValue()).toBe('{name}, нәтиже {result}');
      expect(await focusOf(page)).toBe('comment');
      await press(page, 'Escape b Enter');
      expect(await page.locator('#comment').inputValue()).toBe(
        '{name}, нәтиже {result} Дереккөз көрсетілмеген',
      );
      expect(await page.locator('.band-text').first().isVisible()).toBe(true);
      await press(page, 'Escape d');
      expect(await page.locator('.band-text').first().isVisible()).toBe(false);
      await page.reload();
      expect(await page.locator('.band-text').first().isVisible()).toBe(false);
      await finish();
    });

    it('lets a key be changed, keeps it over a reload, and gives the first keys back', async () => {
      const { teacher, first, at } = await openCourse();
      const { page, finish } = await enter(browser, teacher);
      await page.goto(at(teacher, `/${first.personId}`));
      const name = () => page.locator('#student').textContent();
      const begin = await name();
      await page.locator('#keys summary').click();
      await page.locator('[data-key="next-student"]').focus();
      await press(page, 'j');
      expect(await page.locator('[data-key="next-student"]').inputValue()).toBe('J');
      await page.reload();
      await press(page, 'n');
      expect(await name()).toBe(begin);
      // The freed letter is an ordinary one again: it stands in the field.
      await press(page, 'Backspace j');
      await expect.poll(name).not.toBe(begin);
      await page.locator('#keys summary').click();
      await page.locator('#keys-reset').click();
      expect(await page.locator('[data-key="next-student"]').inputValue()).toBe('N');
      await finish();
    });

    it('says who else has the student open, and goes past that student to the next ungraded one', async () => {
      const { teacher, visit, students, at } = await openCourse(1);
      const assistant = await visit('assistant', 'Бауыржан');
      await assistant.postJson('/grading/presence', { person: students[1]?.personId });
      const { page, finish } = await enter(browser, teacher);
      await page.goto(at(teacher, `/${students[1]?.personId}`));
      await page.locator('#other-grader', { hasText: 'Бауыржан' }).waitFor();
      await press(page, 'p');
      await expect.poll(() => page.url()).toContain(students[0]?.personId);
      await press(page, 'u');
      await expect.poll(() => page.url()).toContain(students[2]?.personId);
      await finish();
    });

    it('shows a breach of conduct at once and caps the live result', async () => {
      const { teacher, first, at } = await openCourse();
      await save(teacher, first, [90, 80]);
      await teacher.post(`/grading/${first.personId}/breach`, { act: 'record', text: 'Хаттама № 3' });
      const { page, finish } = await enter(browser, teacher);
      await page.goto(at(teacher, `/${first.personId}`));
      expect(await page.locator('[data-result="total"]').textContent()).toBe('24');
      await page.locator('#breach', { hasText: 'Хаттама № 3' }).waitFor();
      await press(page, '9 5');
      expect(await page.locator('[data-result="total"]').textContent()).toBe('24');
      await press(page, 'n');
      await expect.poll(() => page.locator('#breach').isVisible()).toBe(false);
      await finish();
    });

    it('fits a phone and has no axe violation on any of its pages', async () => {
      const { teacher, first, second, visit, students, name, at } = await openCourse();
      const marker = await visit('assistant', 'Бауыржан');
      await save(teacher, first, [90, 80]);
      await save(teacher, second, [70, 60]);
      await teacher.post('/grading/release', { who: 'ready' });
      const settings = { appealDays: '3', distribution: '1', secondMarker: marker.personId };
      await teacher.post('/grading/settings', settings);
      await save(teacher, first, [91, 80], 2);
      await save(marker, first, [70, 80]);
      const own = await app.visit({ role: 'learner', sub: 'student-0', course: name });
      await own.post('/results/appeal', { text: 'Бірінші критериймен келіспеймін' });
      await teacher.post('/grading/comments', { text: 'Дереккөз көрсетілмеген', shared: '1' });
      await teacher.post('/grading/rubric/library', { title: 'Жазбаша емтихан' });
      const list = await (await teacher.get('/grading/appeals')).text();
      const appeal = /appeals\?appeal=([0-9a-f]{24})/.exec(list)?.[1] ?? '';
      expect(students).toHaveLength(5);
      const { page, finish } = await enter(browser, teacher);
      const paths = {
        list: '',
        panel: `/${first.personId}`,
        history: `/${first.personId}/history`,
        rubric: '/rubric',
        'rubric-edit': '/rubric/edit',
        library: '/rubric/library',
        settings: '/settings',
        statistics: '/statistics',
        agreement: '/agreement',
        'agreement-one': `/agreement?person=${first.personId}`,
        appeals: `/appeals?appeal=${appeal}`,
        comments: '/comments',
        table: '/table',
      };
      for (const [shot, path] of Object.entries(paths)) await look(page, at(teacher, path), shot);
      await finish();
      const student = await enter(browser, own);
      await look(student.page, `${app.url}${own.base}/results`, 'results');
      await student.finish();
    }, 120_000);

    async function look(page: Page, address: string, shot: string): Promise<void> {
      await page.goto(address);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoAxeViolations(page, width === 390 ? allButColours : {});
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${shot} at ${width} px`).toBeLessThanOrEqual(0);
        if (screenshots !== null)
          await page.screenshot({ path: join(screenshots, `${shot}-${width}.png`), fullPage: true });
      }
    }
  },
);
