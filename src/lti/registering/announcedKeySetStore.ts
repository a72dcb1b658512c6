import { randomBytes } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { asId, idPattern, type RegistrationId } from '../../kernel/ids.ts';
import { type PublicJwk } from '../toolKeys.ts';

/**
 * Key sets under the names that registrations were announced with. A platform may read the key set while it answers
 * the registration, when there is no registration yet: until then the announced key stands here by itself.
 */
export interface AnnouncedKeySetStore {
  /** @returns the name of a new key set that holds this key alone */
  announce(key: PublicJwk, now: Date): Promise<string>;
  /** From now on the name means this registration's key set. */
  assign(name: string, registrationId: RegistrationId): Promise<void>;
  withdraw(name: string): Promise<void>;
  find(unsafeName: string): Promise<AnnouncedKeySet | null>;
}

/** Either the registration whose keys it holds, or the one key that was announced. */
export type AnnouncedKeySet = { readonly registrationId: RegistrationId } | { readonly key: PublicJwk };

interface KeySetRecord {
  _id: string;
  registrationId: string | null;
  key: PublicJwk | null;
  /** Null once a registration came about. */
  expiresAt: Date | null;
}

const waitingMs = 3600_000;

const schema = new Schema<KeySetRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, default: null },
    key: { type: Schema.Types.Mixed, default: null },
    expiresAt: { type: Date, default: null, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'lti_key_sets' },
);

export function createAnnouncedKeySetStore(connection: Connection): AnnouncedKeySetStore {
  const model = connection.model<KeySetRecord>('LtiKeySet', schema);
  return {
    async announce(key, now) {
      const name = randomBytes(12).toString('hex');
      const expiresAt = new Date(now.getTime() + waitingMs);
      await model.create({ _id: name, registrationId: null, key: { ...key }, expiresAt });
      return name;
    },
    async assign(name, registrationId) {
      await model.updateOne({ _id: name }, { $set: { registrationId, key: null, expiresAt: null } });
    },
    async withdraw(name) {
      await model.deleteOne({ _id: name, registrationId: null });
    },
    async find(unsafeName) {
      if (!idPattern.test(unsafeName)) return null;
      const found = await model.findOne({ _id: unsafeName }).lean();
      if (found === null) return null;
      if (found.registrationId !== null)
        return { registrationId: asId<'registration'>(found.registrationId) };
      return found.key === null ? null : { key: found.key };
    },
  };
}
