import { setImmediate } from 'node:timers/promises';
import { type Lang } from '../../i18n/lang.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type MoocEntry } from './domain/mooc.ts';
import { type IndexedMooc, indexMooc, sortByTitle } from './domain/search.ts';
import { type MoocStore } from './moocStore.ts';

/**
 * The lines of a registry in memory, in the order of their titles, so that a search compares words and reads nothing.
 * Every reading asks the store first how often the registry was changed: changes of other processes are seen too.
 */
export interface RegistryIndex {
  /** @param lang of the titles that the order is by */
  of(registrationId: RegistrationId, lang?: Lang): Promise<readonly IndexedMooc[]>;
}

interface Kept {
  readonly rev: number;
  readonly moocs: readonly IndexedMooc[];
  /** Made when somebody wants one. */
  readonly orders: Map<Lang, readonly IndexedMooc[]>;
}

interface Round {
  readonly running: Promise<Kept>;
  next: Promise<Kept> | null;
}

/** Institutions whose registries are kept; 5,000 courses are about 10 MB. */
export const mostRegistries = 10;

/** Lines that are indexed at once: about 10 ms, so that nobody else's page waits for a whole registry. */
const slice = 250;

async function indexAll(entries: readonly MoocEntry[]): Promise<IndexedMooc[]> {
  const moocs: IndexedMooc[] = [];
  for (let from = 0; from < entries.length; from += slice) {
    if (from > 0) await setImmediate();
    moocs.push(...entries.slice(from, from + slice).map(indexMooc));
  }
  return moocs;
}

export function createRegistryIndex(store: Pick<MoocStore, 'entries' | 'changes'>): RegistryIndex {
  const kept = new Map<RegistrationId, Kept>();
  const rounds = new Map<RegistrationId, Round>();

  function keep(registrationId: RegistrationId, registry: Kept): Kept {
    // The one that was asked for longest ago goes first.
    kept.delete(registrationId);
    kept.set(registrationId, registry);
    const [oldest] = kept.keys();
    if (kept.size > mostRegistries && oldest !== undefined) kept.delete(oldest);
    return registry;
  }

  async function refresh(registrationId: RegistrationId): Promise<Kept> {
    const known = kept.get(registrationId);
    const { rev, ids } = await store.changes(registrationId, known?.rev ?? -1);
    if (known === undefined || ids === 'all') {
      const entries = await store.entries(registrationId);
      return keep(registrationId, { rev, moocs: await indexAll(entries), orders: new Map() });
    }
    if (ids.length === 0) return keep(registrationId, known);
    const changed = await store.entries(registrationId, ids);
    const others = known.moocs.filter(({ entry }) => !ids.includes(entry.id));
    const moocs = [...others, ...changed.map(indexMooc)];
    return keep(registrationId, { rev, moocs, orders: new Map() });
  }

  function begin(registrationId: RegistrationId): Promise<Kept> {
    const running = refresh(registrationId);
    const round: Round = { running, next: null };
    rounds.set(registrationId, round);
    const end = (): void => {
      if (rounds.get(registrationId) === round && round.next === null) rounds.delete(registrationId);
    };
    running.then(end, end);
    return running;
  }

  function read(registrationId: RegistrationId): Promise<Kept> {
    const round = rounds.get(registrationId);
    if (round === undefined) return begin(registrationId);
    // Whoever comes while one reads waits for the next reading, which sees what was written meanwhile; all who wait
    // share it.
    round.next ??= round.running.catch(() => null).then(() => begin(registrationId));
    return round.next;
  }

  return {
    async of(registrationId, lang = 'kk') {
      const { moocs, orders } = await read(registrationId);
      const known = orders.get(lang) ?? sortByTitle(moocs, lang);
      orders.set(lang, known);
      return known;
    },
  };
}
