import { type Clock } from './clock.ts';

/** Work that is done again and again in the background until it is stopped. */
export interface Loop {
  start(): void;
  /** Does not wait for the next turn. */
  wake(): void;
  /** Resolves when the turn that is under way has ended. */
  stop(): Promise<void>;
}

/** After errors in a row the turns come up to so many times slower. */
const slowest = 10;

/**
 * Takes turns with `everyMs` between the end of one and the beginning of the next. A turn that throws is reported and
 * the next one comes all the same: a store that is away for a minute must not end the work for good.
 */
export function createLoop(parts: {
  clock: Clock;
  everyMs: number;
  turn: () => Promise<unknown>;
  onError: (error: unknown) => void;
}): Loop {
  let running: Promise<void> | null = null;
  let stopping = false;
  let woken = false;
  let nap = new AbortController();
  let errors = 0;

  async function run(): Promise<void> {
    while (!stopping) {
      woken = false;
      try {
        await parts.turn();
        errors = 0;
      } catch (error) {
        errors += 1;
        parts.onError(error);
      }
      if (stopping || woken) continue;
      nap = new AbortController();
      await parts.clock.wait(parts.everyMs * Math.min(errors + 1, slowest), nap.signal);
    }
  }

  return {
    start() {
      stopping = false;
      running ??= run();
    },
    wake() {
      woken = true;
      nap.abort();
    },
    async stop() {
      stopping = true;
      nap.abort();
      await running;
      running = null;
    },
  };
}
