import { type Connection, Schema } from 'mongoose';

/** The key pair that signs badges, as it is stored. */
export interface StoredBadgeKey {
  readonly kid: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** The private key, sealed together with its id. */
  readonly privateKey: string;
  readonly madeAt: Date;
}

interface BadgeKeyRecord {
  _id: string;
  kid: string;
  publicKey: string;
  /** Null: it signs no more. */
  privateKey: string | null;
  madeAt: Date | null;
}

const text = { type: String, required: true } as const;
const schema = new Schema<BadgeKeyRecord>(
  {
    ...{ _id: text, kid: text, publicKey: text },
    privateKey: { type: String, default: null },
    madeAt: { type: Date, default: null },
  },
  { versionKey: false, collection: 'badge_keys' },
);
schema.index({ kid: 1 });
/** There is one place for the key that signs, so two processes that begin at once cannot both fill it. */
const place = 'signing';

export interface BadgeKeyStore {
  /** The key that signs; null before the first. */
  find(): Promise<StoredBadgeKey | null>;
  /** The public half of a key, also of one that signs no more. */
  findPublic(kid: string): Promise<Pick<StoredBadgeKey, 'kid' | 'publicKey'> | null>;
  /** False: there is a key already, and nothing was written. */
  add(key: StoredBadgeKey): Promise<boolean>;
  /** Puts a new key in the place of one, whose public half stays. False: another process was first. */
  replace(old: StoredBadgeKey, key: StoredBadgeKey): Promise<boolean>;
}

export function createBadgeKeyStore(connection: Connection): BadgeKeyStore {
  const model = connection.model<BadgeKeyRecord>('BadgeKey', schema);
  return {
    async find() {
      const found = await model.findOne({ _id: place }).lean();
      if (found === null) return null;
      const { kid, publicKey, privateKey, madeAt } = found;
      return { kid, publicKey, privateKey: privateKey ?? '', madeAt: madeAt ?? new Date(0) };
    },
    async findPublic(kid) {
      const found = await model.findOne({ kid }).lean();
      return found === null ? null : { kid: found.kid, publicKey: found.publicKey };
    },
    async add(key) {
      try {
        await model.create({ _id: place, ...key });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
    async replace({ kid, publicKey, madeAt }, key) {
      // First kept, then replaced: at no moment is a key unknown that has signed something.
      await model.updateOne({ _id: kid }, { $set: { kid, publicKey, madeAt } }, { upsert: true });
      return (await model.updateOne({ _id: place, kid }, { $set: key })).modifiedCount === 1;
    },
  };
}
