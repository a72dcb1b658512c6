import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DraftsAnswer } from '../../../src/features/grading/domain/panel.ts';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let teacher: Visitor;
let first: Visitor;
let second: Visitor;
beforeAll(async () => {
  app = await startGradingApp();
  [first, second] = (await enterStudents(app, 2)) as [Visitor, Visitor];
  teacher = await app.visit({ role: 'instructor', sub: 'teacher' });
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 2), lang: 'kk' });
});
afterAll(() => app.stop());

const empty = { rev: '0', ticket: '', url: '', answers: '' };
const put = (who: Visitor, of: Visitor, fields: Partial<Record<keyof typeof empty, string>>) =>
  who.post(`/grading/${of.personId}/work`, { ...empty, ...fields });
const pageOf = async (who: Visitor, of: Visitor): Promise<string> =>
  (await who.get(`/grading/${of.personId}`)).text();

describe('the student’s work', () => {
  it('stands beside the rubric, and goes to the script with the drafts', async () => {
    expect(await pageOf(teacher, first)).toMatch(/id="work"[^>]* hidden/);
    const answers = '1. Бірінші жауап\n2. <b>Екінші</b>';
    const url = 'https://files.example/video.mp4?id=7';
    expect((await put(teacher, first, { ticket: '14', url, answers })).status).toBe(303);
    const page = await pageOf(teacher, first);
    expect(page).not.toMatch(/id="work"[^>]* hidden/);
    expect(page).toContain(`href="${url}"`);
    expect(page).toContain('&lt;b&gt;Екінші&lt;/b&gt;');
    const ids = [first.personId, second.personId].join(',');
    const drafts = (await (await teacher.get(`/grading/drafts?ids=${ids}`)).json()) as DraftsAnswer;
    expect(drafts.works).toEqual({ [first.personId]: { rev: 1, ticket: '14', url, answers } });
  });

  it('is not written over what somebody else has put down since', async () => {
    expect((await put(teacher, first, { rev: '0', ticket: '15' })).status).toBe(409);
    expect((await put(teacher, first, { rev: '1', ticket: '15' })).status).toBe(303);
    expect((await put(teacher, first, { rev: '1', ticket: '16' })).status).toBe(409);
    expect(await pageOf(teacher, first)).toContain('value="15"');
  });

  it('takes no link that could run as a script', async () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'work.pdf'])
      expect((await put(teacher, second, { url })).status, url).toBe(422);
  });

  it('is put down by graders alone, for students of the course alone', async () => {
    expect((await put(first, first, { ticket: '1' })).status).toBe(403);
    const assistant = await app.visit({ role: 'assistant', sub: 'assistant' });
    expect((await put(assistant, second, { ticket: '2' })).status).toBe(303);
    const other = await app.visit({ role: 'learner', sub: 'stranger', course: 'course-2' });
    expect((await put(teacher, other, { ticket: '3' })).status).toBe(404);
  });

  it.each(languages)('is valid HTML in %s', async lang => {
    await expectValidHtml(await pageOf(await app.visit({ role: 'instructor', sub: 'teacher', lang }), first));
  });
});
