import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meaningOf, readMark, showMark } from '../../../../src/features/gradebook/domain/mark.ts';
import { exactWhole, formatExact, parseDecimal } from '../../../../src/kernel/exact.ts';

const eight = exactWhole(8);
const read = (text: string) => readMark(text, eight);
const taken = (mark: string) => ({ ok: true, mark });
const languages = [
  { words: { absent: 'қ/к', excused: 'себ.', late: 'кеш' }, decimal: ',' as const },
  { words: { absent: 'н/я', excused: 'ув.', late: 'оп' }, decimal: ',' as const },
  { words: { absent: 'abs', excused: 'exc', late: 'late' }, decimal: '.' as const },
];

describe('a mark as it is typed', () => {
  it('is points with a comma or a point, in one spelling', () => {
    expect(['7,5', '7.5', ' 7,50 ', '007.5', '7\u00a0'].map(read)).toEqual(
      ['7.5', '7.5', '7.5', '7.5', '7'].map(taken),
    );
    expect([read('0'), read('0,0'), read('8,000')]).toEqual(['0', '0', '8'].map(taken));
  });

  it('is an absence or an excuse in the words of three languages', () => {
    for (const text of ['н/я', 'Н', 'нб', 'H', 'қ/к', 'Қ/К', 'қ', 'abs', 'Absent'])
      expect(read(text), text).toEqual(taken('A'));
    for (const text of ['ув.', 'УВ', 'уваж.', 'себ.', 'себепті', 'exc', 'excused'])
      expect(read(text), text).toEqual(taken('E'));
  });

  it('is points for late work', () => {
    for (const text of ['6,5 кеш', '6.5 оп', '6,5 оп.', '6.5 late', '6.5L'])
      expect(read(text), text).toEqual(taken('6.5L'));
    for (const text of [
      '6,5 кеш 3',
      '6,5 кеш 3 күн',
      '6.5 оп. 3 дня',
      '6.5 late 3 days',
      '6.5L3',
      '6,5 оп 003',
    ])
      expect(read(text), text).toEqual(taken('6.5L3'));
    expect(read('6,5 кеш 0')).toEqual(taken('6.5L'));
    expect(read('6,5 кеш 1000')).toEqual({ ok: false, problem: 'not-a-mark' });
  });

  it('is nothing yet where the cell is blank', () => {
    for (const text of ['', '  ', '-', '–']) expect(read(text)).toEqual(taken(''));
  });

  it('is refused with its reason', () => {
    const problemOf = (text: string) => {
      const reading = read(text);
      return reading.ok ? null : reading.problem;
    };
    expect(problemOf('8,01')).toBe('above-maximum');
    expect(problemOf('-1')).toBe('negative');
    expect(problemOf('1,23456')).toBe('too-precise');
    for (const text of ['abc', '7,5,5', '1e1', '7 8', '=1+1', '+7', '7%', '1'.repeat(30), 'NaN', '7 x'])
      expect(problemOf(text), text).toBe('not-a-mark');
  });

  it('out of 100 takes 69.5 and an absence, and neither 101 nor a percent sign', () => {
    const reading = (text: string) => readMark(text, exactWhole(100));
    expect([reading('69.5'), reading('69,5'), reading('н/я'), reading('')]).toEqual(
      ['69.5', '69.5', 'A', ''].map(taken),
    );
    expect(reading('101')).toEqual({ ok: false, problem: 'above-maximum' });
    expect(reading('101 %')).toEqual({ ok: false, problem: 'not-a-mark' });
  });

  it('comes back as it was shown, in every language', () => {
    const mark = fc.oneof(
      fc.constantFrom('', 'A', 'E'),
      fc
        .tuple(fc.integer({ min: 0, max: 80_000 }), fc.constantFrom('', 'L', 'L1', 'L30'))
        .map(([n, late]) => {
          const text = formatExact({ n, d: 10_000 }, { mark: '.', digits: 4 });
          return `${text}${late}`;
        }),
    );
    fc.assert(
      fc.property(mark, fc.constantFrom(...languages), (kept, { words, decimal }) => {
        expect(read(showMark(kept, words, decimal))).toEqual(taken(kept));
      }),
    );
  });

  it('is never read as other points than those written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789.,-+ eLн/я=кеш'), maxLength: 12 }),
        text => {
          const reading = read(text);
          if (!reading.ok || reading.mark === '') return;
          const meaning = meaningOf(reading.mark);
          if (meaning.kind !== 'points') return;
          const written = parseDecimal(/[\d.,]+/.exec(text)?.[0] ?? '');
          expect(written).not.toBeNull();
          expect(formatExact(meaning.points, { mark: '.', digits: 9 })).toBe(
            formatExact(written ?? exactWhole(-1), { mark: '.', digits: 9 }),
          );
        },
      ),
    );
  });
});
