import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandComment } from '../../../src/features/grading/domain/commentText.ts';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let course = 0;
let now = new Date('2026-12-20T06:00:00Z');

beforeAll(async () => {
  app = await startGradingApp(() => now);
});
afterAll(() => app.stop());

async function openCourse() {
  course += 1;
  const name = `extras-course-${course}`;
  const students = await enterStudents(app, 3, name);
  const visit = (
    role: 'instructor' | 'assistant' | 'learner' | 'guest',
    sub: string,
    lang: (typeof languages)[number] = 'kk',
  ): Promise<Visitor> => app.visit({ role, sub, course: name, lang, name: ['Серікбаева', sub] });
  const teacher = await visit('instructor', 'teacher');
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 1), lang: 'kk' });
  const [first, second] = students;
  if (first === undefined || second === undefined) throw new Error('no class');
  return { students, first, second, teacher, visit };
}

const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();
const save = (grader: Visitor, student: Visitor, percent: number, comment: string, rev = 0) =>
  grader.postJson(`/grading/${student.personId}`, {
    ...{ rev, rubricVersion: 1, criteria: [percent], bands: [null], comment, client: 'test', seq: rev + 1 },
  });

describe('kept comments', () => {
  it('are a grader’s own or shared, and taken away only by who wrote them', async () => {
    const { teacher, visit, first } = await openCourse();
    const assistant = await visit('assistant', 'assistant');
    await teacher.post('/grading/comments', { text: 'Дереккөз жоқ', shared: '1' });
    await teacher.post('/grading/comments', { text: 'Тек маған' });
    const seen = await text(assistant.get(`/grading/${first.personId}`));
    expect(seen).toContain('Дереккөз жоқ');
    expect(seen).not.toContain('Тек маған');
    const own = await text(teacher.get('/grading/comments'));
    const path = /\/grading\/comments\/[0-9a-f]{24}\/remove/.exec(own)?.[0] ?? '';
    expect(await text(assistant.get('/grading/comments'))).not.toContain('/remove');
    await assistant.post(path, {});
    expect(await text(teacher.get('/grading/comments'))).toContain('Дереккөз жоқ');
    await teacher.post(path, {});
    expect(await text(teacher.get('/grading/comments'))).not.toContain('Дереккөз жоқ');
    // Nobody of another course sees or removes them.
    const other = await openCourse();
    expect(await text(other.teacher.get('/grading/comments'))).not.toContain('Тек маған');
  });

  it('get their values with the release, and what is released stays the same until something else is released', async () => {
    const { teacher, first } = await openCourse();
    await save(teacher, first, 77, '{name}: {result} ({letter}, {gpa}), {label}. {белгісіз} {x}');
    await teacher.post('/grading/release', { who: 'ready' });
    expect(await text(first.get('/results'))).toMatch(
      /Әбдіқадыров Ғалымжан: 77 \(B-, 2,67\), Жақсы\. \{белгісіз\} \{x\}/,
    );
    expect(await text(teacher.get('/grading?state=released'))).toContain(first.personId);
    expect(expandComment('{result}', { name: '', result: '5', letter: '', gpa: '', label: '' })).toBe('5');
  });
});

describe('who has a student open', () => {
  it('is said to the other graders for less than a minute, never to oneself', async () => {
    const { teacher, visit, first, second } = await openCourse();
    const assistant = await visit('assistant', 'assistant');
    const open = async (grader: Visitor, student: Visitor) =>
      (await grader.postJson('/grading/presence', { person: student.personId })).json() as Promise<unknown>;
    expect(await open(teacher, first)).toEqual({ busy: [] });
    expect(await open(assistant, second)).toEqual({
      busy: [{ id: first.personId, by: 'Серікбаева teacher' }],
    });
    // One grader has one student open: the last one.
    await open(teacher, second);
    expect(await open(assistant, second)).toEqual({
      busy: [{ id: second.personId, by: 'Серікбаева teacher' }],
    });
    now = new Date(now.getTime() + 55_000);
    expect(await open(assistant, second)).toEqual({ busy: [] });
  });
});

describe('one criterion over all students', () => {
  const fieldsOf = (html: string): Record<string, string> =>
    Object.fromEntries(
      [
        ...html.matchAll(/<input [^>]*name="((?:percent|before|rev)-[^"]*|criterion|rubricVersion)"[^>]*>/g),
      ].map(([tag, name = '']) => [name, /value="([^"]*)"/.exec(tag)?.[1] ?? '']),
    );

  it('saves every changed row, and says at its place which one was not taken', async () => {
    const { teacher, first, second, students } = await openCourse();
    const third = students[2]?.personId ?? '';
    const fields = fieldsOf(await text(teacher.get('/grading/table')));
    fields[`percent-${first.personId}`] = '88';
    fields[`percent-${second.personId}`] = '101';
    const answer = await teacher.post('/grading/table', fields);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('Сақталмаған жол саны: 1');
    expect(html).toContain('Пайыз 100-ден аспайды');
    expect(html).toContain('value="101"');
    const drafts = (await (
      await teacher.get(`/grading/drafts?ids=${first.personId},${second.personId},${third}`)
    ).json()) as { grades: Record<string, { criteria: unknown[]; rev: number }> };
    expect(drafts.grades[first.personId]).toMatchObject({ criteria: [88] });
    expect(drafts.grades[second.personId]).toMatchObject({ rev: 0 });
    // What nobody touched is not written.
    expect(drafts.grades[third]).toMatchObject({ rev: 0 });
  });

  it('overwrites nothing that another grader has changed since', async () => {
    const { teacher, visit, first } = await openCourse();
    const fields = fieldsOf(await text(teacher.get('/grading/table')));
    await save(await visit('assistant', 'assistant'), first, 60, '');
    fields[`percent-${first.personId}`] = '88';
    const html = await text(teacher.post('/grading/table', fields));
    expect(html).toContain('қазіргі мәні: 60');
    const again = { ...fieldsOf(html), [`percent-${first.personId}`]: '88' };
    expect((await teacher.post('/grading/table', again)).headers.get('location')).toMatch(/saved=1$/);
    const history = await text(teacher.get(`/grading/${first.personId}/history`));
    expect(history).toContain('60 → 88');
    expect(history).toContain('бір критерий бойынша кесте');
  });
});

describe('who may', () => {
  it('graders alone keep comments and say what they have open', async () => {
    const { visit, first } = await openCourse();
    for (const role of ['learner', 'guest'] as const) {
      const visitor = await visit(role, role);
      expect((await visitor.get('/grading/comments')).status, role).toBe(403);
      expect((await visitor.post('/grading/comments', { text: 'x' })).status, role).toBe(403);
      const remove = `/grading/comments/${'a'.repeat(24)}/remove`;
      expect((await visitor.post(remove, {})).status, role).toBe(403);
      expect((await visitor.get('/grading/table')).status, role).toBe(403);
      expect((await visitor.post('/grading/table', { criterion: '0' })).status, role).toBe(403);
      const presence = await visitor.postJson('/grading/presence', { person: first.personId });
      expect(presence.status, role).toBe(403);
    }
  });
});

describe.each(languages)('the pages of the panel’s extras in %s', lang => {
  it('are valid HTML', async () => {
    const { teacher, first, visit } = await openCourse();
    await teacher.post('/grading/comments', { text: 'Жақсы «жауап» & <дәлел>', shared: '1' });
    const viewer = await visit('instructor', 'viewer', lang);
    for (const path of [
      '/grading/comments',
      '/grading/table?criterion=9&saved=2',
      `/grading/${first.personId}/history`,
      `/grading/${first.personId}`,
    ]) {
      const page = await viewer.get(path);
      expect(page.status).toBe(200);
      await expectValidHtml(await page.text());
    }
  });
});
