import { type Connection, Schema } from 'mongoose';
import { type IsoDate } from '../../kernel/dates.ts';
import { type RegistrationId } from '../../kernel/ids.ts';
import { parseInstitutionPolicy } from './domain/parsePolicy.ts';
import { firstPolicy, type InstitutionPolicy } from './domain/policy.ts';

/** A version of an institution's policy. It never changes; a new rule is a new version. */
export interface PolicyVersion {
  readonly version: number;
  readonly policy: InstitutionPolicy;
}

/** What is kept beside a version: from which day courses start with it, why, and who made it when. */
export interface PolicyRecordOfChange extends PolicyVersion {
  /** Null: from the beginning. */
  readonly from: IsoDate | null;
  readonly note: string;
  /** Null for the version that nobody made. */
  readonly madeAt: Date | null;
  readonly scope: PolicyMaker | null;
}

/** The console knows scopes, not people: its log has the session. */
export type PolicyMaker = 'operator' | 'administrator';

interface PolicyRecord {
  _id: string;
  registrationId: string;
  version: number;
  /** JSON text: read and written whole, and checked on reading. */
  policy: string;
  /** These are absent in the version that nobody made. */
  from?: string | null;
  note?: string;
  madeAt?: Date | null;
  scope?: PolicyMaker | null;
}

const schema = new Schema<PolicyRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    version: { type: Number, required: true },
    policy: { type: String, required: true },
    from: { type: String, default: null },
    note: { type: String, default: '' },
    madeAt: { type: Date, default: null },
    scope: { type: String, default: null },
  },
  { versionKey: false, collection: 'policies' },
);
schema.index({ registrationId: 1, version: -1 }, { unique: true });

export interface PolicyStore {
  /**
   * The newest version that is in force on a day; an institution that has none starts with the usual policy as
   * version 1.
   */
  inForce(registrationId: RegistrationId, on: IsoDate): Promise<PolicyVersion>;
  /** Throws when there is no such version: a course keeps only versions that were once stored. */
  get(registrationId: RegistrationId, version: number): Promise<PolicyVersion>;
  /** All versions, newest first; there is always one. */
  list(registrationId: RegistrationId): Promise<PolicyRecordOfChange[]>;
  /** Writes the next version. False: somebody else has written that one meanwhile. */
  add(registrationId: RegistrationId, next: PolicyRecordOfChange): Promise<boolean>;
}

export function createPolicyStore(connection: Connection): PolicyStore {
  const model = connection.model<PolicyRecord>('Policy', schema);
  const idOf = (registrationId: RegistrationId, version: number): string => `${registrationId}:${version}`;
  // Versions never change, so one that was read once need not be read again.
  const known = new Map<string, PolicyVersion>();

  async function insert(registrationId: RegistrationId, one: PolicyRecordOfChange): Promise<boolean> {
    const { version, policy, from, note, madeAt, scope } = one;
    try {
      const written = await model.updateOne(
        { _id: idOf(registrationId, version) },
        {
          $setOnInsert: {
            ...{ registrationId, version, policy: JSON.stringify(policy) },
            ...{ from, note, madeAt, scope },
          },
        },
        { upsert: true },
      );
      return written.upsertedCount === 1;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error;
      return false;
    }
  }

  async function list(registrationId: RegistrationId): Promise<PolicyRecordOfChange[]> {
    const records = await model.find({ registrationId }).sort({ version: -1 }).lean();
    if (records.length > 0) return records.map(toRecord);
    const first = { version: 1, policy: firstPolicy, from: null, note: '', madeAt: null, scope: null };
    // Two first needs at once: either made the same version.
    await insert(registrationId, first);
    return [first];
  }

  return {
    list,
    async inForce(registrationId, on) {
      const versions = await list(registrationId);
      const found = versions.find(({ from }) => from === null || from <= on) ?? versions.at(-1);
      if (found === undefined) throw new Error('an institution without a policy');
      return { version: found.version, policy: found.policy };
    },
    async get(registrationId, version) {
      const id = idOf(registrationId, version);
      const cached = known.get(id);
      if (cached !== undefined) return cached;
      const record = await model.findOne({ _id: id }).lean();
      if (record === null) throw new Error(`there is no version ${version} of the grading policy`);
      const found = { version, policy: toRecord(record).policy };
      known.set(id, found);
      return found;
    },
    add: insert,
  };
}

function toRecord(record: PolicyRecord): PolicyRecordOfChange {
  const reading = parseInstitutionPolicy(JSON.parse(record.policy));
  if (!reading.ok) throw new Error(`stored grading policy: ${reading.problems.join('; ')}`);
  const { version, from = null, note = '', madeAt = null, scope = null } = record;
  return { version, policy: reading.policy, from, note, madeAt, scope };
}
