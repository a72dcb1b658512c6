import { Decimal128, Double, Int32, Long } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/embedded-store/bson/compare.ts';
import {
  clampKey,
  keyAfter,
  keyOf,
  keyOfValue,
  LONGEST_KEY,
} from '../../../src/embedded-store/bson/keystring.ts';
import { type Value } from '../../../src/embedded-store/bson/values.ts';
import { value } from './values.ts';

describe('keys', () => {
  it('stand in the order of their values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(Math.sign(Buffer.compare(keyOfValue(a), keyOfValue(b)))).toBe(Math.sign(compare(a, b)));
      }),
      { numRuns: 4_000 },
    );
  });
  it('of tuples stand in the order of the first difference, downwards where asked', () => {
    const direction = fc.constantFrom(1, -1);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, direction), { minLength: 1, maxLength: 3 }), rows => {
        const directions = rows.map(([, , d]) => d);
        const order = rows.map(([a, b, d]) => compare(a, b) * d).find(o => o !== 0) ?? 0;
        const left = keyOf(
          rows.map(([a]) => a),
          directions,
        );
        const right = keyOf(
          rows.map(([, b]) => b),
          directions,
        );
        expect(Math.sign(Buffer.compare(left, right))).toBe(Math.sign(order));
      }),
      { numRuns: 2_000 },
    );
  });
  it('of one value are no beginning of another value’s key', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [x, y] = [keyOfValue(a), keyOfValue(b)];
        if (!x.equals(y)) expect(y.subarray(0, x.length).equals(x)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
  it('are the same for the same number in any type', () => {
    const same: Value[][] = [
      [new Int32(1), new Double(1), Long.ONE, Decimal128.fromString('1.00')],
      [new Double(-0), new Int32(0), Decimal128.fromString('-0E10')],
      [Long.fromString('9007199254740993'), Decimal128.fromString('9007199254740993')],
      [new Double(0.5), Decimal128.fromString('0.50')],
      [new Double(NaN), Decimal128.fromString('NaN')],
    ];
    for (const values of same) expect(new Set(values.map(v => keyOfValue(v).toString('hex'))).size).toBe(1);
  });
  it('that are too long are shortened to different keys with the same beginning', () => {
    const long = (end: string) => clampKey(keyOfValue('x'.repeat(5_000) + end));
    expect(long('a')).toHaveLength(LONGEST_KEY);
    expect(long('a').equals(long('b'))).toBe(false);
    expect(long('a').equals(long('a'))).toBe(true);
  });
  it('after a beginning stand above all keys with it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 5 }),
        fc.uint8Array({ maxLength: 5 }),
        (start, rest) => {
          const prefix = Buffer.from(start);
          expect(Buffer.compare(keyAfter(prefix), Buffer.concat([prefix, rest]))).toBe(1);
        },
      ),
    );
  });
});
