import { Types } from 'mongoose';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type CourseRole } from '../../kernel/permissions.ts';
import { type RosterModels } from './rosterModelsStore.ts';

export interface ListedMember {
  readonly personId: PersonId;
  readonly role: CourseRole;
  readonly active: boolean;
}

/** What a reading of the LMS's list of members writes; `RosterStore` says what it means. */
export function listedMembers({ members, states }: RosterModels) {
  async function takeNumbers(courseId: string, count: number): Promise<number> {
    const state = await states
      .findOneAndUpdate(
        { _id: courseId },
        { $inc: { nextNumber: count } },
        { upsert: true, returnDocument: 'after', setDefaultsOnInsert: false },
      )
      .lean();
    // The first $inc on a missing counter starts from nothing.
    return state.nextNumber - count + 1;
  }

  async function writeListed(
    courseId: CourseId,
    sync: string,
    listed: readonly ListedMember[],
    begunAt?: Date,
  ): Promise<void> {
    if (listed.length === 0) return;
    const present = await members.find({ courseId }).select({ personId: 1 }).lean();
    const presentIds = new Set(present.map(record => record.personId));
    const fresh = listed.filter(entry => !presentIds.has(entry.personId));
    if (fresh.length > 0) {
      let number = await takeNumbers(courseId, fresh.length);
      const inserts = fresh.map(({ personId }) => {
        const _id = new Types.ObjectId().toHexString();
        const nothing = { launched: null, listed: null, active: false, lastLaunchAt: null, seenInSync: null };
        const update = { $setOnInsert: { _id, ...nothing, number: number++ } };
        return { updateOne: { filter: { courseId, personId }, update, upsert: true } };
      });
      await members.bulkWrite(inserts, { ordered: false });
    }
    // Whoever another, later reading has named in this moment is left as that one says.
    const writes = listed.map(({ personId, role, active }) => {
      const leaves = active ? {} : notLaunchedSince(begunAt);
      const filter = { courseId, personId, $and: [notLaterThan('$lte', sync), leaves] };
      return { updateOne: { filter, update: { $set: { listed: role, active, seenInSync: sync } } } };
    });
    await members.bulkWrite(writes, { ordered: false });
  }

  async function changeListed(
    courseId: CourseId,
    sync: string,
    listed: readonly ListedMember[],
    begunAt?: Date,
  ): Promise<void> {
    await writeListed(courseId, sync, listed, begunAt).catch(async (error: unknown) => {
      // Another reading has added the same people in this moment; now they are there.
      if ((error as { code?: unknown }).code !== 11000) throw error;
      await writeListed(courseId, sync, listed, begunAt);
    });
  }

  async function replaceListed(
    courseId: CourseId,
    sync: string,
    listed: readonly ListedMember[],
    begunAt?: Date,
  ): Promise<void> {
    await changeListed(courseId, sync, listed, begunAt);
    const gone = { courseId, $and: [notLaterThan('$lt', sync), notLaunchedSince(begunAt)] };
    await members.updateMany(gone, { $set: { active: false, seenInSync: sync } });
  }

  return { takeNumbers, changeListed, replaceListed };
}

/** Members whom no reading of the list, or an earlier one, has named: two readings at once do not undo each other. */
const notLaterThan = (comparison: '$lt' | '$lte', sync: string) => ({
  $or: [{ seenInSync: null }, { seenInSync: { [comparison]: sync } }],
});

/** A list is older than those who came in while it was on its way: it cannot know them. */
const notLaunchedSince = (begunAt: Date | undefined) =>
  begunAt === undefined ? {} : { $or: [{ lastLaunchAt: null }, { lastLaunchAt: { $lt: begunAt } }] };
