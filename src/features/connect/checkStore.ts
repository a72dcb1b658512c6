import { type Connection, Schema } from 'mongoose';
import { type RegistrationId } from '../../kernel/ids.ts';
import { type CheckStep } from '../../lti/index.ts';

/** The last self-check of a platform. */
export interface LastCheck {
  readonly at: Date;
  readonly steps: readonly CheckStep[];
}

export interface CheckStore {
  put(id: RegistrationId, check: LastCheck): Promise<void>;
  find(id: RegistrationId): Promise<LastCheck | null>;
  all(): Promise<ReadonlyMap<string, LastCheck>>;
  remove(id: RegistrationId): Promise<void>;
}

interface CheckDocument {
  _id: string;
  at: Date;
  steps: CheckStep[];
}

const schema = new Schema<CheckDocument>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    steps: [{ _id: false, name: String, outcome: String, code: String, facts: Schema.Types.Mixed }],
  },
  { versionKey: false, collection: 'platform_checks' },
);

export function createCheckStore(connection: Connection): CheckStore {
  const model = connection.model<CheckDocument>('PlatformCheck', schema);
  const toCheck = ({ at, steps }: CheckDocument): LastCheck => ({
    at,
    steps: steps.map(({ name, outcome, code, facts }) => ({ name, outcome, code, facts: facts ?? {} })),
  });
  return {
    async put(id, { at, steps }) {
      await model.updateOne({ _id: id }, { $set: { at, steps: [...steps] } }, { upsert: true });
    },
    async find(id) {
      const found = await model.findOne({ _id: id }).lean();
      return found === null ? null : toCheck(found);
    },
    async all() {
      return new Map((await model.find().lean()).map(one => [one._id, toCheck(one)]));
    },
    async remove(id) {
      await model.deleteOne({ _id: id });
    },
  };
}
