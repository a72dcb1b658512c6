import { type Connection } from 'mongoose';
import { type IsoDate } from '../../kernel/dates.ts';
import { asId, idPattern, type RegistrationId } from '../../kernel/ids.ts';
import {
  type ExpertReview,
  type LinkCheck,
  type Mooc,
  type MoocContent,
  type MoocEntry,
  type MoocEvent,
  type MoocId,
  type MoocStanding,
  type Stage,
} from './domain/mooc.ts';
import {
  contentFields,
  eventRecord,
  moocModels,
  type MoocRecord,
  type NewMooc,
  reviewRecord,
  standingFields,
  toEntry,
  toMooc,
  toRecord,
} from './moocModelsStore.ts';

export { type NewMooc } from './moocModelsStore.ts';

/** Links of drafts may not be meant yet, and those of retired courses may die. */
const calledStages: Stage[] = ['review', 'approved', 'in-use'];

/** More events than a course gets in a lifetime; a document must not outgrow the store. */
const mostEvents = 2_000;
/** Changes that a reader may have missed without reading everything anew. */
const changesKept = 300;

export interface MoocChange {
  readonly content?: MoocContent;
  readonly standing?: MoocStanding;
  readonly review?: ExpertReview;
  readonly event: MoocEvent;
}

export interface MoocStore {
  find(registrationId: RegistrationId, unsafeId: string): Promise<Mooc | null>;
  /** Everything of all courses, by number. For files: a page takes the index. */
  all(registrationId: RegistrationId): Promise<Mooc[]>;
  entries(registrationId: RegistrationId, ids?: readonly string[]): Promise<MoocEntry[]>;
  /** How often the registry was changed, and the courses of the last changes; 0 and none before the first. */
  changes(registrationId: RegistrationId, since: number): Promise<{ rev: number; ids: string[] | 'all' }>;
  /** The registries with the most courses. */
  largest(limit: number): Promise<RegistrationId[]>;
  /** Courses of all institutions whose approval ends until a day. */
  endingUntil(on: IsoDate): Promise<MoocEntry[]>;
  add(
    registrationId: RegistrationId,
    moocs: readonly NewMooc[],
  ): Promise<{ readonly id: MoocId; readonly number: number }[]>;
  /** False when somebody else has changed the course since it was read. */
  change(mooc: Pick<Mooc, 'id' | 'registrationId' | 'rev'>, change: MoocChange): Promise<boolean>;
  /** As `change` for many at once. @returns how many were written; those that somebody else has changed are not */
  changeMany(
    registrationId: RegistrationId,
    changes: readonly { readonly mooc: Pick<Mooc, 'id' | 'rev'>; readonly change: MoocChange }[],
  ): Promise<number>;
  /** Courses whose link was not looked at since; those that were never looked at come first. */
  linksOlderThan(at: Date, limit: number): Promise<Pick<MoocEntry, 'id' | 'registrationId' | 'url'>[]>;
  setLink(mooc: Pick<MoocEntry, 'id' | 'registrationId'>, link: LinkCheck): Promise<void>;
}

const withoutDetails = { details: 0, reviews: 0, events: 0 } as const;

export function createMoocStore(connection: Connection): MoocStore {
  const { moocs: model, registries } = moocModels(connection);
  // Past Mongoose's query layer: 5,000 lines at once, and the filters are our own ids.
  const readEntries = async (filter: object): Promise<MoocEntry[]> =>
    (
      await model.collection
        .find<MoocRecord>(filter as never, { projection: withoutDetails, batchSize: 10_000 })
        .toArray()
    ).map(toEntry);

  async function noteChange(registrationId: RegistrationId, ids: readonly string[]): Promise<void> {
    const [only] = ids;
    const list =
      ids.length === 1 && only !== undefined
        ? { $push: { changed: { $each: [only], $slice: -changesKept } } }
        : { $set: { changed: [] } };
    await registries.updateOne({ _id: registrationId }, { $inc: { rev: 1 }, ...list });
  }

  async function takeNumbers(registrationId: RegistrationId, count: number): Promise<number> {
    const change = { $inc: { lastNumber: count }, $setOnInsert: { rev: 0, changed: [] } };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const take = () => registries.findOneAndUpdate({ _id: registrationId }, change, options).lean();
    const found = await take().catch((error: unknown) => {
      // Two first courses at once.
      if ((error as { code?: unknown }).code === 11000) return take();
      throw error;
    });
    return found.lastNumber - count;
  }

  return {
    async find(registrationId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const found = await model.findOne({ _id: unsafeId, registrationId }).lean();
      return found === null ? null : toMooc(found);
    },
    async all(registrationId) {
      const found = model.collection.find<MoocRecord>({ registrationId }, { batchSize: 1_000 });
      return (await found.sort({ number: 1 }).toArray()).map(toMooc);
    },
    entries: (registrationId, ids) =>
      readEntries(ids === undefined ? { registrationId } : { _id: { $in: [...ids] }, registrationId }),
    async changes(registrationId, since) {
      const found = await registries.findById(registrationId).select({ rev: 1 }).lean();
      const rev = found?.rev ?? 0;
      if (rev === since) return { rev, ids: [] };
      const whole = await registries.findById(registrationId).lean();
      if (whole === null) return { rev: 0, ids: 'all' };
      const missed = whole.rev - since;
      return {
        rev: whole.rev,
        ids: missed > 0 && missed <= whole.changed.length ? whole.changed.slice(-missed) : 'all',
      };
    },
    async largest(limit) {
      const found = await registries.find().select({ _id: 1 }).sort({ lastNumber: -1 }).limit(limit).lean();
      return found.map(({ _id }) => asId<'registration'>(_id));
    },
    endingUntil: on => readEntries({ endsOn: { $lte: on } }),
    async add(registrationId, moocs) {
      if (moocs.length === 0) return [];
      const before = await takeNumbers(registrationId, moocs.length);
      const records = moocs.map((mooc, index) => toRecord(registrationId, before + index + 1, mooc));
      await model.insertMany(records, { ordered: true });
      await noteChange(
        registrationId,
        records.map(({ _id }) => _id),
      );
      return records.map(({ _id, number }) => ({ id: asId<'mooc'>(_id), number }));
    },
    async change({ id, registrationId, rev }, change) {
      const done = await model.updateOne({ _id: id, registrationId, rev }, updateOf(change));
      if (done.modifiedCount !== 1) return false;
      await noteChange(registrationId, [id]);
      return true;
    },
    async changeMany(registrationId, changes) {
      if (changes.length === 0) return 0;
      const writes = changes.map(({ mooc: { id, rev }, change }) => ({
        updateOne: { filter: { _id: id, registrationId, rev }, update: updateOf(change) },
      }));
      const { modifiedCount } = await model.bulkWrite(writes, { ordered: false });
      await noteChange(registrationId, []);
      return modifiedCount;
    },
    async linksOlderThan(at, limit) {
      const filter = {
        stage: { $in: calledStages },
        url: { $ne: '' },
        $or: [{ link: null }, { 'link.at': { $lt: at } }],
      };
      const found = await model
        .find(filter)
        .select({ registrationId: 1, url: 1 })
        .sort({ 'link.at': 1 })
        .limit(limit)
        .lean();
      return found.map(({ _id, registrationId, url }) => ({
        id: asId<'mooc'>(_id),
        registrationId: asId<'registration'>(registrationId),
        url,
      }));
    },
    async setLink({ id, registrationId }, link) {
      await model.updateOne({ _id: id, registrationId }, { $set: { link: { ...link } } });
      await noteChange(registrationId, [id]);
    },
  };
}

function updateOf({ content, standing, review, event }: MoocChange) {
  return {
    $set: {
      ...(content === undefined ? {} : contentFields(content)),
      ...(standing === undefined ? {} : standingFields(standing)),
    },
    $inc: { rev: 1 },
    $push: {
      events: { $each: [eventRecord(event)], $slice: -mostEvents },
      ...(review === undefined ? {} : { reviews: reviewRecord(review) }),
    },
  };
}
