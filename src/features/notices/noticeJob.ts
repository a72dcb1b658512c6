import { randomUUID } from 'node:crypto';
import { type Connection } from 'mongoose';
import { systemClock } from '../../jobs/clock.ts';
import { createLeases } from '../../jobs/leases.ts';
import { createLeaseStore } from '../../jobs/leaseStore.ts';
import { createLoop, type Loop } from '../../jobs/loop.ts';
import { nextNight } from '../../jobs/nightly.ts';
import { type Log } from '../../log.ts';
import { defaultTimeZone } from '../course/index.ts';
import { type NoticeService } from './noticeService.ts';
import { createRunStore } from './runStore.ts';

const name = 'notices';
const everyMs = 300_000;

export interface NoticeJob {
  /** What is due now: the nightly run, then the digests. Nothing while another process does it. */
  turn(): Promise<void>;
  readonly loop: Loop;
}

/** Runs the notices' work in one process at a time. */
export function createNoticeJob(parts: {
  readonly connection: Connection;
  readonly service: Pick<NoticeService, 'nightly'>;
  /** Null: no mail server is configured. */
  readonly sendDigests: ((mayGoOn: () => Promise<boolean>) => Promise<void>) | null;
  readonly now: () => Date;
  readonly log: Pick<Log, 'error'>;
}): NoticeJob {
  const { connection, service, sendDigests, now, log } = parts;
  const runs = createRunStore(connection);
  const leases = createLeases({
    store: createLeaseStore(connection),
    clock: systemClock,
    owner: randomUUID(),
  });

  async function runNight(): Promise<void> {
    const nextAt = await runs.nextAt(name);
    if (nextAt !== null && nextAt > now()) return;
    await service.nightly();
    // Only now: a run that broke off is done again, and tells nothing twice.
    await runs.setNext(name, nextNight(now(), defaultTimeZone, name));
  }

  async function turn(): Promise<void> {
    const lease = await leases.tryTake(name);
    if (lease === null) return;
    try {
      await runNight();
      await sendDigests?.(() => lease.keep(0));
    } finally {
      await lease.release(true);
    }
  }
  const onError = (error: unknown): void => log.error({ error }, 'notices-turn-failed');
  return { turn, loop: createLoop({ clock: systemClock, everyMs, turn, onError }) };
}
