/** A range of whole percents, both ends included: a row of the scale or a band of a rubric. */
export interface PercentRange {
  readonly min: number;
  readonly max: number;
}

export interface CoverageFault extends PercentRange {
  /** `reversed`: min above max. `gap`: in no range. `overlap`: in two. */
  readonly kind: 'reversed' | 'gap' | 'overlap';
}

/**
 * Where ranges fail to cover 0…100 exactly once, from the top down. Empty when every whole percent lies in exactly one.
 * Nobody is graded by a scale or rubric with holes.
 */
export function coverageFaults(ranges: readonly PercentRange[]): CoverageFault[] {
  const reversed = ranges.filter(({ min, max }) => min > max);
  if (reversed.length > 0) return reversed.map(({ min, max }) => ({ kind: 'reversed', min, max }));
  const faults: CoverageFault[] = [];
  let next = 100;
  for (const { min, max } of ranges.toSorted((a, b) => b.min - a.min || b.max - a.max)) {
    if (max < next) faults.push({ kind: 'gap', min: max + 1, max: next });
    if (max > next) faults.push({ kind: 'overlap', min: Math.max(min, next + 1), max });
    next = Math.min(next, min - 1);
  }
  if (next >= 0) faults.push({ kind: 'gap', min: 0, max: next });
  return faults;
}
