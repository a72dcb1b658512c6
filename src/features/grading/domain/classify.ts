import { type Letter, type Scale, type ScaleRow } from './policy.ts';

/** What follows from a letter alone: a pass, a resit of the exam, or the course again. */
export type Standing = 'passed' | 'fx' | 'failed';

/**
 * The row of the scale for a whole percent. Rows are whole-number ranges, so a mean is rounded first: 69.5 lies in
 * none of them. Throws RangeError for anything that is not a whole number from 0 to 100.
 */
export function classify(total: number, scale: Scale): ScaleRow {
  const row = scale.find(({ min, max }) => min <= total && total <= max);
  if (row === undefined || !Number.isInteger(total)) throw new RangeError(`no row of the scale for ${total}`);
  return row;
}

export function standingOf(letter: Letter): Standing {
  if (letter === 'FX') return 'fx';
  return letter === 'F' ? 'failed' : 'passed';
}
