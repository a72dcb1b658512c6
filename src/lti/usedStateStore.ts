import { type Connection, Schema } from 'mongoose';
import { groupedInserts } from '../store/index.ts';
import { stateLifeMs } from './state.ts';

/** The states that launches have used; each is forgotten when its login is too old to be used anyway. */
export interface UsedStateStore {
  /** True for the first caller alone, also when several come at once. */
  use(id: string, now: Date): Promise<boolean>;
}

interface UsedState {
  _id: string;
  expiresAt: Date;
}

const schema = new Schema<UsedState>(
  {
    _id: { type: String, required: true },
    expiresAt: { type: Date, required: true, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'lti_used_states' },
);

export function createUsedStateStore(connection: Connection): UsedStateStore {
  const model = connection.model<UsedState>('LtiUsedState', schema);
  const insert = groupedInserts<UsedState>(() => model.collection);
  return {
    use: (id, now) => insert({ _id: id, expiresAt: new Date(now.getTime() + 2 * stateLifeMs) }),
  };
}
