import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let students: Visitor[];

beforeAll(async () => {
  app = await startGradingApp();
  students = await enterStudents(app);
});
afterAll(() => app.stop());

const rubric = sampleRubric(2, 3);

describe.each(languages)('the pages of grading in %s', lang => {
  it('are valid HTML', async () => {
    const teacher = await app.visit({ role: 'instructor', sub: 'teacher', lang });
    const waiting = await app.visit({ role: 'learner', sub: 'student-1', lang });
    await app.grading.adoptRubric(teacher.courseId, { rubric, lang: 'kk' });
    const [first] = students;
    const path = `/grading/${first?.personId}`;
    const save = {
      rev: 0,
      rubricVersion: 1,
      client: 'test',
      seq: 1,
      criteria: [100, 75, 60, 45, 100, 49],
      bands: [],
      comment: 'Жақсы «жауап» & <дәлел>',
    };
    await teacher.postJson(path, save);
    const pages = [
      await teacher.get('/grading'),
      await teacher.get('/grading?state=in-progress'),
      await teacher.get(path),
      await teacher.get(`${path}/history`),
      await teacher.get(`/grading/${students[1]?.personId}`),
      await waiting.get('/results'),
    ];
    for (const page of pages) {
      expect(page.status).toBe(200);
      await expectValidHtml(await page.text());
    }
    const wrong = await teacher.post(path, {
      rev: '1',
      rubricVersion: '1',
      'percent-0': '71,5',
      'band-1': '0',
      'percent-1': '12',
    });
    expect(wrong.status).toBe(422);
    await expectValidHtml(await wrong.text());
    const conflict = await teacher.post(path, { rev: '0', rubricVersion: '1', 'percent-0': '71' });
    expect(conflict.status).toBe(409);
    await expectValidHtml(await conflict.text());
    await teacher.post('/grading/release', { who: 'ready' });
    const own = await app.visit({ role: 'learner', sub: 'student-0', lang });
    const results = await own.get('/results');
    expect(results.status).toBe(200);
    await expectValidHtml(await results.text());
  });
});

describe('the list of a class with several drafts that can be released', () => {
  it('is valid HTML, and releases exactly those that were ticked', async () => {
    const course = 'course-ready';
    const teacher = await app.visit({ role: 'instructor', sub: 'teacher', lang: 'en', course });
    const own = await enterStudents(app, 3, course);
    await app.grading.adoptRubric(teacher.courseId, { rubric, lang: 'kk' });
    const draft = { rev: 0, rubricVersion: 1, client: 'test', seq: 1, bands: [], comment: '' };
    for (const { personId } of own) {
      await teacher.postJson(`/grading/${personId}`, { ...draft, criteria: [90, 90, 90, 90, 90, 90] });
    }
    const list = await (await teacher.get('/grading')).text();
    await expectValidHtml(list);
    const boxes = [...list.matchAll(/type="checkbox" name="([^"]+)" value="([^"]+)"/gu)];
    expect(boxes).toHaveLength(3);
    const ticked = boxes.slice(0, 2).map(([, name = '', value = '']): [string, string] => [name, value]);
    const form = new URLSearchParams([['who', 'chosen'], ...ticked]);
    const answer = await teacher.post('/grading/release', form);
    expect(answer.headers.get('location')).toContain('released=2&');
  });
});
