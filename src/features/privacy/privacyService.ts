import { type PersonId } from '../../kernel/ids.ts';
import { type Fields } from './domain/inventory.ts';
import { type SectionKey, type Subject } from './domain/section.ts';
import { sections } from './domain/sections.ts';
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
  const counted = sections.map(async ({ key, sources }) => {
    const counts = await Promise.all(sources.map(source => store.countIn(source, subject)));
    return [key, counts.reduce((sum, count) => sum + count, 0)] as const;
  });
  const counts = Object.fromEntries(await Promise.all(counted)) as Record<SectionKey, number>;
  const [identity = {}] = await allLines(store, 'identity', subject);
  const memberships = (await allLines(store, 'memberships', subject)).map(async line => ({
    course: (await store.findLabel('course', String(line['course']))) ?? '',
    role: [line['roleAtLaunch'], line['roleInList']].find(role => typeof role === 'string') ?? 'guest',
    active: line['active'] === true,
    lastLaunchAt: line['lastLaunchAt'] instanceof Date ? line['lastLaunchAt'] : null,
  }));
  return { identity, memberships: await Promise.all(memberships), counts };
}

/** For sections that are short. */
async function allLines(store: PersonalDataStore, key: SectionKey, subject: Subject): Promise<Fields[]> {
  const section = sections.find(one => one.key === key);
  const lines: Fields[] = [];
  if (section !== undefined) for await (const line of linesOf(store, section, subject)) lines.push(line);
  return lines;
}
