import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  coverageOf,
  readCodes,
  roleOfRow,
  type Goal,
  type Target,
} from '../../../src/features/outcomes/domain/coverage.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { type CourseRole } from '../../../src/kernel/permissions.ts';
import { openTeachersCourse, type TeachersCourse } from '../../support/teachersCourse.ts';

const goals: Goal[] = [
  { code: '1', text: 'a', of: null },
  { code: '1.1', text: 'b', of: '1' },
  { code: '1.2', text: 'c', of: '1' },
  { code: '2', text: 'd', of: null },
];
const target = (key: string, teaches: boolean, assesses: boolean): Target => ({
  key,
  kind: 'row',
  label: key,
  week: 1,
  teaches,
  assesses,
});
const targets = [
  target('lecture-1', true, false),
  target('seminar-1', true, true),
  target('srs-1', false, true),
];

describe('coverage', () => {
  it('counts an outcome as served by its indicators, and an indicator by its outcome', () => {
    const covered = coverageOf(goals, targets, { 'lecture-1': ['1.1'], 'srs-1': ['1'] });
    const read = covered.map(({ code, taughtBy, assessedBy }) => [code, taughtBy.length, assessedBy.length]);
    expect(read).toEqual([
      ['1', 1, 1],
      ['1.1', 1, 1],
      ['1.2', 0, 1],
      ['2', 0, 0],
    ]);
  });

  it('never grows by taking a link away', () => {
    const codes = fc.subarray(goals.map(({ code }) => code));
    fc.assert(
      fc.property(codes, codes, codes, (a, b, c) => {
        const count = (links: Record<string, string[]>) =>
          coverageOf(goals, targets, links).map(
            ({ taughtBy, assessedBy }) => taughtBy.length + assessedBy.length,
          );
        const more = count({ 'lecture-1': a, 'seminar-1': b, 'srs-1': c });
        const less = count({ 'lecture-1': a, 'seminar-1': b });
        more.forEach((n, index) => expect(n).toBeGreaterThanOrEqual(less[index] ?? 0));
      }),
    );
  });

  it('takes a class with points as teaching and assessing, a control as assessing alone', () => {
    expect(roleOfRow({ kind: 'seminar', maxPoints: 8 })).toEqual({ teaches: true, assesses: true });
    expect(roleOfRow({ kind: 'lecture', maxPoints: null })).toEqual({ teaches: true, assesses: false });
    expect(roleOfRow({ kind: 'midterm', maxPoints: null })).toEqual({ teaches: false, assesses: true });
  });

  it('reads codes as they are typed and names those that the syllabus does not have', () => {
    expect(readCodes('2, 1.1;1.1  9.9', goals)).toEqual({ codes: ['1.1', '2'], unknown: ['9.9'] });
  });
});

describe('the page of the outcomes', () => {
  let course: TeachersCourse;
  const t = catalogueOf('en');
  beforeAll(async () => {
    course = await openTeachersCourse('syllabus-sample-ru.docx');
  });
  afterAll(() => course.app.stop());

  const save = (values: object) => course.post('/outcomes/links').type('form').send(values);
  const read = (path: string, role?: CourseRole) => course.read(path, role);

  it('shows what is never taught or assessed until it is linked', async () => {
    expect((await read('/outcomes', 'learner')).text).toContain(t.outcomes.neverTaught);
    const values = { rev: '0', topics: '1. Риски\n2. Сроки', 'codes:lecture-1': '1', 'codes:topic-2': '1.1' };
    expect((await save(values)).status).toBe(303);
    const page = (await read('/outcomes')).text;
    expect(page).toContain(t.outcomes.inWeek({ label: 'Lecture 1', week: 1 }));
    expect(page).toContain(t.outcomes.topic({ number: 2 }));
  });

  it('names codes that do not exist, and does not overwrite what somebody else has saved', async () => {
    const wrong = await save({ rev: '1', 'codes:lecture-1': '77.7' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(t.outcomes.unknownCodes({ codes: '77.7' }));
    expect((await save({ rev: '0', 'codes:lecture-1': '1' })).status).toBe(409);
  });

  it('lets only teachers change the links, and guests see nothing', async () => {
    expect((await read('/outcomes', 'guest')).status).toBe(403);
    for (const role of ['assistant', 'learner', 'mentor', 'guest'] as const) {
      expect((await read('/outcomes/links', role)).status, role).toBe(403);
      const visitor = await course.app.visit({ role });
      expect(
        (await course.post('/outcomes/links', visitor).type('form').send({ rev: '0' })).status,
        role,
      ).toBe(403);
    }
  });
});
