import { BSON } from 'bson';
import { MongoError } from '../errors.ts';
import type { Doc } from './values.ts';

/** The limit of one document, as MongoDB has it (16 MiB). */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Writes a document as BSON. */
export function encode(doc: Doc): Buffer {
  try {
    return Buffer.from(BSON.serialize(doc));
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge('document');
    throw new MongoError('InvalidBSON', error instanceof Error ? error.message : String(error));
  }
}

export const tooLarge = (what: string) =>
  new MongoError('BSONObjectTooLarge', `${what} is larger than ${MAX_DOCUMENT_BYTES} bytes`);

/** A document whose field `name` is the array of `items`, with the fields of `rest` behind it, without decoding them. */
export function encodeWithArray(name: string, items: readonly Buffer[], rest: Doc): Buffer {
  let size = 5;
  items.forEach((item, index) => {
    size += 2 + String(index).length + item.length;
  });
  const array = Buffer.allocUnsafe(size);
  let at = array.writeInt32LE(size);
  items.forEach((item, index) => {
    array[at++] = 0x03;
    at += array.write(String(index), at, 'latin1');
    array[at++] = 0;
    array.set(item, at);
    at += item.length;
  });
  array[at] = 0;
  return wrap([Buffer.from(`\x04${name}\0`), array], rest);
}

/** A document whose field `name` is the document `inner`, with the fields of `rest` behind it. */
export function encodeWithDocument(name: string, inner: Buffer, rest: Doc): Buffer {
  return wrap([Buffer.from(`\x03${name}\0`), inner], rest);
}

function wrap(first: readonly Buffer[], rest: Doc): Buffer {
  const tail = encode(rest).subarray(4);
  const size = first.reduce((sum, part) => sum + part.length, 4 + tail.length);
  return Buffer.concat([int32(size), ...first, tail], size);
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32LE(value);
  return bytes;
}
