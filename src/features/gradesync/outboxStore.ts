import { type AnyBulkWriteOperation } from 'mongodb';
import { type Connection, Schema } from 'mongoose';
import { asId } from '../../kernel/ids.ts';
import { type Column } from './domain/column.ts';
import { atOnce, type Entry, entryId, type EntryState } from './domain/entry.ts';
import { type EntryChange } from './domain/outcome.ts';
import { type Reconciled } from './domain/reconcile.ts';
import { type EntryLine } from './domain/summary.ts';
import {
  type EntryRecord,
  type Extra,
  extraOperation,
  reconcileOperation,
  settled,
  settledButWishedAgain,
  type Settlement,
  stampUsed,
  type Wish,
  wishOperation,
} from './outboxWritesStore.ts';

export { type Settlement } from './outboxWritesStore.ts';

const mixed = { type: Schema.Types.Mixed, default: null };
const schema = new Schema<EntryRecord>(
  {
    _id: { type: String, required: true },
    columnId: { type: String, required: true },
    courseId: { type: String, required: true },
    personId: { type: String, required: true, index: true },
    userId: { type: String, required: true },
    state: { type: String, required: true },
    reason: { type: String, default: null },
    wishedAt: { type: Date, required: true },
    wishes: { type: Number, required: true },
    version: { type: Number, required: true },
    failures: { type: Number, required: true },
    nextAt: { type: Date, default: null },
    lastStamp: { type: Number, required: true },
    force: { type: Boolean, required: true },
    sent: mixed,
    maybe: { type: Schema.Types.Mixed, required: true },
    lms: mixed,
    askedRev: { type: Number, default: null },
    keptRev: { type: Number, default: null },
    restoredRev: { type: Number, default: null },
    history: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, collection: 'outbox', minimize: false },
);
schema.index({ columnId: 1, nextAt: 1 });

export interface StateCounts {
  readonly waiting: number;
  /** When the longest waiting was wished for; null: none waits. */
  readonly oldestAt: Date | null;
  readonly refused: number;
  readonly conflict: number;
}

export interface OutboxStore {
  /** Notes that the LMS should get these people's present grades. Wishes for the same grade become one. */
  wish(column: Column, wishes: readonly Wish[], now: Date): Promise<void>;
  /** At most `limit` entries that are due, the longest waiting first, without those that are in hand. */
  due(columnId: string, now: Date, limit: number, inHand: readonly string[]): Promise<Entry[]>;
  /** When the next entry of the column is due; null: none ever. */
  nextDueAt(columnId: string): Promise<Date | null>;
  /** Remembers before posting that the LMS may soon hold this score. False: the entry has changed. */
  noteAttempt(entry: Entry, score: string | null): Promise<boolean>;
  /** Writes outcomes; one whose entry has a newer outcome is dropped, one with a newer wish stays due. */
  settle(settlements: readonly Settlement[]): Promise<void>;
  find(columnId: string, personId: string): Promise<Entry | null>;
  /** Whole entries, in no particular order. */
  entries(columnId: string, personIds: readonly string[]): Promise<Entry[]>;
  lines(columnId: string, personIds?: readonly string[]): Promise<EntryLine[]>;
  /** A teacher's decision over an entry as it was seen. False: it has changed. */
  change(entry: Entry, change: EntryChange & { readonly wish?: boolean }): Promise<boolean>;
  /** Whether the LMS has taken a score of another person since then. */
  hasSentSince(columnId: string, since: Date, exceptId: string): Promise<boolean>;
  /** How many entries of each column there are to show. */
  countShown(columnIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How many entries of these columns are in the states that somebody waits for. */
  countStates(columnIds: readonly string[]): Promise<StateCounts>;
  /** Every entry of the column, whole. */
  all(columnId: string): Promise<Entry[]>;
  /** What a comparison has found, each only where neither a wish nor an outcome came in between. */
  reconcile(changes: readonly Reconciled[]): Promise<void>;
  /** Notes them where there is no entry. */
  noteExtras(column: Column, extras: readonly Extra[], now: Date): Promise<void>;
  /** Makes entries in these states due; returns how many. */
  wakeAll(columnId: string, states: readonly EntryState[], now: Date): Promise<number>;
  /** The column is a new one: everything that was sent is sent again. */
  resendAll(columnId: string, now: Date): Promise<void>;
}

const lineFields = {
  personId: 1,
  state: 1,
  reason: 1,
  wishes: 1,
  failures: 1,
  nextAt: 1,
  lms: 1,
  'sent.score': 1,
  'sent.maximum': 1,
  'sent.at': 1,
} as const;

export function createOutboxStore(connection: Connection): OutboxStore {
  const model = connection.model<EntryRecord>('OutboxEntry', schema);
  // Outcomes are written by the thousand; they come from typed code, so Mongoose's casting is left out.
  const bulk = async (operations: AnyBulkWriteOperation<EntryRecord>[]) =>
    operations.length === 0
      ? 0
      : (await model.collection.bulkWrite(operations as never, { ordered: false })).matchedCount;

  return {
    async wish(column, wishes, now) {
      const operations = wishes.map(wish => wishOperation(column, wish, now));
      await bulk(operations).catch((error: unknown) => {
        // Two wishes made the same entry at once; the second time it is there.
        if ((error as { code?: unknown }).code === 11000) return bulk(operations);
        throw error;
      });
    },
    async due(columnId, now, limit, inHand) {
      const filter = {
        columnId,
        nextAt: { $lte: now },
        ...(inHand.length === 0 ? {} : { _id: { $nin: [...inHand] } }),
      };
      return (await model.find(filter).sort({ nextAt: 1 }).limit(limit).lean()).map(toEntry);
    },
    async nextDueAt(columnId) {
      const first = await model
        .findOne({ columnId, nextAt: { $gte: atOnce } })
        .sort({ nextAt: 1 })
        .select({ nextAt: 1 })
        .lean();
      return first?.nextAt ?? null;
    },
    async noteAttempt({ id, version }, score) {
      const noted = await model.updateOne({ _id: id, version }, { $addToSet: { maybe: score } });
      return noted.matchedCount === 1;
    },
    async settle(settlements) {
      const matched = await bulk(settlements.map(settled));
      if (matched === settlements.length) return;
      const again = await bulk(settlements.map(settledButWishedAgain));
      if (matched + again < settlements.length) await bulk(settlements.flatMap(stampUsed));
    },
    async find(columnId, personId) {
      const found = await model.findOne({ _id: entryId(columnId, personId) }).lean();
      return found === null ? null : toEntry(found);
    },
    async entries(columnId, personIds) {
      const ids = personIds.map(id => entryId(columnId, id));
      return (await model.find({ _id: { $in: ids } }).lean()).map(toEntry);
    },
    async lines(columnId, personIds) {
      const filter =
        personIds === undefined ? { columnId } : { _id: { $in: personIds.map(id => entryId(columnId, id)) } };
      const found = await model.find(filter).select(lineFields).lean();
      return found.map(toLine);
    },
    async change({ id, version }, { wish = false, ...change }) {
      const changed = await model.collection.updateOne({ _id: id, version } as never, {
        $set: change,
        $inc: { version: 1, ...(wish ? { wishes: 1 } : {}) },
      });
      return changed.matchedCount === 1;
    },
    async hasSentSince(columnId, since, exceptId) {
      const found = await model
        .findOne({ columnId, 'sent.at': { $gte: since }, _id: { $ne: exceptId } })
        .select({ _id: 1 })
        .lean();
      return found !== null;
    },
    async countShown(columnIds) {
      const groups = await model.aggregate<{ _id: string; count: number }>([
        { $match: { columnId: { $in: [...columnIds] }, state: { $ne: 'none' } } },
        { $group: { _id: '$columnId', count: { $sum: 1 } } },
      ]);
      return new Map(groups.map(({ _id, count }) => [_id, count]));
    },
    async countStates(columnIds) {
      const groups = await model.aggregate<{ _id: EntryState; count: number; oldestAt: Date }>([
        { $match: { columnId: { $in: [...columnIds] }, state: { $in: ['waiting', 'refused', 'conflict'] } } },
        { $group: { _id: '$state', count: { $sum: 1 }, oldestAt: { $min: '$wishedAt' } } },
      ]);
      const of = (state: EntryState) => groups.find(group => group._id === state);
      return {
        waiting: of('waiting')?.count ?? 0,
        oldestAt: of('waiting')?.oldestAt ?? null,
        refused: of('refused')?.count ?? 0,
        conflict: of('conflict')?.count ?? 0,
      };
    },
    async all(columnId) {
      return (await model.find({ columnId }).lean()).map(toEntry);
    },
    async reconcile(changes) {
      await bulk(changes.map(reconcileOperation));
    },
    async noteExtras(column, extras, now) {
      await bulk(extras.map(extra => extraOperation(column, extra, now))).catch((error: unknown) => {
        // Released in the same moment: then it is no extra any more.
        if ((error as { code?: unknown }).code !== 11000) throw error;
      });
    },
    async wakeAll(columnId, states, now) {
      const woken = await model.updateMany(
        { columnId, state: { $in: [...states] } },
        { $set: { nextAt: atOnce, failures: 0, wishedAt: now }, $inc: { wishes: 1 } },
      );
      return woken.matchedCount;
    },
    async resendAll(columnId, now) {
      await model.updateMany(
        { columnId, sent: { $ne: null }, state: { $nin: ['none', 'extra'] } },
        {
          $set: { state: 'waiting', reason: null, nextAt: atOnce, wishedAt: now, force: true },
          $inc: { wishes: 1 },
        },
      );
    },
  };
}

function toLine(record: EntryRecord): EntryLine {
  const { _id, personId, state, reason, wishes, failures, nextAt, lms, sent } = record;
  return {
    id: _id,
    personId: asId<'person'>(personId),
    state,
    reason,
    wishes,
    failures,
    nextAt,
    lms,
    sent: sent ?? null,
  };
}

function toEntry({ _id, restoredRev, ...rest }: EntryRecord): Entry {
  // Entries of earlier versions have no `restoredRev`.
  return { ...rest, id: _id, restoredRev: restoredRev ?? null };
}
