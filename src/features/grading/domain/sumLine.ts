import { exactWhole, formatExact, meanExact, sumExact } from '../../../kernel/exact.ts';

/** The arithmetic of a rubric's result in one line: "429 / 6 = 71,5 → 72". A whole mean needs no arrow. */
export function sumLine(percents: readonly number[], total: number, mark: '.' | ','): string {
  const values = percents.map(exactWhole);
  const sum = formatExact(sumExact(values), { mark, digits: 0 });
  const mean = formatExact(meanExact(values), { mark, digits: 2 });
  const line = `${sum} / ${percents.length} = ${mean}`;
  return mean === String(total) ? line : `${line} → ${total}`;
}
