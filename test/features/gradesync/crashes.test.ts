import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure } from '../../../src/lti/services/result.ts';
import { fallingStamps, overlappingPosts } from './support/fakePlatform.ts';
import { courseId, entryOf, onlyColumn, personId, startWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

async function until(test: () => boolean): Promise<void> {
  while (!test()) await new Promise(resolve => setTimeout(resolve, 5));
}

/** The engine sends what is due, and its process ends between the LMS's storing and our writing. */
async function dieBeforeWriting({ stores, engine }: World): Promise<void> {
  const settle = stores.outbox.settle.bind(stores.outbox);
  let died = false;
  stores.outbox.settle = () => {
    died = true;
    return new Promise<never>(() => undefined);
  };
  void engine.worker.tick();
  await until(() => died);
  stores.outbox.settle = settle;
}

it('clears a first score whose sender died before it could say so', async () => {
  await world.release(['66']);
  await dieBeforeWriting(world);
  const other = world.another();
  await other.worker.tick();
  world.clock.advance(31_000);
  world.grades.release(courseId(), personId(1), null);
  await other.worker.drain();
  expect(world.platform.gradeOf('user-1')?.score).toBeNull();
});

it('lets two processes with the same work send every grade once', async () => {
  await world.release(Array.from({ length: 60 }, () => '80'));
  const other = world.another();
  await Promise.all([world.engine.worker.drain(), other.worker.drain()]);
  await world.engine.worker.drain();
  expect(world.platform.posts).toHaveLength(60);
  expect(world.platform.items.size).toBe(1);
  expect(overlappingPosts(world.platform.posts)).toBe(0);
});

it('takes over the work of a process that died, not before its lease has stood still long enough', async () => {
  await world.release(['60', '61', '62']);
  world.platform.trouble = call => (call.what === 'post' ? 'hang' : null);
  void world.engine.worker.tick();
  await until(() => world.platform.posts.length === 3);
  world.platform.trouble = () => null;
  const other = world.another();
  expect(await other.worker.drain()).toBe(0);
  world.clock.advance(20_000);
  expect(await other.worker.drain()).toBe(0);
  world.clock.advance(10_000);
  expect(await other.worker.drain()).toBe(3);
  expect(world.platform.gradeOf('user-3')?.score).toBe(62);
  expect(fallingStamps(world.platform.posts)).toBe(0);
});

it('stamps above what a dead process may have used, even with a clock two minutes behind', async () => {
  await world.release(['60']);
  world.platform.trouble = call =>
    call.what === 'post' ? { failure: failure('retry', ''), after: true } : null;
  world.platform.delay = () => new Promise(resolve => setTimeout(resolve, 30));
  await dieBeforeWriting(world);
  world.platform.trouble = () => null;
  const first = world.platform.posts[0]?.stamp ?? 0;
  world.clock.shift(-120_000);
  const other = world.another();
  await other.worker.tick();
  world.clock.advance(31_000);
  expect(await other.worker.drain()).toBe(1);
  expect(world.platform.posts[1]?.stamp).toBeGreaterThan(first);
  expect((await entryOf(world, 1)).state).toBe('sent');
});

it('queues what a crash left between saving and queueing', async () => {
  world.grades.release(courseId(), personId(1), '88');
  expect(await world.engine.worker.drain()).toBe(1);
  expect(world.platform.gradeOf('user-1')?.score).toBe(88);
  expect(world.grades.notQueued.size).toBe(0);
});

it('wakes a column whose process died between writing the wish and waking the column', async () => {
  await world.release(['70']);
  const column = await onlyColumn(world);
  await world.stores.columns.park(column.id, column.touches, null);
  expect(await world.engine.worker.drain()).toBe(1);
});

it('recognises its own score after a crash between posting and writing, whatever is wanted by then', async () => {
  await world.release(['70']);
  await world.engine.worker.drain();
  world.clock.advance(5_000);
  await world.release(['80']);
  await dieBeforeWriting(world);
  expect(world.platform.gradeOf('user-1')?.score).toBe(80);
  const other = world.another();
  await other.worker.tick();
  world.clock.advance(31_000);
  world.grades.release(courseId(), personId(1), '85');
  await other.worker.drain();
  await other.worker.drain();
  expect(world.platform.gradeOf('user-1')?.score).toBe(85);
  expect((await entryOf(world, 1)).state).toBe('sent');
});
