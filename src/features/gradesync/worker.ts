import { type HeldLease, type Leases } from '../../jobs/leases.ts';
import { createLoop } from '../../jobs/loop.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { isPaused } from './domain/pause.ts';
import { type RegistrationRun, type RunParts, startRun } from './registrationRun.ts';

/** Brings grades into LMSs in the background. */
export interface Worker {
  start(): void;
  /** There is something new to send. */
  wake(): void;
  /** Resolves when the scores that are under way have ended. */
  stop(): Promise<void>;
  /** One round: sends everything that is due now. For tests with a clock of their own. @returns tries */
  tick(): Promise<number>;
  /** Rounds until there is nothing due now. @returns tries */
  drain(): Promise<number>;
}

export interface WorkerParts extends RunParts {
  readonly leases: Leases;
  /** Queues what was released without being queued; repairs what a crash has left. */
  readonly sweep: () => Promise<void>;
  readonly pollMs?: number;
}

const defaultPollMs = 1_000;
/** How often leftovers are looked for. */
const sweepEveryMs = 5_000;

export function createWorker(parts: WorkerParts): Worker {
  const { clock, log, columns, pauses, leases } = parts;
  const runs = new Map<RegistrationId, RegistrationRun>();
  let sweptAt = -Infinity;

  async function sweepNowAndThen(): Promise<void> {
    if (clock.elapsed() - sweptAt < sweepEveryMs) return;
    await parts.sweep();
    sweptAt = clock.elapsed();
  }

  async function restingRegistrations(): Promise<RegistrationId[]> {
    const now = clock.now();
    return [...(await pauses.all())].filter(([, pause]) => isPaused(pause, now)).map(([id]) => id);
  }

  function begin(id: RegistrationId, lease: HeldLease): Promise<number> {
    const run = startRun(id, lease, parts);
    runs.set(id, run);
    return run.ended
      .catch((error: unknown) => {
        log.error({ error, registration: id }, 'gradesync-run-failed');
        return 0;
      })
      .finally(() => runs.delete(id));
  }

  /** Starts a run for every registration with work; resolves with those that began. */
  async function turn(): Promise<Promise<number>[]> {
    await sweepNowAndThen();
    const due = await columns.dueRegistrations(clock.now(), await restingRegistrations());
    const begun: Promise<number>[] = [];
    for (const id of due) {
      const lease = runs.has(id) ? null : await leases.tryTake(`gradesync:${id}`);
      if (lease !== null) begun.push(begin(id, lease));
    }
    await Promise.all([...runs.values()].map(run => run.keepAlive()));
    return begun;
  }

  async function tick(): Promise<number> {
    return (await Promise.all(await turn())).reduce((sum, tries) => sum + tries, 0);
  }

  const loop = createLoop({
    clock,
    everyMs: parts.pollMs ?? defaultPollMs,
    turn,
    onError: error => log.error({ error }, 'gradesync-turn-failed'),
  });
  return {
    start: () => loop.start(),
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      const running = [...runs.values()];
      for (const run of running) run.stop();
      await Promise.allSettled(running.map(run => run.ended));
    },
    tick,
    async drain() {
      let all = 0;
      for (let tries = await tick(); tries > 0; tries = await tick()) all += tries;
      return all;
    },
  };
}
