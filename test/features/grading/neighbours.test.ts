import { expect, it, vi } from 'vitest';
import { type UsableAssessment } from '../../../src/features/grading/assessmentService.ts';
import { type Neighbour } from '../../../src/features/grading/classList.ts';
import { packStudents, unpackStudents } from '../../../src/features/grading/domain/panel.ts';
import { type GradeStore } from '../../../src/features/grading/gradeStore.ts';
import { createNeighbours } from '../../../src/features/grading/neighbours.ts';
import { asId } from '../../../src/kernel/ids.ts';

const courseId = asId<'course'>('c'.repeat(24));
const assessment = {
  ...{ courseId, key: 'final', gradesKey: 'final', rubricVersion: 1 },
  settings: { anonymous: false, seed: '' },
} as unknown as UsableAssessment;
const one = (name: string): Neighbour => ({
  ...{ id: asId<'person'>(name), key: name, name, active: true, state: 'not-started' },
});
const draft = { criteria: [70, 80], bands: [1, 1], comment: '' };

function setUp() {
  let now = 0;
  const neighbours = createNeighbours(() => now);
  const load = vi.fn(async () => [one('a'), one('b')]);
  const store = {
    saveDraft: async () => true,
    release: async (releases: readonly unknown[]) => releases.map(() => ({ courseId })),
  } as unknown as GradeStore;
  const read = (lang: 'kk' | 'ru' = 'kk') => neighbours.of(assessment, lang, load);
  return { grades: neighbours.watch(store), read, load, pass: (ms: number) => (now += ms) };
}

it('reads the class once for the pages of some seconds, and again after them', async () => {
  const { read, load, pass } = setUp();
  await read();
  await read();
  expect(load).toHaveBeenCalledTimes(1);
  await read('ru');
  expect(load).toHaveBeenCalledTimes(2);
  pass(10_000);
  await read();
  expect(load).toHaveBeenCalledTimes(3);
});

it('knows a draft that was written here at once, and no draft that was not written', async () => {
  const { read, grades } = setUp();
  await read();
  const next = { courseId, assessment: 'final', personId: asId<'person'>('b'), draft } as never;
  await grades.saveDraft(null, next);
  expect((await read()).map(({ state }) => state)).toEqual(['not-started', 'ready']);
});

it('reads the class anew after a release, because released work has its name again', async () => {
  const { read, load, grades } = setUp();
  await read();
  await grades.release([{} as never]);
  await read();
  expect(load).toHaveBeenCalledTimes(2);
});

it('brings a class into a page and out of it as it was', () => {
  const class_ = [
    { id: 'a1', name: 'Әбілова Айым "Қ"', state: 'released' as const },
    { id: 'b2', name: 'Студент 4', state: 'not-started' as const },
  ];
  expect(unpackStudents(packStudents(class_))).toEqual(class_);
  expect(unpackStudents(packStudents([]))).toEqual([]);
});
