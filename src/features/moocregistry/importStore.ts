import { type Connection, Schema, Types } from 'mongoose';
import { idPattern, type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { type ImportRow } from './domain/importPlan.ts';

/** A file of courses that somebody looks at before it is written. */
export interface PendingImport {
  readonly id: string;
  readonly file: string;
  readonly rows: readonly ImportRow[];
  readonly ignored: readonly string[];
}

interface ImportRecord {
  _id: string;
  registrationId: string;
  by: string;
  file: string;
  /** JSON text: written and read whole. */
  content: string;
  forgetAt: Date;
}

const text = { type: String, required: true } as const;
const schema = new Schema<ImportRecord>(
  {
    _id: text,
    registrationId: text,
    by: text,
    file: { type: String, default: '' },
    content: text,
    forgetAt: { type: Date, required: true, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'moocImports' },
);

const keptMs = 86_400_000;

/** Whose import it is: nobody else sees it, and nobody at another institution. */
export interface ImportOwner {
  readonly registrationId: RegistrationId;
  readonly personId: PersonId;
}

export interface ImportStore {
  /** Puts it in the place of what the same person has left unfinished. */
  add(owner: ImportOwner, pending: Omit<PendingImport, 'id'>, now: Date): Promise<string>;
  find(owner: ImportOwner, unsafeId: string): Promise<PendingImport | null>;
  /** False when it is gone: nothing is written twice. */
  take(owner: ImportOwner, id: string): Promise<boolean>;
}

export function createImportStore(connection: Connection): ImportStore {
  const model = connection.model<ImportRecord>('MoocImport', schema);
  const own = ({ registrationId, personId }: ImportOwner) => ({ registrationId, by: personId });
  return {
    async add(owner, { file, rows, ignored }, now) {
      await model.deleteMany(own(owner));
      const _id = new Types.ObjectId().toHexString();
      const forgetAt = new Date(now.getTime() + keptMs);
      await model.create({ _id, ...own(owner), file, content: JSON.stringify({ rows, ignored }), forgetAt });
      return _id;
    },
    async find(owner, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const found = await model.findOne({ _id: unsafeId, ...own(owner) }).lean();
      if (found === null) return null;
      const content = JSON.parse(found.content) as Pick<PendingImport, 'rows' | 'ignored'>;
      return { id: found._id, file: found.file, ...content };
    },
    async take(owner, id) {
      return (await model.deleteOne({ _id: id, ...own(owner) })).deletedCount === 1;
    },
  };
}
