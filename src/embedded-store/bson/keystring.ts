import { createHash } from 'node:crypto';
import { compareWithDouble, finiteDecimal, toDouble } from './numbers.ts';
import { typeOrder, type Doc, type Numeric, type Value } from './values.ts';

// Keys whose bytes stand in the order of the values they are made of, as MongoDB's KeyString does it.

/** LMDB allows 1,978 bytes; the prefix of the index and the record's number need some of them. */
export const LONGEST_KEY = 1_900;
const HASH_BYTES = 32;

/** The value of an empty array in an index and in a sort: below null. */
export const EMPTY_ARRAY = Symbol('empty array');
/** What an index holds for a field: missing is null. */
export type KeyPart = Value | typeof EMPTY_ARRAY;

const UNDEFINED_TYPE = 0x03;

/** Collects bytes; one instance is reused, because keys are made for every document read or written. */
class ByteWriter {
  private bytes = Buffer.allocUnsafe(4096);
  length = 0;

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** A string's UTF-8 with zero bytes escaped, so that its end (two zeros) sorts below any continuation. */
  string(text: string): void {
    const size = Buffer.byteLength(text);
    this.reserve(size);
    this.bytes.write(text, this.length);
    if (this.bytes.subarray(this.length, this.length + size).includes(0)) {
      const raw = Buffer.from(this.bytes.subarray(this.length, this.length + size));
      for (const byte of raw) {
        this.byte(byte);
        if (byte === 0) this.byte(0xff);
      }
    } else this.length += size;
    this.byte(0);
    this.byte(0);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.bytes.writeUInt32BE(value, this.length);
  }

  /** A signed 64-bit integer in ascending order. */
  int64(value: bigint): void {
    this.reserve(8);
    this.length = this.bytes.writeBigUInt64BE(BigInt.asUintN(64, value + (1n << 63n)), this.length);
  }

  double(value: number): void {
    this.reserve(8);
    const from = this.length;
    this.length = this.bytes.writeDoubleBE(value, from);
    if (value < 0) this.invert(from);
    else this.bytes[from] = (this.bytes[from] ?? 0) | 0x80;
  }

  invert(from: number): void {
    for (let i = from; i < this.length; i++) this.bytes[i] = ~(this.bytes[i] ?? 0);
  }

  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}

const writer = new ByteWriter();

/** The key of a tuple; `directions` are 1 and -1 as in an index's key pattern. */
export function keyOf(parts: readonly KeyPart[], directions: readonly number[]): Buffer {
  writer.length = 0;
  parts.forEach((part, index) => {
    const from = writer.length;
    writePart(part);
    if ((directions[index] ?? 1) < 0) writer.invert(from);
  });
  return writer.copy();
}

/** The key of one value, ascending. */
export const keyOfValue = (value: KeyPart): Buffer => keyOf([value], [1]);

/** The first byte of the keys of all values of one type, ascending. */
export const typeByte = (value: Value): number => typeOrder(value);

/** Keys that are too long keep an ordered beginning and are told apart by a hash; readers test the documents again. */
export function clampKey(key: Buffer): Buffer {
  if (key.length <= LONGEST_KEY) return key;
  const hash = createHash('sha256').update(key).digest();
  return Buffer.concat([key.subarray(0, LONGEST_KEY - HASH_BYTES), hash]);
}

/** The part of a too long key that clamping keeps. */
export const ORDERED_BYTES = LONGEST_KEY - HASH_BYTES;

/** The smallest key above every key that starts with `prefix`. */
export function keyAfter(prefix: Buffer): Buffer {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === 0xff) length--;
  const next = Buffer.from(prefix.subarray(0, length));
  if (length > 0) next[length - 1] = (next[length - 1] ?? 0) + 1;
  return length > 0 ? next : Buffer.alloc(64, 0xff);
}

function writePart(part: KeyPart): void {
  if (part === EMPTY_ARRAY) {
    writer.byte(UNDEFINED_TYPE);
    return;
  }
  writer.byte(typeOrder(part));
  writeBody(part);
}

function writeBody(value: Value): void {
  if (value === null) return;
  if (typeof value === 'string') writer.string(value);
  else if (typeof value === 'boolean') writer.byte(value ? 1 : 0);
  else if (value instanceof Map) writeDoc(value);
  else if (value instanceof Date) writer.int64(BigInt(value.getTime()));
  else if (Array.isArray(value)) {
    value.forEach(writePart);
    writer.byte(0);
  } else {
    switch (value._bsontype) {
      case 'Int32':
      case 'Double':
      case 'Long':
      case 'Decimal128':
        writeNumber(value);
        return;
      case 'ObjectId':
        writer.raw(value.id);
        return;
      case 'Timestamp':
        writer.uint32(value.getHighBitsUnsigned());
        writer.uint32(value.getLowBitsUnsigned());
        return;
      case 'Binary':
        writer.uint32(value.length());
        writer.byte(value.sub_type);
        writer.raw(value.value());
        return;
      case 'BSONRegExp':
        writer.string(value.pattern);
        writer.string(value.options);
        return;
      case 'MinKey':
      case 'MaxKey':
        return;
    }
  }
}

function writeDoc(doc: Doc): void {
  for (const [name, value] of doc) {
    writer.byte(typeOrder(value));
    writer.string(name);
    writeBody(value);
  }
  writer.byte(0);
}

/** Below, at or above the double that stands before it. */
const BELOW = 1;
const EXACT = 2;
const ABOVE = 3;

/**
 * The nearest double, then on which side of it the number lies, then (unless it is that double) its decimal digits.
 * Doubles, longs and decimals of the same value get the same key.
 */
function writeNumber(value: Numeric): void {
  const double = toDouble(value);
  if (Number.isNaN(double)) {
    // Below every other number: eight zeros come before the key of -Infinity.
    writer.raw(new Uint8Array(9));
    return;
  }
  const nearest = value._bsontype === 'Decimal128' ? withinDoubles(value, double) : double;
  writer.double(nearest === 0 ? 0 : nearest);
  if (value._bsontype === 'Int32' || value._bsontype === 'Double' || !Number.isFinite(nearest)) {
    writer.byte(EXACT);
    return;
  }
  const side = compareWithDouble(value, nearest);
  writer.byte(side === 0 ? EXACT : side < 0 ? BELOW : ABOVE);
  if (side !== 0) writeDigits(value);
}

/** A finite decimal beyond the range of doubles stands at the last of them, not at infinity. */
function withinDoubles(value: Numeric, double: number): number {
  if (Number.isFinite(double) || finiteDecimal(value) === null) return double;
  return double > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}

function writeDigits(value: Numeric): void {
  const decimal = finiteDecimal(value);
  if (!decimal) return;
  const negative = decimal.coefficient < 0n;
  const digits = (negative ? -decimal.coefficient : decimal.coefficient).toString();
  const from = writer.length;
  // The number is 0.digits × 10^power.
  writer.uint32(decimal.exponent + digits.length + 0x8000);
  writer.raw(Buffer.from(digits.padEnd(34, '0'), 'latin1'));
  if (negative) writer.invert(from);
}
