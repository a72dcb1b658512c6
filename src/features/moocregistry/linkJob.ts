import { randomUUID } from 'node:crypto';
import { type Connection } from 'mongoose';
import { systemClock } from '../../jobs/clock.ts';
import { createLeases } from '../../jobs/leases.ts';
import { createLeaseStore } from '../../jobs/leaseStore.ts';
import { createLoop, type Loop } from '../../jobs/loop.ts';
import { nextNight } from '../../jobs/nightly.ts';
import { type Log } from '../../log.ts';
import { type Lti, OutboundError } from '../../lti/index.ts';
import { type LinkAnswer, linkOutcome } from './domain/link.ts';
import { registryTimeZone } from './moocService.ts';
import { type MoocStore } from './moocStore.ts';

const name = 'mooc-links';
const everyMs = 300_000;
/** A link is looked at once a week. */
const restMs = 7 * 86_400_000;
/** Of a night; more wait for the next one. */
const mostLinks = 1_000;

export interface LinkJobParts {
  readonly connection: Connection;
  readonly store: Pick<MoocStore, 'linksOlderThan' | 'setLink'>;
  /** Calls by the rules of outbound calls: https alone, no private networks, limits on time, size and redirects. */
  readonly outbound: Lti['outbound'];
  readonly now: () => Date;
  readonly log: Pick<Log, 'info' | 'error'>;
}

export interface LinkJob {
  /** Looks at the links that are due, one after another, in one process at a time. @returns how many */
  check(): Promise<number>;
  /** Checks every night. */
  readonly loop: Loop;
}

/** Looks whether the links of the registries lead anywhere. */
export function createLinkJob({ connection, store, outbound, now, log }: LinkJobParts): LinkJob {
  const leases = createLeases({
    store: createLeaseStore(connection),
    clock: systemClock,
    owner: randomUUID(),
  });
  let stopping = false;
  let nextAt: Date | null = null;

  async function call(url: string): Promise<LinkAnswer> {
    try {
      const { status } = await outbound.send({ url, method: 'GET', headers: { accept: 'text/html, */*' } });
      return { kind: 'answered', status };
    } catch (error) {
      if (error instanceof OutboundError) return { kind: 'failed', failure: error.failure };
      throw error;
    }
  }

  async function check(): Promise<number> {
    const lease = await leases.tryTake(name);
    if (lease === null) return 0;
    let count = 0;
    try {
      const due = await store.linksOlderThan(new Date(now().getTime() - restMs), mostLinks);
      for (const mooc of due) {
        if (stopping || !(await lease.keep(0)) || !lease.isTrusted()) break;
        const answer = await call(mooc.url);
        const status = answer.kind === 'answered' ? answer.status : null;
        await store.setLink(mooc, { at: now(), outcome: linkOutcome(answer), status });
        count += 1;
      }
    } finally {
      await lease.release(true);
    }
    log.info({ count }, 'mooc-links-checked');
    return count;
  }

  const loop = createLoop({
    clock: systemClock,
    everyMs,
    turn: async () => {
      nextAt ??= nextNight(now(), registryTimeZone, name);
      if (now() < nextAt) return;
      await check();
      nextAt = nextNight(now(), registryTimeZone, name);
    },
    onError: error => log.error({ error }, 'mooc-links-turn-failed'),
  });
  return {
    check,
    loop: {
      ...loop,
      start() {
        stopping = false;
        loop.start();
      },
      async stop() {
        stopping = true;
        await loop.stop();
      },
    },
  };
}
