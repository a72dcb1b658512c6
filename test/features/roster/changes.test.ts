import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createRosterStore,
  type ListedMember,
  type MemberList,
  type RosterStore,
  syncRoster,
  syncStaleRoster,
} from '../../../src/features/roster/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { ensureIndexes } from '../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

/** An LMS that tells what has changed since the last reading (NRPS 2.0, `rel=differences`). */
let store: TestStore;
let roster: RosterStore;
let asked: (string | null)[];
let answer: MemberList;
let now: Date;
let courses = 0;
let course = { id: asId<'course'>(''), registrationId: asId<'registration'>('e'.repeat(24)) };

beforeAll(async () => {
  store = await startTestStore();
  roster = createRosterStore(store.connection);
  await ensureIndexes(store.connection);
});
afterAll(() => store.stop());
beforeEach(() => {
  courses += 1;
  course = { ...course, id: asId<'course'>(String(courses).padStart(24, '0')) };
  asked = [];
  now = new Date('2026-11-22T09:00:00Z');
});

const person = (sub: string, active = true): ListedMember => ({ facts: { sub }, role: 'learner', active });
const whole = (
  members: ListedMember[],
  changesUrl: string | null = 'https://lms.example/since=1',
): MemberList => ({
  kind: 'done',
  isWhole: true,
  members,
  changesUrl,
});
const changes = (members: ListedMember[]): MemberList => ({
  kind: 'done',
  isWhole: false,
  members,
  changesUrl: 'https://lms.example/since=2',
});

const parts = () => ({
  store: roster,
  listMembers: (_course: unknown, changesUrl: string | null) => {
    asked.push(changesUrl);
    return Promise.resolve(answer);
  },
  now: () => now,
});
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const states = async () =>
  Object.fromEntries((await roster.members(course.id)).map(one => [one.person.sub, one.active]));

describe('a list of which the LMS tells the changes', () => {
  it('is asked for the changes after a whole reading, and nobody else becomes inactive by them', async () => {
    answer = whole([person('a'), person('b'), person('c')]);
    await syncStaleRoster(parts(), course);
    later(10);
    answer = changes([person('b', false), person('d')]);
    await syncStaleRoster(parts(), course);
    expect(await states()).toEqual({ a: true, b: false, c: true, d: true });
    later(10);
    answer = changes([]);
    await syncStaleRoster(parts(), course);
    expect(asked).toEqual([null, 'https://lms.example/since=1', 'https://lms.example/since=2']);
    expect(await states()).toEqual({ a: true, b: false, c: true, d: true });
  });

  it('is read as a whole once a day, and whenever a teacher asks', async () => {
    answer = whole([person('a'), person('b')]);
    await syncStaleRoster(parts(), course);
    later(10);
    await syncRoster(parts(), course);
    later(25 * 60);
    answer = whole([person('a')]);
    await syncStaleRoster(parts(), course);
    expect(asked).toEqual([null, null, null]);
    expect(await states()).toEqual({ a: true, b: false });
  });

  it('keeps what it knows of changes through a failure', async () => {
    answer = whole([person('a')]);
    await syncStaleRoster(parts(), course);
    later(10);
    answer = { kind: 'failed', reason: 'retry' };
    await syncStaleRoster(parts(), course);
    later(10);
    answer = changes([]);
    await syncStaleRoster(parts(), course);
    expect(asked).toEqual([null, 'https://lms.example/since=1', 'https://lms.example/since=1']);
    expect(await states()).toEqual({ a: true });
  });

  it('is read as a whole where the LMS tells no changes', async () => {
    answer = whole([person('a')], null);
    await syncStaleRoster(parts(), course);
    later(10);
    await syncStaleRoster(parts(), course);
    expect(asked).toEqual([null, null]);
  });
});
