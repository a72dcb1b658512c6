import { randomUUID } from 'node:crypto';
import { type Connection } from 'mongoose';
import { type Clock, systemClock } from '../../jobs/clock.ts';
import { createLeases, type LeaseRule } from '../../jobs/leases.ts';
import { createLeaseStore, type LeaseStore } from '../../jobs/leaseStore.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type CheckStore, createCheckStore } from './checkStore.ts';
import { type ChoiceStore, createChoiceStore } from './choiceStore.ts';
import { type CheckWorker, createCheckWorker } from './checkWorker.ts';
import { type ColumnStore, createColumnStore } from './columnStore.ts';
import { type ColumnKey } from './domain/column.ts';
import {
  type ColumnWishes,
  enqueue,
  queueLeftovers,
  type ServiceParts,
  wakeForgottenColumns,
} from './gradesyncService.ts';
import { createLinkStore, type LinkStore } from './linkStore.ts';
import { createOutboxStore, type OutboxStore } from './outboxStore.ts';
import { createPauseStore, type PauseStore } from './pauseStore.ts';
import { type Directory, type Gradebook, type GradeSource } from './ports.ts';
import { createTallyStore, type TallyStore } from './tallyStore.ts';
import { createWorker, type Worker } from './worker.ts';

export interface SyncStores {
  readonly columns: ColumnStore;
  readonly links: LinkStore;
  readonly choices: ChoiceStore;
  readonly outbox: OutboxStore;
  readonly pauses: PauseStore;
  readonly leases: LeaseStore;
  readonly checks: CheckStore;
  readonly tallies: TallyStore;
}

/** Registers the room's collections on the connection. */
export function createSyncStores(connection: Connection): SyncStores {
  return {
    columns: createColumnStore(connection),
    links: createLinkStore(connection),
    choices: createChoiceStore(connection),
    outbox: createOutboxStore(connection),
    pauses: createPauseStore(connection),
    leases: createLeaseStore(connection),
    checks: createCheckStore(connection),
    tallies: createTallyStore(connection),
  };
}

export interface EngineParts {
  readonly stores: SyncStores;
  readonly gradebook: Gradebook;
  readonly source: GradeSource;
  readonly directory: Directory;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly leaseRule?: LeaseRule;
  readonly parallel?: number;
  readonly pollMs?: number;
  /** Reads the LMS's list of members anew, where it offers one. */
  readonly refreshRoster?: (courseId: CourseId) => Promise<void>;
}

export interface Engine {
  /** Resolves when nothing can lose these grades any more. */
  enqueue(courseId: CourseId, columnKey: ColumnKey, personIds: readonly PersonId[]): Promise<void>;
  /** The same for several columns of a course. */
  enqueueColumns(courseId: CourseId, wanted: readonly ColumnWishes[]): Promise<void>;
  readonly worker: Worker;
  readonly checks: CheckWorker;
}

/** Between the most that LMSs bear without complaint and the least that fills a class's column in seconds. */
const defaultParallel = 4;
const repairEveryMs = 600_000;

export function createEngine(parts: EngineParts): Engine {
  const { stores, clock = systemClock, random = Math.random, source, directory } = parts;
  const { columns, choices, outbox, pauses } = stores;
  const service: ServiceParts = { columns, choices, outbox, directory, source, clock };
  const leases = createLeases({
    store: stores.leases,
    clock,
    owner: randomUUID(),
    ...(parts.leaseRule === undefined ? {} : { rule: parts.leaseRule }),
  });
  let repairedAt = -Infinity;
  const worker = createWorker({
    columns,
    links: stores.links,
    outbox,
    pauses,
    source,
    directory,
    gradebook: parts.gradebook,
    clock,
    random,
    log: parts.log,
    leases,
    parallel: parts.parallel ?? defaultParallel,
    ...(parts.pollMs === undefined ? {} : { pollMs: parts.pollMs }),
    async sweep() {
      await queueLeftovers(service);
      if (clock.elapsed() - repairedAt < repairEveryMs) return;
      await wakeForgottenColumns(service);
      repairedAt = clock.elapsed();
    },
  });
  const checks = createCheckWorker({
    columns,
    links: stores.links,
    outbox,
    pauses,
    source,
    directory,
    leases,
    clock,
    gradebook: parts.gradebook,
    log: parts.log,
    checks: stores.checks,
    refreshRoster: parts.refreshRoster ?? (() => Promise.resolve()),
    wakeSender: () => worker.wake(),
  });
  const enqueueColumns: Engine['enqueueColumns'] = async (courseId, wanted) => {
    await enqueue(service, courseId, wanted);
    worker.wake();
  };
  return {
    worker,
    checks,
    enqueue: (courseId, key, personIds) => enqueueColumns(courseId, [{ key, personIds }]),
    enqueueColumns,
  };
}
