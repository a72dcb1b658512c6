import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { type CourseRole } from '../../../src/kernel/permissions.ts';
import { openTeachersCourse, type TeachersCourse } from '../../support/teachersCourse.ts';

let course: TeachersCourse;
const t = catalogueOf('en');

beforeAll(async () => {
  const now = () => new Date('2026-09-10T05:00:00Z');
  course = await openTeachersCourse('syllabus-sample-kk.docx', now);
});
afterAll(() => course.app.stop());

const save = (values: object) => course.post('/term').type('form').send(values);
const read = (path: string, role?: CourseRole) => course.read(path, role);

const values = {
  rev: '0',
  startOn: '2026-09-01',
  timeZone: 'Asia/Almaty',
  free: '14.09.2026–19.09.2026 Break\n08.10.2026 Meeting',
  moved: '08.10.2026 → 10.10.2026',
  dueAt: '20:00',
  'due-on:srs-1': '2026-09-24',
  'due-at:srs-1': '18:30',
  lateAfter: '2',
  lateMinus: '12,5',
  lateEach: 'day',
  lateKeeps: '50',
};

describe('the term of a course', () => {
  it('gives the calendar its dates, its notes and its rule for late work', async () => {
    expect((await save(values)).status).toBe(303);
    const calendar = (await read('/calendar', 'learner')).text;
    expect(calendar).toContain('07.09–13.09');
    // The third week of the year's calendar is free and has no number.
    expect(calendar).not.toContain('14.09–20.09');
    expect(calendar).toContain('21.09–27.09');
    expect(calendar).toContain(t.term.freeNote({ days: '08.10', name: 'Meeting' }));
    expect(calendar).toContain(t.term.movedNote({ from: '08.10', to: '10.10' }));
    expect(calendar).toContain('Every day after that costs 12.5 % of the points.');
    const page = (await read('/term')).text;
    expect(page).toContain('value="18:30"');
    expect(page).toContain('14.09.2026–19.09.2026 Break');
  });

  it('is not overwritten by somebody who has read an older one', async () => {
    const answer = await save({ ...values, dueAt: '21:00' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(t.term.conflict);
    expect(answer.text).toContain('21:00');
    expect((await read('/term')).text).toContain('value="20:00"');
  });

  it('names what was not understood and keeps what was typed', async () => {
    const answer = await save({
      ...values,
      rev: '1',
      free: '31.02.2026 x',
      lateMinus: '120',
      dueAt: '25:00',
    });
    expect(answer.status).toBe(422);
    for (const text of [
      t.term.wrong.lines({ lines: '1' }),
      t.term.wrong.percent({ lines: '' }),
      '31.02.2026 x',
    ])
      expect(answer.text).toContain(text);
  });

  it('proposes the state holidays of its weeks without saving them', async () => {
    const answer = await save({ ...values, rev: '1', add: 'state-holidays' });
    expect(answer.text).toContain('25.10.2026 Republic Day');
    expect((await read('/term')).text).not.toContain('Republic Day');
  });

  it('is refused to everybody but teachers', async () => {
    for (const role of ['assistant', 'learner', 'mentor', 'guest'] as const) {
      expect((await read('/term', role)).status, role).toBe(403);
      const visitor = await course.app.visit({ role });
      expect((await course.post('/term', visitor).type('form').send(values)).status, role).toBe(403);
    }
  });
});
