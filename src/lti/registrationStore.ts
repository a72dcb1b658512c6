import { type Connection, type Model, Schema, Types } from 'mongoose';
import { asId, type RegistrationId } from '../kernel/ids.ts';
import { type Counted, createKeyStore, type KeyStore } from './keyStore.ts';
import {
  type Deployment,
  type FrameOrigin,
  type Registration,
  type RegistrationKey,
  type RegistrationStatus,
  type RegistrationValues,
} from './registration.ts';

interface RegistrationRecord extends RegistrationValues {
  _id: string;
  status: RegistrationStatus;
  kid: string;
  deployments: Deployment[];
  frames?: FrameOrigin[];
  configurationUrl?: string;
}

/** Counts every change, so that running tools see with one small read that there is something new. */
interface VersionRecord {
  _id: 'registrations';
  version: number;
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
    frames: { type: [{ _id: false, origin: text, status: text }], default: [] },
    configurationUrl: String,
  },
  { versionKey: false, collection: 'lti_registrations' },
);
// One client id of one issuer is one registration (LTI Security Framework 1.0, section 5.1.1).
registrationSchema.index({ issuer: 1, clientId: 1 }, { unique: true });

const versionSchema = new Schema<VersionRecord>(
  { _id: text, version: { type: Number, required: true } },
  { versionKey: false, collection: 'lti_registry' },
);

/** Registrations and their key pairs. Every change counts the version up. */
export interface RegistrationStore extends RegistrationReads, RegistrationWrites {
  /** How many changes there have been. */
  version(): Promise<number>;
  readonly keys: KeyStore;
}

interface RegistrationReads {
  all(): Promise<Registration[]>;
  find(issuer: string, clientId: string): Promise<Registration | null>;
}

interface RegistrationWrites {
  /** Makes the registration, waiting for approval, or changes its values; its key becomes `kid`. */
  put(values: RegistrationValues, kid: string): Promise<void>;
  change(key: RegistrationKey, values: Partial<RegistrationValues>): Promise<void>;
  setStatus(key: RegistrationKey, status: RegistrationStatus): Promise<void>;
  setKey(key: RegistrationKey, kid: string): Promise<void>;
  /** Where the platform publishes its configuration. */
  setConfigurationUrl(key: RegistrationKey, configurationUrl: string): Promise<void>;
  /** Adds a deployment, or changes the status of the one with its id. */
  putDeployment(key: RegistrationKey, deployment: Deployment): Promise<void>;
  /** Adds a deployment that waits for approval; one that is known stays as it is. */
  addPendingDeployment(key: RegistrationKey, id: string): Promise<void>;
  removeDeployment(key: RegistrationKey, id: string): Promise<void>;
  /** All at once: there are few, and one person changes them. */
  setFrames(key: RegistrationKey, frames: readonly FrameOrigin[]): Promise<void>;
  /** Adds an origin that waits; one that is known stays as it is. */
  addPendingFrame(key: RegistrationKey, origin: string): Promise<void>;
  remove(key: RegistrationKey): Promise<void>;
}

export function createRegistrationStore(connection: Connection): RegistrationStore {
  const model = connection.model<RegistrationRecord>('LtiRegistration', registrationSchema);
  const versions = connection.model<VersionRecord>('LtiRegistry', versionSchema);
  const counted: Counted = async change => {
    try {
      await change();
    } finally {
      await versions.updateOne({ _id: 'registrations' }, { $inc: { version: 1 } }, { upsert: true });
    }
  };
  return {
    version: async () => (await versions.findOne({ _id: 'registrations' }).lean())?.version ?? 0,
    ...reads(model),
    ...writes(model, counted),
    keys: createKeyStore(connection, counted),
  };
}

function reads(model: Model<RegistrationRecord>): RegistrationReads {
  const one = async (filter: Partial<RegistrationRecord>): Promise<Registration | null> => {
    const found = await model.findOne(filter).lean();
    return found === null ? null : toRegistration(found);
  };
  return {
    all: async () => (await model.find().sort({ _id: 1 }).lean()).map(toRegistration),
    find: (issuer, clientId) => one({ issuer, clientId }),
  };
}

function writes(model: Model<RegistrationRecord>, counted: Counted): RegistrationWrites {
  const ofKey = ({ issuer, clientId }: RegistrationKey) => ({ issuer, clientId });
  const add = (key: RegistrationKey, deployment: Deployment) =>
    model.updateOne(
      { ...ofKey(key), 'deployments.id': { $ne: deployment.id } },
      { $push: { deployments: deployment } },
    );
  const set = (key: RegistrationKey, values: Partial<RegistrationRecord>) =>
    counted(() => model.updateOne(ofKey(key), { $set: values }));
  return {
    put: (values, kid) => {
      const fresh = { _id: new Types.ObjectId().toHexString(), status: 'pending' as const, deployments: [] };
      const update = { $set: { ...values, kid }, $setOnInsert: fresh };
      return counted(() => model.updateOne(ofKey(values), update, { upsert: true }));
    },
    change: set,
    setStatus: (key, status) => set(key, { status }),
    setKey: (key, kid) => set(key, { kid }),
    setConfigurationUrl: (key, configurationUrl) => set(key, { configurationUrl }),
    putDeployment: (key, deployment) =>
      counted(async () => {
        if ((await add(key, deployment)).matchedCount > 0) return;
        const filter = { ...ofKey(key), 'deployments.id': deployment.id };
        await model.updateOne(filter, { $set: { 'deployments.$.status': deployment.status } });
      }),
    addPendingDeployment: (key, id) => counted(() => add(key, { id, status: 'pending' })),
    removeDeployment: (key, id) =>
      counted(() => model.updateOne(ofKey(key), { $pull: { deployments: { id } } })),
    setFrames: (key, frames) => set(key, { frames: [...frames] }),
    addPendingFrame: (key, origin) =>
      counted(() =>
        model.updateOne(
          { ...ofKey(key), 'frames.origin': { $ne: origin } },
          { $push: { frames: { origin, status: 'pending' } } },
        ),
      ),
    remove: key => counted(() => model.deleteOne(ofKey(key))),
  };
}

function toRegistration(record: RegistrationRecord): Registration {
  const { _id, name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience, status, kid } = record;
  const id: RegistrationId = asId<'registration'>(_id);
  const deployments = record.deployments.map(({ id, status }) => ({ id, status }));
  const frames = (record.frames ?? []).map(({ origin, status }) => ({ origin, status }));
  const values = { name, issuer, clientId, authUrl, tokenUrl, jwksUrl, tokenAudience };
  const { configurationUrl } = record;
  const published = configurationUrl === undefined ? {} : { configurationUrl };
  return { id, ...values, status, kid, deployments, frames, ...published };
}
