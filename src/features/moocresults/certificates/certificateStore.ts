import { type Connection, Schema } from 'mongoose';
import { asId, type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type CertificateState, type EvidenceType } from './evidence.ts';

/** Evidence of an online course that a student has handed in: a file or a link. */
export interface Certificate {
  readonly id: string;
  readonly courseId: CourseId;
  readonly moocKey: string;
  readonly personId: PersonId;
  readonly at: Date;
  /** Null: it is a link. */
  readonly file: { readonly name: string; readonly type: EvidenceType; readonly size: number } | null;
  /** Null: it is a file. */
  readonly link: string | null;
  /** SHA-256 of the file's bytes or of the link: the same one handed in by two people has the same. */
  readonly digest: string;
  /** The last day on which it counts; null: it does not end. */
  readonly validUntil: string | null;
  readonly state: CertificateState;
  readonly decision: { readonly by: PersonId; readonly at: Date; readonly reason: string } | null;
}

interface CertificateRecord {
  _id: string;
  courseId: string;
  moocKey: string;
  personId: string;
  at: Date;
  file: Certificate['file'];
  link: string | null;
  digest: string;
  validUntil: string | null;
  state: CertificateState;
  decision: { by: string; at: Date; reason: string } | null;
}

interface BytesRecord {
  /** The certificate's id. */
  _id: string;
  personId: string;
  bytes: Buffer;
}

const text = { type: String, required: true };
const optional = { type: String, default: null };
const schema = new Schema<CertificateRecord>(
  {
    ...{ _id: text, courseId: text, moocKey: text, personId: text, digest: text, state: text },
    at: { type: Date, required: true },
    file: {
      type: new Schema({ name: String, type: { type: String }, size: Number }, { _id: false }),
      default: null,
    },
    ...{ link: optional, validUntil: optional },
    decision: { type: new Schema({ by: String, at: Date, reason: String }, { _id: false }), default: null },
  },
  { versionKey: false, collection: 'moocCertificates' },
);
schema.index({ courseId: 1, personId: 1 });
schema.index({ digest: 1 });
schema.index({ personId: 1 });
const bytesSchema = new Schema<BytesRecord>(
  { _id: text, personId: { ...text, index: true }, bytes: { type: Buffer, required: true } },
  { versionKey: false, collection: 'moocCertificateFiles' },
);

export interface CertificateStore {
  add(certificate: Certificate, bytes: Uint8Array | null): Promise<void>;
  find(courseId: CourseId, unsafeId: string): Promise<Certificate | null>;
  bytesOf(id: string): Promise<Buffer | null>;
  /** The newest first; of one person, or of everybody. */
  list(courseId: CourseId, personId?: PersonId): Promise<Certificate[]>;
  /** Who else has handed in the same, anywhere. */
  others(
    certificates: readonly Certificate[],
  ): Promise<Pick<Certificate, 'courseId' | 'personId' | 'digest'>[]>;
  /** False when it was decided or taken back meanwhile. */
  decide(
    certificate: Certificate,
    state: 'accepted' | 'refused',
    decision: NonNullable<Certificate['decision']>,
  ): Promise<boolean>;
  /** Takes back what nobody has decided yet; false when somebody has. */
  remove(certificate: Certificate): Promise<boolean>;
}

export function createCertificateStore(connection: Connection): CertificateStore {
  const model = connection.model<CertificateRecord>('MoocCertificate', schema);
  const files = connection.model<BytesRecord>('MoocCertificateFile', bytesSchema);
  return {
    async add({ id, ...certificate }, bytes) {
      // The bytes first: whoever sees a certificate can open it.
      if (bytes !== null)
        await files.create({ _id: id, personId: certificate.personId, bytes: Buffer.from(bytes) });
      await model.create({ ...certificate, _id: id });
    },
    async find(courseId, unsafeId) {
      const found = await model.findOne({ _id: unsafeId, courseId }).lean();
      return found === null ? null : toCertificate(found);
    },
    async bytesOf(id) {
      const found = await files.findById(id);
      return found === null ? null : Buffer.from(found.bytes);
    },
    async list(courseId, personId) {
      const of = personId === undefined ? { courseId } : { courseId, personId };
      return (await model.find(of).sort({ at: -1 }).lean()).map(toCertificate);
    },
    async others(certificates) {
      const digests = [...new Set(certificates.map(({ digest }) => digest))];
      const found = await model
        .find({ digest: { $in: digests } }, { courseId: 1, personId: 1, digest: 1 })
        .lean();
      return found.map(({ courseId, personId, digest }) => ({
        courseId: asId<'course'>(courseId),
        personId: asId<'person'>(personId),
        digest,
      }));
    },
    async decide({ id, courseId }, state, decision) {
      const done = await model.updateOne(
        { _id: id, courseId, state: 'waiting' },
        { $set: { state, decision } },
      );
      return done.matchedCount === 1;
    },
    async remove({ id, courseId }) {
      const done = await model.deleteOne({ _id: id, courseId, state: 'waiting' });
      if (done.deletedCount === 1) await files.deleteOne({ _id: id });
      return done.deletedCount === 1;
    },
  };
}

function toCertificate(record: CertificateRecord): Certificate {
  const { _id, moocKey, at, file, link, digest, validUntil, state, decision } = record;
  return {
    ...{ id: _id, moocKey, at, file, link, digest, validUntil, state },
    courseId: asId<'course'>(record.courseId),
    personId: asId<'person'>(record.personId),
    decision: decision === null ? null : { ...decision, by: asId<'person'>(decision.by) },
  };
}
