import { type Connection, Schema, Types } from 'mongoose';
import { type Lang } from '../../../i18n/lang.ts';
import { asId, idPattern, type PersonId, type RegistrationId } from '../../../kernel/ids.ts';
import { rubricSchema } from '../assessmentStore.ts';
import { type Rubric } from '../domain/rubric.ts';

/** A rubric that a teacher has put on the institution's shelf. It never changes; a better one is put beside it. */
export interface LibraryEntry {
  readonly id: string;
  readonly title: string;
  readonly lang: Lang;
  readonly rubric: Rubric;
  /** Where it comes from. */
  readonly courseTitle: string;
  readonly by: PersonId;
  readonly at: Date;
}

interface LibraryRecord {
  _id: string;
  registrationId: string;
  title: string;
  lang: Lang;
  rubric: string;
  courseTitle: string;
  savedBy: string;
  savedAt: Date;
}

const schema = new Schema<LibraryRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true, index: true },
    title: { type: String, required: true },
    lang: { type: String, required: true },
    rubric: { type: String, required: true },
    courseTitle: { type: String, default: '' },
    savedBy: { type: String, required: true },
    savedAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'rubricLibrary' },
);

export interface LibraryStore {
  /** The newest first. */
  list(registrationId: RegistrationId): Promise<LibraryEntry[]>;
  find(registrationId: RegistrationId, unsafeId: string): Promise<LibraryEntry | null>;
  add(registrationId: RegistrationId, entry: Omit<LibraryEntry, 'id'>): Promise<void>;
  /** Takes an entry off the shelf; only who has put it there can. */
  remove(registrationId: RegistrationId, unsafeId: string, by: PersonId): Promise<void>;
}

export function createLibraryStore(connection: Connection): LibraryStore {
  const model = connection.model<LibraryRecord>('RubricLibraryEntry', schema);
  return {
    async list(registrationId) {
      return (await model.find({ registrationId }).sort({ savedAt: -1 }).limit(500).lean()).map(toEntry);
    },
    async find(registrationId, unsafeId) {
      if (!idPattern.test(unsafeId)) return null;
      const record = await model.findOne({ _id: unsafeId, registrationId }).lean();
      return record === null ? null : toEntry(record);
    },
    async add(registrationId, { rubric, by: savedBy, at: savedAt, ...entry }) {
      const _id = new Types.ObjectId().toHexString();
      await model.create({ _id, registrationId, rubric: JSON.stringify(rubric), savedBy, savedAt, ...entry });
    },
    async remove(registrationId, unsafeId, by) {
      if (idPattern.test(unsafeId)) await model.deleteOne({ _id: unsafeId, registrationId, savedBy: by });
    },
  };
}

function toEntry(record: LibraryRecord): LibraryEntry {
  return {
    id: record._id,
    title: record.title,
    lang: record.lang,
    rubric: rubricSchema.parse(JSON.parse(record.rubric)),
    courseTitle: record.courseTitle,
    by: asId<'person'>(record.savedBy),
    at: record.savedAt,
  };
}
