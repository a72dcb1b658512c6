import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type Certificate, type CertifiedMooc } from './domain/certificate.ts';

interface IssuedRecord {
  _id: string;
  registrationId: string;
  year: number;
  number: number;
  code: string;
  credentialId: string;
  institution: string;
  courseId: string;
  personId: string;
  holder: string;
  moocKey: string;
  mooc: Omit<CertifiedMooc, 'key'>;
  completedOn: string | null;
  issuedBy: string;
  issuedAt: Date;
  /** False once it is revoked: then another one may be issued. */
  live: boolean;
  revoked: { by: string; at: Date; reason: string } | null;
}

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const inThree = new Schema({ kk: String, ru: String, en: String }, { _id: false });
const moocSchema = new Schema(
  {
    titles: inThree,
    platforms: inThree,
    url: { type: String, default: null },
    hours: { type: Number, default: null },
    credits: { type: Number, default: null },
  },
  { _id: false },
);
const schema = new Schema<IssuedRecord>(
  {
    ...{ _id: text, registrationId: text, year: count, number: count, code: text, credentialId: text },
    ...{ institution: text, courseId: text, personId: text, holder: text, moocKey: text },
    mooc: { type: moocSchema, required: true },
    completedOn: { type: String, default: null },
    issuedBy: text,
    issuedAt: { type: Date, required: true },
    live: { type: Boolean, required: true },
    revoked: { type: new Schema({ by: String, at: Date, reason: String }, { _id: false }), default: null },
  },
  { versionKey: false, collection: 'moocIssuedCertificates' },
);
// Two who issue at once: a number can be had only once, and a person has one certificate that holds.
schema.index({ registrationId: 1, year: 1, number: 1 }, { unique: true });
schema.index({ code: 1 }, { unique: true });
schema.index(
  { courseId: 1, moocKey: 1, personId: 1 },
  { unique: true, partialFilterExpression: { live: true } },
);
schema.index({ courseId: 1, issuedAt: -1 });
schema.index({ personId: 1 });
schema.index({ credentialId: 1 });

export interface IssuedStore {
  /** Of a course, the newest first; of one person there. */
  list(courseId: CourseId, personId?: PersonId): Promise<Certificate[]>;
  find(courseId: CourseId, unsafeId: string): Promise<Certificate | null>;
  findByCode(code: string): Promise<Certificate | null>;
  findByCredential(credentialId: string): Promise<Certificate | null>;
  /** The newest one of an institution. */
  findNewest(unsafeRegistrationId: string): Promise<Certificate | null>;
  /** Ids of the credentials of an institution that hold no more. */
  revokedCredentials(registrationId: RegistrationId): Promise<string[]>;
  /** The highest number of a year; 0 without one. */
  lastNumber(registrationId: RegistrationId, year: number): Promise<number>;
  /** Writes it once and for ever. False: its number or its place is taken, and nothing was written. */
  add(certificate: Certificate): Promise<boolean>;
  /** False when it was revoked before. */
  revoke(certificate: Certificate, revoked: NonNullable<Certificate['revoked']>): Promise<boolean>;
}

export function createIssuedStore(connection: Connection): IssuedStore {
  const model = connection.model<IssuedRecord>('MoocIssuedCertificate', schema);
  return {
    async list(courseId, personId) {
      const filter = personId === undefined ? { courseId } : { courseId, personId };
      const found = await model.find(filter).sort({ year: -1, number: -1 }).lean();
      return found.map(toCertificate);
    },
    async find(courseId, unsafeId) {
      const found = await model.findOne({ _id: unsafeId, courseId }).lean();
      return found === null ? null : toCertificate(found);
    },
    async findByCode(code) {
      const found = await model.findOne({ code }).lean();
      return found === null ? null : toCertificate(found);
    },
    async findByCredential(credentialId) {
      const found = await model.findOne({ credentialId }).lean();
      return found === null ? null : toCertificate(found);
    },
    async findNewest(unsafeRegistrationId) {
      const [found] = await model
        .find({ registrationId: unsafeRegistrationId })
        .sort({ year: -1, number: -1 })
        .limit(1)
        .lean();
      return found === undefined ? null : toCertificate(found);
    },
    async revokedCredentials(registrationId) {
      const found = await model.find({ registrationId, live: false }).sort({ year: 1, number: 1 }).lean();
      return found.map(({ credentialId }) => credentialId);
    },
    async lastNumber(registrationId, year) {
      const [last] = await model.find({ registrationId, year }).sort({ number: -1 }).limit(1).lean();
      return last?.number ?? 0;
    },
    async add({ id, mooc: { key, ...mooc }, ...certificate }) {
      try {
        await model.create({ ...certificate, _id: id, moocKey: key, mooc, live: true });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
    async revoke({ id, courseId }, revoked) {
      const done = await model.updateOne(
        { _id: id, courseId, live: true },
        { $set: { live: false, revoked } },
      );
      return done.matchedCount === 1;
    },
  };
}

function toCertificate({ _id, live: _live, moocKey, mooc, revoked, ...record }: IssuedRecord): Certificate {
  return {
    ...record,
    id: _id,
    registrationId: asId<'registration'>(record.registrationId),
    courseId: asId<'course'>(record.courseId),
    personId: asId<'person'>(record.personId),
    issuedBy: asId<'person'>(record.issuedBy),
    mooc: { ...mooc, key: moocKey },
    revoked: revoked === null ? null : { ...revoked, by: asId<'person'>(revoked.by) },
  };
}
