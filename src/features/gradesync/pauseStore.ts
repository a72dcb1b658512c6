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

interface StopRecord {
  _id: string;
  at: Date;
}

const stopSchema = new Schema<StopRecord>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false, collection: 'gradebookStops' },
);

/** Later than everything: a stop ends when the administrator says so. */
const never = new Date(8_640_000_000_000_000);
const stopped = ({ at }: StopRecord): Pause => ({ until: never, reason: 'stopped', times: 1, since: at });

/** Registrations whose LMS asked for a rest, or does not let us in. Few, so all are read at once. */
export interface PauseStore {
  all(): Promise<Map<RegistrationId, Pause>>;
  find(registrationId: RegistrationId): Promise<Pause | null>;
  set(registrationId: RegistrationId, pause: Pause): Promise<void>;
  end(registrationId: RegistrationId): Promise<void>;
  /** The administrator wants nothing sent. Kept apart, so that neither an LMS's pause nor its end undoes it. */
  stop(registrationId: RegistrationId, now: Date): Promise<void>;
  resume(registrationId: RegistrationId): Promise<void>;
}

export function createPauseStore(connection: Connection): PauseStore {
  const model = connection.model<PauseRecord>('GradebookPause', schema);
  const stops = connection.model<StopRecord>('GradebookStop', stopSchema);
  return {
    async all() {
      const [found, halted] = await Promise.all([model.find().lean(), stops.find().lean()]);
      return new Map([
        ...found.map(record => [asId<'registration'>(record._id), toPause(record)] as const),
        ...halted.map(record => [asId<'registration'>(record._id), stopped(record)] as const),
      ]);
    },
    async find(registrationId) {
      const [found, halted] = await Promise.all([
        model.findOne({ _id: registrationId }).lean(),
        stops.findOne({ _id: registrationId }).lean(),
      ]);
      if (halted !== null) return stopped(halted);
      return found === null ? null : toPause(found);
    },
    async set(registrationId, pause) {
      await model.updateOne({ _id: registrationId }, { $set: { ...pause } }, { upsert: true });
    },
    async end(registrationId) {
      await model.deleteOne({ _id: registrationId });
    },
    async stop(registrationId, now) {
      await stops.updateOne({ _id: registrationId }, { $setOnInsert: { at: now } }, { upsert: true });
    },
    async resume(registrationId) {
      await stops.deleteOne({ _id: registrationId });
    },
  };
}

const toPause = ({ until, reason, times, since }: PauseRecord): Pause => ({ until, reason, times, since });
