import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type CourseRole } from '../../kernel/permissions.ts';
import { grouped } from '../../store/index.ts';
import { type PersonRecord, type RosterModels } from './rosterModelsStore.ts';

/** How an LMS names a person. */
interface PersonKey {
  readonly registrationId: string;
  readonly sub: string;
}
const keyOf = ({ registrationId, sub }: PersonKey): string => `${registrationId} ${sub}`;

/** Somebody comes into a course. */
export interface MemberLaunch {
  readonly courseId: CourseId;
  readonly personId: PersonId;
  readonly role: CourseRole;
  readonly now: Date;
}

/**
 * What a launch changes of a member. One without a role in the course (of data privacy, or with roles that nobody knows)
 * says nothing of the role, nor whether somebody who has left is back.
 */
export const updateOf = ({ courseId, personId, role, now }: MemberLaunch) => ({
  filter: { courseId, personId },
  update: {
    $set: role === 'guest' ? { lastLaunchAt: now } : { launched: role, active: true, lastLaunchAt: now },
  },
});

/** What every launch asks of the roster: past Mongoose's query layer, and several launches at once in one call. */
export function launchQueries({ people, members }: RosterModels) {
  const findPerson = grouped<PersonKey, PersonRecord | null>(async keys => {
    const found = new Map<string, PersonRecord>();
    for (const registrationId of new Set(keys.map(key => key.registrationId))) {
      const subs = keys.filter(key => key.registrationId === registrationId).map(key => key.sub);
      const filter = { registrationId, sub: subs.length === 1 ? subs[0] : { $in: subs } };
      for (const one of await people.collection.find<PersonRecord>(filter as never).toArray()) {
        found.set(keyOf(one), one);
      }
    }
    return keys.map(key => found.get(keyOf(key)) ?? null);
  });

  /** Writes down the launch of a member; false for who is none yet. */
  const updateMember = grouped<MemberLaunch, boolean>(async launches => {
    const updates = launches.map(launch => ({ updateOne: updateOf(launch) }));
    const { matchedCount } = await members.collection.bulkWrite(updates, { ordered: false });
    if (matchedCount === launches.length) return launches.map(() => true);
    const there = new Set<string>();
    for (const courseId of new Set(launches.map(launch => launch.courseId))) {
      const personIds = launches.filter(launch => launch.courseId === courseId).map(one => one.personId);
      const known = await members.find({ courseId, personId: { $in: personIds } }).lean();
      for (const { personId } of known) there.add(`${courseId} ${personId}`);
    }
    return launches.map(one => there.has(`${one.courseId} ${one.personId}`));
  });

  return { findPerson, updateMember };
}
