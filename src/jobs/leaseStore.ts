import { type Connection, Schema } from 'mongoose';

/** Who works on something that only one process may work on at a time. */
export interface LeaseRecord {
  readonly name: string;
  /** Null: given back, anybody may take it. */
  readonly owner: string | null;
  /** Rises with every sign of life; whoever sees it stand still for long enough may take the lease over. */
  readonly beat: number;
  /** Rises with every change of owner. */
  readonly epoch: number;
  /** A number that the owner has promised not to exceed without saying so here first; the next owner starts above it. */
  readonly mark: number;
}

export interface LeaseStore {
  find(name: string): Promise<LeaseRecord | null>;
  /** Takes the lease if it still is as it was seen (null: did not exist). Null: somebody else was quicker. */
  take(name: string, seen: LeaseRecord | null, owner: string): Promise<LeaseRecord | null>;
  /** A sign of life, and a promise. False: the lease is somebody else's by now. */
  beat(lease: LeaseRecord, mark: number): Promise<boolean>;
  /** @param mark what the next owner must start above; null: what was promised */
  release(lease: LeaseRecord, mark: number | null): Promise<void>;
}

interface StoredLease {
  _id: string;
  owner: string | null;
  beat: number;
  epoch: number;
  mark: number;
}

const schema = new Schema<StoredLease>(
  {
    _id: { type: String, required: true },
    owner: { type: String, default: null },
    beat: { type: Number, required: true },
    epoch: { type: Number, required: true },
    mark: { type: Number, required: true },
  },
  { versionKey: false, collection: 'leases' },
);

export function createLeaseStore(connection: Connection): LeaseStore {
  const model = connection.model<StoredLease>('Lease', schema);
  return {
    async find(name) {
      const found = await model.findOne({ _id: name }).lean();
      return found === null ? null : toLease(found);
    },
    async take(name, seen, owner) {
      if (seen === null) {
        const first = { _id: name, owner, beat: 1, epoch: 1, mark: 0 };
        try {
          await model.collection.insertOne(first as never);
          return toLease(first);
        } catch (error) {
          if ((error as { code?: unknown }).code === 11000) return null;
          throw error;
        }
      }
      const taken = await model
        .findOneAndUpdate(
          { _id: name, epoch: seen.epoch, beat: seen.beat, owner: seen.owner },
          { $set: { owner }, $inc: { epoch: 1, beat: 1 } },
          { returnDocument: 'after' },
        )
        .lean();
      return taken === null ? null : toLease(taken);
    },
    async beat(lease, mark) {
      const beaten = await model.updateOne(
        { _id: lease.name, owner: lease.owner, epoch: lease.epoch },
        { $inc: { beat: 1 }, $max: { mark } },
      );
      return beaten.matchedCount === 1;
    },
    async release(lease, mark) {
      await model.updateOne(
        { _id: lease.name, owner: lease.owner, epoch: lease.epoch },
        { $set: { owner: null, ...(mark === null ? {} : { mark }) }, $inc: { beat: 1 } },
      );
    },
  };
}

const toLease = ({ _id, ...rest }: StoredLease): LeaseRecord => ({ name: _id, ...rest });
