import { type Connection, Schema } from 'mongoose';
import { type RegistrationId } from '../../kernel/ids.ts';

interface TallyRecord {
  _id: string;
  registrationId: string;
  hour: Date;
  calls: number;
  failures: number;
}

const keptSeconds = 3 * 24 * 3600;
const hourMs = 3_600_000;

const schema = new Schema<TallyRecord>(
  {
    _id: { type: String, required: true },
    registrationId: { type: String, required: true },
    hour: { type: Date, required: true, expires: keptSeconds },
    calls: { type: Number, required: true },
    failures: { type: Number, required: true },
  },
  { versionKey: false, collection: 'gradebookTallies' },
);

export interface Tally {
  readonly calls: number;
  readonly failures: number;
}

/** How many calls to each LMS's services there were in each hour, and how many failed; of all processes together. */
export interface TallyStore {
  add(now: Date, tallies: ReadonlyMap<RegistrationId, Tally>): Promise<void>;
  /** The sums of the last `hours` begun hours. */
  last(registrationId: RegistrationId, now: Date, hours: number): Promise<Tally>;
}

export function createTallyStore(connection: Connection): TallyStore {
  const model = connection.model<TallyRecord>('GradebookTally', schema);
  const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  return {
    async add(now, tallies) {
      const hour = hourOf(now);
      const operations = [...tallies].map(([registrationId, { calls, failures }]) => ({
        updateOne: {
          filter: { _id: `${registrationId}:${hour.toISOString()}` },
          update: { $inc: { calls, failures }, $setOnInsert: { registrationId, hour } },
          upsert: true,
        },
      }));
      if (operations.length > 0) await model.bulkWrite(operations, { ordered: false });
    },
    async last(registrationId, now, hours) {
      const from = hourOf(now).getTime() - (hours - 1) * hourMs;
      const ids = Array.from(
        { length: hours },
        (_, i) => `${registrationId}:${new Date(from + i * hourMs).toISOString()}`,
      );
      const found = await model.find({ _id: { $in: ids } }).lean();
      return found.reduce(
        (sum, one) => ({ calls: sum.calls + one.calls, failures: sum.failures + one.failures }),
        { calls: 0, failures: 0 },
      );
    },
  };
}
