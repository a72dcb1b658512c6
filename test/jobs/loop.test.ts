import { expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/jobs/clock.ts';
import { createLoop } from '../../src/jobs/loop.ts';

const until = async (test: () => boolean): Promise<void> => {
  while (!test()) await new Promise(resolve => setTimeout(resolve, 1));
};

it('goes on after a turn that failed, and waits longer after each', async () => {
  const waits: number[] = [];
  const clock: Clock = {
    ...systemClock,
    wait: async ms => {
      waits.push(ms);
      await new Promise(resolve => setTimeout(resolve, 1));
    },
  };
  let turns = 0;
  const errors: unknown[] = [];
  const loop = createLoop({
    clock,
    everyMs: 10,
    onError: error => errors.push(error),
    turn: async () => {
      turns += 1;
      if (turns <= 3) throw new Error('the store is away');
    },
  });
  loop.start();
  await until(() => turns >= 6);
  await loop.stop();
  expect(errors).toHaveLength(3);
  expect(waits.slice(0, 5)).toEqual([20, 30, 40, 10, 10]);
});

it('takes its next turn at once when woken, also during a turn', async () => {
  let turns = 0;
  const loop = createLoop({
    clock: systemClock,
    everyMs: 1_000_000,
    onError: () => undefined,
    turn: async () => {
      turns += 1;
      if (turns === 1) loop.wake();
    },
  });
  loop.start();
  await until(() => turns === 2);
  loop.wake();
  await until(() => turns === 3);
  await loop.stop();
  expect(turns).toBe(3);
});

it('ends after the turn that is under way', async () => {
  let ended = false;
  const loop = createLoop({
    clock: systemClock,
    everyMs: 1_000_000,
    onError: () => undefined,
    turn: async () => {
      await new Promise(resolve => setTimeout(resolve, 20));
      ended = true;
    },
  });
  loop.start();
  await loop.stop();
  expect(ended).toBe(true);
});
