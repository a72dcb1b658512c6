import { type RegistrationId } from '../kernel/ids.ts';
import { type StoredKey } from './keyStore.ts';
import { type Registration } from './registration.ts';
import { type RegistrationStore } from './registrationStore.ts';

/** All registrations and keys as they stood a moment ago. */
export interface Directory {
  readonly all: readonly Registration[];
  readonly byId: ReadonlyMap<RegistrationId, Registration>;
  /** Several where schools share an issuer (Canvas, Blackboard). */
  readonly byIssuer: ReadonlyMap<string, readonly Registration[]>;
  readonly keys: readonly StoredKey[];
}

export interface DirectoryReader {
  /** At most `freshMs` old, so that a running tool obeys the operator's commands within a second. */
  read(): Promise<Directory>;
  /** Makes the next reading look for changes at once. */
  forget(): void;
}

/** How long a reading is used without asking the store whether anything changed. */
const freshMs = 250;
/** How long at most without a whole reading: a change whose count was lost in a crash is seen then. */
const wholeMs = 30_000;

/**
 * Keeps registrations in memory, because every login and launch needs one: however many there are, the store is asked
 * for one small number four times a second, and for all of them after a change.
 */
export function createDirectoryReader(store: RegistrationStore, clock: () => number): DirectoryReader {
  let kept: { directory: Directory; version: number; readAt: number } | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<Directory> | null = null;
  /** A reading that began before a change of our own does not count as a look at the store. */
  let changes = 0;

  async function refresh(): Promise<Directory> {
    const now = clock();
    const before = changes;
    const version = await store.version();
    if (kept === null || kept.version !== version || now - kept.readAt > wholeMs) {
      // The version is read before the content, so a change in between is seen at the next look.
      kept = { directory: directoryOf(await store.all(), await store.keys.all()), version, readAt: now };
    }
    if (changes === before) checkedAt = now;
    return kept.directory;
  }

  return {
    async read() {
      if (kept !== null && clock() - checkedAt < freshMs) return kept.directory;
      const own = (running ??= refresh());
      try {
        return await own;
      } finally {
        if (running === own) running = null;
      }
    },
    forget() {
      changes++;
      checkedAt = Number.NEGATIVE_INFINITY;
      running = null;
    },
  };
}

function directoryOf(all: readonly Registration[], keys: readonly StoredKey[]): Directory {
  const byIssuer = new Map<string, Registration[]>();
  for (const one of all) byIssuer.set(one.issuer, [...(byIssuer.get(one.issuer) ?? []), one]);
  return { all, keys, byId: new Map(all.map(one => [one.id, one])), byIssuer };
}
