import { Double, Int32 } from 'bson';
import { type Doc, type Value } from '../bson/values.ts';
import { type MongoError } from '../errors.ts';

/** A document of an answer from plain values; numbers become 32-bit integers. */
export function answer(fields: Record<string, Value | number>): Doc {
  return new Map(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'number' ? new Int32(value) : value,
    ]),
  );
}

export const OK = new Double(1);

/** The answer of a command that failed. */
export function failure(error: MongoError): Doc {
  return new Map<string, Value>([
    ['ok', new Double(0)],
    ['errmsg', error.message],
    ['code', new Int32(error.code)],
    ['codeName', error.codeName],
    ...error.details,
  ]);
}

/** One entry of `writeErrors`. */
export function writeError(index: number, error: MongoError): Doc {
  return new Map<string, Value>([
    ['index', new Int32(index)],
    ['code', new Int32(error.code)],
    ['errmsg', error.message],
    ...error.details,
  ]);
}
