import { type Connection, Schema } from 'mongoose';
import { type PersonId } from '../../../kernel/ids.ts';

/**
 * One person's digest of one day. `sending` is written before the server is spoken to: a digest whose process ended in
 * between may have gone out, so it counts as sent.
 */
interface DigestRecord {
  /** `<person>:<day>`: there cannot be a second one. */
  _id: string;
  personId: string;
  state: 'sending' | 'failed' | 'over';
  tries: number;
  changedAt: Date;
  /** When a failed one may be tried again; null: not on this day. */
  nextAt: Date | null;
  forgetAt: Date;
}

const needed = { required: true } as const;
const schema = new Schema<DigestRecord>(
  {
    _id: { type: String, ...needed },
    personId: { type: String, ...needed },
    state: { type: String, ...needed },
    tries: { type: Number, ...needed },
    changedAt: { type: Date, ...needed },
    nextAt: { type: Date, default: null },
    forgetAt: { type: Date, ...needed, index: { expireAfterSeconds: 0 } },
  },
  { versionKey: false, collection: 'noticeDigests' },
);
schema.index({ personId: 1 });

const keptMs = 30 * 86_400_000;
/** A try takes half a minute at most; one that has not ended by then never will. */
const lostMs = 10 * 60_000;

export interface DigestStore {
  /**
   * `send`: it is this caller's to send now, and nobody else's. `over`: it went out, may have gone out, or never will.
   * `wait`: somebody is sending it, or it is to be tried later.
   */
  claim(personId: PersonId, day: string, now: Date): Promise<'send' | 'over' | 'wait'>;
  end(personId: PersonId, day: string, now: Date): Promise<void>;
  /** To be tried again; after the last try its news waits for the next day's digest. */
  fail(personId: PersonId, day: string, now: Date): Promise<void>;
}

/** Half an hour, an hour, two hours: a mail server that is away is back by then, or the day is over. */
const waitsMs = [1_800_000, 3_600_000, 7_200_000];

export function createDigestStore(connection: Connection): DigestStore {
  const model = connection.model<DigestRecord>('NoticeDigest', schema);
  const idOf = (personId: PersonId, day: string): string => `${personId}:${day}`;
  return {
    async claim(personId, day, now) {
      const _id = idOf(personId, day);
      try {
        const forgetAt = new Date(now.getTime() + keptMs);
        await model.create({
          _id,
          personId,
          state: 'sending',
          tries: 1,
          changedAt: now,
          nextAt: null,
          forgetAt,
        });
        return 'send';
      } catch (error) {
        if ((error as { code?: unknown }).code !== 11000) throw error;
      }
      const { state, tries, changedAt, nextAt } = (await model.findById(_id).lean()) ?? {};
      if (state === 'over') return 'over';
      if (state === 'failed') {
        if (nextAt == null || nextAt > now) return 'wait';
        const change = { $set: { state: 'sending' as const, changedAt: now }, $inc: { tries: 1 } };
        const taken = await model.updateOne({ _id, state, tries: tries ?? 0 }, change);
        return taken.modifiedCount === 1 ? 'send' : 'wait';
      }
      return changedAt !== undefined && now.getTime() - changedAt.getTime() > lostMs ? 'over' : 'wait';
    },
    async end(personId, day, now) {
      await model.updateOne({ _id: idOf(personId, day) }, { $set: { state: 'over', changedAt: now } });
    },
    async fail(personId, day, now) {
      const _id = idOf(personId, day);
      const wait = waitsMs[((await model.findById(_id).lean())?.tries ?? 1) - 1];
      const nextAt = wait === undefined ? null : new Date(now.getTime() + wait);
      await model.updateOne({ _id }, { $set: { state: 'failed', changedAt: now, nextAt } });
    },
  };
}
