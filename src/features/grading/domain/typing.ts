import { type PercentRange } from './coverage.ts';

const all: PercentRange = { min: 0, max: 100 };

/**
 * Whether more digits can still make a percent of the range out of what is typed: "7" on its way to 75. A message before
 * that would scold somebody who has not finished.
 */
export function canBecomePercent(typed: string, range: PercentRange = all): boolean {
  const text = typed.trim();
  if (text === '') return true;
  for (let percent = range.min; percent <= range.max; percent += 1) {
    const whole = String(percent);
    if (whole.length > text.length && whole.startsWith(text)) return true;
  }
  return false;
}
