import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from '../support/browser.ts';
import { type Seat, takeSeat } from '../support/lmsSeat.ts';
import { type Landing, type PracticePair, startPracticePair } from '../support/practicePair.ts';

const classSize = 120;
const courseName = 'Деректерді талдау негіздері';
const teacherName = /Гүлнәр Әбілқасымова/;

let pair: PracticePair;
let browser: Browser;

beforeAll(async () => {
  if (findChromium() === null) return;
  pair = await startPracticePair();
  fillClass();
  const teacher = await pair.launch(pair.lms.world.teacher, pair.lms.world.link);
  await pair.acceptSyllabus(teacher);
  await draftAll(teacher);
  pair.app.tirek.start();
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await pair?.stop();
});

/** More students, until there are as many as are released. */
function fillClass(): void {
  const { state, world } = pair.lms;
  const [pattern] = world.students;
  if (pattern === undefined) throw new Error('a class without students');
  for (let number = world.students.length + 1; number <= classSize; number++) {
    const id = `student-${number}`;
    const names = { givenName: `Айым ${number}`, familyName: 'Нұрланқызы' };
    state.people.push({ ...pattern, ...names, id, username: id, email: null, sourcedId: '' });
    state.enrolments.push({ courseId: world.course.id, personId: id, role: 'student', isActive: true });
  }
}

/** Everybody has a finished draft, made by the form that browsers without script post. */
async function draftAll(teacher: Landing): Promise<void> {
  const keys = new Set<string>();
  for (let tries = 0; tries < 100 && keys.size < classSize; tries++) {
    const { text } = await teacher.get('/grading');
    for (const [, key] of text.matchAll(/\/grading\/([0-9a-f]{24})"/g)) if (key !== undefined) keys.add(key);
    if (keys.size < classSize) await new Promise(resolve => setTimeout(resolve, 200));
  }
  expect(keys.size).toBe(classSize);
  let percent = 50;
  for (const key of keys) {
    percent = percent === 99 ? 50 : percent + 1;
    const marks = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`percent-${index}`, String(percent)]),
    );
    const answer = await teacher.post(`/grading/${key}`, { rev: '0', rubricVersion: '1', ...marks });
    expect(answer.status).toBe(303);
  }
}

/** The scores that the LMS's gradebook shows in Tirek's column. */
async function shownScores({ page }: Seat): Promise<string[]> {
  await page.goto(pair.lms.url);
  await page.getByRole('link', { name: courseName }).first().click();
  await page.getByRole('link', { name: 'Бағалар журналы' }).first().click();
  const head = page.locator('thead th').filter({ hasText: 'Қорытынды бақылау' });
  expect(await head.count()).toBe(1);
  const column = (await head.getAttribute('data-column')) ?? '';
  const scores = await page.locator(`tbody td[data-column="${column}"] .score`).allInnerTexts();
  return scores.map(score => score.trim()).filter(score => score !== '–');
}

describe.skipIf(findChromium() === null)('a release of 120 grades', () => {
  it('arrives, shows two students in trouble, and is whole after they are mended', async () => {
    const { lms } = pair;
    const [gone, assistant] = lms.world.students;
    const enrolment = lms.state.enrolments.find(
      one => one.personId === assistant?.id && one.courseId === lms.world.course.id,
    );
    if (gone === undefined || enrolment === undefined) throw new Error('nobody to be in trouble');
    const seat = await takeSeat(await browser.newContext({ locale: 'kk' }), lms.url, pair.app.url);
    const { tool } = seat;
    await seat.logIn(teacherName);
    await seat.openTool(courseName);
    await tool.getByRole('link', { name: 'Бағалау', exact: true }).click();
    // One has left the course since its list was read, another teaches in it now.
    await lms.setEnrolment(lms.world.course.id, gone.id, false);
    enrolment.role = 'assistant';

    await tool.locator('[data-dialog="release-ready"]').click();
    await tool.locator('#release-ready button[data-kind="primary"]').click();
    await tool.getByRole('link', { name: 'LMS-тегі бағалар', exact: true }).click();
    await tool.getByText('LMS журналында: 118 / 120 · Сізді күтіп тұр: 2').waitFor({ timeout: 60_000 });
    const troubled = tool.locator('tbody tr').filter({ hasText: 'Қабылданбады' });
    expect(await troubled.count()).toBe(2);
    expect(await troubled.first().innerText()).toContain('LMS-тегі курс тізімін тексеріңіз');
    const scores = await shownScores(seat);
    expect(scores).toHaveLength(118);
    expect(scores.every(score => Number(score) >= 50 && Number(score) < 100)).toBe(true);

    await lms.setEnrolment(lms.world.course.id, gone.id, true);
    enrolment.role = 'student';
    await seat.openTool(courseName);
    await tool.getByRole('link', { name: 'LMS-тегі бағалар', exact: true }).click();
    await tool.getByRole('button', { name: 'Барлығын қайта жіберу' }).click();
    await tool.getByText('LMS журналында: 120 / 120').waitFor({ timeout: 60_000 });
    expect(await shownScores(seat)).toHaveLength(120);
    // One for the list of members, one for the grades.
    expect(lms.requests().filter(request => request.path.includes('/token'))).toHaveLength(2);
  }, 240_000);
});
