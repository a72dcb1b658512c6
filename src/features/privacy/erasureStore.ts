import { type Connection, Schema } from 'mongoose';
import { asId, type PersonId } from '../../kernel/ids.ts';

/** An erasure that was begun: it is carried out to its end, by whoever comes next if need be. */
export interface Erasure {
  readonly key: string;
  readonly personId: PersonId;
  readonly pseudonym: string;
}

/**
 * Which erasures are under way and which were done. The key is a keyed digest of the platform and the person's id
 * there: with it one can tell an erased person from one who never was, and from it nobody comes back to the person.
 */
export interface ErasureStore {
  findUnfinished(key: string): Promise<Erasure | null>;
  findFinishedAt(key: string): Promise<Date | null>;
  /** Remembers the pseudonym before anything is changed. Two at once begin the same erasure. */
  begin(erasure: Erasure, now: Date): Promise<Erasure>;
  /** Takes out what connects the person with the pseudonym. */
  finish(key: string, now: Date): Promise<void>;
}

interface ErasureRecord {
  _id: string;
  personId: string | null;
  pseudonym: string | null;
  startedAt: Date;
  erasedAt: Date | null;
}

const schema = new Schema<ErasureRecord>(
  {
    _id: { type: String, required: true },
    personId: { type: String, default: null },
    pseudonym: { type: String, default: null },
    startedAt: { type: Date, required: true },
    erasedAt: { type: Date, default: null },
  },
  { versionKey: false, collection: 'erasures' },
);

export function createErasureStore(connection: Connection): ErasureStore {
  const model = connection.model<ErasureRecord>('Erasure', schema);

  async function findUnfinished(key: string): Promise<Erasure | null> {
    const found = await model.findOne({ _id: key, personId: { $ne: null } }).lean();
    if (found?.personId == null || found.pseudonym === null) return null;
    return { key, personId: asId<'person'>(found.personId), pseudonym: found.pseudonym };
  }

  return {
    findUnfinished,
    async findFinishedAt(key) {
      return (await model.findOne({ _id: key, personId: null }).lean())?.erasedAt ?? null;
    },
    async begin({ key, personId, pseudonym }, now) {
      const fresh = { personId, pseudonym, startedAt: now, erasedAt: null };
      await model
        .updateOne({ _id: key, personId: null }, { $set: fresh }, { upsert: true })
        .catch((error: unknown) => {
          // Somebody else has begun; what they have begun is gone on with.
          if ((error as { code?: unknown }).code !== 11000) throw error;
        });
      return (await findUnfinished(key)) ?? { key, personId, pseudonym };
    },
    async finish(key, now) {
      await model.updateOne({ _id: key }, { $set: { personId: null, pseudonym: null, erasedAt: now } });
    },
  };
}
