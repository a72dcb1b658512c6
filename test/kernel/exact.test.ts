import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addExact,
  compareExact,
  type Exact,
  exactOfNumber,
  exactWhole,
  formatExact,
  isWhole,
  meanExact,
  multiplyExact,
  parseDecimal,
  parseJsonNumber,
  roundExact,
  roundingModes,
  sumExact,
  wholeOf,
} from '../../src/kernel/exact.ts';

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 12n), fc.stringMatching(/^[0-9]{0,30}$/))
  .map(
    ([negative, whole, fraction]) => `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`,
  );

function read(text: string): Exact {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
}

const isSame = (a: Exact, b: Exact) => compareExact(a, b) === 0;

describe('a written decimal', () => {
  it('is taken digit for digit, with a point or a comma', () => {
    fc.assert(
      fc.property(decimal, text => {
        const digits = text.split('.')[1]?.length ?? 0;
        const value = read(text);
        expect(BigInt(value.n) * 10n ** BigInt(digits)).toBe(BigInt(text.replace('.', '')) * BigInt(value.d));
        expect(isSame(value, read(text.replace('.', ',')))).toBe(true);
      }),
    );
  });

  it('keeps what a float loses', () => {
    const border = read('49.499999999999999999');
    expect(Number('49.499999999999999999')).toBe(49.5);
    expect(wholeOf(roundExact(border, 'half-up'))).toBe(49);
    expect(isSame(addExact(read('0.1'), read('0.2')), read('0.3'))).toBe(true);
  });

  it.each([
    '',
    ' ',
    '70 ',
    ' 70',
    '+70',
    '.5',
    '5.',
    '5,',
    '1e2',
    '0x10',
    'н/я',
    '--1',
    '1.2.3',
    '1,2,3',
    '٧٠',
    '7 0',
    'NaN',
    'Infinity',
  ])('refuses %j', text => expect(parseDecimal(text)).toBeNull());

  it('refuses more digits than any mark needs', () => {
    expect(parseDecimal(`0.${'1'.repeat(998)}`)).not.toBeNull();
    expect(parseDecimal(`0.${'1'.repeat(999)}`)).toBeNull();
  });

  it('reads a minus before zero as zero', () => {
    expect(isSame(read('-0'), exactWhole(0))).toBe(true);
    expect(isSame(read('-0,00'), exactWhole(0))).toBe(true);
  });
});

describe('a JSON number', () => {
  it.each([
    ['1e2', '100'],
    ['1E+2', '100'],
    ['695e-1', '69.5'],
    ['69.50', '69.5'],
    ['0.70e2', '70'],
    ['-0.0', '0'],
    ['100', '100'],
  ])('%s is %s', (text, same) => {
    const value = parseJsonNumber(text);
    expect(value !== null && isSame(value, read(same))).toBe(true);
  });

  it.each(['', '070', '69,5', '.5', '5.', '+1', '1e', '1e1.5', 'NaN', '1e1001', '1e-1001', '1e999999999999'])(
    'refuses %j',
    text => expect(parseJsonNumber(text)).toBeNull(),
  );

  it('gives every printed JavaScript number its own decimal', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }), number => {
        const value = exactOfNumber(number);
        expect(Number(value.n) === 0 ? 0 : Number(formatExact(value, { mark: '.', digits: 1000 }))).toBe(
          number + 0,
        );
      }),
    );
    expect(() => exactOfNumber(NaN)).toThrow(RangeError);
    expect(() => exactOfNumber(Infinity)).toThrow(RangeError);
  });
});

describe('arithmetic', () => {
  it('obeys the laws of rational numbers', () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (first, second, third) => {
        const [a, b, c] = [read(first), read(second), read(third)];
        expect(isSame(addExact(a, b), addExact(b, a))).toBe(true);
        expect(isSame(sumExact([a, b, c]), addExact(a, addExact(b, c)))).toBe(true);
        expect(
          isSame(multiplyExact(a, addExact(b, c)), addExact(multiplyExact(a, b), multiplyExact(a, c))),
        ).toBe(true);
        expect(isSame(multiplyExact(meanExact([a, b, c]), exactWhole(3)), sumExact([a, b, c]))).toBe(true);
        expect(compareExact(a, b)).toBe(-compareExact(b, a) + 0);
      }),
    );
  });

  it('has no mean of nothing', () => {
    expect(() => meanExact([])).toThrow(RangeError);
  });

  it('knows a whole number in any form', () => {
    expect(isWhole(read('70.000'))).toBe(true);
    expect(isWhole(read('70.001'))).toBe(false);
    expect(isWhole({ n: 6n, d: 3n })).toBe(true);
  });
});

describe('rounding', () => {
  it.each([
    ['half-up', ['70', '71', '72', '71', '72', '72']],
    ['half-even', ['70', '70', '72', '71', '72', '72']],
    ['half-down', ['70', '70', '71', '71', '72', '72']],
    ['down', ['70', '70', '71', '71', '71', '72']],
  ] as const)('%s decides each kind of fraction', (mode, expected) => {
    const written = ['70', '70.5', '71.5', '71.4999999999999999', '71.5000000000000001', '72.0'];
    expect(written.map(text => String(wholeOf(roundExact(read(text), mode))))).toEqual(expected);
  });

  it('goes to a neighbour, to the nearest one unless cutting, and mirrors negatives', () => {
    const fraction = fc.record({ n: fc.bigInt(-(10n ** 15n), 10n ** 15n), d: fc.bigInt(1n, 10n ** 6n) });
    fc.assert(
      fc.property(fraction, fc.constantFrom(...roundingModes), (value, mode) => {
        const rounded = BigInt(roundExact(value, mode).n);
        const twiceOff = 2n * (rounded * value.d - value.n);
        const size = twiceOff < 0n ? -twiceOff : twiceOff;
        expect(size <= (mode === 'down' ? 2n * value.d - 1n : value.d)).toBe(true);
        if (mode === 'down')
          expect((rounded < 0n ? -rounded : rounded) * value.d <= (value.n < 0n ? -value.n : value.n)).toBe(
            true,
          );
        if (size === value.d && mode === 'half-even') expect(rounded % 2n).toBe(0n);
        expect(BigInt(roundExact({ n: -value.n, d: value.d }, mode).n)).toBe(-rounded);
      }),
    );
  });
});

describe('a printed value', () => {
  it('reads back as the same value when all digits fit', () => {
    fc.assert(
      fc.property(decimal, fc.constantFrom('.' as const, ',' as const), (text, mark) => {
        expect(isSame(read(formatExact(read(text), { mark, digits: 30 })), read(text))).toBe(true);
      }),
    );
  });

  it('is cut with an ellipsis, never rounded over a border', () => {
    expect(formatExact(read('49.49999'), { mark: '.', digits: 2 })).toBe('49.49…');
    expect(formatExact({ n: 500n, d: 7n }, { mark: ',', digits: 4 })).toBe('71,4285…');
    expect(formatExact({ n: 1n, d: 1000n }, { mark: ',', digits: 0 })).toBe('0…');
    expect(formatExact(read('-71.50'), { mark: ',', digits: 4 })).toBe('-71,5');
  });
});
