import { type Connection, Schema } from 'mongoose';
import { type RegistrationId } from '../../kernel/ids.ts';
import { parsePolicy } from './domain/parsePolicy.ts';
import { type GradingPolicy, nationalPolicy } from './domain/policy.ts';

/** A version of an institution's policy. It never changes; a new rule is a new version. */
export interface PolicyVersion {
  readonly version: number;
  readonly policy: GradingPolicy;
}

interface PolicyRecord {
  _id: string;
  registrationId: string;
  version: number;
  /** JSON text: read and written whole, and checked on reading. */
  policy: string;
}

const schema = new Schema<PolicyRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    version: { type: Number, required: true },
    policy: { type: String, required: true },
  },
  { versionKey: false, collection: 'policies' },
);
schema.index({ registrationId: 1, version: -1 }, { unique: true });

export interface PolicyStore {
  /** The newest version; an institution that has none starts with the national policy as version 1. */
  newest(registrationId: RegistrationId): Promise<PolicyVersion>;
  /** Throws when there is no such version: a course keeps only versions that were once stored. */
  get(registrationId: RegistrationId, version: number): Promise<PolicyVersion>;
}

export function createPolicyStore(connection: Connection): PolicyStore {
  const model = connection.model<PolicyRecord>('Policy', schema);
  const idOf = (registrationId: RegistrationId, version: number): string => `${registrationId}:${version}`;
  // Versions never change, so one that was read once need not be read again.
  const known = new Map<string, PolicyVersion>();

  async function makeFirst(registrationId: RegistrationId): Promise<PolicyVersion> {
    const first = { version: 1, policy: nationalPolicy };
    await model
      .updateOne(
        { _id: idOf(registrationId, 1) },
        { $setOnInsert: { registrationId, version: 1, policy: JSON.stringify(first.policy) } },
        { upsert: true },
      )
      .catch((error: unknown) => {
        // Two first needs at once: either made the same version.
        if ((error as { code?: unknown }).code !== 11000) throw error;
      });
    return first;
  }

  return {
    async newest(registrationId) {
      const record = await model.findOne({ registrationId }).sort({ version: -1 }).lean();
      return record === null ? makeFirst(registrationId) : toVersion(record);
    },
    async get(registrationId, version) {
      const id = idOf(registrationId, version);
      const cached = known.get(id);
      if (cached !== undefined) return cached;
      const record = await model.findOne({ _id: id }).lean();
      if (record === null) throw new Error(`there is no version ${version} of the grading policy`);
      const found = toVersion(record);
      known.set(id, found);
      return found;
    },
  };
}

function toVersion(record: PolicyRecord): PolicyVersion {
  const reading = parsePolicy(JSON.parse(record.policy));
  if (!reading.ok) throw new Error(`stored grading policy: ${reading.problems.join('; ')}`);
  return { version: record.version, policy: reading.policy };
}
