import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure } from '../../../src/lti/services/result.ts';
import { fallingStamps } from './support/fakePlatform.ts';
import { courseId, entryOf, onlyColumn, registrationId, startWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const again = { failure: failure('retry', 'status 503', 503), after: false };

it('brings every released grade into one column with its comment', async () => {
  await world.release(['72', '71.5', '0']);
  expect(await world.engine.worker.drain()).toBe(3);
  expect(world.platform.items.size).toBe(1);
  expect([...world.platform.items.values()][0]).toMatchObject({
    label: 'Қорытынды бақылау',
    scoreMaximum: 100,
    resourceId: `tirek:${courseId()}:final`,
    tag: 'tirek:final',
  });
  expect(world.platform.gradeOf('user-1')).toMatchObject({ score: 72, comment: 'B, жақсы' });
  expect(world.platform.gradeOf('user-2')).toMatchObject({ score: 71.5 });
  expect(world.platform.gradeOf('user-3')).toMatchObject({ score: 0 });
  expect(await entryOf(world, 2)).toMatchObject({ state: 'sent', reason: null, nextAt: null });
});

it('sends nothing when a release changes nothing, and only what changed otherwise', async () => {
  await world.release(Array.from({ length: 40 }, (_, index) => String(50 + index)));
  await world.engine.worker.drain();
  world.clock.advance(60_000);
  const scores = Array.from({ length: 40 }, (_, index) => String(50 + index));
  scores.splice(3, 3, '90', '91', '92');
  await world.release(scores);
  await world.engine.worker.drain();
  expect(world.platform.posts).toHaveLength(43);
  expect(world.platform.gradeOf('user-4')?.score).toBe(90);
  expect((await entryOf(world, 20)).state).toBe('sent');
});

it('sends the newest of several wishes once', async () => {
  await world.release(['60']);
  await world.release(['61']);
  await world.release(['62']);
  await world.engine.worker.drain();
  expect(world.platform.posts.map(post => post.score)).toEqual([62]);
});

it('sends again when the grade changes while its score is on the way', async () => {
  await world.release(['60']);
  let changed = false;
  world.platform.trouble = call => {
    if (call.what === 'post' && !changed) {
      changed = true;
      void world.release(['75']);
    }
    return null;
  };
  world.platform.delay = () => new Promise(resolve => setTimeout(resolve, 60));
  await world.engine.worker.drain();
  world.clock.advance(1_200);
  await world.engine.worker.drain();
  expect(world.platform.posts.map(post => post.score)).toEqual([60, 75]);
  expect(world.platform.gradeOf('user-1')?.score).toBe(75);
  expect(fallingStamps(world.platform.posts)).toBe(0);
});

it('clears a grade as it was wished', async () => {
  await world.release(['60']);
  await world.engine.worker.drain();
  world.clock.advance(5_000);
  await world.release([null]);
  await world.engine.worker.drain();
  expect(world.platform.gradeOf('user-1')?.score).toBeNull();
  expect((await entryOf(world, 1)).history[0]).toMatchObject({ ending: 'cleared' });
});

it('tries again with growing pauses while the LMS is away, and shows when', async () => {
  await world.release(['70']);
  let away = 3;
  world.platform.trouble = call => (call.what === 'post' && away-- > 0 ? again : null);
  await world.engine.worker.drain();
  const first = await entryOf(world, 1);
  expect(first).toMatchObject({ state: 'waiting', reason: 'lms-error', failures: 1 });
  for (let minute = 0; minute < 3; minute++) {
    world.clock.advance(60_000);
    await world.engine.worker.drain();
  }
  const last = await entryOf(world, 1);
  expect(last.state).toBe('sent');
  expect(last.history.map(line => line.ending)).toEqual(['sent', 'lms-error', 'lms-error', 'lms-error']);
});

it('does not let one bad student hold up the others', async () => {
  world.platform.strangers.add('user-2');
  world.platform.locked.add('user-3');
  await world.release(['70', '71', '72', '73', '74']);
  await world.engine.worker.drain();
  expect(world.platform.gradeOf('user-5')?.score).toBe(74);
  expect(await entryOf(world, 2)).toMatchObject({ state: 'refused', reason: 'not-gradable' });
  expect(await entryOf(world, 3)).toMatchObject({ state: 'refused', reason: 'locked' });
  world.platform.strangers.clear();
  world.clock.advance(25 * 3_600_000);
  await world.engine.worker.drain();
  expect((await entryOf(world, 2)).state).toBe('sent');
});

it('obeys Retry-After for the whole registration and for no other', async () => {
  world.directory.addCourse(courseId(2), registrationId(1));
  world.directory.addCourse(courseId(3), registrationId(2));
  await world.release(['70', '71'], courseId(1));
  await world.release(['72'], courseId(2));
  await world.release(['73'], courseId(3));
  world.platform.trouble = call =>
    call.what === 'post' && call.registrationId === registrationId(1)
      ? { failure: failure('rate-limited', 'status 429', 429, 90_000), after: false }
      : null;
  await world.engine.worker.drain();
  expect(world.platform.posts.filter(post => post.outcome === 'done')).toHaveLength(1);
  world.platform.trouble = () => null;
  const calls = world.platform.calls.length;
  world.clock.advance(89_000);
  await world.engine.worker.drain();
  expect(world.platform.calls).toHaveLength(calls);
  world.clock.advance(2_000);
  await world.engine.worker.drain();
  expect((await entryOf(world, 1, courseId(1))).state).toBe('sent');
  expect((await entryOf(world, 1, courseId(2))).state).toBe('sent');
  expect((await world.stores.pauses.all()).size).toBe(0);
});

it('lets a column rest when several of its grades fail in a row, while another course goes on', async () => {
  world.directory.addCourse(courseId(2));
  await world.release(
    Array.from({ length: 30 }, () => '70'),
    courseId(1),
  );
  await world.release(['72', '73'], courseId(2));
  const broken = `https://lms.example/${courseId(1)}/lineitems`;
  world.platform.trouble = call =>
    call.what === 'post' && world.platform.items.get(call.url ?? '')?.courseUrl === broken ? again : null;
  await world.engine.worker.drain();
  expect(world.platform.posts.length).toBeLessThan(10);
  expect((await entryOf(world, 2, courseId(2))).state).toBe('sent');
  expect((await onlyColumn(world, courseId(1))).pause).toMatchObject({ reason: 'lms-error', times: 1 });
});

it('makes one column when creating it gets no answer although the LMS made it', async () => {
  await world.release(['70']);
  let lost = false;
  world.platform.trouble = call => {
    if (call.what !== 'create' || lost) return null;
    lost = true;
    return { failure: failure('retry', 'timeout'), after: true };
  };
  await world.engine.worker.drain();
  world.clock.advance(30_000);
  await world.engine.worker.drain();
  expect(world.platform.items.size).toBe(1);
  expect(world.platform.gradeOf('user-1')?.score).toBe(70);
});

it('waits before making a column again after a lost answer: the first may still appear', async () => {
  await world.release(['70']);
  let lost = false;
  world.platform.trouble = call => {
    if (call.what !== 'create' || lost) return null;
    lost = true;
    return again;
  };
  await world.engine.worker.drain();
  world.clock.advance(30_000);
  await world.engine.worker.drain();
  expect(world.platform.calls.filter(call => call.what === 'create')).toHaveLength(1);
  world.clock.advance(61_000);
  await world.engine.worker.drain();
  expect(world.platform.calls.filter(call => call.what === 'create')).toHaveLength(2);
  expect(world.platform.gradeOf('user-1')?.score).toBe(70);
});

it('notices a deleted column and asks before it makes another', async () => {
  await world.release(['70', '71']);
  await world.engine.worker.drain();
  world.platform.items.clear();
  world.clock.advance(5_000);
  await world.release(['75', '71']);
  await world.engine.worker.drain();
  expect(world.platform.items.size).toBe(0);
  expect(await onlyColumn(world)).toMatchObject({ state: 'missing', url: null });
});

it('finds a column that was moved and fills it whole', async () => {
  await world.release(['70', '71']);
  await world.engine.worker.drain();
  const [item] = [...world.platform.items.values()];
  if (item === undefined) throw new Error('no item');
  world.platform.items.clear();
  world.platform.items.set('https://lms.example/items/moved', {
    ...item,
    url: 'https://lms.example/items/moved',
  });
  world.clock.advance(5_000);
  await world.release(['75', '71']);
  await world.engine.worker.drain();
  world.clock.advance(1_200);
  await world.engine.worker.drain();
  const moved = world.platform.grades.get('https://lms.example/items/moved');
  expect(moved?.get('user-1')?.score).toBe(75);
  expect(moved?.get('user-2')?.score).toBe(71);
});

it('shows a grade that was changed by hand instead of overwriting it', async () => {
  await world.release(['70']);
  await world.engine.worker.drain();
  const { url } = await onlyColumn(world);
  world.platform.typeGrade(url ?? '', 'user-1', 95, Math.floor(world.clock.now().getTime() / 1000));
  world.clock.advance(60_000);
  await world.release(['80']);
  await world.engine.worker.drain();
  expect(world.platform.gradeOf('user-1')?.score).toBe(95);
  expect(await entryOf(world, 1)).toMatchObject({
    state: 'conflict',
    reason: 'changed-in-lms',
    lms: { score: '95', maximum: 100 },
    askedRev: 2,
  });
});

it('waits out an LMS whose clock is two minutes ahead', async () => {
  await world.release(['70']);
  await world.engine.worker.drain();
  const { url } = await onlyColumn(world);
  // An activity's own column keeps the LMS's clock, not our timestamp.
  world.platform.typeGrade(url ?? '', 'user-1', 70, Math.floor(world.clock.now().getTime() / 1000) + 120);
  world.clock.advance(1_000);
  await world.release(['80']);
  for (let step = 0; step < 60; step++) {
    await world.engine.worker.drain();
    world.clock.advance(5_000);
  }
  expect(world.platform.gradeOf('user-1')?.score).toBe(80);
  expect(fallingStamps(world.platform.posts)).toBe(0);
});

it('rests the registration when its token is refused and goes on when it is mended', async () => {
  await world.release(['70', '71']);
  world.platform.trouble = () => ({
    failure: failure('unauthorized', 'access token: status 400', 400),
    after: false,
  });
  await world.engine.worker.drain();
  expect([...(await world.stores.pauses.all()).values()][0]).toMatchObject({ reason: 'token-refused' });
  world.platform.trouble = () => null;
  world.clock.advance(600_000);
  await world.engine.worker.drain();
  expect(world.platform.gradeOf('user-2')?.score).toBe(71);
});

it('says that the LMS offers no gradebook and tries nothing', async () => {
  const course = world.directory.addCourse(courseId(5));
  world.directory.courses.set(course.id, { ...course, services: { ...course.services, lineItemsUrl: null } });
  await world.release(['70'], courseId(5));
  await world.engine.worker.drain();
  expect(world.platform.calls).toHaveLength(0);
  expect((await onlyColumn(world, courseId(5))).pause).toMatchObject({ reason: 'no-gradebook' });
});

const emptyList = {
  failure: { ...failure('retry', 'status 500', 500), isEmptyList: true },
  after: false,
};

it('calls a grade locked when the LMS fails for it with an empty list and takes the others', async () => {
  world.platform.trouble = call => (call.what === 'post' && call.userId === 'user-1' ? emptyList : null);
  await world.release(['70', '71', '72']);
  await world.engine.worker.drain();
  world.clock.advance(3_000);
  await world.engine.worker.drain();
  expect(await entryOf(world, 1)).toMatchObject({ state: 'refused', reason: 'locked' });
  expect(world.platform.gradeOf('user-3')?.score).toBe(72);
});

it('calls it a failure of the LMS while no other grade is taken', async () => {
  world.platform.trouble = call => (call.what === 'post' ? emptyList : null);
  await world.release(['70', '71']);
  await world.engine.worker.drain();
  expect(await entryOf(world, 1)).toMatchObject({ state: 'waiting', reason: 'lms-error' });
});
