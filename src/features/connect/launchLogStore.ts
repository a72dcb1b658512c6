import { type Connection, Schema } from 'mongoose';
import { type RegistrationId } from '../../kernel/ids.ts';

/** One line of what came from a platform: a launch that went through, or one that was refused. No personal data. */
export interface LaunchEntry {
  readonly at: Date;
  readonly kind: 'launch' | 'refused';
  /** Why it was refused; null for a launch. */
  readonly code: string | null;
  /** The claim or parameter, what stood there and what should have. */
  readonly value: string | null;
  readonly found: string | null;
  readonly expected: string | null;
  /** The number that stood on the person's page. */
  readonly event: string | null;
  readonly deploymentId: string | null;
  readonly role: string | null;
}

/** What is remembered of one platform, or of logins that no platform could be found for. */
export interface LaunchRecord {
  readonly launches: number;
  readonly refusals: number;
  readonly lastLoginAt: Date | null;
  readonly lastLaunchAt: Date | null;
  /** Logins since the last launch or refusal. */
  readonly openLogins: number;
  /** The newest last. */
  readonly entries: readonly LaunchEntry[];
}

/** Changes of one moment, written at once. */
export interface LaunchBatch {
  readonly launches: number;
  readonly refusals: number;
  readonly lastLoginAt: Date | null;
  readonly lastLaunchAt: Date | null;
  /** Logins after the last ending in this batch. */
  readonly openLogins: number;
  /** Whether a launch or refusal came, which ends the counting of open logins. */
  readonly isEnded: boolean;
  readonly entries: readonly LaunchEntry[];
}

/** `unknown` stands for logins of platforms that are not registered. */
export type LaunchOrigin = RegistrationId | 'unknown';

export interface LaunchLogStore {
  add(origin: LaunchOrigin, batch: LaunchBatch): Promise<void>;
  find(origin: LaunchOrigin): Promise<LaunchRecord>;
  /** By registration, without the entries' details being needed: for the list of platforms. */
  all(): Promise<ReadonlyMap<string, LaunchRecord>>;
  remove(origin: LaunchOrigin): Promise<void>;
}

interface LogDocument extends Omit<LaunchRecord, 'entries'> {
  _id: string;
  entries: LaunchEntry[];
}

/** Entries that are kept of each platform: as many as somebody looks through. */
const keptEntries = 40;

const schema = new Schema<LogDocument>(
  {
    _id: { type: String, required: true },
    launches: { type: Number, default: 0 },
    refusals: { type: Number, default: 0 },
    lastLoginAt: { type: Date, default: null },
    lastLaunchAt: { type: Date, default: null },
    openLogins: { type: Number, default: 0 },
    entries: {
      type: [
        {
          _id: false,
          at: Date,
          kind: String,
          code: String,
          value: String,
          found: String,
          expected: String,
          event: String,
          deploymentId: String,
          role: String,
        },
      ],
      default: [],
    },
  },
  { versionKey: false, collection: 'launch_log' },
);

const nothing: LaunchRecord = {
  launches: 0,
  refusals: 0,
  lastLoginAt: null,
  lastLaunchAt: null,
  openLogins: 0,
  entries: [],
};

export function createLaunchLogStore(connection: Connection): LaunchLogStore {
  const model = connection.model<LogDocument>('LaunchLog', schema);
  return {
    async add(origin, batch) {
      const { launches, refusals, lastLoginAt, lastLaunchAt, openLogins } = batch;
      const set = {
        ...(lastLoginAt === null ? {} : { lastLoginAt }),
        ...(lastLaunchAt === null ? {} : { lastLaunchAt }),
        ...(batch.isEnded ? { openLogins } : {}),
      };
      await model.updateOne(
        { _id: origin },
        {
          $inc: { launches, refusals, ...(batch.isEnded ? {} : { openLogins }) },
          ...(Object.keys(set).length === 0 ? {} : { $set: set }),
          $push: { entries: { $each: [...batch.entries], $slice: -keptEntries } },
        },
        { upsert: true },
      );
    },
    async find(origin) {
      const found = await model.findOne({ _id: origin }).lean();
      return found === null ? nothing : toRecord(found);
    },
    async all() {
      const found = await model.find().lean();
      return new Map(found.map(one => [one._id, toRecord(one)]));
    },
    async remove(origin) {
      await model.deleteOne({ _id: origin });
    },
  };
}

function toRecord(document: LogDocument): LaunchRecord {
  const { launches, refusals, lastLoginAt, lastLaunchAt, openLogins, entries } = document;
  return {
    launches: launches ?? 0,
    refusals: refusals ?? 0,
    lastLoginAt: lastLoginAt ?? null,
    lastLaunchAt: lastLaunchAt ?? null,
    openLogins: openLogins ?? 0,
    entries: (entries ?? []).map(one => ({
      at: one.at,
      kind: one.kind,
      code: one.code ?? null,
      value: one.value ?? null,
      found: one.found ?? null,
      expected: one.expected ?? null,
      event: one.event ?? null,
      deploymentId: one.deploymentId ?? null,
      role: one.role ?? null,
    })),
  };
}
