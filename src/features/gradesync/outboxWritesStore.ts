import { type AnyBulkWriteOperation } from 'mongodb';
import { type PersonId } from '../../kernel/ids.ts';
import { type Column } from './domain/column.ts';
import { atOnce, type Entry, entryId, type LmsScore } from './domain/entry.ts';
import { type EntryChange } from './domain/outcome.ts';
import { type Reconciled } from './domain/reconcile.ts';

/** An entry as it is stored. */
export type EntryRecord = { -readonly [K in keyof Omit<Entry, 'id' | 'maybe' | 'history'>]: Entry[K] } & {
  _id: string;
  maybe: (string | null)[];
  history: Entry['history'][number][];
};

/** What a try has changed, and what it was made from. */
export interface Settlement {
  readonly entry: Entry;
  readonly change: EntryChange;
  /** When it is due again if there was another wish in the meantime. */
  readonly againAt: Date;
}

export interface Wish {
  readonly personId: PersonId;
  readonly userId: string;
}

/** A grade that the LMS shows without our having sent one. */
export interface Extra extends Wish {
  readonly lms: LmsScore;
}

export function wishOperation(column: Column, wish: Wish, now: Date): AnyBulkWriteOperation<EntryRecord> {
  return {
    updateOne: {
      filter: { _id: entryId(column.id, wish.personId) },
      update: {
        $set: {
          state: 'waiting',
          reason: null,
          nextAt: atOnce,
          failures: 0,
          userId: wish.userId,
          wishedAt: now,
        },
        $inc: { wishes: 1 },
        $setOnInsert: { ...freshEntry(column, wish.personId), lms: null },
      },
      upsert: true,
    },
  };
}

const freshEntry = (column: Column, personId: PersonId) => ({
  columnId: column.id,
  courseId: column.courseId,
  personId,
  version: 0,
  lastStamp: 0,
  force: false,
  sent: null,
  maybe: [],
  askedRev: null,
  keptRev: null,
  restoredRev: null,
  history: [],
});

export function settled({ entry, change }: Settlement): AnyBulkWriteOperation<EntryRecord> {
  return {
    updateOne: {
      filter: { _id: entry.id, version: entry.version, wishes: entry.wishes },
      update: { $set: change as Partial<EntryRecord>, $inc: { version: 1 } },
    },
  };
}

/** The outcome is true, but it was of an older wish: the newer one is still to be fulfilled. */
export function settledButWishedAgain({
  entry,
  change,
  againAt,
}: Settlement): AnyBulkWriteOperation<EntryRecord> {
  const { force: _, ...rest } = change;
  return {
    updateOne: {
      filter: { _id: entry.id, version: entry.version },
      update: {
        $set: { ...rest, state: 'waiting', reason: null, nextAt: againAt } as Partial<EntryRecord>,
        $inc: { version: 1 },
      },
    },
  };
}

/** Another process has written an outcome over ours; what it must still know is which timestamp we used. */
export function stampUsed({ entry, change }: Settlement): AnyBulkWriteOperation<EntryRecord>[] {
  const { lastStamp } = change;
  if (lastStamp === undefined) return [];
  return [{ updateOne: { filter: { _id: entry.id }, update: { $max: { lastStamp } } } }];
}

/** An outcome or a wish in between is the newer truth. */
export function reconcileOperation({ entry, change, wish }: Reconciled): AnyBulkWriteOperation<EntryRecord> {
  const { id, version, wishes } = entry;
  return {
    updateOne: {
      filter: { _id: id, version, wishes },
      update: {
        $set: change as Partial<EntryRecord>,
        $inc: { version: 1, ...(wish ? { wishes: 1 } : {}) },
      },
    },
  };
}

export function extraOperation(
  column: Column,
  { personId, userId, lms }: Extra,
  now: Date,
): AnyBulkWriteOperation<EntryRecord> {
  return {
    updateOne: {
      filter: { _id: entryId(column.id, personId) },
      update: {
        $setOnInsert: {
          ...freshEntry(column, personId),
          state: 'extra',
          reason: 'extra-in-lms',
          userId,
          lms,
          nextAt: null,
          failures: 0,
          wishedAt: now,
          wishes: 0,
        },
      },
      upsert: true,
    },
  };
}
