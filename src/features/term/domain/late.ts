import {
  compareExact,
  type Exact,
  exactOfNumber,
  exactWhole,
  formatExact,
  multiplyExact,
} from '../../../kernel/exact.ts';
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

/** Nobody writes a later mark. */
const mostDays = 999;

/**
 * What is left of points after 1, 2, 3 … days, as decimal percents; work that is later than the list is long keeps the
 * last. Empty: nothing is ever lost. So other rooms, and a browser, need no rules of this one.
 */
export function percentsKept(policy: LatePolicy | null): string[] {
  if (policy === null || policy.minusPercent === 0) return [];
  const floor = exactOfNumber(policy.keeps);
  const list: string[] = [];
  for (let late = 1; late <= mostDays; late += 1) {
    const kept = percentKept(late, policy);
    list.push(formatExact(kept, { mark: '.', digits: 10 }));
    const isLast = policy.each === 'once' && late > policy.afterDays;
    if (isLast || compareExact(kept, floor) === 0) break;
  }
  return list;
}
