import { systemClock } from '../../jobs/clock.ts';
import { inTime, late } from '../../jobs/inTime.ts';
import { type CourseId, type RegistrationId } from '../../kernel/ids.ts';
import { type CourseRole } from '../../kernel/permissions.ts';
import { type Log } from '../../log.ts';
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

export interface SyncParts {
  readonly store: RosterStore;
  readonly listMembers: ListMembers;
  readonly now: () => Date;
}

/** A reading that is under way. */
interface Reading {
  readonly isWhole: boolean;
  readonly end: Promise<MemberList['kind']>;
}
const readingsByStore = new WeakMap<RosterStore, Map<CourseId, Reading>>();

/** Whether the LMS's list is being read for this course. */
export const isBeingRead = (store: RosterStore, courseId: CourseId): boolean =>
  readingsByStore.get(store)?.has(courseId) ?? false;

/**
 * Takes over the LMS's list of members. People are made inactive only by a list that was read to its end; a failure
 * changes nobody and is remembered beside the time of the last good reading. One reading at a time for a course: whoever
 * asks meanwhile gets the end of that one, unless it reads changes and the whole list is wanted, which then comes next.
 * @param changesUrl asks for no more than the changes, where the LMS still knows them
 */
export function syncRoster(
  parts: SyncParts,
  course: RosterCourse,
  changesUrl: string | null = null,
): Promise<MemberList['kind']> {
  const readings = readingsByStore.get(parts.store) ?? new Map<CourseId, Reading>();
  readingsByStore.set(parts.store, readings);
  const current = readings.get(course.id);
  const isWhole = changesUrl === null;
  if (current !== undefined && (current.isWhole || !isWhole)) return current.end;
  const read = () => readList(parts, course, changesUrl);
  const end = (current === undefined ? read() : current.end.then(read, read)).finally(() => {
    if (readings.get(course.id) === reading) readings.delete(course.id);
  });
  const reading = { isWhole, end };
  readings.set(course.id, reading);
  return end;
}

async function readList(
  parts: SyncParts,
  course: RosterCourse,
  changesUrl: string | null,
): Promise<MemberList['kind']> {
  try {
    return await takeOver(parts, course, changesUrl);
  } catch (error) {
    // Nobody may be waiting any more: the next look at the page tells.
    const failed = { at: parts.now(), failure: 'retry' } as const;
    await parts.store.noteSync(course.id, failed).catch(() => undefined);
    throw error;
  }
}

async function takeOver(
  parts: SyncParts,
  course: RosterCourse,
  changesUrl: string | null,
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

/** A page answers within 10 s, whatever the LMS does; this leaves some for the rest of it. */
const patienceMs = 8_000;

/**
 * As `syncRoster`, for a page: `reading` when the list is not there in time. The reading then goes on by itself, and the
 * class page shows how it ended.
 */
export async function syncInTime(
  parts: SyncParts & { readonly log: Log },
  course: RosterCourse,
  patience: number = patienceMs,
): Promise<MemberList['kind'] | 'reading'> {
  const end = syncRoster(parts, course);
  const kind = await inTime(systemClock, systemClock.elapsed() + patience, end);
  if (kind !== late) return kind;
  end.catch((error: unknown) => parts.log.warn({ error }, 'roster-sync-failed'));
  return 'reading';
}

const freshMs = 5 * 60_000;
/** However well changes work, the whole list is read once a day: nothing that was missed stays missing. */
const wholeMs = 24 * 3600_000;

/**
 * As `syncRoster`, unless the list was asked for a short time ago: teachers come and go all day. Asks for the changes
 * alone where the LMS offers them (`rel=differences`).
 */
export async function syncStaleRoster(parts: SyncParts, course: RosterCourse): Promise<void> {
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
