import { type Clock } from './clock.ts';
import { type LeaseRecord, type LeaseStore } from './leaseStore.ts';

export interface LeaseRule {
  /** A lease whose owner has given no sign of life for so long may be taken over. */
  readonly takeOverAfterMs: number;
  /**
   * An owner whose last sign of life is older must not begin anything. What it begins must be over before
   * `takeOverAfterMs` have passed since that sign.
   */
  readonly trustForMs: number;
  readonly beatEveryMs: number;
}

/** For calls to LMSs that take at most 20 s (two tokens and two tries of 5 s each). */
export const defaultLeaseRule: LeaseRule = { takeOverAfterMs: 30_000, trustForMs: 8_000, beatEveryMs: 3_000 };

/** A lease that this process holds, as far as it knows. */
export interface HeldLease {
  readonly name: string;
  /** The mark of the last owner that died: numbers up to it may have been used. 0 when none ever did. */
  readonly floor: number;
  /** Whether something new may be begun now. */
  isTrusted(): boolean;
  /** Gives a sign of life when one is due. False: the lease is lost. */
  keep(mark: number): Promise<boolean>;
  /** Makes sure that at least this mark is promised; promises `ahead` more when it must. False: the lease is lost. */
  promise(mark: number, ahead: number): Promise<boolean>;
  /** @param isSettled false: numbers up to the promised mark may have been used without a record of it */
  release(isSettled: boolean): Promise<void>;
}

export interface Leases {
  /**
   * Tries once. Null: somebody else holds it, or seems to. One that this process holds must have been given back or
   * given up before: it is taken again at once.
   */
  tryTake(name: string): Promise<HeldLease | null>;
}

/**
 * Leases over a store that several processes share. No process ever compares its clock with another's: an owner counts
 * signs of life, and a watcher measures with its own steady clock how long the count has stood still.
 */
export function createLeases(parts: {
  store: LeaseStore;
  clock: Clock;
  /** Unique for this process and start. */
  owner: string;
  rule?: LeaseRule;
}): Leases {
  const { store, clock, owner, rule = defaultLeaseRule } = parts;
  const watched = new Map<string, { readonly record: LeaseRecord; readonly since: number }>();

  const isFree = (record: LeaseRecord | null): boolean => {
    if (record === null || record.owner === null || record.owner === owner) return true;
    const before = watched.get(record.name);
    const stoodStill = before?.record.epoch === record.epoch && before.record.beat === record.beat;
    if (!stoodStill) watched.set(record.name, { record, since: clock.elapsed() });
    return stoodStill && clock.elapsed() - before.since >= rule.takeOverAfterMs;
  };

  return {
    async tryTake(name) {
      const seen = await store.find(name);
      if (!isFree(seen)) return null;
      const takenAt = clock.elapsed();
      const taken = await store.take(name, seen, owner);
      watched.delete(name);
      return taken === null ? null : holdLease(taken, seen?.mark ?? 0, takenAt, { store, clock, rule });
    },
  };
}

function holdLease(
  record: LeaseRecord,
  floor: number,
  takenAt: number,
  parts: { store: LeaseStore; clock: Clock; rule: LeaseRule },
): HeldLease {
  const { store, clock, rule } = parts;
  let beatenAt = takenAt;
  let promised = floor;
  let lost = false;

  async function beat(mark: number): Promise<boolean> {
    // Counted from before the call: the store may have written it long before the answer came.
    const begunAt = clock.elapsed();
    if (!(await store.beat(record, mark))) lost = true;
    else {
      beatenAt = Math.max(beatenAt, begunAt);
      promised = Math.max(promised, mark);
    }
    return !lost;
  }

  return {
    name: record.name,
    floor,
    isTrusted: () => !lost && clock.elapsed() - beatenAt < rule.trustForMs,
    keep: async mark => (!lost && clock.elapsed() - beatenAt < rule.beatEveryMs ? true : !lost && beat(mark)),
    promise: async (mark, ahead) => (!lost && mark <= promised ? true : !lost && beat(mark + ahead)),
    release: async isSettled => {
      lost = true;
      // What an earlier owner left unsettled may be unsettled still: its mark outlives us.
      await store.release(record, isSettled ? floor : null);
    },
  };
}
