import {
  type Exact,
  exactWhole,
  formatExact,
  meanExact,
  multiplyExact,
  sumExact,
} from '../../../kernel/exact.ts';
import { weightedMeanExact } from './weights.ts';

/**
 * The arithmetic of a rubric's result in one line: "429 / 6 = 71,5 → 72", with weights Σ(w × %) / Σ w. A whole mean
 * needs no arrow.
 */
export function sumLine(
  percents: readonly number[],
  total: number,
  mark: '.' | ',',
  weights: readonly number[] | null = null,
): string {
  const { sum, count, mean } = sumParts(percents, weights);
  const meanText = formatExact(mean, { mark, digits: 2 });
  const line = `${formatExact(sum, { mark, digits: 0 })} / ${count} = ${meanText}`;
  return meanText === String(total) ? line : `${line} → ${total}`;
}

/** What is divided by what: Σ% by K, or Σ(w × %) by Σ w. */
export function sumParts(
  percents: readonly number[],
  weights: readonly number[] | null,
): { readonly sum: Exact; readonly count: number; readonly mean: Exact } {
  const values = percents.map(exactWhole);
  if (weights === null) return { sum: sumExact(values), count: values.length, mean: meanExact(values) };
  const products = values.map((value, index) => multiplyExact(value, exactWhole(weights[index] ?? 0)));
  return {
    sum: sumExact(products),
    count: weights.reduce((sum, weight) => sum + weight, 0),
    mean: weightedMeanExact(values, weights),
  };
}
