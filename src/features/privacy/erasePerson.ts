import { type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type Holding, inventory } from './domain/inventory.ts';
import { shownPseudonym } from './domain/pseudonym.ts';
import { type Erasure, type ErasureStore } from './erasureStore.ts';
import { type PersonalDataStore } from './personalDataStore.ts';

/** What an erasure did, in numbers of documents. */
export interface ErasureReport {
  /** `already`: it was done before, and nothing has come since. */
  readonly status: 'erased' | 'already';
  /** What the person is called from now on; null when it is not known any more. */
  readonly pseudonym: string | null;
  readonly erasedAt: Date;
  readonly sessionsEnded: number;
  readonly deliveriesCancelled: number;
  readonly membershipsEnded: number;
  /** What stays under the pseudonym, by collection. */
  readonly kept: Readonly<Record<string, number>>;
}

export interface EraseParts {
  readonly store: PersonalDataStore;
  readonly erasures: ErasureStore;
  readonly now: () => Date;
  /** A keyed digest, so that the list of erasures names nobody. */
  readonly digest: (value: string) => string;
  readonly newPseudonym: () => string;
}

/**
 * Replaces everything that tells who the person is by a pseudonym and ends what acts in this person's name. Whatever
 * ends in the middle is finished by the next call; a call after the end changes nothing. Null: nothing is stored about
 * such a person, and nothing was.
 */
export async function erasePerson(
  parts: EraseParts,
  registrationId: RegistrationId,
  sub: string,
): Promise<ErasureReport | null> {
  const { store, erasures, now } = parts;
  const key = parts.digest(`${registrationId}:${sub}`);
  const begin = async (): Promise<Erasure | null> => {
    const personId = await store.findPerson(registrationId, sub);
    if (personId === null) return null;
    return erasures.begin({ key, personId, pseudonym: parts.newPseudonym() }, now());
  };
  let report: ErasureReport | null = null;
  // Once more: an earlier run may have ended in the middle, and the person may have come in again since.
  for (;;) {
    const begun = (await erasures.findUnfinished(key)) ?? (await begin());
    if (begun === null) break;
    const done = await carryOut(parts, begun);
    await erasures.finish(key, now());
    report = report === null ? done : sumOf(report, done);
  }
  return report ?? alreadyDone(await erasures.findFinishedAt(key));
}

const alreadyDone = (erasedAt: Date | null): ErasureReport | null =>
  erasedAt === null
    ? null
    : {
        status: 'already',
        pseudonym: null,
        erasedAt,
        sessionsEnded: 0,
        deliveriesCancelled: 0,
        membershipsEnded: 0,
        kept: {},
      };

/** A tool that is running may write in between; after so many rounds with news something is wrong. */
const mostRounds = 10;

async function carryOut(parts: EraseParts, { personId, pseudonym }: Erasure): Promise<ErasureReport> {
  const counts = new Map<string, number>();
  // The table begins with the person: from that moment on a launch makes another one.
  for (let round = 1, news = 1; news > 0; round += 1) {
    if (round > mostRounds) throw new Error('somebody keeps writing about this person: try again');
    news = 0;
    for (const holding of inventory) {
      const changed = await parts.store.erase(holding, personId, pseudonym);
      news += changed;
      counts.set(holding.collection, (counts.get(holding.collection) ?? 0) + changed);
    }
  }
  return {
    status: 'erased',
    pseudonym: shownPseudonym(pseudonym),
    erasedAt: parts.now(),
    sessionsEnded: counts.get('sessions') ?? 0,
    deliveriesCancelled: counts.get('outbox') ?? 0,
    membershipsEnded: counts.get('members') ?? 0,
    kept: await keptOf(parts.store, personId),
  };
}

async function keptOf(store: PersonalDataStore, personId: PersonId): Promise<Record<string, number>> {
  const staying = inventory.filter(
    ({ collection }) => !['people', 'outbox', 'erasures'].includes(collection),
  );
  const kept: Record<string, number> = {};
  for (const holding of staying) kept[holding.collection] = await countOf(store, holding, personId);
  return Object.fromEntries(Object.entries(kept).filter(([, count]) => count > 0));
}

async function countOf(
  store: PersonalDataStore,
  { collection, about, actors }: Holding,
  personId: PersonId,
): Promise<number> {
  const paths = [...(about === null ? [] : [about]), ...actors];
  const counts = await Promise.all(paths.map(path => store.countAt(collection, path, personId)));
  return Math.max(0, ...counts);
}

const sumOf = (first: ErasureReport, second: ErasureReport): ErasureReport => ({
  ...second,
  sessionsEnded: first.sessionsEnded + second.sessionsEnded,
  deliveriesCancelled: first.deliveriesCancelled + second.deliveriesCancelled,
  membershipsEnded: first.membershipsEnded + second.membershipsEnded,
  kept: Object.fromEntries(
    Object.keys({ ...first.kept, ...second.kept }).map(name => [
      name,
      (first.kept[name] ?? 0) + (second.kept[name] ?? 0),
    ]),
  ),
});
