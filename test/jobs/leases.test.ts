import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLeases, defaultLeaseRule, type Leases } from '../../src/jobs/leases.ts';
import { createLeaseStore, type LeaseStore } from '../../src/jobs/leaseStore.ts';
import { testClock, type TestClock } from '../features/gradesync/support/clock.ts';
import { startTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let leaseStore: LeaseStore;
let clock: TestClock;
let mine: Leases;
let theirs: Leases;
let name: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore();
  leaseStore = createLeaseStore(store.connection);
});
afterAll(() => store.stop());
beforeEach(() => {
  clock = testClock();
  name = `work-${++count}`;
  mine = createLeases({ store: leaseStore, clock, owner: 'mine' });
  theirs = createLeases({ store: leaseStore, clock, owner: 'theirs' });
});

it('gives a lease to one of many that ask at once', async () => {
  const many = Array.from({ length: 8 }, (_, index) =>
    createLeases({ store: leaseStore, clock, owner: `owner-${index}` }),
  );
  const taken = await Promise.all(many.map(leases => leases.tryTake(name)));
  expect(taken.filter(lease => lease !== null)).toHaveLength(1);
});

it('is taken over only when its signs of life have stood still for long enough', async () => {
  const held = await mine.tryTake(name);
  expect(await theirs.tryTake(name)).toBeNull();
  clock.advance(defaultLeaseRule.takeOverAfterMs - 1);
  await held?.keep(0);
  expect(await theirs.tryTake(name)).toBeNull();
  clock.advance(defaultLeaseRule.takeOverAfterMs - 1);
  expect(await theirs.tryTake(name)).toBeNull();
  clock.advance(1);
  expect(await theirs.tryTake(name)).not.toBeNull();
});

it('does not look at the date of any computer', async () => {
  await mine.tryTake(name);
  await theirs.tryTake(name);
  clock.shift(3_600_000);
  expect(await theirs.tryTake(name)).toBeNull();
});

it('is free at once when it was given back', async () => {
  const held = await mine.tryTake(name);
  await held?.release(true);
  expect(await theirs.tryTake(name)).not.toBeNull();
});

it('is not trusted after a silence, and is known to be lost after somebody took it over', async () => {
  const held = await mine.tryTake(name);
  expect(held?.isTrusted()).toBe(true);
  clock.advance(defaultLeaseRule.trustForMs);
  expect(held?.isTrusted()).toBe(false);
  await theirs.tryTake(name);
  clock.advance(defaultLeaseRule.takeOverAfterMs);
  await theirs.tryTake(name);
  expect(await held?.keep(0)).toBe(false);
  expect(await held?.promise(1, 0)).toBe(false);
});

it('tells every later owner what a dead one may have used', async () => {
  const dead = await mine.tryTake(name);
  await dead?.promise(1_000, 20);
  await theirs.tryTake(name);
  clock.advance(defaultLeaseRule.takeOverAfterMs);
  const heir = await theirs.tryTake(name);
  expect(heir?.floor).toBe(1_020);
  await heir?.promise(2_000, 20);
  await heir?.release(true);
  expect((await mine.tryTake(name))?.floor).toBe(1_020);
});

it('forgets after an orderly end what was promised, and not after another', async () => {
  const first = await mine.tryTake(name);
  await first?.promise(1_000, 20);
  await first?.release(true);
  const second = await theirs.tryTake(name);
  expect(second?.floor).toBe(0);
  await second?.promise(1_000, 20);
  await second?.release(false);
  expect((await mine.tryTake(name))?.floor).toBe(1_020);
});
