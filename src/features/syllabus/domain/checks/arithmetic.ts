/** A sum of numbers with at most three decimals, without what floating point adds. */
export function sumOf(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((sum, number) => sum + number * 1000, 0)) / 1000;
}
