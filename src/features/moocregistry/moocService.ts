import { type Lang } from '../../i18n/lang.ts';
import { addDays, dayOfInstant, type IsoDate } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { defaultTimeZone } from '../course/index.ts';
import { type Mooc, type MoocEntry, type MoocState } from './domain/mooc.ts';
import { type Reminder, reminderDays, remindersOn, stateOn } from './domain/renewal.ts';
import { type MoocFilter, offeredStates, searchRegistry } from './domain/search.ts';
import { type MoocStore } from './moocStore.ts';
import { type RegistryIndex } from './registryIndex.ts';

/** A line of the registry with its state today. */
export type ListedMooc = MoocEntry & { readonly state: MoocState };
/** A course with everything that is known of it, and its state today. */
export type FoundMooc = Mooc & { readonly state: MoocState };

export interface DueReminder {
  readonly mooc: MoocEntry;
  readonly reminder: Reminder;
}

/** What other rooms ask of an institution's registry. */
export interface MoocReading {
  /** Today, where the registry is kept. */
  today(): IsoDate;
  /** Null for an id of another institution. A retired course is found: maps that use it stay readable. */
  findMooc(registrationId: RegistrationId, unsafeId: string): Promise<FoundMooc | null>;
  /** @param isVisible whether the reader may see it; a course that must not be seen is not found */
  getMooc(
    registrationId: RegistrationId,
    unsafeId: string,
    isVisible?: (mooc: FoundMooc) => boolean,
  ): Promise<FoundMooc>;
  /** Courses that are offered now (approved, in use, due for renewal), the best match first; without a text all. */
  searchMoocs(registrationId: RegistrationId, text: string, limit: number): Promise<readonly ListedMooc[]>;
  /** All that match a filter, whatever their state. */
  listMoocs(registrationId: RegistrationId, filter?: MoocFilter, lang?: Lang): Promise<readonly ListedMooc[]>;
  /** What is to be renewed, of one institution or of all, the most urgent first. */
  dueReminders(on: IsoDate, registrationId?: RegistrationId): Promise<readonly DueReminder[]>;
}

interface ReadingParts {
  readonly store: MoocStore;
  readonly index: RegistryIndex;
  readonly now: () => Date;
}

/** One time zone for all of Kazakhstan's universities. */
export const registryTimeZone = defaultTimeZone;

export function createMoocReading({ store, index, now }: ReadingParts): MoocReading {
  const today = (): IsoDate => dayOfInstant(now(), registryTimeZone);
  // A list of a whole registry is asked for again and again on the same day.
  let [known, knownOn] = [new WeakMap<MoocEntry, ListedMooc>(), ''];
  const listed = (entry: MoocEntry, on: IsoDate): ListedMooc => {
    if (knownOn !== on) [known, knownOn] = [new WeakMap(), on];
    const before = known.get(entry);
    if (before !== undefined) return before;
    const made = { ...entry, state: stateOn(entry, on) };
    known.set(entry, made);
    return made;
  };
  const search = async (
    registrationId: RegistrationId,
    filter: MoocFilter,
    lang?: Lang,
  ): Promise<ListedMooc[]> => {
    const on = today();
    const found = searchRegistry(await index.of(registrationId, lang), filter, on);
    return found.map(entry => listed(entry, on));
  };
  const findMooc: MoocReading['findMooc'] = async (registrationId, unsafeId) => {
    const found = await store.find(registrationId, unsafeId);
    return found === null ? null : { ...found, state: stateOn(found, today()) };
  };
  return {
    today,
    findMooc,
    async getMooc(registrationId, unsafeId, isVisible = () => true) {
      const found = await findMooc(registrationId, unsafeId);
      if (found === null || !isVisible(found)) throw new AppError('not-found', { what: 'online course' });
      return found;
    },
    searchMoocs: async (registrationId, text, limit) =>
      (await search(registrationId, { text, states: offeredStates })).slice(0, limit),
    listMoocs: (registrationId, filter = {}, lang = 'kk') => search(registrationId, filter, lang),
    async dueReminders(on, registrationId) {
      const entries =
        registrationId === undefined
          ? await store.endingUntil(addDays(on, reminderDays[0]))
          : (await index.of(registrationId)).map(({ entry }) => entry);
      return remindersOn(entries, on);
    },
  };
}
