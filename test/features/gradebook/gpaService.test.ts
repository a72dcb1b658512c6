import { describe, expect, it } from 'vitest';
import { explainGpa } from '../../../src/features/gradebook/gpaView.ts';
import { createGpaService } from '../../../src/features/gradebook/gpaService.ts';
import { type Plan } from '../../../src/features/gradebook/domain/plan.ts';
import { type StandingStatus } from '../../../src/features/gradebook/domain/row.ts';
import { firstPolicy } from '../../../src/features/grading/index.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { asId, type CourseId } from '../../../src/kernel/ids.ts';

/** A course in which the student has this total, and what surrounds it. */
interface Known {
  readonly total: string;
  readonly credits: number | null;
  readonly visible?: boolean;
  readonly released?: boolean;
  readonly status?: StandingStatus;
  readonly teacher?: string;
}

const student = asId<'person'>('s');
const teacher = asId<'person'>('t');
const plan: Plan = {
  columns: (['rk1', 'rk2'] as const).map((control, place) => ({
    ...{ key: control, kind: 'midterm', number: place + 1, title: '', week: null, maximum: '100', control },
  })),
  sources: { rk1: 'mark', rk2: 'mark', exam: 'panel' },
  rule: 'mean',
  late: [],
};

function serviceOf(known: Record<string, Known>) {
  const of = (id: string): Known => known[id] ?? { total: '', credits: null };
  const rules = { plan, policy: firstPolicy, version: 1, timeZone: 'Asia/Almaty' };
  type Parts = Parameters<typeof createGpaService>[0];
  return createGpaService({
    courses: { find: (id: string) => Promise.resolve({ id, title: `Course ${id}` }) },
    roster: {
      coursesOf: (personId: string) =>
        Promise.resolve(
          Object.entries(known).flatMap(([id, one]) => {
            const courseId = id as CourseId;
            if (personId === student) return [{ courseId, role: 'learner', active: true }];
            return one.teacher === personId ? [{ courseId, role: 'instructor', active: true }] : [];
          }),
        ),
    },
    service: {
      findRules: () => Promise.resolve(rules),
      loadStudent: (id: string) => {
        const { total, released = true, status = null } = of(id);
        const marks = { rk1: total, rk2: total };
        const exam = { percent: Number(total), released };
        return Promise.resolve({ rules, row: { member: null, marks, exam, status } });
      },
    },
    settings: { find: (id: string) => Promise.resolve({ marksVisible: of(id).visible ?? true }) },
    publishedSyllabus: ({ id }: { id: string }) => Promise.resolve({ course: { credits: of(id).credits } }),
  } as unknown as Parts);
}

const reader = { t: catalogueOf('kk'), lang: 'kk' as const };

describe('a student’s own GPA', () => {
  it('weighs every grade that stands by the credits of its course, and shows each line', async () => {
    const found = await serviceOf({
      a: { total: '87', credits: 5 },
      b: { total: '70', credits: 3 },
      c: { total: '20', credits: 2 },
    }).ofOneself(student);
    const shown = explainGpa(found, 'own', reader);
    // (3.33 × 5 + 2.33 × 3 + 0 × 2) / 10
    expect(shown.value).toBe('2,36…');
    expect(shown.lines.map(({ numbers }) => numbers)).toEqual([
      '3,33 × 5 = 16,65',
      '2,33 × 3 = 6,99',
      '0 × 2 = 0',
      '23,64 / 10 = 2,36…',
    ]);
    expect(shown.note).toContain('транскрипттегі GPA емес');
  });

  it('leaves out what is hidden, not released, taken over by a status, or without credits', async () => {
    const found = await serviceOf({
      a: { total: '87', credits: 5, visible: false },
      b: { total: '87', credits: 5, released: false },
      c: { total: '87', credits: 5, status: { code: 'W', counts: false } },
      d: { total: '87', credits: null },
      e: { total: '70', credits: 3, status: { code: 'P', counts: true } },
    }).ofOneself(student);
    expect(found.courses.map(({ title }) => title)).toEqual(['Course e']);
    expect(found.withoutCredits).toBe(1);
    expect(explainGpa({ courses: [], withoutCredits: 1 }, 'own', reader)).toMatchObject({
      value: '',
      lines: [],
    });
  });

  it('is told to a teacher for the courses alone in which that teacher grades', async () => {
    const service = serviceOf({
      a: { total: '87', credits: 5, teacher: 't' },
      b: { total: '70', credits: 3, teacher: 'other' },
    });
    const found = await service.forGrader(student, teacher);
    expect(found.courses.map(({ title }) => title)).toEqual(['Course a']);
  });
});
