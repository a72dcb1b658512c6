import { type PersonId } from '../../kernel/ids.ts';
import { type Fields } from './domain/inventory.ts';
import { type SectionKey, sectionKeys, sections } from './domain/sections.ts';
import { linesOf } from './exportPerson.ts';
import { type PersonalDataStore } from './personalDataStore.ts';

/** What is stored about a person, as the page shows it. */
export interface Overview {
  /** The fields of the export's section, by their names there. */
  readonly identity: Fields;
  readonly memberships: readonly Membership[];
  readonly counts: Readonly<Record<SectionKey, number>>;
}

export interface Membership {
  readonly course: string;
  readonly role: string;
  readonly active: boolean;
  readonly lastLaunchAt: Date | null;
}

/** Reads the same sections as the export, so that the page and the file cannot say different things. */
export async function overviewOf(store: PersonalDataStore, personId: PersonId): Promise<Overview> {
  const subject = { personId, courseIds: await store.courseIdsOf(personId) };
  const shown: Partial<Record<SectionKey, Fields[]>> = {};
  const counts = Object.fromEntries(sectionKeys.map(key => [key, 0])) as Record<SectionKey, number>;
  for (const section of sections) {
    const isShown = section.key === 'identity' || section.key === 'memberships';
    for await (const line of linesOf(store, section, subject)) {
      counts[section.key] += 1;
      if (isShown) shown[section.key] = [...(shown[section.key] ?? []), line];
    }
  }
  const memberships = (shown.memberships ?? []).map(async line => ({
    course: (await store.findLabel('course', String(line['course']))) ?? '',
    role: [line['roleAtLaunch'], line['roleInList']].find(role => typeof role === 'string') ?? 'guest',
    active: line['active'] === true,
    lastLaunchAt: line['lastLaunchAt'] instanceof Date ? line['lastLaunchAt'] : null,
  }));
  return { identity: shown.identity?.[0] ?? {}, memberships: await Promise.all(memberships), counts };
}
