import { type Connection, Schema } from 'mongoose';
import { type RegistrationId } from '../../kernel/ids.ts';
import { emptyTemplate, type SyllabusTemplate, templateSchema } from './domain/template.ts';

/** What was changed by a version; the words are in the catalogue. */
export type TemplateChange = SyllabusTemplate['policies'][number]['kind'] | 'weights' | 'restored';

/** A version of an institution's template. It never changes; a change is a new version. */
export interface TemplateVersion {
  /** 0: the institution has set nothing yet. */
  readonly version: number;
  readonly template: SyllabusTemplate;
}

export interface TemplateEdition {
  readonly version: number;
  readonly savedAt: Date;
  readonly change: TemplateChange;
}

interface TemplateRecord {
  _id: string;
  registrationId: string;
  version: number;
  savedAt: Date;
  change: TemplateChange;
  /** JSON text: read and written whole, and checked on reading. */
  template: string;
}

const schema = new Schema<TemplateRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    version: { type: Number, required: true },
    savedAt: { type: Date, required: true },
    change: { type: String, required: true },
    template: { type: String, required: true },
  },
  { versionKey: false, collection: 'syllabusTemplates' },
);
schema.index({ registrationId: 1, version: -1 }, { unique: true });

export interface TemplateStore {
  /** An institution that has set nothing has the empty template as version 0. */
  newest(registrationId: RegistrationId): Promise<TemplateVersion>;
  find(registrationId: RegistrationId, version: number): Promise<TemplateVersion | null>;
  /** The newest first. */
  editions(registrationId: RegistrationId): Promise<TemplateEdition[]>;
  /** Saves what becomes the version after `basedOn`; false when somebody else has saved since. */
  save(
    registrationId: RegistrationId,
    basedOn: number,
    saved: { readonly template: SyllabusTemplate; readonly change: TemplateChange },
    now: Date,
  ): Promise<boolean>;
}

/** So many versions are listed; older ones stay stored. */
const listed = 50;

export function createTemplateStore(connection: Connection): TemplateStore {
  const model = connection.model<TemplateRecord>('SyllabusTemplate', schema);
  const newest: TemplateStore['newest'] = async registrationId => {
    const record = await model.findOne({ registrationId }).sort({ version: -1 }).lean();
    return record === null ? { version: 0, template: emptyTemplate } : toVersion(record);
  };
  return {
    newest,
    async find(registrationId, version) {
      const record = await model.findOne({ registrationId, version }).lean();
      return record === null ? null : toVersion(record);
    },
    async editions(registrationId) {
      const records = await model
        .find({ registrationId })
        .select({ version: 1, savedAt: 1, change: 1 })
        .sort({ version: -1 })
        .limit(listed)
        .lean();
      return records.map(({ version, savedAt, change }) => ({ version, savedAt, change }));
    },
    async save(registrationId, basedOn, { template, change }, now) {
      if ((await newest(registrationId)).version !== basedOn) return false;
      const version = basedOn + 1;
      try {
        await model.create({
          _id: `${registrationId}:${version}`,
          registrationId,
          version,
          savedAt: now,
          change,
          template: JSON.stringify(template),
        });
        return true;
      } catch (error) {
        // Two who save at the same moment: the index lets one of them become the version.
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
  };
}

const toVersion = ({ version, template }: TemplateRecord): TemplateVersion => ({
  version,
  template: templateSchema.parse(JSON.parse(template)),
});
