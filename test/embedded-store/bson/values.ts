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
import fc from 'fast-check';
import { type Value } from '../../../src/embedded-store/bson/values.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('', '\0', 'a', 'a\0', 'ab', 'Ә', '😀', '\uffff'),
);

const number: fc.Arbitrary<Value> = fc.oneof(
  fc.integer().map(n => new Int32(n)),
  fc.integer({ min: -3, max: 3 }).map(n => new Int32(n)),
  fc.double().map(n => new Double(n)),
  fc
    .constantFrom(0, -0, 0.1, 1, 2 ** 53, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE)
    .map(n => new Double(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(n => Long.fromBigInt(n)),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).map(n => Long.fromBigInt(n)),
  fc
    .tuple(
      fc.bigInt({ min: -(10n ** 34n - 1n), max: 10n ** 34n - 1n }),
      fc.integer({ min: -6176, max: 6111 }),
    )
    .map(([coefficient, exponent]) => Decimal128.fromString(`${coefficient}E${exponent}`)),
  fc
    .constantFrom(
      '0',
      '-0',
      '0.1',
      '1',
      '1.0',
      '9007199254740993',
      'NaN',
      'Infinity',
      '-Infinity',
      '1E400',
      '2E400',
      '-1E400',
      '1E-400',
      '-1E-400',
    )
    .map(written => Decimal128.fromString(written)),
);

const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 3, arbitrary: text },
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -8.64e15, max: 8.64e15 }).map(time => new Date(time)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map(bytes => new ObjectId(bytes)),
  fc
    .tuple(fc.uint8Array({ maxLength: 4 }), fc.constantFrom(0, 4, 128))
    .map(([bytes, type]) => new Binary(bytes, type)),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
  fc.constantFrom('a', 'b', '^x').map(pattern => new BSONRegExp(pattern, 'i')),
  fc.constant(new MinKey()),
  fc.constant(new MaxKey()),
);

/** Values of all types, nested a little, with many that are close to each other. */
export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; scalar: Value }>(tie => ({
  scalar,
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: tie('scalar') },
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', '1', '0', '__proto__'), tie('value')), { maxLength: 3 })
      .map(fields => new Map(fields)),
  ),
})).value;
