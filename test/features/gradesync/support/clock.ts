import { type Clock } from '../../../../src/jobs/clock.ts';

/** Time that stands still until the test moves it. */
export interface TestClock extends Clock {
  advance(ms: number): void;
  /** Sets the date alone, as an operator or a time server does. */
  shift(ms: number): void;
}

export function testClock(start = '2026-12-20T09:00:00Z'): TestClock {
  let elapsed = 0;
  let offset = new Date(start).getTime();
  return {
    now: () => new Date(offset + elapsed),
    elapsed: () => elapsed,
    wait: () => new Promise(resolve => setImmediate(resolve)),
    advance: ms => {
      elapsed += ms;
    },
    shift: ms => {
      offset += ms;
    },
  };
}

/** A small seeded generator (mulberry32): the same faults in every run of a test. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
