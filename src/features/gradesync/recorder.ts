import { type OutboxStore, type Settlement } from './outboxStore.ts';

/** Outcomes on their way into the store, many in one write, in the order in which they came. */
export interface Recorder {
  add(settlement: Settlement): void;
  /** Resolves when everything that was added is written. Rejects when it could not be. */
  flush(): Promise<void>;
  readonly waiting: number;
}

/** A write is worth waiting for company: at 20 ms a score, some fifty of them come together. */
const gatherMs = 250;
const fullAt = 64;

/** @param written is told which outcomes are in the store now */
export function createRecorder(
  outbox: OutboxStore,
  written: (settlements: readonly Settlement[]) => Promise<void>,
  onError: (error: unknown) => void,
): Recorder {
  let buffer: Settlement[] = [];
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let inWriting = 0;

  async function write(): Promise<void> {
    const settlements = buffer;
    if (settlements.length === 0) return;
    buffer = [];
    inWriting = settlements.length;
    try {
      await outbox.settle(settlements);
      await written(settlements);
    } finally {
      inWriting = 0;
    }
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  }

  const flushSoon = () => void flush().catch(onError);
  return {
    add(settlement) {
      buffer.push(settlement);
      if (buffer.length === fullAt) flushSoon();
      else timer ??= setTimeout(flushSoon, gatherMs);
    },
    flush,
    get waiting() {
      return buffer.length + inWriting;
    },
  };
}
