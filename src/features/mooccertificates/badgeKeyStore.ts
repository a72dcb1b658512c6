import { type Connection, Schema } from 'mongoose';

/** The key pair that signs badges, as it is stored. */
export interface StoredBadgeKey {
  readonly kid: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** The private key, sealed together with its id. */
  readonly privateKey: string;
}

interface BadgeKeyRecord extends StoredBadgeKey {
  _id: string;
}

const text = { type: String, required: true } as const;
const schema = new Schema<BadgeKeyRecord>(
  { _id: text, kid: text, publicKey: text, privateKey: text },
  { versionKey: false, collection: 'badge_keys' },
);
/** There is one place for a key, so two processes that begin at once cannot both fill it. */
const place = 'signing';

export interface BadgeKeyStore {
  find(): Promise<StoredBadgeKey | null>;
  /** False: there is a key already, and nothing was written. */
  add(key: StoredBadgeKey): Promise<boolean>;
}

export function createBadgeKeyStore(connection: Connection): BadgeKeyStore {
  const model = connection.model<BadgeKeyRecord>('BadgeKey', schema);
  return {
    async find() {
      const found = await model.findOne({ _id: place }).lean();
      if (found === null) return null;
      const { kid, publicKey, privateKey } = found;
      return { kid, publicKey, privateKey };
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
  };
}
