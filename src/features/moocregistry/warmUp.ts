import { languages } from '../../i18n/lang.ts';
import { type Log } from '../../log.ts';
import { type MoocStore } from './moocStore.ts';
import { mostRegistries, type RegistryIndex } from './registryIndex.ts';

/** Reads registries into memory behind the start of a process, so that the first search does not wait for it. */
export interface WarmUp {
  start(): void;
  /** Resolves when everything has been read. */
  finished(): Promise<void>;
  /** Reads no further registry, and waits for the one that is being read. */
  stop(): Promise<void>;
}

export function createWarmUp(parts: {
  readonly store: Pick<MoocStore, 'largest'>;
  readonly index: RegistryIndex;
  readonly log: Pick<Log, 'error'>;
}): WarmUp {
  let stopping = false;
  let running = Promise.resolve();

  async function warm(): Promise<void> {
    for (const id of await parts.store.largest(mostRegistries)) {
      for (const lang of languages) {
        if (stopping) return;
        await parts.index.of(id, lang);
      }
    }
  }

  return {
    start() {
      // What was not read ahead is read when somebody searches.
      running = warm().catch((error: unknown) => {
        parts.log.error({ error }, 'mooc-warm-up-failed');
      });
    },
    finished: () => running,
    async stop() {
      stopping = true;
      await running;
    },
  };
}
