import { type Connection, Schema } from 'mongoose';

interface RunRecord {
  _id: string;
  /** When the next nightly run is due. */
  nextAt: Date;
}

const schema = new Schema<RunRecord>(
  { _id: { type: String, required: true }, nextAt: { type: Date, required: true } },
  { versionKey: false, collection: 'noticeRuns' },
);

export interface RunStore {
  /** Null before the first run. */
  nextAt(name: string): Promise<Date | null>;
  setNext(name: string, nextAt: Date): Promise<void>;
}

export function createRunStore(connection: Connection): RunStore {
  const model = connection.model<RunRecord>('NoticeRun', schema);
  return {
    nextAt: async name => (await model.findById(name).lean())?.nextAt ?? null,
    async setNext(name, nextAt) {
      await model.updateOne({ _id: name }, { $set: { nextAt } }, { upsert: true });
    },
  };
}
