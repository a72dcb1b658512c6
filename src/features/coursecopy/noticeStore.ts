import { type Connection, Schema } from 'mongoose';
import { type RegistrationId } from '../../kernel/ids.ts';

/** A context of an LMS, as its launches name it. */
export interface CopiedContext {
  readonly registrationId: RegistrationId;
  readonly deploymentId: string;
  readonly contextId: string;
}

export interface NoticeStore {
  /** The LMS says that this context was copied from those, the newest first; said twice, the later one counts. */
  remember(context: CopiedContext, originIds: readonly string[], now: Date): Promise<void>;
  /** Empty: the LMS has said nothing. */
  originsOf(context: CopiedContext): Promise<readonly string[]>;
}

interface NoticeRecord {
  registrationId: string;
  deploymentId: string;
  contextId: string;
  originIds: string[];
  expiresAt: Date;
}

/** A course that nobody has opened a year after it was copied is not asked about. */
const lifeMs = 366 * 24 * 3600_000;
const required = { type: String, required: true } as const;
const schema = new Schema<NoticeRecord>(
  {
    registrationId: required,
    deploymentId: required,
    contextId: required,
    originIds: { type: [String], required: true },
    expiresAt: { type: Date, required: true, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'copied_contexts' },
);
schema.index({ registrationId: 1, deploymentId: 1, contextId: 1 }, { unique: true });

export function createNoticeStore(connection: Connection): NoticeStore {
  const model = connection.model<NoticeRecord>('CopiedContext', schema);
  const keyOf = ({ registrationId, deploymentId, contextId }: CopiedContext) => ({
    registrationId,
    deploymentId,
    contextId,
  });
  return {
    async remember(context, originIds, now) {
      const values = { originIds: [...originIds], expiresAt: new Date(now.getTime() + lifeMs) };
      const write = () => model.updateOne(keyOf(context), { $set: values }, { upsert: true });
      await write().catch((error: unknown) => {
        // The same notice twice at once: the second write finds what the first has made.
        if ((error as { code?: unknown }).code === 11000) return write();
        throw error;
      });
    },
    async originsOf(context) {
      const found = await model.findOne(keyOf(context)).lean();
      return found?.originIds ?? [];
    },
  };
}
