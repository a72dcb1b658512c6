import { type CourseId, type RegistrationId } from '../../kernel/ids.ts';
import { type CourseRole } from '../../kernel/permissions.ts';
import { type PersonFacts, type RosterStore } from './rosterStore.ts';

/** Why the LMS's list could not be read, in words that the catalogue has. */
export const rosterFailures = ['retry', 'needs-administrator', 'unreadable'] as const;
export type RosterFailure = (typeof rosterFailures)[number];

export interface ListedMember {
  readonly facts: PersonFacts;
  readonly role: CourseRole;
  readonly active: boolean;
}

/** The LMS's list of members (NRPS 2.0): the whole of it or its changes, or why not. */
export type MemberList =
  | {
      readonly kind: 'done';
      /** False: `members` are those that have changed since the reading that `changesUrl` came from. */
      readonly isWhole: boolean;
      readonly members: readonly ListedMember[];
      /** Where the LMS tells what changes from now on; null: it does not. */
      readonly changesUrl: string | null;
    }
  | { readonly kind: 'failed'; readonly reason: RosterFailure }
  | { readonly kind: 'not-offered' };

/** @param changesUrl what an earlier reading gave; null asks for the whole list */
export type ListMembers = (course: RosterCourse, changesUrl: string | null) => Promise<MemberList>;

export interface RosterCourse {
  readonly id: CourseId;
  readonly registrationId: RegistrationId;
}

/**
 * Takes over the LMS's list of members. People are made inactive only by a list that was read to its end; a failure
 * changes nobody and is remembered beside the time of the last good reading. Two readings at once (a launch's and a
 * teacher's) do not undo each other: the later one counts.
 * @param changesUrl asks for no more than the changes, where the LMS still knows them
 */
export async function syncRoster(
  parts: { store: RosterStore; listMembers: ListMembers; now: () => Date },
  course: RosterCourse,
  changesUrl: string | null = null,
): Promise<MemberList['kind']> {
  const [sync, begunAt] = [parts.store.beginSync(), parts.now()];
  const list = await parts.listMembers(course, changesUrl);
  if (list.kind === 'not-offered') return list.kind;
  if (list.kind === 'failed') {
    await parts.store.noteSync(course.id, { at: parts.now(), failure: list.reason });
    return list.kind;
  }
  const members = uniqueBySub(list.members);
  const people = await parts.store.meetPeople(
    course.registrationId,
    members.map(member => member.facts),
  );
  const idOf = new Map(people.map(person => [person.sub, person.id]));
  const listed = members.flatMap(({ facts, role, active }) => {
    const personId = idOf.get(facts.sub);
    return personId === undefined ? [] : [{ personId, role, active }];
  });
  if (list.isWhole) await parts.store.replaceListed(course.id, sync, listed, begunAt);
  else await parts.store.changeListed(course.id, sync, listed, begunAt);
  const at = parts.now();
  const { changesUrl: next, isWhole } = list;
  await parts.store.noteSync(course.id, {
    at,
    failure: null,
    changesUrl: next,
    ...(isWhole ? { wholeAt: at } : {}),
  });
  return list.kind;
}

const freshMs = 5 * 60_000;
/** However well changes work, the whole list is read once a day: nothing that was missed stays missing. */
const wholeMs = 24 * 3600_000;

/**
 * As `syncRoster`, unless the list was asked for a short time ago: teachers come and go all day. Asks for the changes
 * alone where the LMS offers them (`rel=differences`).
 */
export async function syncStaleRoster(
  parts: Parameters<typeof syncRoster>[0],
  course: RosterCourse,
): Promise<void> {
  const { lastTriedAt, wholeAt, changesUrl } = await parts.store.stateOf(course.id);
  const now = parts.now().getTime();
  if (lastTriedAt !== null && now - lastTriedAt.getTime() < freshMs) return;
  const isRecent = wholeAt !== null && now - wholeAt.getTime() < wholeMs;
  await syncRoster(parts, course, isRecent ? changesUrl : null);
}

/** Somebody who stands on two pages of the list is one person (Moodle's paging by role repeats people). */
function uniqueBySub(members: readonly ListedMember[]): ListedMember[] {
  return [...new Map(members.map(member => [member.facts.sub, member])).values()];
}
