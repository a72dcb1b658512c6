import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appealChance } from '../../../src/features/grading/domain/appeal.ts';
import { instantOfLocal, localOfInstant } from '../../../src/features/grading/domain/localTime.ts';
import { languages } from '../../../src/i18n/index.ts';
import { expectValidHtml } from '../../support/html.ts';
import { enterStudents, type GradingApp, startGradingApp, type Visitor } from './gradingApp.ts';
import { sampleRubric } from './sampleRubric.ts';

let app: GradingApp;
let course = 0;
const begin = new Date('2026-12-20T06:00:00Z');
let now = begin;

beforeAll(async () => {
  app = await startGradingApp(() => now);
});
afterAll(() => app.stop());

async function openCourse(settings: Record<string, string>, size = 2) {
  course += 1;
  now = begin;
  const name = `appeal-course-${course}`;
  const students = await enterStudents(app, size, name);
  const visit = (
    role: 'instructor' | 'assistant' | 'learner' | 'guest',
    sub: string,
    lang: (typeof languages)[number] = 'kk',
  ): Promise<Visitor> => app.visit({ role, sub, course: name, lang, name: ['Серікбаева', 'Айгүл'] });
  const teacher = await visit('instructor', `teacher-${course}`);
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 1), lang: 'kk' });
  await teacher.post('/grading/settings', settings);
  const [first, second] = students;
  if (first === undefined || second === undefined) throw new Error('no class');
  const grade = async (student: Visitor, percent: number, rev = 0) => {
    await teacher.postJson(`/grading/${student.personId}`, {
      ...{
        rev,
        rubricVersion: 1,
        criteria: [percent],
        bands: [null],
        comment: '',
        client: 'test',
        seq: rev + 1,
      },
    });
    await teacher.post('/grading/release', { who: 'ready' });
  };
  return { name, students, first, second, teacher, visit, grade };
}

const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();
const appeal = (student: Visitor, reason: string): Promise<string | null> =>
  student.post('/results/appeal', { text: reason }).then(answer => answer.headers.get('location'));
const idIn = (html: string): string => /appeals\?appeal=([0-9a-f]{24})/.exec(html)?.[1] ?? '';

describe('an appeal', () => {
  it('goes from the student’s reason over a second look to an outcome, and every step stays', async () => {
    const { teacher, first, grade } = await openCourse({ appealDays: '3' });
    await grade(first, 60);
    expect(await text(first.get('/results'))).toContain('23.12.2026 23:59');
    expect(await appeal(first, 'Бірінші критерий төмен бағаланған')).toMatch(/appeal=sent$/);
    const list = await text(teacher.get('/grading/appeals'));
    const path = `/grading/appeals/${idIn(list)}`;
    const open = await text(teacher.get(`/grading/appeals?appeal=${idIn(list)}`));
    expect(open).toContain('Бірінші критерий төмен бағаланған');
    await teacher.post(path, { state: 'review', text: '' });
    expect(await text(first.get('/results'))).toContain('Қайта қаралып жатыр');
    // A changed result must be released first.
    const early = await teacher.post(path, { state: 'changed', text: 'Балл қосылды' });
    expect(early.headers.get('location')).toMatch(/notice=refused$/);
    await grade(first, 75, 1);
    await teacher.post(path, { state: 'changed', text: 'Балл қосылды' });
    const own = await text(first.get('/results'));
    for (const words of [
      'Нәтиже өзгертілді',
      'Балл қосылды',
      'Сол кездегі нәтиже: 60',
      'Сол кездегі нәтиже: 75',
    ])
      expect(own).toContain(words);
    // Who decided is for the teachers' page alone.
    expect(own).not.toContain('Серікбаева');
    expect(await text(teacher.get(`/grading/appeals?appeal=${idIn(list)}`))).toContain('Серікбаева');
    const again = await teacher.post(path, { state: 'kept', text: 'x' });
    expect(again.headers.get('location')).toMatch(/notice=refused$/);
  });

  it('is possible once against one release, and again after another one', async () => {
    const { first, grade, teacher } = await openCourse({ appealDays: '3' });
    await grade(first, 60);
    expect(await appeal(first, 'бір')).toMatch(/sent$/);
    expect(await appeal(first, 'екі')).toMatch(/refused$/);
    const path = `/grading/appeals/${idIn(await text(teacher.get('/grading/appeals')))}`;
    expect((await teacher.post(path, { state: 'kept', text: '' })).headers.get('location')).toMatch(
      /refused$/,
    );
    await teacher.post(path, { state: 'kept', text: 'Баға дұрыс' });
    expect(await appeal(first, 'үш')).toMatch(/refused$/);
    await grade(first, 55, 1);
    expect(await appeal(first, 'төрт')).toMatch(/sent$/);
  });

  it('can be withdrawn by its student, and is not offered without a deadline or before a release', async () => {
    const open = await openCourse({ appealDays: '3' });
    expect(await appeal(open.first, 'ерте')).toMatch(/refused$/);
    await open.grade(open.first, 60);
    await appeal(open.first, 'бір');
    await open.first.post('/results/appeal/withdraw', {});
    expect(await text(open.first.get('/results'))).toContain('Қайтарып алынды');
    const none = await openCourse({});
    await none.grade(none.first, 60);
    expect(await text(none.first.get('/results'))).not.toContain('Апелляция');
    expect(await appeal(none.first, 'бір')).toMatch(/refused$/);
  });

  it('ends with the last minute of its last day in the course’s zone', () => {
    const released = { at: new Date('2026-12-20T06:00:00Z'), rev: 1 } as never;
    const at = (instant: string) =>
      appealChance(released, [], { appealDays: 1 }, { now: new Date(instant), timeZone: 'Asia/Almaty' }).kind;
    expect(at('2026-12-21T18:59:59Z')).toBe('possible');
    expect(at('2026-12-21T19:00:00Z')).toBe('too-late');
  });

  it('is seen and withdrawn by its own student alone', async () => {
    const { first, second, grade, teacher } = await openCourse({ appealDays: '3' });
    await grade(first, 60);
    await grade(second, 70);
    await appeal(first, 'Менің себебім');
    expect(await text(second.get('/results'))).not.toContain('Менің себебім');
    await second.post('/results/appeal/withdraw', {});
    expect(await text(teacher.get('/grading/appeals'))).toContain('Берілді');
  });
});

describe('the class’s distribution', () => {
  it('is shown to students where the teacher allows it and at least five results are released', async () => {
    const { students, grade, first } = await openCourse({ distribution: '1' }, 5);
    for (const student of students.slice(0, 4)) await grade(student, 72);
    expect(await text(first.get('/results'))).not.toContain('Топтағы үлестірім');
    const last = students[4];
    if (last !== undefined) await grade(last, 95);
    const page = await text(first.get('/results'));
    expect(page).toContain('Топтағы үлестірім');
    expect(page).toContain('Жарияланған нәтижелер саны: 5');
    expect(page).not.toContain('Сүлейменова');
    const other = await openCourse({}, 5);
    for (const student of other.students) await other.grade(student, 72);
    expect(await text(other.first.get('/results'))).not.toContain('Топтағы үлестірім');
  });
});

describe('who may', () => {
  it('students appeal, teachers read, instructors decide', async () => {
    const { teacher, visit, first, grade } = await openCourse({ appealDays: '3' });
    await grade(first, 60);
    await appeal(first, 'Себеп');
    const id = idIn(await text(teacher.get('/grading/appeals')));
    for (const role of ['assistant', 'learner', 'guest'] as const) {
      const visitor = await visit(role, `${role}-${course}`);
      const decided = await visitor.post(`/grading/appeals/${id}`, { state: 'kept', text: 'x' });
      expect(decided.status, role).toBe(403);
      expect((await visitor.get('/grading/appeals')).status, role).toBe(role === 'assistant' ? 200 : 403);
      if (role === 'learner') continue;
      expect((await visitor.post('/results/appeal', { text: 'x' })).status, role).toBe(403);
      expect((await visitor.post('/results/appeal/withdraw', {})).status, role).toBe(403);
    }
    expect((await teacher.post('/results/appeal', { text: 'x' })).status).toBe(403);
    const elsewhere = await openCourse({ appealDays: '3' });
    const foreign = await elsewhere.teacher.post(`/grading/appeals/${id}`, { state: 'kept', text: 'x' });
    expect(foreign.status).toBe(404);
  });
});

describe('a local time', () => {
  it('is read in the course’s zone and written back, also where clocks change', () => {
    expect(instantOfLocal('2026-12-21T09:00', 'Asia/Almaty')?.toISOString()).toBe('2026-12-21T04:00:00.000Z');
    // Clocks jump from 02:00 to 03:00 in Berlin on 29 March 2026.
    expect(instantOfLocal('2026-03-29T02:30', 'Europe/Berlin')?.toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(instantOfLocal('2026-02-30T09:00', 'Asia/Almaty')).toBeNull();
    expect(instantOfLocal('ертең', 'Asia/Almaty')).toBeNull();
    expect(localOfInstant(new Date('2026-12-21T04:00:00Z'), 'Asia/Almaty')).toBe('2026-12-21T09:00');
  });
});

describe.each(languages)('the pages of appeals in %s', lang => {
  it('are valid HTML', async () => {
    const { name, teacher, grade, students, visit } = await openCourse(
      { appealDays: '3', distribution: '1' },
      5,
    );
    for (const student of students) await grade(student, 66);
    const own = await app.visit({ role: 'learner', sub: 'student-0', lang, course: name });
    const waiting = await own.get('/results');
    await expectValidHtml(await waiting.text());
    await appeal(own, 'Себеп');
    const viewer = await visit('instructor', `teacher-${course}`, lang);
    const id = idIn(await text(teacher.get('/grading/appeals')));
    for (const page of [
      await own.get('/results?appeal=sent'),
      await viewer.get('/grading/appeals'),
      await viewer.get(`/grading/appeals?appeal=${id}`),
    ]) {
      expect(page.status).toBe(200);
      await expectValidHtml(await page.text());
    }
  });
});
