import { type Connection, Schema, Types } from 'mongoose';
import { asId, type RegistrationId } from '../kernel/ids.ts';
import {
  type Deployment,
  type Registration,
  type RegistrationStatus,
  type RegistrationValues,
} from './registration.ts';

interface RegistrationRecord extends RegistrationValues {
  _id: string;
  status: RegistrationStatus;
  kid: string;
  deployments: Deployment[];
}

interface KeyRecord {
  /** The key's id. */
  _id: string;
  issuer: string;
  clientId: string;
  /** SPKI, PEM. */
  publicKey: string;
  /** The private key, sealed together with its id. */
  privateKey: string;
  retiredAt: Date | null;
}

/** Counts every change, so that running tools see with one small read that there is something new. */
interface VersionRecord {
  _id: 'registrations';
  version: number;
}

/** A key pair as it is stored. */
export interface StoredKey {
  readonly kid: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** Since when another key signs; null for the one that signs now. */
  readonly retiredAt: Date | null;
}

const text = { type: String, required: true } as const;
const registrationSchema = new Schema<RegistrationRecord>(
  {
    _id: text,
    name: text,
    issuer: text,
    clientId: text,
    authUrl: text,
    tokenUrl: text,
    jwksUrl: text,
    tokenAudience: { type: String, default: null },
    status: text,
    kid: text,
    deployments: { type: [{ _id: false, id: text, status: text }], required: true },
  },
  { versionKey: false, collection: 'lti_registrations' },
);
// One client id of one issuer is one registration (LTI Security Framework 1.0, section 5.1.1).
registrationSchema.index({ issuer: 1, clientId: 1 }, { unique: true });

const keySchema = new Schema<KeyRecord>(
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
keySchema.index({ issuer: 1, clientId: 1 });

const versionSchema = new Schema<VersionRecord>(
  { _id: text, version: { type: Number, required: true } },
  { versionKey: false, collection: 'lti_registry' },
);

/** Registrations and their key pairs. Every change counts the version up. */
export interface RegistrationStore {
  /** How many changes there have been. */
  version(): Promise<number>;
  all(): Promise<Registration[]>;
  find(issuer: string, clientId: string): Promise<Registration | null>;
  findByKid(kid: string): Promise<Registration | null>;
  /** Makes the registration, waiting for approval, or changes its values; its key becomes `kid`. */
  put(values: RegistrationValues, kid: string): Promise<void>;
  change(key: RegistrationKey, values: Partial<RegistrationValues>): Promise<void>;
  setStatus(key: RegistrationKey, status: RegistrationStatus): Promise<void>;
  setKey(key: RegistrationKey, kid: string): Promise<void>;
  /** Adds a deployment, or changes the status of the one with its id. */
  putDeployment(key: RegistrationKey, deployment: Deployment): Promise<void>;
  /** Adds a deployment that waits for approval; one that is known stays as it is. */
  addPendingDeployment(key: RegistrationKey, id: string): Promise<void>;
  removeDeployment(key: RegistrationKey, id: string): Promise<void>;
  /** Removes the registration with its keys. */
  remove(key: RegistrationKey): Promise<void>;
  addKey(key: StoredKey): Promise<void>;
  keys(filter: Partial<RegistrationKey>): Promise<StoredKey[]>;
  findKey(kid: string): Promise<StoredKey | null>;
  retireKeys(key: RegistrationKey, except: string, at: Date): Promise<void>;
  removeKey(kid: string): Promise<void>;
}

export type RegistrationKey = Pick<RegistrationValues, 'issuer' | 'clientId'>;

export function createRegistrationStore(connection: Connection): RegistrationStore {
  const registrations = connection.model<RegistrationRecord>('LtiRegistration', registrationSchema);
  const keys = connection.model<KeyRecord>('LtiKey', keySchema);
  const versions = connection.model<VersionRecord>('LtiRegistry', versionSchema);
  const counted = async (change: Promise<unknown>): Promise<void> => {
    await change;
    await versions.updateOne({ _id: 'registrations' }, { $inc: { version: 1 } }, { upsert: true });
  };
  const ofKey = ({ issuer, clientId }: RegistrationKey) => ({ issuer, clientId });
  const addDeployment = (key: RegistrationKey, deployment: Deployment) =>
    registrations.updateOne(
      { ...ofKey(key), 'deployments.id': { $ne: deployment.id } },
      { $push: { deployments: deployment } },
    );

  return {
    version: async () => (await versions.findOne({ _id: 'registrations' }).lean())?.version ?? 0,
    all: async () => (await registrations.find().sort({ _id: 1 }).lean()).map(toRegistration),
    find: async (issuer, clientId) => {
      const found = await registrations.findOne({ issuer, clientId }).lean();
      return found === null ? null : toRegistration(found);
    },
    findByKid: async kid => {
      const found = await registrations.findOne({ kid }).lean();
      return found === null ? null : toRegistration(found);
    },
    put: (values, kid) =>
      counted(
        registrations.updateOne(
          ofKey(values),
          {
            $set: { ...values, kid },
            $setOnInsert: { _id: new Types.ObjectId().toHexString(), status: 'pending', deployments: [] },
          },
          { upsert: true },
        ),
      ),
    change: (key, values) => counted(registrations.updateOne(ofKey(key), { $set: values })),
    setStatus: (key, status) => counted(registrations.updateOne(ofKey(key), { $set: { status } })),
    setKey: (key, kid) => counted(registrations.updateOne(ofKey(key), { $set: { kid } })),
    putDeployment: async (key, deployment) => {
      const added = await addDeployment(key, deployment);
      if (added.matchedCount === 0) {
        await registrations.updateOne(
          { ...ofKey(key), 'deployments.id': deployment.id },
          { $set: { 'deployments.$.status': deployment.status } },
        );
      }
      await counted(Promise.resolve());
    },
    addPendingDeployment: (key, id) => counted(addDeployment(key, { id, status: 'pending' })),
    removeDeployment: (key, id) =>
      counted(registrations.updateOne(ofKey(key), { $pull: { deployments: { id } } })),
    remove: async key => {
      await registrations.deleteOne(ofKey(key));
      await counted(keys.deleteMany(ofKey(key)));
    },
    addKey: ({ kid, ...key }) => counted(keys.create({ _id: kid, ...key })),
    keys: async filter => (await keys.find(filter).sort({ _id: 1 }).lean()).map(toKey),
    findKey: async kid => {
      const found = await keys.findOne({ _id: kid }).lean();
      return found === null ? null : toKey(found);
    },
    retireKeys: (key, except, at) =>
      counted(
        keys.updateMany(
          { ...ofKey(key), _id: { $ne: except }, retiredAt: null },
          { $set: { retiredAt: at } },
        ),
      ),
    removeKey: kid => counted(keys.deleteOne({ _id: kid })),
  };
}

function toRegistration(record: RegistrationRecord): Registration {
  const { _id, name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience, status, kid } = record;
  const id: RegistrationId = asId<'registration'>(_id);
  const deployments = record.deployments.map(({ id, status }) => ({ id, status }));
  return { id, name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience, status, kid, deployments };
}

function toKey({ _id, issuer, clientId, publicKey, privateKey, retiredAt }: KeyRecord): StoredKey {
  return { kid: _id, issuer, clientId, publicKey, privateKey, retiredAt };
}
