import { invalid, Reader } from './reader.ts';
import type { Doc } from './values.ts';

/**
 * Reads a BSON document; with `only`, just the top-level fields of those names.
 *
 * @throws MongoError InvalidBSON for bytes that are no document, Overflow for one that is nested too deep.
 */
export function decode(bytes: Buffer, only?: ReadonlySet<string>): Doc {
  const reader = new Reader(bytes);
  const doc = reader.document(1, only);
  if (reader.at !== bytes.length) throw invalid('bytes after the end of a document');
  return doc;
}

/** A message's document with the elements of one top-level array as they are, for documents that are only stored. */
export function decodeAround(bytes: Buffer, array: string): { doc: Doc; items: Buffer[] | null } {
  const reader = new Reader(bytes, array);
  const doc = reader.document(1);
  if (reader.at !== bytes.length) throw invalid('bytes after the end of a document');
  return { doc, items: reader.items };
}

/** A document of only those top-level fields, taken over as they are. */
export function pickFields(bytes: Buffer, names: ReadonlySet<string>): Buffer {
  const parts = new Reader(bytes).elements(names);
  const size = parts.reduce((sum, part) => sum + part.length, 5);
  const picked = Buffer.allocUnsafe(size);
  let at = picked.writeInt32LE(size);
  for (const part of parts) {
    picked.set(part, at);
    at += part.length;
  }
  picked[at] = 0;
  return picked;
}
