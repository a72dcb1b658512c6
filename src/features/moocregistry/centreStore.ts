import { type Connection, Schema } from 'mongoose';
import { asId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';

interface CentreRecord {
  /** The registration: one platform is one institution. */
  _id: string;
  members: { person: string; at: Date }[];
  codes: { digest: string; expiresAt: Date }[];
}

const part = <T>(definition: ConstructorParameters<typeof Schema<T>>[0]) =>
  new Schema<T>(definition, { _id: false });

const schema = new Schema<CentreRecord>(
  {
    _id: { type: String, required: true },
    members: [part({ person: String, at: Date })],
    codes: [part({ digest: String, expiresAt: Date })],
  },
  { versionKey: false, collection: 'moocCentres' },
);

export interface CentreMember {
  readonly personId: PersonId;
  readonly since: Date;
}

/** Who belongs to an institution's MOOC centre, and the codes by which somebody can join it. */
export interface CentreStore {
  members(registrationId: RegistrationId): Promise<CentreMember[]>;
  isMember(registrationId: RegistrationId, personId: PersonId): Promise<boolean>;
  /** The newest codes stay: an administrator may invite several people before the first comes. */
  addCode(registrationId: RegistrationId, code: { digest: string; expiresAt: Date }): Promise<void>;
  /** Uses a code up; false when it is unknown, used or too old. */
  redeem(registrationId: RegistrationId, digest: string, personId: PersonId, now: Date): Promise<boolean>;
  dismiss(registrationId: RegistrationId, unsafePerson: string): Promise<void>;
}

const mostCodes = 20;

export function createCentreStore(connection: Connection): CentreStore {
  const model = connection.model<CentreRecord>('MoocCentre', schema);
  return {
    async members(registrationId) {
      const found = await model.findById(registrationId).lean();
      return (found?.members ?? []).map(({ person, at }) => ({
        personId: asId<'person'>(person),
        since: at,
      }));
    },
    async isMember(registrationId, personId) {
      const filter = { _id: registrationId, 'members.person': personId };
      return (await model.findOne(filter).select({ _id: 1 }).lean()) !== null;
    },
    async addCode(registrationId, code) {
      const change = { $push: { codes: { $each: [code], $slice: -mostCodes } } };
      const write = () => model.updateOne({ _id: registrationId }, change, { upsert: true });
      await write().catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 11000) return write();
        throw error;
      });
    },
    async redeem(registrationId, digest, personId, now) {
      // Two people with one code: the filter lets it be pulled once.
      const filter = { _id: registrationId, codes: { $elemMatch: { digest, expiresAt: { $gt: now } } } };
      const joins = { ...filter, 'members.person': { $ne: personId } };
      const used = { $pull: { codes: { digest } } };
      const joined = await model.updateOne(joins, {
        ...used,
        $push: { members: { person: personId, at: now } },
      });
      if (joined.modifiedCount === 1) return true;
      // Somebody who belongs to it already may use a code up as well: nobody else shall.
      return (await model.updateOne(filter, used)).modifiedCount === 1;
    },
    async dismiss(registrationId, unsafePerson) {
      await model.updateOne({ _id: registrationId }, { $pull: { members: { person: unsafePerson } } });
    },
  };
}
