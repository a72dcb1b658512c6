// The key space of the storage. Numbers are big-endian, so that their order is that of the bytes.

const FORMAT = 0x00;
const CATALOGUE = 0x01;
const COUNTERS = 0x02;
const DOCUMENTS = 0x10;
const ENTRIES = 0x20;

const RECORD_BYTES = 6;

export interface Span {
  from: Buffer;
  to: Buffer;
}

export const formatKey = Buffer.of(FORMAT);

export const catalogueSpan: Span = { from: Buffer.of(CATALOGUE), to: Buffer.of(CATALOGUE + 1) };
export const catalogueKey = (collection: number): Buffer => tagged(CATALOGUE, collection);
export const countersKey = (collection: number): Buffer => tagged(COUNTERS, collection);

export function documentKey(collection: number, record: number): Buffer {
  const key = Buffer.allocUnsafe(5 + RECORD_BYTES);
  key[0] = DOCUMENTS;
  key.writeUInt32BE(collection, 1);
  key.writeUIntBE(record, 5, RECORD_BYTES);
  return key;
}

export const documentSpan = (collection: number): Span => ({
  from: tagged(DOCUMENTS, collection),
  to: tagged(DOCUMENTS, collection + 1),
});

export const entrySpan = (collection: number): Span => ({
  from: tagged(ENTRIES, collection),
  to: tagged(ENTRIES, collection + 1),
});

export function indexPrefix(collection: number, index: number): Buffer {
  const key = Buffer.allocUnsafe(7);
  key[0] = ENTRIES;
  key.writeUInt32BE(collection, 1);
  key.writeUInt16BE(index, 5);
  return key;
}

export function recordBytes(record: number): Buffer {
  const bytes = Buffer.allocUnsafe(RECORD_BYTES);
  bytes.writeUIntBE(record, 0, RECORD_BYTES);
  return bytes;
}

/** The record number in the last bytes of a key or in a value. */
export const recordIn = (bytes: Buffer): number =>
  bytes.readUIntBE(bytes.length - RECORD_BYTES, RECORD_BYTES);

function tagged(tag: number, collection: number): Buffer {
  const key = Buffer.allocUnsafe(5);
  key[0] = tag;
  key.writeUInt32BE(collection, 1);
  return key;
}
