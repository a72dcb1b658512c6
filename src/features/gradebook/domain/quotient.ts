import { type Exact, multiplyExact } from '../../../kernel/exact.ts';

/** a / b · factor, exact. Throws RangeError for b = 0 and for a negative b, which no sum of points is. */
export function quotientExact(a: Exact, b: Exact, factor: number): Exact {
  if (b.n <= 0) throw new RangeError('nothing to divide by');
  return multiplyExact(multiplyExact(a, { n: b.d, d: b.n }), { n: factor, d: 1 });
}
