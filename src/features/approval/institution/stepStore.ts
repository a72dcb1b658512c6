import { type Connection, Schema } from 'mongoose';
import { z } from 'zod';
import { type RegistrationId } from '../../../kernel/ids.ts';
import { type DocumentKind } from '../domain/documentKind.ts';
import { type ApprovalStep, usualSteps } from '../domain/process.ts';

/** The steps that an institution has settled for a kind of document. A version never changes. */
export interface StepsVersion extends SettledSteps {
  /** 0: the institution has settled nothing, the usual steps are taken. */
  readonly version: number;
}

/** What an institution settles. */
export interface SettledSteps {
  readonly steps: readonly ApprovalStep[];
  /** Whether a document is published only when all steps have agreed; otherwise its author may also publish it. */
  readonly isRequired: boolean;
}

interface StepsRecord {
  _id: string;
  registrationId: string;
  kind: DocumentKind;
  version: number;
  savedAt: Date;
  /** JSON text: read and written whole, and checked on reading. */
  steps: string;
  /** Absent in what was settled before there was a choice. */
  isRequired?: boolean;
}

const schema = new Schema<StepsRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    kind: { type: String, required: true },
    version: { type: Number, required: true },
    savedAt: { type: Date, required: true },
    steps: { type: String, required: true },
    isRequired: { type: Boolean },
  },
  { versionKey: false, collection: 'approvalSteps' },
);
schema.index({ registrationId: 1, kind: 1, version: -1 }, { unique: true });

const role = z.strictObject({ kk: z.string(), ru: z.string(), en: z.string() });
const stepsSchema = z.array(z.strictObject({ key: z.string(), role })).min(1);

export interface StepStore {
  newest(registrationId: RegistrationId, kind: DocumentKind): Promise<StepsVersion>;
  /** Saves what becomes the version after `basedOn`; false when somebody else has saved since. */
  save(
    registrationId: RegistrationId,
    kind: DocumentKind,
    basedOn: number,
    settled: SettledSteps,
    now: Date,
  ): Promise<boolean>;
}

export function createStepStore(connection: Connection): StepStore {
  const model = connection.model<StepsRecord>('ApprovalSteps', schema);
  const newest: StepStore['newest'] = async (registrationId, kind) => {
    const record = await model.findOne({ registrationId, kind }).sort({ version: -1 }).lean();
    if (record === null) return { version: 0, steps: usualSteps[kind], isRequired: false };
    const { version, steps, isRequired = false } = record;
    return { version, steps: stepsSchema.parse(JSON.parse(steps)), isRequired };
  };
  return {
    newest,
    async save(registrationId, kind, basedOn, { steps, isRequired }, now) {
      if ((await newest(registrationId, kind)).version !== basedOn) return false;
      const version = basedOn + 1;
      try {
        await model.create({
          _id: `${registrationId}:${kind}:${version}`,
          ...{ registrationId, kind, version },
          savedAt: now,
          steps: JSON.stringify(steps),
          isRequired,
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
