import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure } from '../../../src/lti/services/result.ts';
import { courseId, entryOf, onlyColumn, personId, startWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const urlOf = async () => (await onlyColumn(world)).url ?? '';

/** Three grades in the LMS, one minute old. */
async function sentClass(): Promise<string> {
  await world.release(['70', '71', '72']);
  await world.engine.worker.drain();
  world.clock.advance(60_000);
  return urlOf();
}

async function compare() {
  await world.engine.checks.ask(courseId());
  await world.engine.checks.tick();
  return (await world.stores.checks.find(courseId()))?.last;
}

it('finds nothing where the LMS shows what was sent, and sends nothing', async () => {
  await sentClass();
  expect(await compare()).toMatchObject({ failure: null, compared: 3, resent: 0, changed: 0, extra: 0 });
  expect(await world.engine.worker.drain()).toBe(0);
  expect(world.platform.posts).toHaveLength(3);
});

it('sends a grade again that the LMS has lost, and that one alone', async () => {
  const url = await sentClass();
  world.platform.grades.get(url)?.delete('user-2');
  expect(await compare()).toMatchObject({ resent: 1, changed: 0 });
  await world.engine.worker.drain();
  expect(world.platform.posts.slice(3).map(post => post.userId)).toEqual(['user-2']);
  expect(world.platform.gradeOf('user-2')?.score).toBe(71);
  expect((await entryOf(world, 2)).history.map(line => line.ending)).toContain('missing');
});

it('asks the teacher when a grade that was sent again is gone once more', async () => {
  const url = await sentClass();
  for (let night = 0; night < 2; night++) {
    world.platform.grades.get(url)?.delete('user-2');
    await compare();
    await world.engine.worker.drain();
    world.clock.advance(60_000);
  }
  expect(await entryOf(world, 2)).toMatchObject({ state: 'conflict', reason: 'removed-in-lms' });
  expect(world.platform.posts).toHaveLength(4);
  // The next release is a new decision of the teacher, and asks again only where the LMS has something else.
  world.clock.advance(60_000);
  await world.release(['70', '90', '72']);
  await world.engine.worker.drain();
  expect(world.platform.gradeOf('user-2')?.score).toBe(90);
});

it('never fights a value that was typed in the LMS', async () => {
  const url = await sentClass();
  world.platform.typeGrade(url, 'user-3', 99, 1);
  for (let night = 0; night < 3; night++) {
    expect(await compare()).toMatchObject({ resent: 0, changed: 1 });
    await world.engine.worker.drain();
  }
  expect(world.platform.gradeOf('user-3')?.score).toBe(99);
  expect(await entryOf(world, 3)).toMatchObject({ state: 'conflict', reason: 'changed-in-lms' });
});

it('keeps the conflict when the same grade is released again', async () => {
  const url = await sentClass();
  world.platform.typeGrade(url, 'user-3', 99, 1);
  await compare();
  await world.release(['70', '71', '72']);
  await world.engine.worker.drain();
  expect(await entryOf(world, 3)).toMatchObject({ state: 'conflict', lms: { score: '99' } });
  expect(world.platform.posts).toHaveLength(3);
});

it('ends a conflict when the LMS shows our grade again', async () => {
  const url = await sentClass();
  world.platform.typeGrade(url, 'user-3', 99, 1);
  await compare();
  world.platform.typeGrade(url, 'user-3', 72, 2);
  expect(await compare()).toMatchObject({ changed: 0 });
  expect((await entryOf(world, 3)).state).toBe('sent');
});

it('shows grades that only the LMS has, and does not overwrite them with a first release', async () => {
  const url = await sentClass();
  world.platform.typeGrade(url, 'user-4', 55, 1);
  world.platform.typeGrade(url, 'somebody', 66, 1);
  expect(await compare()).toMatchObject({ extra: 1, strangers: 1 });
  expect(await entryOf(world, 4)).toMatchObject({ state: 'extra', lms: { score: '55' } });
  await world.release(['70', '71', '72', '80']);
  await world.engine.worker.drain();
  expect(world.platform.gradeOf('user-4')?.score).toBe(55);
  expect((await entryOf(world, 4)).state).toBe('conflict');
});

it('notices that the column is gone, and asks', async () => {
  await sentClass();
  world.platform.items.clear();
  await compare();
  expect((await onlyColumn(world)).state).toBe('missing');
});

it('queues a newer release that the queue was not told of', async () => {
  await sentClass();
  world.grades.release(courseId(), personId(1), '88');
  world.grades.notQueued.clear();
  expect(await compare()).toMatchObject({ resent: 1 });
  await world.engine.worker.drain();
  expect(world.platform.gradeOf('user-1')?.score).toBe(88);
});

it('changes nothing in an entry that got a wish while the results were read', async () => {
  const url = await sentClass();
  world.platform.grades.get(url)?.delete('user-1');
  world.platform.trouble = call => {
    if (call.what === 'results' && call.userId === null) void world.release(['75', '71', '72']);
    return null;
  };
  world.platform.delay = () => new Promise(resolve => setTimeout(resolve, 60));
  await compare();
  expect((await entryOf(world, 1)).history.map(line => line.ending)).not.toContain('missing');
});

it('comes back after a quarter of an hour when the LMS is away, and says why', async () => {
  await sentClass();
  const away = { failure: failure('retry', 'status 503', 503), after: false };
  world.platform.trouble = call => (call.what === 'results' ? away : null);
  expect(await compare()).toMatchObject({ failure: 'lms-error', compared: 0 });
  world.platform.trouble = () => null;
  expect(await world.engine.checks.tick()).toBe(0);
  world.clock.advance(16 * 60_000);
  expect(await world.engine.checks.tick()).toBe(1);
  expect((await world.stores.checks.find(courseId()))?.last).toMatchObject({ failure: null, compared: 3 });
});

it('compares every course once a night by itself, whoever of two processes is first', async () => {
  await sentClass();
  const second = world.another();
  await world.engine.checks.tick();
  let nights = 0;
  for (let hour = 0; hour < 72; hour++) {
    world.clock.advance(3_600_000);
    nights += (await Promise.all([world.engine.checks.tick(), second.checks.tick()])).reduce((a, b) => a + b);
  }
  expect(nights).toBe(3);
});
