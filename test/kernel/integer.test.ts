import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, type Integer, plus, quotient, remainder, times } from '../../src/kernel/integer.ts';

/** Around zero, around the border of the safe integers, and far beyond it; as a number where it is a safe one. */
const integer = fc
  .oneof(fc.bigInt(-200n, 200n), fc.bigInt(-(2n ** 54n), 2n ** 54n), fc.bigInt(-(10n ** 40n), 10n ** 40n))
  .map((n): Integer => (Number.isSafeInteger(Number(n)) ? Number(n) : n));

describe('an integer', () => {
  it('is computed as bigints compute it, whatever it is stored as', () => {
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        const [m, n] = [BigInt(a), BigInt(b)];
        expect(BigInt(plus(a, b))).toBe(m + n);
        expect(BigInt(times(a, b))).toBe(m * n);
        expect(Math.sign(compare(a, b))).toBe(m < n ? -1 : m > n ? 1 : 0);
        if (n !== 0n) {
          expect(BigInt(quotient(a, b))).toBe(m / n);
          expect(BigInt(remainder(a, b))).toBe(m % n);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is not divided by zero', () => {
    for (const zero of [0, 0n]) {
      expect(() => quotient(1, zero)).toThrow(RangeError);
      expect(() => remainder(1n, zero)).toThrow(RangeError);
    }
  });
});
