import { type Connection } from 'mongoose';
import { type Sealer } from './secrets/sealer.ts';

/** SECRET_KEY is not the one that sealed what the store holds. */
export class WrongSecretKeyError extends Error {
  override readonly name = 'WrongSecretKeyError';
}

interface KeyCheck {
  _id: 'key-check';
  sealed: string;
}

/** A sealed word of our own tells whether SECRET_KEY is the one that the stored keys were sealed with. */
export async function checkSecretKey(connection: Connection, sealer: Sealer): Promise<void> {
  const meta = connection.collection<KeyCheck>('meta');
  const sealed = sealer.seal('key-check', 'tirek');
  await meta
    .updateOne({ _id: 'key-check' }, { $setOnInsert: { sealed } }, { upsert: true })
    .catch((error: unknown) => {
      // Two processes on a new store at once: one of them wrote it.
      if ((error as { code?: unknown }).code !== 11000) throw error;
    });
  const kept = await meta.findOne({ _id: 'key-check' });
  if (kept === null || sealer.open('key-check', kept.sealed)?.toString() !== 'tirek') {
    throw new WrongSecretKeyError(
      'SECRET_KEY does not open the keys in this store: set the SECRET_KEY that they were made with',
    );
  }
}
