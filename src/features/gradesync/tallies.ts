import { type Clock } from '../../jobs/clock.ts';
import { createLoop } from '../../jobs/loop.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type ServiceCallOutcome } from '../../lti/index.ts';
import { type Tally, type TallyStore } from './tallyStore.ts';

/** Counts calls to LMSs in memory, and writes the sums down now and then. */
export interface Tallies {
  count(registrationId: RegistrationId, outcome: ServiceCallOutcome): void;
  flush(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const everyMs = 10_000;

/** What speaks of the LMS or the connection. That one student is not enrolled is no fault of either. */
const faults: ReadonlySet<ServiceCallOutcome> = new Set<ServiceCallOutcome>([
  'retry',
  'rate-limited',
  'unauthorized',
  'forbidden',
  'unreadable',
  'not-allowed',
]);

export function createTallies({ store, clock, log }: { store: TallyStore; clock: Clock; log: Log }): Tallies {
  let counted = new Map<RegistrationId, { calls: number; failures: number }>();

  async function flush(): Promise<void> {
    if (counted.size === 0) return;
    const tallies: ReadonlyMap<RegistrationId, Tally> = counted;
    counted = new Map();
    await store.add(clock.now(), tallies);
  }

  const loop = createLoop({
    clock,
    everyMs,
    turn: flush,
    // Numbers for a page: what is lost while the store is away is lost.
    onError: error => log.warn({ error }, 'gradesync-tallies-failed'),
  });
  return {
    count(registrationId, outcome) {
      let tally = counted.get(registrationId);
      if (tally === undefined) counted.set(registrationId, (tally = { calls: 0, failures: 0 }));
      tally.calls += 1;
      if (faults.has(outcome)) tally.failures += 1;
    },
    flush,
    start: () => loop.start(),
    async stop() {
      await loop.stop();
      await flush().catch((error: unknown) => log.warn({ error }, 'gradesync-tallies-failed'));
    },
  };
}
