import { createHash, randomBytes } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { idPattern } from '../../kernel/ids.ts';
import { randomToken } from '../../secrets/sealer.ts';

/** A permission to connect one platform. Its token is shown once; only a digest is kept. */
export interface Invitation {
  readonly id: string;
  /** What the platform will be called; null: after itself. */
  readonly name: string | null;
  /** Whether the platform works at once; otherwise it waits for approval. */
  readonly approves: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export interface InvitationStore {
  /** @returns the invitation and its token, which is not kept */
  create(wish: InvitationWish, now: Date): Promise<{ invitation: Invitation; token: string }>;
  find(token: string): Promise<Invitation | null>;
  findById(id: string): Promise<Invitation | null>;
  /** The newest first; used and expired ones for a month. */
  list(): Promise<Invitation[]>;
  withdraw(unsafeId: string): Promise<boolean>;
  /** Counts a look at the platform behind it; false when there have been too many. */
  countLook(id: string): Promise<boolean>;
  /** Takes the invitation for one registration under way; false when it is used, expired or taken. */
  claim(id: string, now: Date): Promise<boolean>;
  /** Gives it back after a registration that did not come about. */
  release(id: string): Promise<void>;
  use(id: string, now: Date): Promise<void>;
}

export interface InvitationWish {
  readonly name: string | null;
  readonly approves: boolean;
}

interface InvitationRecord {
  _id: string;
  digest: string;
  name: string | null;
  approves: boolean;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  takenUntil: Date | null;
  looks: number;
  forgottenAt: Date;
}

const day = 24 * 3600_000;
/** An administrator of an LMS may answer an e-mail after a long weekend. */
const lifeMs = 7 * day;
const keptMs = 30 * day;
/** Longer than a registration's calls may take; a process that ends in between blocks the link no longer than this. */
const takenMs = 30_000;
/** Each look is a call to an address that its holder names. */
const mostLooks = 30;

const required = { required: true } as const;
const schema = new Schema<InvitationRecord>(
  {
    _id: { type: String, ...required },
    digest: { type: String, ...required, unique: true },
    name: { type: String, default: null },
    approves: { type: Boolean, ...required },
    createdAt: { type: Date, ...required },
    expiresAt: { type: Date, ...required },
    usedAt: { type: Date, default: null },
    takenUntil: { type: Date, default: null },
    looks: { type: Number, ...required },
    forgottenAt: { type: Date, ...required, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'lti_invitations' },
);

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function createInvitationStore(connection: Connection): InvitationStore {
  const model = connection.model<InvitationRecord>('LtiInvitation', schema);
  const one = async (filter: { digest: string } | { _id: string }): Promise<Invitation | null> => {
    const found = await model.findOne(filter).lean();
    return found === null ? null : toInvitation(found);
  };
  return {
    async create({ name, approves }, now) {
      const token = randomToken();
      const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
      const record: InvitationRecord = {
        _id: randomBytes(12).toString('hex'),
        digest: digestOf(token),
        name,
        approves,
        createdAt: now,
        expiresAt: after(lifeMs),
        usedAt: null,
        takenUntil: null,
        looks: 0,
        forgottenAt: after(keptMs),
      };
      await model.create(record);
      return { invitation: toInvitation(record), token };
    },
    find: token => one({ digest: digestOf(token) }),
    findById: id => one({ _id: id }),
    list: async () =>
      (await model.find().sort({ createdAt: -1, _id: 1 }).limit(100).lean()).map(toInvitation),
    withdraw: async unsafeId => {
      if (!idPattern.test(unsafeId)) return false;
      return (await model.deleteOne({ _id: unsafeId, usedAt: null })).deletedCount === 1;
    },
    countLook: async id =>
      (await model.updateOne({ _id: id, looks: { $lt: mostLooks } }, { $inc: { looks: 1 } })).matchedCount ===
      1,
    claim: async (id, now) => {
      const free = { $or: [{ takenUntil: null }, { takenUntil: { $lte: now } }] };
      const taken = await model.updateOne(
        { _id: id, usedAt: null, expiresAt: { $gt: now }, ...free },
        { $set: { takenUntil: new Date(now.getTime() + takenMs) } },
      );
      return taken.matchedCount === 1;
    },
    release: async id => void (await model.updateOne({ _id: id }, { $set: { takenUntil: null } })),
    use: async (id, now) =>
      void (await model.updateOne({ _id: id }, { $set: { usedAt: now, takenUntil: null } })),
  };
}

function toInvitation({ _id, name, approves, createdAt, expiresAt, usedAt }: InvitationRecord): Invitation {
  return { id: _id, name, approves, createdAt, expiresAt, usedAt };
}
