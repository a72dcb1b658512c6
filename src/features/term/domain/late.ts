import { compareExact, type Exact, exactOfNumber, exactWhole, multiplyExact } from '../../../kernel/exact.ts';
import { type LatePolicy } from './plan.ts';

const dayMs = 86_400_000;

/** By how many days work is late: 0 in time, 1 up to 24 hours after the deadline, and so on. */
export function daysLate(due: Date, handedIn: Date): number {
  return Math.max(0, Math.ceil((handedIn.getTime() - due.getTime()) / dayMs));
}

/** Percent of the points that late work keeps, exactly: between `keeps` and 100. */
export function percentKept(late: number, policy: LatePolicy | null): Exact {
  const beyond = policy === null ? 0 : Math.max(0, late - policy.afterDays);
  if (policy === null || beyond === 0) return exactWhole(100);
  const times = policy.each === 'once' ? 1 : beyond;
  const lost = multiplyExact(exactOfNumber(policy.minusPercent), exactWhole(-times));
  const left = { n: Number(lost.n) + 100 * Number(lost.d), d: lost.d };
  const floor = exactOfNumber(policy.keeps);
  return compareExact(left, floor) < 0 ? floor : left;
}

/** The points of late work, exactly; nothing is rounded here. */
export function pointsAfter(points: Exact, late: number, policy: LatePolicy | null): Exact {
  return multiplyExact(multiplyExact(points, percentKept(late, policy)), { n: 1, d: 100 });
}
