import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let course = 0;

beforeAll(async () => {
  app = await startGradingApp();
});
afterAll(() => app.stop());

/** A course with a class and a rubric of 1 × 2 criteria. */
async function openCourse() {
  course += 1;
  const name = `rubric-course-${course}`;
  const students = await enterStudents(app, 2, name);
  const visit = (role: 'instructor' | 'assistant' | 'learner' | 'guest', sub: string): Promise<Visitor> =>
    app.visit({ role, sub, course: name, name: ['Серікбаева', 'Айгүл'] });
  const teacher = await visit('instructor', `teacher-${course}`);
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 2), lang: 'kk' });
  const [first] = students;
  if (first === undefined) throw new Error('no class');
  return { students, first, teacher, visit };
}

/** The fields of the form on a page, as a browser would post them. */
async function fieldsOf(page: Response): Promise<Record<string, string>> {
  const html = await page.text();
  const fields: Record<string, string> = {};
  const unescaped = (text: string): string =>
    text
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replaceAll('&amp;', '&');
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) fields[name] = unescaped(/value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  for (const [, name = '', text = ''] of html.matchAll(
    /<textarea[^>]* name="([^"]*)"[^>]*>([^<]*)<\/textarea>/g,
  ))
    fields[name] = unescaped(text);
  for (const [, name = '', options = ''] of html.matchAll(
    /<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = /value="([^"]*)" selected/.exec(options)?.[1] ?? '';
  return fields;
}

const form = async (teacher: Visitor, query = '') =>
  fieldsOf(await teacher.get(`/grading/rubric/edit${query}`));

const grade = (
  teacher: Visitor,
  student: Visitor,
  rubricVersion: number,
  criteria: (number | null)[],
  rev = 0,
) =>
  teacher.postJson(`/grading/${student.personId}`, {
    ...{
      rev,
      rubricVersion,
      criteria,
      bands: criteria.map(() => null),
      comment: '',
      client: 'test',
      seq: rev + 1,
    },
  });

const resultOf = async (student: Visitor): Promise<string> => {
  const html = await (await student.get('/results')).text();
  return /<span class="score-number">\s*(\d+)/.exec(html)?.[1] ?? '';
};

describe('editing the rubric', () => {
  it('saves a new version at once while nobody is graded, and keeps the one before', async () => {
    const { teacher } = await openCourse();
    const fields = await form(teacher);
    fields['criterion-0-0-text'] = 'Деректі талдайды';
    fields['criterion-0-0-weight'] = '60';
    fields['criterion-0-1-weight'] = '40';
    fields['criterion-0-0-outcomes'] = 'ОН 1, ОН 2';
    const saved = await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' });
    expect(saved.headers.get('location')).toMatch(/notice=saved$/);
    const now = await (await teacher.get('/grading/rubric')).text();
    expect(now).toContain('Деректі талдайды');
    expect(now).toContain('Салмағы: 60');
    expect(now).toContain('Оқу нәтижелері: ОН 1, ОН 2');
    const before = await (await teacher.get('/grading/rubric?version=1')).text();
    expect(before).not.toContain('Деректі талдайды');
  });

  it('shows every result that would change and asks; what is released stays until it is released again', async () => {
    const { teacher, first, students } = await openCourse();
    await grade(teacher, first, 1, [90, 50]);
    await teacher.post('/grading/release', { who: 'ready' });
    expect(await resultOf(first)).toBe('70');
    const [, second] = students;
    if (second !== undefined) await grade(teacher, second, 1, [60, 60]);

    const fields = await form(teacher);
    fields['criterion-0-0-weight'] = '75';
    fields['criterion-0-1-weight'] = '25';
    const question = await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' });
    const html = await question.text();
    expect(question.status).toBe(200);
    expect(html).toContain('70 (C+)');
    expect(html).toContain('80 (B)');
    // Equal marks come to the same under any weights: nothing to ask about.
    expect(html).not.toContain('60 (C-)');
    const answer = await teacher.post('/grading/rubric/edit', {
      ...(await fieldsOf(new Response(html))),
      go: 'save',
    });
    expect(answer.headers.get('location')).toMatch(/notice=saved$/);

    expect(await resultOf(first)).toBe('70');
    expect(await (await teacher.get('/grading')).text()).toContain('Жарияланған соң өзгерген');
    await teacher.post('/grading/release', { who: 'ready' });
    expect(await resultOf(first)).toBe('80');
    const history = await (await teacher.get(`/grading/${first.personId}/history`)).text();
    expect(history).toContain('Жарияланды: 70');
    expect(history).toContain('Қайта жарияланды: 70 → 80');
  });

  it('moves marks with their criteria: a new one is blank, a removed one takes its mark along', async () => {
    const { teacher, first } = await openCourse();
    await grade(teacher, first, 1, [91, 55]);
    const fields = await form(teacher);
    const shaped = await teacher.post('/grading/rubric/edit', { ...fields, go: 'remove-criterion:0:0' });
    const added = await fieldsOf(
      await teacher.post('/grading/rubric/edit', { ...(await fieldsOf(shaped)), go: 'add-criterion:0' }),
    );
    added['criterion-0-1-text'] = 'Жаңа критерий';
    const question = await teacher.post('/grading/rubric/edit', { ...added, go: 'check' });
    expect(await question.clone().text()).toContain('толық емес');
    await teacher.post('/grading/rubric/edit', { ...(await fieldsOf(question)), go: 'save' });
    const drafts = (await (await teacher.get(`/grading/drafts?ids=${first.personId}`)).json()) as {
      rubricVersion: number;
      grades: Record<string, { criteria: (number | null)[]; state: string }>;
    };
    expect(drafts.rubricVersion).toBe(2);
    expect(drafts.grades[first.personId]).toMatchObject({ criteria: [55, null], state: 'in-progress' });
    // The mark that went is still in the history once the draft is written by the new rubric.
    await grade(teacher, first, 2, [55, 80], 1);
    const history = await (await teacher.get(`/grading/${first.personId}/history`)).text();
    expect(history).toContain('Критерий 1.1: бос → 91');
    expect(history).toContain('Рубрика ауысты: 1-нұсқа → 2-нұсқа');
    expect(history).toContain('Критерий 1.2: бос → 80');
  });

  it('tells an open panel that the rubric has changed, and overwrites nothing', async () => {
    const { teacher, first } = await openCourse();
    await grade(teacher, first, 1, [90, 50]);
    const fields = await form(teacher);
    fields['criterion-0-0-text'] = 'Басқаша жазылған критерий';
    // Words alone change no result.
    const saved = await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' });
    expect(saved.status).toBe(303);
    const late = await grade(teacher, first, 1, [10, 10], 1);
    expect(late.status).toBe(409);
    expect(await late.json()).toEqual({ kind: 'rubric-changed' });
    expect((await grade(teacher, first, 2, [10, 10], 1)).status).toBe(200);
  });

  it('refuses the later of two editors and keeps what was written on the page', async () => {
    const { teacher } = await openCourse();
    const [one, other] = [await form(teacher), await form(teacher)];
    one['criterion-0-0-text'] = 'Біріншісі';
    other['criterion-0-0-text'] = 'Екіншісі';
    expect((await teacher.post('/grading/rubric/edit', { ...one, go: 'check' })).status).toBe(303);
    const late = await teacher.post('/grading/rubric/edit', { ...other, go: 'check' });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('Екіншісі');
    expect(await (await teacher.get('/grading/rubric')).text()).toContain('Біріншісі');
  });

  it('names every problem of a form and keeps its fields', async () => {
    const { teacher } = await openCourse();
    const fields = await form(teacher);
    fields['band-0-max'] = '100,5';
    fields['criterion-0-0-text'] = '';
    const one = await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' });
    expect(one.status).toBe(422);
    const html = await one.text();
    expect(html).toContain('1-деңгейдің шектері');
    expect(html).toContain('1-сұрақтың 1-критерийінде не бағаланатыны жазылмаған');
    expect(html).toContain('value="100,5"');
    fields['band-0-max'] = '99';
    fields['criterion-0-0-text'] = 'Бар';
    fields['criterion-0-0-weight'] = '60';
    const two = await (await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' })).text();
    expect(two).toContain('Ешбір деңгейге кірмейтін пайыздар: 100–100');
    expect(two).toContain('1-сұрақтың 2-критерийінің салмағы жоқ');
  });

  it('keeps a rubric that was written here when another syllabus is accepted', async () => {
    const { teacher } = await openCourse();
    const fields = await form(teacher);
    fields['criterion-0-0-text'] = 'Қолмен жазылған';
    await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' });
    const adopted = await app.grading.adoptRubric(teacher.courseId, {
      rubric: sampleRubric(2, 3),
      lang: 'kk',
    });
    expect(adopted).toEqual({ rubricKept: true });
  });
});

describe('a rubric from scratch and from the library', () => {
  it('can be written in a course without a syllabus, and graded by', async () => {
    const teacher = await app.visit({ role: 'instructor', sub: 'scratch', course: 'scratch' });
    const [student] = await enterStudents(app, 1, 'scratch');
    const fields = await form(teacher);
    fields['title'] = 'Қала әлеуметтануы';
    fields['criterion-0-0-text'] = 'Жауаптың толықтығы';
    expect((await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' })).status).toBe(303);
    if (student !== undefined) expect((await grade(teacher, student, 2, [77])).status).toBe(200);
  });

  it('is shared inside the institution, taken into another course, and taken off by who put it there', async () => {
    const { teacher, visit } = await openCourse();
    await teacher.post('/grading/rubric/library', { title: 'Жазбаша емтихан рубрикасы' });
    const other = await openCourse();
    const shelf = await (await other.teacher.get('/grading/rubric/library')).text();
    expect(shelf).toContain('Жазбаша емтихан рубрикасы');
    const take = /edit\?take=([0-9a-f]{24})/.exec(shelf)?.[1] ?? '';
    expect(shelf).not.toContain(`${take}/remove`);
    const fields = await form(other.teacher, `?take=${take}`);
    // The same words are the same criterion: its marks would stay with it.
    expect(fields['criterion-0-0-from']).toBe('0');
    await other.teacher.post(`/grading/rubric/library/${take}/remove`, {});
    expect(await (await teacher.get('/grading/rubric/library')).text()).toContain(
      'Жазбаша емтихан рубрикасы',
    );
    await teacher.post(`/grading/rubric/library/${take}/remove`, {});
    expect(await (await teacher.get('/grading/rubric/library')).text()).not.toContain(
      'Жазбаша емтихан рубрикасы',
    );
    expect((await (await visit('assistant', 'ta')).get('/grading/rubric/library')).status).toBe(403);
  });

  it('warns of twin descriptors, a repeated question and the name of another discipline', async () => {
    const { teacher } = await openCourse();
    const fields = await form(teacher);
    fields['title'] = 'Органикалық химия';
    fields['criterion-0-0-band-1'] = fields['criterion-0-0-band-0'] ?? '';
    await teacher.post('/grading/rubric/edit', { ...fields, go: 'check' });
    const html = await (await teacher.get('/grading/rubric')).text();
    expect(html).toContain('Органикалық химия');
    expect(html.match(/class="finding"/g)?.length).toBeGreaterThanOrEqual(2);
  });
});

describe('who may edit', () => {
  it('is the instructor alone; assistants read, students see nothing', async () => {
    const { visit, teacher } = await openCourse();
    const assistant = await visit('assistant', 'assistant-1');
    expect((await assistant.get('/grading/rubric')).status).toBe(200);
    for (const role of ['assistant', 'learner', 'guest'] as const) {
      const visitor = await visit(role, `${role}-x`);
      expect((await visitor.get('/grading/rubric/edit')).status, role).toBe(403);
      expect((await visitor.post('/grading/rubric/edit', { go: 'check' })).status, role).toBe(403);
      expect((await visitor.post('/grading/rubric/library', { title: 'x' })).status, role).toBe(403);
      expect((await visitor.post(`/grading/rubric/library/${'a'.repeat(24)}/remove`, {})).status, role).toBe(
        403,
      );
      if (role !== 'assistant') expect((await visitor.get('/grading/rubric')).status, role).toBe(403);
    }
    expect((await teacher.get('/grading/rubric/edit')).status).toBe(200);
  });
});

describe.each(languages)('the pages of rubrics in %s', lang => {
  it('are valid HTML', async () => {
    const { teacher, first } = await openCourse();
    await grade(teacher, first, 1, [90, 50]);
    await teacher.post('/grading/rubric/library', { title: 'Рубрика' });
    const visitor = await app.visit({
      ...{ role: 'instructor', sub: `teacher-${course}`, lang, course: `rubric-course-${course}` },
    });
    const fields = await form(visitor);
    fields['criterion-0-0-weight'] = '2';
    fields['criterion-0-1-weight'] = '1';
    for (const page of [
      await visitor.get('/grading/rubric'),
      await visitor.get('/grading/rubric/edit'),
      await visitor.get('/grading/rubric/library'),
      await visitor.post('/grading/rubric/edit', { ...fields, go: 'check' }),
    ]) {
      expect(page.status).toBe(200);
      await expectValidHtml(await page.text());
    }
  });
});
