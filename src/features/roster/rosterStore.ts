import { type Connection, Types } from 'mongoose';
import { type Lang } from '../../i18n/lang.ts';
import { asId, type CourseId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type CourseRole } from '../../kernel/permissions.ts';
import { effectiveRole } from './domain/effectiveRole.ts';
import { launchQueries, type MemberLaunch, updateOf } from './launchQueriesStore.ts';
import { type ListedMember, listedMembers } from './listedMembersStore.ts';
import { type MemberRecord, type PersonRecord, rosterModels } from './rosterModelsStore.ts';

/** What a launch or the list of members says of a person. Absent facts leave the known ones as they are. */
export interface PersonFacts {
  readonly sub: string;
  readonly name?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly email?: string | undefined;
  readonly sourcedId?: string | undefined;
}

export interface Person {
  readonly id: PersonId;
  readonly sub: string;
  readonly name: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly sourcedId: string | null;
  readonly lang: Lang | null;
}

export interface Member {
  readonly person: Person;
  readonly role: CourseRole;
  readonly active: boolean;
  /** The person's number in the course, for "Student 4" when the LMS gives no names. */
  readonly number: number;
  readonly lastLaunchAt: Date | null;
}

/** How the last reading of the LMS's list of members went. */
export interface RosterState {
  readonly lastGoodAt: Date | null;
  readonly lastTriedAt: Date | null;
  readonly failure: string | null;
  /** When the whole list was last read, and where the LMS tells what has changed since the last good reading. */
  readonly wholeAt: Date | null;
  readonly changesUrl: string | null;
}

/** Only a good reading says anything of changes. */
interface SyncOutcome {
  readonly at: Date;
  readonly failure: string | null;
  readonly wholeAt?: Date;
  readonly changesUrl?: string | null;
}

/** Somebody's place in one course. */
export interface Membership {
  readonly courseId: CourseId;
  readonly role: CourseRole;
  readonly active: boolean;
}

export interface RosterStore {
  /** Finds or makes the person and takes over the facts that were given. */
  meetPerson(registrationId: RegistrationId, facts: PersonFacts): Promise<Person>;
  /** As `meetPerson` for a whole list, in the list's order. */
  meetPeople(registrationId: RegistrationId, facts: readonly PersonFacts[]): Promise<Person[]>;
  recordLaunch(courseId: CourseId, personId: PersonId, role: CourseRole, now: Date): Promise<void>;
  /** A name for a reading of the LMS's list, later than those of earlier ones; to be taken before the list is asked for. */
  beginSync(): string;
  /** Writes a whole list of members; those that are neither on it nor on a later one become inactive. */
  replaceListed(
    courseId: CourseId,
    sync: string,
    listed: readonly ListedMember[],
    begunAt?: Date,
  ): Promise<void>;
  /**
   * Writes what has changed in the list; everybody else stays as they are.
   * @param begunAt when the list was asked for: whoever has come in since then is in the course, whatever it says.
   *   Left out: nobody has
   */
  changeListed(
    courseId: CourseId,
    sync: string,
    listed: readonly ListedMember[],
    begunAt?: Date,
  ): Promise<void>;
  noteSync(courseId: CourseId, outcome: SyncOutcome): Promise<void>;
  stateOf(courseId: CourseId): Promise<RosterState>;
  members(courseId: CourseId): Promise<Member[]>;
  findMember(courseId: CourseId, unsafePersonId: string): Promise<Member | null>;
  /** The courses that a person was ever met in, with the role there. */
  coursesOf(personId: PersonId): Promise<Membership[]>;
  /** People by their ids, wherever they are members; those that are unknown are left out. */
  findPeople(personIds: readonly PersonId[]): Promise<Person[]>;
  setLang(personId: PersonId, lang: Lang): Promise<void>;
}

export function createRosterStore(connection: Connection): RosterStore {
  const models = rosterModels(connection);
  const { people, members, states } = models;
  const { findPerson, updateMember } = launchQueries(models);
  const { takeNumbers, changeListed, replaceListed } = listedMembers(models);

  async function meetPeople(
    registrationId: RegistrationId,
    facts: readonly PersonFacts[],
  ): Promise<Person[]> {
    if (facts.length === 0) return [];
    const writes = facts.map(fact => ({
      updateOne: {
        filter: { registrationId, sub: fact.sub },
        update: { $set: known(fact), $setOnInsert: { _id: new Types.ObjectId().toHexString() } },
        upsert: true,
      },
    }));
    const write = () => people.bulkWrite(writes, { ordered: false });
    await write().catch((error: unknown) => {
      // Somebody else met the same person at the same moment; the second try finds the person.
      if ((error as { code?: unknown }).code === 11000) return write();
      throw error;
    });
    const found = await people.find({ registrationId, sub: { $in: facts.map(fact => fact.sub) } }).lean();
    const bySub = new Map(found.map(record => [record.sub, toPerson(record)]));
    return facts.flatMap(fact => bySub.get(fact.sub) ?? []);
  }

  async function join(records: readonly MemberRecord[]): Promise<Member[]> {
    const found = await people.find({ _id: { $in: records.map(record => record.personId) } }).lean();
    const byId = new Map(found.map(record => [record._id, toPerson(record)]));
    return records.flatMap(record => {
      const person = byId.get(record.personId);
      return person === undefined ? [] : [toMember(record, person)];
    });
  }

  return {
    meetPeople,
    async meetPerson(registrationId, facts) {
      // A person who is known already is only read: every launch comes by here.
      const record = await findPerson({ registrationId, sub: facts.sub });
      if (record !== null && tellsNothingNew(facts, record)) return toPerson(record);
      const [person] = await meetPeople(registrationId, [facts]);
      if (person === undefined) throw new Error('the person that was just written is not there');
      return person;
    },
    async recordLaunch(courseId, personId, role, now) {
      const launch: MemberLaunch = { courseId, personId, role, now };
      if (await updateMember(launch)) return;
      const number = await takeNumbers(courseId, 1);
      const _id = new Types.ObjectId().toHexString();
      const fresh = { _id, listed: null, number, seenInSync: null };
      const insert = role === 'guest' ? { ...fresh, launched: role, active: true } : fresh;
      const { filter, update } = updateOf(launch);
      await members
        .updateOne(filter, { ...update, $setOnInsert: insert }, { upsert: true })
        .catch(async (error: unknown) => {
          if ((error as { code?: unknown }).code !== 11000) throw error;
          await members.updateOne(filter, update);
        });
    },
    beginSync: () => new Types.ObjectId().toHexString(),
    changeListed,
    replaceListed,
    async noteSync(courseId, { at, failure, ...changes }) {
      const good = failure === null ? { lastGoodAt: at, ...changes } : {};
      await states.updateOne(
        { _id: courseId },
        { $set: { lastTriedAt: at, failure, ...good } },
        { upsert: true, setDefaultsOnInsert: false },
      );
    },
    async stateOf(courseId) {
      const state = await states.findOne({ _id: courseId }).lean();
      return {
        lastGoodAt: state?.lastGoodAt ?? null,
        lastTriedAt: state?.lastTriedAt ?? null,
        failure: state?.failure ?? null,
        wholeAt: state?.wholeAt ?? null,
        changesUrl: state?.changesUrl ?? null,
      };
    },
    async members(courseId) {
      return join(await members.find({ courseId }).lean());
    },
    async findMember(courseId, unsafePersonId) {
      const record = await members.findOne({ courseId, personId: unsafePersonId }).lean();
      return record === null ? null : ((await join([record]))[0] ?? null);
    },
    async coursesOf(personId) {
      const found = await members.find({ personId }).lean();
      return found.map(record => ({
        courseId: asId<'course'>(record.courseId),
        role: effectiveRole(record),
        active: record.active,
      }));
    },
    async findPeople(personIds) {
      return (await people.find({ _id: { $in: [...personIds] } }).lean()).map(toPerson);
    },
    async setLang(personId, lang) {
      await people.updateOne({ _id: personId }, { $set: { lang } });
    },
  };
}

function known(facts: PersonFacts): Partial<PersonRecord> {
  const { name, givenName, familyName, email, sourcedId } = facts;
  const given = Object.entries({ name, givenName, familyName, email, sourcedId }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== '',
  );
  return Object.fromEntries(given);
}

const tellsNothingNew = (facts: PersonFacts, record: PersonRecord): boolean =>
  Object.entries(known(facts)).every(([name, value]) => record[name as keyof PersonRecord] === value);

function toPerson(record: PersonRecord): Person {
  return {
    id: asId<'person'>(record._id),
    sub: record.sub,
    name: record.name ?? null,
    givenName: record.givenName ?? null,
    familyName: record.familyName ?? null,
    email: record.email ?? null,
    sourcedId: record.sourcedId ?? null,
    lang: record.lang ?? null,
  };
}

function toMember(record: MemberRecord, person: Person): Member {
  return {
    person,
    role: effectiveRole(record),
    active: record.active,
    number: record.number,
    lastLaunchAt: record.lastLaunchAt ?? null,
  };
}
