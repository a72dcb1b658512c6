import { Decimal128, Double, Int32, Long } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compareNumbers, multiply, toInteger } from '../../../src/embedded-store/bson/numbers.ts';

const decimal = (text: string) => Decimal128.fromString(text);

describe('sums', () => {
  it('of decimals are exact up to 34 digits', () => {
    const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const written = (n: bigint) => decimal(`${n}E-2`);
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const sum = add(written(a), written(b));
        expect(sum && compareNumbers(sum, written(a + b))).toBe(0);
      }),
    );
  });
  it('are of the wider type', () => {
    expect(add(new Int32(1), new Int32(2))).toEqual(new Int32(3));
    expect(add(new Int32(2 ** 31 - 1), new Int32(1))).toEqual(Long.fromNumber(2 ** 31));
    expect(add(new Int32(1), Long.ONE)).toEqual(Long.fromNumber(2));
    expect(add(Long.ONE, new Double(0.5))).toEqual(new Double(1.5));
    expect(String(add(new Double(0.1), decimal('0.2')))).toBe('0.3');
    expect(add(Long.MAX_VALUE, new Int32(1))).toBeNull();
    expect(multiply(Long.MAX_VALUE, new Int32(2))).toBeNull();
  });
  it('of decimals are rounded half to even beyond 34 digits', () => {
    expect(String(add(decimal('1000000000000000000000000000000000'), decimal('0.5')))).toBe(
      '1000000000000000000000000000000000',
    );
    expect(String(add(decimal('1000000000000000000000000000000001'), decimal('0.5')))).toBe(
      '1000000000000000000000000000000002',
    );
    expect(String(multiply(decimal('1.5'), decimal('0.02')))).toBe('0.030');
  });
});

describe('order', () => {
  it('is that of the exact values', () => {
    expect(compareNumbers(new Double(0.1), decimal('0.1'))).toBe(1);
    expect(compareNumbers(new Double(0.5), decimal('0.50'))).toBe(0);
    expect(compareNumbers(Long.fromString('9007199254740993'), new Double(9007199254740992))).toBe(1);
    expect(compareNumbers(decimal('1E6000'), new Double(Number.MAX_VALUE))).toBe(1);
    expect(compareNumbers(decimal('1E6000'), new Double(Infinity))).toBe(-1);
    expect(compareNumbers(new Double(NaN), decimal('-Infinity'))).toBe(-1);
  });
  it('is that of integers for integers of all types', () => {
    const integer = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        const forms = (n: bigint) => [Long.fromBigInt(n), decimal(n.toString())];
        for (const x of forms(a)) {
          for (const y of forms(b)) expect(compareNumbers(x, y)).toBe(a < b ? -1 : a > b ? 1 : 0);
        }
        expect(forms(a).map(toInteger)).toEqual([a, a]);
      }),
    );
  });
});
