import { type Connection, Schema } from 'mongoose';
import { asId, type RegistrationId } from '../../kernel/ids.ts';
import { type Pause } from './domain/reasons.ts';

interface PauseRecord extends Pause {
  _id: string;
}

const schema = new Schema<PauseRecord>(
  {
    _id: { type: String, required: true },
    until: { type: Date, required: true },
    reason: { type: String, required: true },
    times: { type: Number, required: true },
    since: { type: Date, required: true },
  },
  { versionKey: false, collection: 'gradebookPauses' },
);

/** Registrations whose LMS asked for a rest, or does not let us in. Few, so all are read at once. */
export interface PauseStore {
  all(): Promise<Map<RegistrationId, Pause>>;
  find(registrationId: RegistrationId): Promise<Pause | null>;
  set(registrationId: RegistrationId, pause: Pause): Promise<void>;
  end(registrationId: RegistrationId): Promise<void>;
}

export function createPauseStore(connection: Connection): PauseStore {
  const model = connection.model<PauseRecord>('GradebookPause', schema);
  return {
    async all() {
      const found = await model.find().lean();
      return new Map(found.map(record => [asId<'registration'>(record._id), toPause(record)]));
    },
    async find(registrationId) {
      const found = await model.findOne({ _id: registrationId }).lean();
      return found === null ? null : toPause(found);
    },
    async set(registrationId, pause) {
      await model.updateOne({ _id: registrationId }, { $set: { ...pause } }, { upsert: true });
    },
    async end(registrationId) {
      await model.deleteOne({ _id: registrationId });
    },
  };
}

const toPause = ({ until, reason, times, since }: PauseRecord): Pause => ({ until, reason, times, since });
