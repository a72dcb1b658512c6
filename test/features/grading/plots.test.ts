import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en/index.ts';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let teacher: Visitor;
let assistant: Visitor;
let students: Visitor[];
let now = new Date('2026-12-20T06:00:00Z');

/** Two graders of a class: the teacher at 80, once at 10; the assistant 20 percents below. */
beforeAll(async () => {
  app = await startGradingApp(() => now);
  students = await enterStudents(app, 18);
  const visit = (role: 'instructor' | 'assistant'): Promise<Visitor> =>
    app.visit({ role, sub: role, lang: 'en', name: ['Серікбаева', role] });
  [teacher, assistant] = [await visit('instructor'), await visit('assistant')];
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 2), lang: 'kk' });
  for (const [index, { personId }] of students.entries()) {
    now = new Date(now.getTime() + 60_000);
    const percent = index === 3 ? 10 : index < 12 ? 80 : 60;
    const grade = {
      rev: 0,
      rubricVersion: 1,
      criteria: [percent, percent],
      bands: [null, null],
      comment: '',
    };
    const who = index < 12 ? teacher : assistant;
    await who.postJson(`/grading/${personId}`, { ...grade, client: 'test', seq: 1 });
  }
});
afterAll(() => app.stop());

const pageOf = async (path: string): Promise<string> => (await teacher.get(path)).text();
const linkIn = (html: string, pattern: RegExp): string =>
  (pattern.exec(html)?.[1] ?? '').replaceAll('&amp;', '&').replace(teacher.base, '');
const listed = async (path: string): Promise<number> =>
  [...(await pageOf(path)).matchAll(/class="row-link"/g)].length;

it('lead from every figure to the works behind it', async () => {
  const html = await pageOf('/grading/statistics');
  expect(await listed(linkIn(html, /href="([^"]*from=80&amp;to=89)"/))).toBe(11);
  expect(await listed(linkIn(html, /href="([^"]*from=60&amp;to=69)"/))).toBe(6);
  expect(html).not.toContain('from=90');
  expect(await listed(linkIn(html, new RegExp(`href="([^"]*by=${assistant.personId})"`)))).toBe(6);
  const stretch = linkIn(html, new RegExp(`href="([^"]*by=${teacher.personId}&amp;since=[^"]*)"`));
  expect(await listed(stretch)).toBe(6);
  expect(await pageOf(stretch)).toContain('Серікбаева instructor');
});

it('say who is far stricter, and which work is far from its grader’s mean', async () => {
  const html = await pageOf('/grading/statistics');
  expect(html).toContain(en.grading.plots.severityOf({ name: 'Серікбаева assistant', difference: '−14' }));
  expect(html).toContain(en.grading.plots.look);
  expect(html).toContain(`${students[3]?.personId}/history`);
});

it('do not offer to release what a figure leaves out', async () => {
  expect(await pageOf('/grading')).toContain('data-dialog="release-ready"');
  expect(await pageOf('/grading?from=60&to=69')).not.toContain('data-dialog="release-ready"');
});

it.each(languages)('are valid HTML in %s', async lang => {
  const reader = await app.visit({ role: 'instructor', sub: 'instructor', lang });
  for (const path of ['/grading/statistics', '/grading?from=10&to=19'])
    await expectValidHtml(await (await reader.get(path)).text());
});
