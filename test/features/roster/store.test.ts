import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRosterStore, type RosterStore } from '../../../src/features/roster/index.ts';
import { asId, type CourseId, type PersonId } from '../../../src/kernel/ids.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

let store: TestStore;
let roster: RosterStore;
let courseId: CourseId;
let people: PersonId[];
let courses = 0;

beforeAll(async () => {
  store = await startTestStore();
  roster = createRosterStore(store.connection);
  await ensureIndexes(store.connection);
});
afterAll(() => store.stop());
beforeEach(async () => {
  courses += 1;
  courseId = asId<'course'>(String(courses).padStart(24, '0'));
  const met = await roster.meetPeople(
    asId<'registration'>('f'.repeat(24)),
    Array.from({ length: 40 }, (_, index) => ({ sub: `student-${index}` })),
  );
  people = met.map(person => person.id);
});

const listed = (ids: readonly PersonId[]) =>
  ids.map(personId => ({ personId, role: 'learner' as const, active: true }));
const activeNow = async (): Promise<number> =>
  (await roster.members(courseId)).filter(member => member.active).length;

describe('lists of members that are read at the same time', () => {
  it('leave everybody in the course who is on both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [roster.beginSync(), roster.beginSync()];
      await Promise.all([
        roster.replaceListed(courseId, one, listed(people)),
        roster.replaceListed(courseId, other, listed(people)),
      ]);
      expect(await activeNow()).toBe(people.length);
    }
  });

  it('leave everybody in a course that is read for the first time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const fresh = asId<'course'>(String(1_000 * courses + round).padStart(24, '0'));
      const [one, other] = [roster.beginSync(), roster.beginSync()];
      await Promise.all([
        roster.replaceListed(fresh, other, listed(people)),
        roster.replaceListed(fresh, one, listed(people)),
      ]);
      const members = await roster.members(fresh);
      expect(members.filter(member => member.active)).toHaveLength(people.length);
    }
  });

  it('give each person one number', async () => {
    await Promise.all(
      [1, 2, 3].map(() => roster.replaceListed(courseId, roster.beginSync(), listed(people))),
    );
    const members = await roster.members(courseId);
    expect(members).toHaveLength(people.length);
    expect(new Set(members.map(member => member.number)).size).toBe(people.length);
  });

  it('count in the order in which they were asked for, not in which they came', async () => {
    await roster.replaceListed(courseId, roster.beginSync(), listed(people));
    const [older, newer] = [roster.beginSync(), roster.beginSync()];
    await roster.replaceListed(courseId, newer, listed(people.slice(1)));
    await roster.replaceListed(courseId, older, listed(people));
    expect(await activeNow()).toBe(people.length - 1);
  });

  it('make inactive whoever is no longer listed, and active again whoever is', async () => {
    await roster.replaceListed(courseId, roster.beginSync(), listed(people));
    await roster.replaceListed(courseId, roster.beginSync(), listed(people.slice(0, 10)));
    expect(await activeNow()).toBe(10);
    await roster.replaceListed(courseId, roster.beginSync(), listed(people));
    expect(await activeNow()).toBe(people.length);
  });
});

describe('somebody who comes in while a list is being read', () => {
  const begunAt = new Date('2026-11-22T09:00:00Z');
  const launch = (personId: PersonId | undefined, seconds: number) =>
    roster.recordLaunch(
      courseId,
      personId ?? asId<'person'>(''),
      'learner',
      new Date(begunAt.getTime() + seconds * 1000),
    );
  const isActive = async (personId: PersonId | undefined): Promise<boolean | undefined> =>
    (await roster.members(courseId)).find(member => member.person.id === personId)?.active;

  it('stays in the course, new in it or not, until a list that was asked for later says otherwise', async () => {
    const [newcomer, returner] = people;
    await roster.replaceListed(courseId, roster.beginSync(), listed(people.slice(1)));
    const sync = roster.beginSync();
    await launch(newcomer, 1);
    await launch(returner, 0);
    await roster.replaceListed(courseId, sync, listed(people.slice(2)), begunAt);
    expect([await isActive(newcomer), await isActive(returner)]).toEqual([true, true]);
    const later = new Date(begunAt.getTime() + 60_000);
    await roster.replaceListed(courseId, roster.beginSync(), listed(people.slice(2)), later);
    expect([await isActive(newcomer), await isActive(returner)]).toEqual([false, false]);
  });

  it('is not put out by an entry of that list that says somebody has left', async () => {
    const [one] = people;
    const left = people.slice(0, 2).map(personId => ({ personId, role: 'learner' as const, active: false }));
    await roster.replaceListed(courseId, roster.beginSync(), listed(people));
    const sync = roster.beginSync();
    await launch(one, 1);
    await roster.changeListed(courseId, sync, left, begunAt);
    expect([await isActive(one), await isActive(people[1])]).toEqual([true, false]);
  });

  it('who came before it was asked for leaves as everybody does', async () => {
    const [one] = people;
    await launch(one, -1);
    await roster.replaceListed(courseId, roster.beginSync(), listed(people.slice(1)), begunAt);
    expect(await isActive(one)).toBe(false);
  });
});

describe('a launch without a role in the course', () => {
  const at = new Date('2026-11-22T09:00:00Z');
  const member = async (personId: PersonId) =>
    (await roster.members(courseId)).find(one => one.person.id === personId);
  const met = (): PersonId => people[0] ?? asId<'person'>('');

  it('leaves the role that is known, and nobody who has left is back by it', async () => {
    const one = met();
    await roster.recordLaunch(courseId, one, 'learner', at);
    const later = new Date(at.getTime() + 1_000);
    await roster.recordLaunch(courseId, one, 'guest', later);
    expect(await member(one)).toMatchObject({ role: 'learner', active: true, lastLaunchAt: later });
    await roster.replaceListed(courseId, roster.beginSync(), listed(people.slice(1)));
    await roster.recordLaunch(courseId, one, 'guest', later);
    expect(await member(one)).toMatchObject({ role: 'learner', active: false });
    await roster.recordLaunch(courseId, one, 'learner', later);
    expect(await member(one)).toMatchObject({ active: true });
  });

  it('makes a guest of a newcomer, until a launch or the list says more', async () => {
    const one = met();
    await roster.recordLaunch(courseId, one, 'guest', at);
    expect(await member(one)).toMatchObject({ role: 'guest', active: true });
    await roster.replaceListed(courseId, roster.beginSync(), listed([one]));
    expect(await member(one)).toMatchObject({ role: 'learner', active: true });
    await roster.recordLaunch(courseId, one, 'assistant', at);
    expect(await member(one)).toMatchObject({ role: 'assistant' });
  });
});
