import { type Connection, Schema } from 'mongoose';
import { type RegistrationKey } from './registration.ts';

/** Runs a change and counts it, whatever becomes of it. */
export type Counted = (change: () => Promise<unknown>) => Promise<void>;

/** A key pair as it is stored. */
export interface StoredKey extends RegistrationKey {
  readonly kid: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** The private key, sealed together with its id. */
  readonly privateKey: string;
  /** From when on another key signs, which may lie ahead; null for the newest. */
  readonly retiredAt: Date | null;
}

interface KeyRecord extends Omit<StoredKey, 'kid'> {
  /** The key's id. */
  _id: string;
}

const text = { type: String, required: true } as const;
const schema = new Schema<KeyRecord>(
  {
    _id: text,
    issuer: text,
    clientId: text,
    publicKey: text,
    privateKey: text,
    retiredAt: { type: Date, default: null },
  },
  { versionKey: false, collection: 'lti_keys' },
);
schema.index({ issuer: 1, clientId: 1 });

/** The key pairs of registrations, old ones included. */
export interface KeyStore {
  add(key: StoredKey): Promise<void>;
  all(): Promise<StoredKey[]>;
  of(registration: RegistrationKey): Promise<StoredKey[]>;
  find(kid: string): Promise<StoredKey | null>;
  /** Marks all keys of the registration but one as signing no longer than until then. */
  retire(registration: RegistrationKey, except: string, at: Date): Promise<void>;
  remove(kid: string): Promise<void>;
  removeAll(registration: RegistrationKey): Promise<void>;
}

export function createKeyStore(connection: Connection, counted: Counted): KeyStore {
  const model = connection.model<KeyRecord>('LtiKey', schema);
  const ofKey = ({ issuer, clientId }: RegistrationKey) => ({ issuer, clientId });
  return {
    add: ({ kid, ...key }) => counted(() => model.create({ _id: kid, ...key })),
    all: async () => (await model.find().sort({ _id: 1 }).lean()).map(toKey),
    of: async registration => (await model.find(ofKey(registration)).sort({ _id: 1 }).lean()).map(toKey),
    find: async kid => {
      const found = await model.findOne({ _id: kid }).lean();
      return found === null ? null : toKey(found);
    },
    retire: (registration, except, at) => {
      const filter = { ...ofKey(registration), _id: { $ne: except }, retiredAt: null };
      return counted(() => model.updateMany(filter, { $set: { retiredAt: at } }));
    },
    remove: kid => counted(() => model.deleteOne({ _id: kid })),
    removeAll: registration => counted(() => model.deleteMany(ofKey(registration))),
  };
}

function toKey({ _id, issuer, clientId, publicKey, privateKey, retiredAt }: KeyRecord): StoredKey {
  return { kid: _id, issuer, clientId, publicKey, privateKey, retiredAt };
}
