export interface BackoffRule {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to wait before trying again, in milliseconds: doubling from `firstMs` up to `longestMs`, of which the
 * second half is left to chance, so that many waiting together do not come back together.
 *
 * @param failures how many tries have failed in a row, from 1
 * @param random a number in [0, 1)
 */
export function backoffMs(failures: number, random: () => number, rule: BackoffRule): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 40);
  const full = Math.min(rule.longestMs, rule.firstMs * 2 ** doublings);
  return Math.round((full / 2) * (1 + random()));
}
