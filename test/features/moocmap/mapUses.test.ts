import { expect, it } from 'vitest';
import { delayIn, noSteps, progressOf, tasksOf } from '../../../src/features/moocmap/domain/progress.ts';
import { usesOf } from '../../../src/features/moocmap/mapUses.ts';
import { asId, type CourseId } from '../../../src/kernel/ids.ts';
import { filledMap, sampleSyllabus } from './filled.ts';

type Parts = Parameters<typeof usesOf>[0];
const sample = async () => filledMap(await sampleSyllabus('en'), 'en');

it('counts the learners of today who have reached the threshold, and says where nobody can tell', async () => {
  const map = await sample();
  const course = asId<'course'>('c');
  const person = (id: string) => asId<'person'>(id);
  const moocs = map.moocs.map(mooc => ({ ...mooc, registryId: `registry-${mooc.key}` }));
  const member = (id: string, role: string, active = true) => ({ person: { id: person(id) }, role, active });
  const result = (moocKey: string, id: string, completed: boolean | null) => ({
    ...{ courseId: course, moocKey, completed },
    personId: person(id),
    percent: '70',
  });
  const uses = await usesOf(
    {
      courses: {
        ofRegistration: () =>
          Promise.resolve([{ id: course, title: 'Statistics', term: { startOn: '2026-09-01' } }]),
      },
      store: {
        newestOf: (ids: readonly CourseId[]) =>
          Promise.resolve(
            ids.map(courseId => ({
              courseId,
              map: { ...map, moocs, selection: { ...map.selection, department: 'Статистика' } },
            })),
          ),
      },
      roster: {
        members: () =>
          Promise.resolve([
            ...[member('a', 'learner'), member('b', 'learner'), member('c', 'learner')],
            ...[member('gone', 'learner', false), member('t', 'instructor')],
          ]),
      },
      resultsOf: () =>
        Promise.resolve([
          ...[result('m1', 'a', true), result('m1', 'b', false), result('m1', 'gone', true)],
          result('m2', 'a', null),
        ]),
    } as unknown as Parts,
    asId<'registration'>('r'),
  );
  expect(new Set(uses.map(({ department }) => department))).toEqual(new Set(['Статистика']));
  expect(uses.map(({ moocId, learners, completed, term }) => [moocId, learners, completed, term])).toEqual([
    ['registry-m1', 3, 1, '2026/2027-1'],
    ['registry-m2', 3, null, '2026/2027-1'],
  ]);
});

it('calls a student behind in an online course whose first deadline has passed, and says why', async () => {
  const map = await sample();
  const ownTasks = tasksOf(map).filter(({ row }) => row.use?.mooc === 'm1');
  const today = '2026-10-01';
  const due = (key: string) => (ownTasks.some(task => task.key === key) ? '2026-09-30' : '2026-12-01');
  const registered = { ...noSteps, registrations: [{ mooc: 'm1', address: null, at: new Date(0) }] };
  const diligent = { ...registered, done: ownTasks.map(({ key }) => ({ row: key, at: new Date(0) })) };
  const delay = (steps: typeof noSteps, completed: boolean | null | undefined, hasResults: boolean) =>
    delayIn(
      map,
      'm1',
      progressOf(map, steps, today, ({ key }) => due(key)),
      completed,
      hasResults,
    );
  expect(delay(noSteps, undefined, false)).toBe('unregistered');
  expect(delay(registered, undefined, true)).toBe('no-result');
  expect(delay(registered, undefined, false)).toBe('tasks');
  expect(delay(noSteps, false, true)).toBe('tasks');
  expect(delay(noSteps, true, true)).toBeNull();
  expect(delay(diligent, undefined, false)).toBeNull();
  const later = progressOf(map, noSteps, today, () => '2026-12-01');
  expect(delayIn(map, 'm2', later, undefined, true)).toBeNull();
});
