import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en/index.ts';
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

const words = en.grading.commission;
const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();

async function openCourse() {
  course += 1;
  const name = `commission-${course}`;
  const students = (await enterStudents(app, 3, name)) as [Visitor, Visitor, Visitor];
  const visit = (
    role: 'instructor' | 'assistant',
    sub: string,
    lang: (typeof languages)[number] = 'en',
  ): Promise<Visitor> =>
    app.visit({ role, sub: `${sub}-${course}`, course: name, lang, name: ['Серікбаева', sub] });
  const teacher = await visit('instructor', 'first');
  const second = await visit('assistant', 'second');
  const third = await visit('assistant', 'third');
  await app.grading.adoptRubric(teacher.courseId, { rubric: sampleRubric(1, 2), lang: 'kk' });
  const settings = { secondMarker: second.personId, differenceLimit: '10', thirdMarker: third.personId };
  const set = (fields: Record<string, string> = {}) =>
    teacher.post('/grading/settings', { ...settings, ...fields });
  await set();
  return { students, teacher, second, third, set, visit };
}

const grade = (who: Visitor, { personId }: Visitor, criteria: [number, number], rev = 0): Promise<Response> =>
  who.postJson(`/grading/${personId}`, {
    ...{ rev, rubricVersion: 1, criteria, bands: [null, null], comment: '', client: 'test', seq: rev + 1 },
  });
const totalOf = async (student: Visitor): Promise<string> =>
  /class="score-number"[^>]*>\s*(\d+)/.exec(await text(student.get('/results')))?.[1] ?? '';

describe('a commission', () => {
  it('takes the mean within the limit, and releases nothing that needs the third marker', async () => {
    const { students, teacher, second, third } = await openCourse();
    const [near, far, alone] = students;
    await grade(teacher, near, [70, 80]);
    await grade(second, near, [75, 90]);
    await grade(teacher, far, [60, 60]);
    await grade(second, far, [80, 80]);
    await grade(teacher, alone, [90, 90]);
    expect(await text(teacher.get('/grading/agreement'))).toContain(words.states['third-needed']);
    const settled = await teacher.post('/grading/agreement/settle', {});
    expect(settled.headers.get('location')).toContain('settled=1');
    const released = await teacher.post('/grading/release', { who: 'ready' });
    expect(released.headers.get('location')).toContain('released=1');
    // (73 + 85) / 2: each criterion's mean is rounded half up.
    expect(await totalOf(near)).toBe('79');

    await grade(third, far, [78, 78]);
    expect(await text(teacher.get('/grading/agreement'))).toContain(words.states['third-and-second']);
    await teacher.post('/grading/agreement/settle', {});
    await teacher.post('/grading/release', { who: 'ready' });
    expect(await totalOf(far)).toBe('79');
  });

  it('shows the third marker the works beyond the limit alone, and no marks before the own ones', async () => {
    const { students, teacher, second, third } = await openCourse();
    const [near, far] = students;
    await grade(teacher, near, [71, 71]);
    await grade(second, near, [73, 73]);
    await grade(teacher, far, [61, 61]);
    await grade(second, far, [83, 83]);
    const before = await text(third.get('/grading/agreement'));
    expect(before).toContain(`/grading/${far.personId}"`);
    expect(before).not.toContain(near.personId);
    expect(before).not.toMatch(/\b(61|83)</);
    expect(await text(third.get(`/grading/${far.personId}`))).not.toContain('value="61"');
    await grade(third, far, [70, 70]);
    expect(await text(third.get('/grading/agreement'))).toMatch(/\b61</);
    expect((await third.post('/grading/agreement/settle', {})).status).toBe(403);
  });

  it('stands only as long as nobody has changed what it stands on', async () => {
    const { students, teacher, second } = await openCourse();
    const [near] = students;
    await grade(teacher, near, [70, 70]);
    await grade(second, near, [76, 76]);
    await teacher.post('/grading/agreement/settle', {});
    await grade(second, near, [78, 78], 1);
    const released = await teacher.post('/grading/release', { who: 'ready' });
    expect(released.headers.get('location')).toContain('released=0&incomplete=0&disputed=1');
    await teacher.post('/grading/agreement/settle', {});
    await teacher.post('/grading/release', { who: 'ready' });
    // The mean of what both had put down, not of the mean of before.
    expect(await totalOf(near)).toBe('74');
  });

  it('types no mark by hand, and has a limit, a second marker and another third one', async () => {
    const { students, teacher, second, set } = await openCourse();
    const [near] = students;
    await grade(teacher, near, [70, 70]);
    await grade(second, near, [76, 76]);
    const typed = await teacher.post(`/grading/agreement/${near.personId}`, { 'percent-0': '100' });
    expect(typed.status).toBe(404);
    const faults: [Record<string, string>, string][] = [
      [{ differenceLimit: '101' }, words.limitFault],
      [{ secondMarker: '' }, words.limitAlone],
      [{ differenceLimit: '' }, words.thirdFault],
      [{ thirdMarker: second.personId }, words.thirdFault],
      [{ thirdMarker: near.personId }, en.grading.settings.nobody],
    ];
    for (const [fields, fault] of faults) {
      const answer = await set(fields);
      expect([answer.status, (await answer.text()).includes(fault)], fault).toEqual([422, true]);
    }
  });

  it.each(languages)('is valid HTML in %s', async lang => {
    const { students, second, third, teacher, visit } = await openCourse();
    await grade(teacher, students[0], [60, 60]);
    await grade(second, students[0], [80, 80]);
    const reader = await visit('instructor', 'first', lang);
    for (const path of ['/grading/agreement?settled=1', '/grading/settings'])
      await expectValidHtml(await text(reader.get(path)));
    await expectValidHtml(await text(third.get('/grading/agreement')));
  });
});
