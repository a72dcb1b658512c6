import { createHash } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { z } from 'zod';
import { isLang, type Lang } from '../../i18n/lang.ts';
import { asId, type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type FeedFacts, type LedgerEntry } from './domain/feed.ts';

interface AddressRecord {
  _id: string;
  courseId: string;
  personId: string;
  /** Of the secret only a digest is kept: whoever reads the store cannot open a feed with it. */
  digest: string;
  lang: string;
  createdAt: Date;
}

interface LedgerRecord {
  _id: string;
  rev: number;
  /** JSON text: a ledger is only ever read and written whole. */
  entries: string;
}

const required = { type: String, required: true } as const;
const addressSchema = new Schema<AddressRecord>(
  {
    _id: required,
    courseId: required,
    personId: { ...required, index: true },
    digest: { ...required, unique: true },
    lang: required,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'calendarAddresses' },
);
const ledgerSchema = new Schema<LedgerRecord>(
  { _id: required, rev: { type: Number, required: true }, entries: required },
  { versionKey: false, collection: 'calendarLedgers' },
);

export interface FeedAddress {
  readonly courseId: CourseId;
  readonly personId: PersonId;
  readonly lang: Lang;
  readonly createdAt: Date;
}

export interface FeedStore {
  /** A person's address in a course; null without one. */
  find(courseId: CourseId, personId: PersonId): Promise<FeedAddress | null>;
  findBySecret(secret: string): Promise<FeedAddress | null>;
  /** Puts a new secret in the place of the old one, which opens nothing from now on. */
  replace(address: FeedAddress, secret: string): Promise<void>;
  remove(courseId: CourseId, personId: PersonId): Promise<void>;
  ledger(courseId: CourseId): Promise<{ entries: readonly LedgerEntry[]; rev: number }>;
  /** False when somebody else has written since `rev`. */
  saveLedger(courseId: CourseId, rev: number, entries: readonly LedgerEntry[]): Promise<boolean>;
}

const storedEntries = z.array(
  z.object({
    facts: z.custom<FeedFacts>(value => typeof value === 'object' && value !== null && 'key' in value),
    sequence: z.number(),
    changedAt: z.coerce.date(),
    isCancelled: z.boolean(),
    was: z
      .union([
        z.object({ from: z.string(), until: z.string() }),
        z.object({ on: z.string(), at: z.string() }),
      ])
      .exactOptional(),
  }),
);

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const idOf = (courseId: CourseId, personId: PersonId): string => `${courseId}:${personId}`;

export function createFeedStore(connection: Connection): FeedStore {
  const addresses = connection.model<AddressRecord>('CalendarAddress', addressSchema);
  const ledgers = connection.model<LedgerRecord>('CalendarLedger', ledgerSchema);
  return {
    async find(courseId, personId) {
      return addressOf(await addresses.findById(idOf(courseId, personId)).lean());
    },
    async findBySecret(secret) {
      return addressOf(await addresses.findOne({ digest: digestOf(secret) }).lean());
    },
    async replace({ courseId, personId, lang, createdAt }, secret) {
      const fields = { courseId, personId, lang, createdAt, digest: digestOf(secret) };
      await addresses.updateOne({ _id: idOf(courseId, personId) }, { $set: fields }, { upsert: true });
    },
    async remove(courseId, personId) {
      await addresses.deleteOne({ _id: idOf(courseId, personId) });
    },
    async ledger(courseId) {
      const found = await ledgers.findById(courseId).lean();
      if (found === null) return { entries: [], rev: 0 };
      return { entries: storedEntries.parse(JSON.parse(found.entries)), rev: found.rev };
    },
    async saveLedger(courseId, rev, entries) {
      const text = JSON.stringify(entries);
      if (rev > 0) {
        const change = { $set: { entries: text }, $inc: { rev: 1 } };
        return (await ledgers.updateOne({ _id: courseId, rev }, change)).modifiedCount === 1;
      }
      try {
        await ledgers.create({ _id: courseId, rev: 1, entries: text });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
  };
}

function addressOf(record: AddressRecord | null): FeedAddress | null {
  if (record === null || !isLang(record.lang)) return null;
  const { courseId, personId, lang, createdAt } = record;
  return { courseId: asId(courseId), personId: asId(personId), lang, createdAt };
}
