import { expect, it } from 'vitest';
import { type Member } from '../../../src/features/roster/index.ts';
import { reviewPath, type ReviewParts } from '../../../src/features/review/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { abilitiesOf } from '../../../src/kernel/permissions.ts';
import { done } from '../../../src/lti/services/result.ts';
import { testClock } from '../gradesync/support/clock.ts';

/** How long a review waits for the LMS: on a clock that the LMS's answers move, without an LMS. */
const courseId = asId<'course'>('c'.repeat(24));
const personId = 'a'.repeat(24);
const member = { person: { id: personId, sub: 'student' }, role: 'learner' } as unknown as Member;
const course = { id: courseId, registrationId: 'r', services: { nrpsUrl: 'https://lms.example/members' } };
const never = new Promise<never>(() => undefined);

/** @param times how long the list of members and the column take, in milliseconds */
function lms(times: { list: number; column: number }, known = false) {
  const clock = testClock();
  const begunAt = clock.elapsed();
  let members: Member[] = known ? [member] : [];
  /** Moves the clock on by a second at each turn of the event loop, as long as anybody waits. */
  const after = async (ms: number): Promise<void> => {
    for (const until = clock.elapsed() + ms; clock.elapsed() < until; clock.advance(1_000))
      await new Promise(resolve => setImmediate(resolve));
  };
  const parts = {
    clock,
    courses: { find: async () => course },
    roster: { members: async () => members },
    syncRoster: async () => {
      await after(times.list);
      members = [member];
      return 'done';
    },
    gradebook: {
      getLineItem: async () => {
        await after(times.column);
        return done(200, { tag: 'another' });
      },
    },
    panelTag: 'tirek:final',
  } as unknown as ReviewParts;
  const open = (changes: Partial<ReviewParts> = {}): Promise<string> =>
    reviewPath({ ...parts, ...changes }, courseId, abilitiesOf('instructor'), {
      forUserId: 'student',
      lineItemUrl: 'https://lms.example/item',
    });
  return { open, elapsed: () => clock.elapsed() - begunAt };
}

it('waits for a list of members and for a column that come soon', async () => {
  const { open, elapsed } = lms({ list: 2_000, column: 1_000 });
  expect(await open()).toBe(`/review?missing=column&student=${personId}`);
  expect(elapsed()).toBe(3_000);
});

it('says that the list of members is not there, after four seconds in all', async () => {
  const { open, elapsed } = lms({ list: 60_000, column: 0 });
  expect(await open()).toBe('/review?missing=list');
  expect(elapsed()).toBeLessThanOrEqual(5_000);
});

it('opens the panel when the column could not be looked at in the time that the list has left', async () => {
  const { open, elapsed } = lms({ list: 3_000, column: 60_000 });
  expect(await open()).toBe(`/grading/${personId}`);
  expect(elapsed()).toBeLessThanOrEqual(5_000);
});

it('does not take a student for a stranger whose list could not be read', async () => {
  const { open } = lms({ list: 0, column: 0 });
  for (const outcome of ['failed', 'reading'] as const)
    expect(await open({ syncRoster: () => Promise.resolve(outcome) })).toBe('/review?missing=list');
  expect(await open({ syncRoster: () => Promise.resolve('not-offered') })).toBe('/review?missing=student');
});

it('does not ask for the list when the student is known', async () => {
  const { open } = lms({ list: 0, column: 0 }, true);
  expect(await open({ syncRoster: () => never })).toBe(`/review?missing=column&student=${personId}`);
});
