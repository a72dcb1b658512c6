import { type Collection } from 'mongoose';
import { grouped } from './grouped.ts';

const duplicateKey = 11000;

/** Inserts documents, several callers' together. @returns false when there is one with this key already */
export function groupedInserts<Document extends object>(
  collection: () => Collection,
): (document: Document) => Promise<boolean> {
  return grouped<Document, boolean>(async documents => {
    const refused = await refusedOf(collection().insertMany(documents, { ordered: false }));
    return documents.map((_, n) => !refused.has(n));
  });
}

/** The places of documents whose key was taken. Any other error is everybody's. */
async function refusedOf(inserting: Promise<unknown>): Promise<ReadonlySet<number>> {
  try {
    await inserting;
    return new Set();
  } catch (error) {
    const errors = [(error as { writeErrors?: unknown }).writeErrors ?? []].flat() as {
      code?: unknown;
      index: number;
    }[];
    if (errors.length === 0 || errors.some(one => one.code !== duplicateKey)) throw error;
    return new Set(errors.map(one => one.index));
  }
}
