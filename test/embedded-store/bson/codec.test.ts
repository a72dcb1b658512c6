import { BSON, Double, Int32, Long } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeAround, pickFields } from '../../../src/embedded-store/bson/decode.ts';
import { encode, encodeWithArray } from '../../../src/embedded-store/bson/encode.ts';
import { type Doc } from '../../../src/embedded-store/bson/values.ts';
import { MongoError } from '../../../src/embedded-store/errors.ts';
import { value } from './values.ts';

const document: fc.Arbitrary<Doc> = fc
  .array(fc.tuple(fc.constantFrom('_id', 'a', 'b', '1', 'ә'), value), { maxLength: 4 })
  .map(fields => new Map(fields));

describe('documents', () => {
  it('come back to the byte', () => {
    fc.assert(
      fc.property(document, doc => {
        const bytes = encode(doc);
        expect(encode(decode(bytes)).equals(bytes)).toBe(true);
        expect([...decode(bytes).keys()]).toEqual([...doc.keys()]);
      }),
      { numRuns: 1_000 },
    );
  });
  it('keep their numbers’ types and read what the driver writes', () => {
    const bytes = Buffer.from(BSON.serialize({ a: new Double(1), b: 1, c: Long.ONE, d: { e: [1.5, null] } }));
    expect(decode(bytes)).toEqual(
      new Map<string, unknown>([
        ['a', new Double(1)],
        ['b', new Int32(1)],
        ['c', Long.ONE],
        ['d', new Map([['e', [new Double(1.5), null]]])],
      ]),
    );
  });
  it('can be read in part', () => {
    fc.assert(
      fc.property(document, doc => {
        const part = decode(encode(doc), new Set(['a', 'ә']));
        const expected = new Map([...doc].filter(([name]) => name === 'a' || name === 'ә'));
        expect(encode(part).equals(encode(expected))).toBe(true);
        expect(pickFields(encode(doc), new Set(['a', 'ә'])).equals(encode(expected))).toBe(true);
      }),
    );
  });
  it('can be put into a message and taken from it as they are', () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 12 }), docs => {
        const items = docs.map(encode);
        const message = encodeWithArray('documents', items, new Map([['n', 'x']]));
        const around = decodeAround(message, 'documents');
        expect(around.doc).toEqual(new Map([['n', 'x']]));
        expect(around.items).toEqual(items);
        expect(encode(decode(message)).equals(message)).toBe(true);
      }),
    );
  });
});

describe('bytes that are no document', () => {
  const attempt = (bytes: Buffer) => {
    try {
      decode(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(MongoError);
    }
  };
  it('are refused wherever they break off', () => {
    const bytes = Buffer.from(BSON.serialize({ a: 'text', b: [1], c: { d: new Date() }, e: /x/i }));
    for (let end = 0; end < bytes.length; end++)
      expect(() => decode(bytes.subarray(0, end))).toThrow(MongoError);
  });
  it('are refused or read, whatever they are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), bytes => attempt(Buffer.from(bytes))));
    fc.assert(
      fc.property(document, fc.nat(), fc.nat({ max: 255 }), (doc, at, byte) => {
        const bytes = encode(doc);
        bytes[at % bytes.length] = byte;
        attempt(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
  it('are refused when they are nested too deep', () => {
    let bytes = encode(new Map());
    for (let level = 0; level < 250; level++) bytes = encodeWithArray('a', [bytes], new Map());
    expect(() => decode(bytes)).toThrow(/nested deeper/);
  });
});
