import { exactWhole, meanExact, roundExact, type RoundingMode, wholeOf } from '../../../kernel/exact.ts';

/** What one marker of a commission has put down, complete. */
export interface MarkerWork {
  /** Whole percents, a criterion each. */
  readonly percents: readonly number[];
  /** Their result, whole percents. */
  readonly total: number;
}

/**
 * `settled`: the percents that stand, and whose means they are. `third-needed`: the two are too far apart, and the third
 * marker has not graded the work yet.
 */
export type CommissionDecision =
  | {
      readonly kind: 'settled';
      readonly percents: readonly number[];
      readonly by: 'first-and-second' | 'third-and-first' | 'third-and-second';
    }
  | { readonly kind: 'third-needed' };

/**
 * What a commission of two markers, and a third where they differ by more than the limit, comes to. Within the limit the
 * mean of both stands, criterion by criterion; beyond it the mean of the third and of whoever is nearer to the third. Where
 * both are equally near, the higher one counts: nobody loses by a tie. Means are rounded as the policy says.
 *
 * @param limit the greatest difference of two results that needs no third marker, whole percents
 */
export function decideCommission(
  first: MarkerWork,
  second: MarkerWork,
  third: MarkerWork | null,
  { limit, rounding }: { readonly limit: number; readonly rounding: RoundingMode },
): CommissionDecision {
  const settled = (one: MarkerWork, other: MarkerWork) =>
    one.percents.map((percent, index) => {
      const mean = meanExact([exactWhole(percent), exactWhole(other.percents[index] ?? 0)]);
      return wholeOf(roundExact(mean, rounding));
    });
  if (Math.abs(first.total - second.total) <= limit)
    return { kind: 'settled', percents: settled(first, second), by: 'first-and-second' };
  if (third === null) return { kind: 'third-needed' };
  const [toFirst, toSecond] = [first, second].map(({ total }) => Math.abs(total - third.total)) as [
    number,
    number,
  ];
  const isFirst = toFirst === toSecond ? first.total > second.total : toFirst < toSecond;
  return isFirst
    ? { kind: 'settled', percents: settled(third, first), by: 'third-and-first' }
    : { kind: 'settled', percents: settled(third, second), by: 'third-and-second' };
}
