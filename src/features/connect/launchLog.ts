import { type RegistrationId } from '../../kernel/ids.ts';
import { type LaunchOutcome } from '../../lti/index.ts';
import { type Log } from '../../log.ts';
import {
  type LaunchBatch,
  type LaunchEntry,
  type LaunchLogStore,
  type LaunchOrigin,
  type LaunchRecord,
} from './launchLogStore.ts';

/** The last launches and refusals of each platform, for the administrator. */
export interface LaunchLog {
  /** Never fails and never waits: a launch does not depend on it. */
  record(outcome: LaunchOutcome): void;
  read(origin: LaunchOrigin): Promise<LaunchRecord>;
  readAll(): Promise<ReadonlyMap<string, LaunchRecord>>;
  forget(registrationId: RegistrationId): Promise<void>;
  /** Writes what is waiting. */
  flush(): Promise<void>;
}

export interface LaunchLogParts {
  readonly store: LaunchLogStore;
  readonly now: () => Date;
  readonly log: Log;
}

/** A class of 300 that comes in at once costs a few writes rather than 300. */
const flushMs = 2_000;
/** What one platform may leave in memory between two writes. */
const mostWaiting = 40;

type Waiting = { -readonly [K in keyof LaunchBatch]: LaunchBatch[K] } & { entries: LaunchEntry[] };

export function createLaunchLog({ store, now, log }: LaunchLogParts): LaunchLog {
  let waiting = new Map<LaunchOrigin, Waiting>();
  let timer: NodeJS.Timeout | null = null;

  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const batches = waiting;
    waiting = new Map();
    for (const [origin, batch] of batches) {
      await store
        .add(origin, batch)
        .catch((error: unknown) => log.warn({ error, registration: origin }, 'launch-log-failed'));
    }
  };
  return {
    record(outcome) {
      const origin = outcome.registrationId ?? 'unknown';
      const batch = waiting.get(origin) ?? newBatch();
      waiting.set(origin, batch);
      note(batch, outcome, now());
      timer ??= setTimeout(() => void flush(), flushMs).unref();
    },
    async read(origin) {
      await flush();
      return store.find(origin);
    },
    async readAll() {
      await flush();
      return store.all();
    },
    async forget(registrationId) {
      waiting.delete(registrationId);
      await store.remove(registrationId);
    },
    flush,
  };
}

const newBatch = (): Waiting => ({
  launches: 0,
  refusals: 0,
  lastLoginAt: null,
  lastLaunchAt: null,
  openLogins: 0,
  isEnded: false,
  entries: [],
});

function note(batch: Waiting, outcome: LaunchOutcome, at: Date): void {
  if (outcome.kind === 'login') {
    batch.openLogins++;
    batch.lastLoginAt = at;
    return;
  }
  batch.openLogins = 0;
  batch.isEnded = true;
  if (outcome.kind === 'launch') {
    batch.launches++;
    batch.lastLaunchAt = at;
  } else batch.refusals++;
  batch.entries.push(entryOf(outcome, at));
  if (batch.entries.length > mostWaiting) batch.entries.shift();
}

function entryOf(outcome: Exclude<LaunchOutcome, { kind: 'login' }>, at: Date): LaunchEntry {
  if (outcome.kind === 'launch') {
    const { deploymentId, role } = outcome;
    return {
      at,
      kind: 'launch',
      code: null,
      value: null,
      found: null,
      expected: null,
      event: null,
      deploymentId,
      role,
    };
  }
  const { code, event, detail } = outcome;
  const { value, found, expected } = detail;
  return { at, kind: 'refused', code, value, found, expected, event, deploymentId: null, role: null };
}
