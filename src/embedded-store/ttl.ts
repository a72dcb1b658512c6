import { decode } from './bson/decode.ts';
import { findDocuments } from './plan/find.ts';
import { type Collection } from './storage/catalogue.ts';
import { type Engine } from './storage/engine.ts';
import { type Index } from './storage/indexSpec.ts';

/** Documents removed in one transaction, so that other work gets its turn in between. */
const PIECE = 500;

/** Removes what has expired by TTL indexes: dates (or a date in an array) that are older than the index says. */
export async function removeExpired(engine: Engine, now = Date.now()): Promise<number> {
  let removed = 0;
  for (const { db, name } of engine.catalogue.all()) {
    const expiring =
      engine.catalogue.find(db, name)?.indexes.filter(index => index.expireAfterSeconds !== null) ?? [];
    for (const { name: indexName } of expiring) {
      for (;;) {
        // Looked up anew: in between it may be gone.
        const collection = engine.catalogue.find(db, name);
        const index = collection?.indexes.find(candidate => candidate.name === indexName);
        const count = collection && index ? removePiece(engine, collection, index, now) : 0;
        removed += count;
        if (count < PIECE) break;
        await new Promise(resolve => setImmediate(resolve));
      }
    }
  }
  return removed;
}

function removePiece(engine: Engine, collection: Collection, index: Index, now: number): number {
  const path = [...index.key.keys()][0] ?? '';
  const before = new Date(now - (index.expireAfterSeconds ?? 0) * 1000);
  const filter = new Map([[path, new Map([['$lt', before]])]]);
  const expired = [...findDocuments(engine, collection, { filter, hint: index.name, limit: PIECE })];
  if (expired.length === 0) return 0;
  engine.transaction(() => {
    for (const { record, bytes } of expired) engine.remove(collection, record, decode(bytes));
  });
  return expired.length;
}
