import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { MongoError } from '../errors.ts';
import type { Doc, Value } from './values.ts';

/** MongoDB reads no message that is nested deeper (BSONDepth::kDefaultMaxAllowableDepth). */
const DEEPEST = 200;

/** BSON types that MongoDB deprecates or that carry JavaScript. */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [0x06, 'undefined'],
  [0x0c, 'dbPointer'],
  [0x0d, 'javascript'],
  [0x0e, 'symbol'],
  [0x0f, 'javascriptWithScope'],
]);

export const invalid = (what: string) => new MongoError('InvalidBSON', `Invalid BSON: ${what}`);

/** Reads one document; `at` is where it has come to. */
export class Reader {
  at = 0;
  items: Buffer[] | null = null;
  private readonly bytes: Buffer;
  private readonly raw: string | null;

  /** @param raw the top-level array whose documents are collected in `items` instead of being read. */
  constructor(bytes: Buffer, raw: string | null = null) {
    this.bytes = bytes;
    this.raw = raw;
  }

  document(depth: number, only?: ReadonlySet<string>): Doc {
    const end = this.enter(depth);
    const doc: Doc = new Map();
    while (this.at < end) {
      const type = this.byte();
      const name = this.name();
      if (depth === 1 && name === this.raw && type === 0x04) this.items = this.rawArray();
      else if (only && !only.has(name)) this.skip(type);
      else doc.set(name, this.value(type, depth));
    }
    this.leave(end);
    return doc;
  }

  /** The bytes of the top-level elements of those names, each with its type and name. */
  elements(names: ReadonlySet<string>): Buffer[] {
    const end = this.enter(1);
    const found: Buffer[] = [];
    while (this.at < end) {
      const from = this.at;
      const type = this.byte();
      const name = this.name();
      this.skip(type);
      if (names.has(name)) found.push(this.bytes.subarray(from, this.at));
    }
    this.leave(end);
    return found;
  }

  private array(depth: number): Value[] {
    const end = this.enter(depth);
    const items: Value[] = [];
    while (this.at < end) {
      const type = this.byte();
      this.name();
      items.push(this.value(type, depth));
    }
    this.leave(end);
    return items;
  }

  private rawArray(): Buffer[] {
    const end = this.enter(2);
    const items: Buffer[] = [];
    while (this.at < end) {
      if (this.byte() !== 0x03) throw invalid(`${this.raw ?? ''} must be an array of documents`);
      this.name();
      const from = this.at;
      this.take(this.size() - 4);
      items.push(this.bytes.subarray(from, this.at));
    }
    this.leave(end);
    return items;
  }

  /** Reads the length of a document and returns where its closing zero stands. */
  private enter(depth: number): number {
    if (depth > DEEPEST) throw new MongoError('Overflow', `BSON is nested deeper than ${DEEPEST} levels`);
    const start = this.at;
    const size = this.int32();
    if (size < 5 || start + size > this.bytes.length) throw invalid(`a document of ${size} bytes`);
    return start + size - 1;
  }

  private leave(end: number): void {
    if (this.at !== end || this.bytes[end] !== 0) throw invalid('a document without its end');
    this.at = end + 1;
  }

  private value(type: number, depth: number): Value {
    switch (type) {
      case 0x01:
        return new Double(this.bytes.readDoubleLE(this.take(8)));
      case 0x02:
        return this.string();
      case 0x03:
        return this.document(depth + 1);
      case 0x04:
        return this.array(depth + 1);
      case 0x05:
        return this.binary();
      case 0x07: {
        const from = this.take(12);
        return new ObjectId(Uint8Array.prototype.slice.call(this.bytes, from, from + 12));
      }
      case 0x08:
        return this.bytes[this.take(1)] !== 0;
      case 0x09:
        return this.date();
      case 0x0a:
        return null;
      case 0x0b:
        return this.regex();
      case 0x10:
        return new Int32(this.int32());
      case 0x11:
        return this.timestamp();
      case 0x12:
        return Long.fromBits(this.int32(), this.int32());
      case 0x13: {
        const from = this.take(16);
        return new Decimal128(Uint8Array.prototype.slice.call(this.bytes, from, from + 16));
      }
      case 0x7f:
        return new MaxKey();
      case 0xff:
        return new MinKey();
      default:
        throw this.unknown(type);
    }
  }

  private skip(type: number): void {
    switch (type) {
      case 0x0a:
      case 0x7f:
      case 0xff:
        return;
      case 0x08:
        this.take(1);
        return;
      case 0x10:
        this.take(4);
        return;
      case 0x01:
      case 0x09:
      case 0x11:
      case 0x12:
        this.take(8);
        return;
      case 0x07:
        this.take(12);
        return;
      case 0x13:
        this.take(16);
        return;
      case 0x02:
        this.take(this.size());
        return;
      case 0x03:
      case 0x04:
        this.take(this.size() - 4);
        return;
      case 0x05:
        this.take(this.size() + 1);
        return;
      case 0x0b:
        this.name();
        this.name();
        return;
      default:
        throw this.unknown(type);
    }
  }

  private unknown(type: number): MongoError {
    const name = REFUSED.get(type);
    if (name === undefined) return invalid(`unknown type ${type}`);
    return new MongoError('BadValue', `BSON type '${name}' is not supported by the embedded store`);
  }

  private byte(): number {
    return this.bytes[this.take(1)] ?? 0;
  }

  private int32(): number {
    return this.bytes.readInt32LE(this.take(4));
  }

  private size(): number {
    const size = this.int32();
    if (size < 0) throw invalid('a negative length');
    return size;
  }

  /** Moves over `length` bytes and returns where they begin. */
  private take(length: number): number {
    const from = this.at;
    if (length < 0 || from + length > this.bytes.length) throw invalid('it ends too early');
    this.at = from + length;
    return from;
  }

  /** A zero-terminated string. */
  private name(): string {
    const from = this.at;
    const end = this.bytes.indexOf(0, from);
    if (end < 0) throw invalid('a name without its end');
    this.at = end + 1;
    return this.bytes.toString('utf8', from, end);
  }

  private string(): string {
    const size = this.int32();
    if (size < 1) throw invalid(`a string of ${size} bytes`);
    const from = this.take(size);
    if (this.bytes[from + size - 1] !== 0) throw invalid('a string without its end');
    return this.bytes.toString('utf8', from, from + size - 1);
  }

  private date(): Date {
    const date = new Date(Number(this.bytes.readBigInt64LE(this.take(8))));
    if (Number.isNaN(date.getTime())) throw invalid('a date beyond the years that can be stored');
    return date;
  }

  private timestamp(): Timestamp {
    const increment = this.int32() >>> 0;
    return new Timestamp({ t: this.int32() >>> 0, i: increment });
  }

  private regex(): BSONRegExp {
    const [pattern, options] = [this.name(), this.name()];
    try {
      return new BSONRegExp(pattern, options);
    } catch {
      throw invalid(`a regular expression with the options '${options}'`);
    }
  }

  private binary(): Binary {
    const size = this.size();
    const subtype = this.byte();
    const from = this.take(size);
    return new Binary(Buffer.from(this.bytes.subarray(from, from + size)), subtype);
  }
}
