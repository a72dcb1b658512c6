import {
  compareExact,
  type Exact,
  exactWhole,
  formatExact,
  multiplyExact,
  parseDecimal,
  roundExact,
} from '../../../kernel/exact.ts';

const hundred = exactWhole(100);
const zero = exactWhole(0);

/**
 * Percents as programs write them: "85", "85,5", "85.50 %". Null for anything else, for less than nothing and for more
 * than 100: which mistake that is, nobody can say.
 */
export function readPercent(text: string): Exact | null {
  const percent = parseDecimal(text.replace(/[\s%]/gu, ''));
  if (percent === null || compareExact(percent, zero) < 0 || compareExact(percent, hundred) > 0) return null;
  return percent;
}

/** So many percents of the points that a work can bring, half-up on `digits` after the mark; as a decimal text. */
export function pointsOf(percent: Exact, maximum: Exact, digits: 0 | 1 | 2 = 2): string {
  const power = exactWhole(10 ** digits);
  const share = { n: 1, d: 100 };
  const whole = roundExact(
    multiplyExact(multiplyExact(multiplyExact(percent, maximum), share), power),
    'half-up',
  );
  return formatExact(multiplyExact(whole, { n: 1, d: 10 ** digits }), { mark: '.', digits });
}
