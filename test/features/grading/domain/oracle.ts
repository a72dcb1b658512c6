import { nationalPolicy, type GradingPolicy } from '../../../../src/features/grading/domain/policy.ts';
import { courseTotal, type GradeResult } from '../../../../src/features/grading/domain/result.ts';
import { type Exact, parseDecimal, type RoundingMode } from '../../../../src/kernel/exact.ts';

const exact = (written: string | number): Exact => {
  const value = parseDecimal(String(written));
  if (value === null) throw new Error(`not a decimal: ${written}`);
  return value;
};

/** The course total of marks as they are written. */
export const total = (
  rk1: string | number,
  rk2: string | number,
  exam: string | number,
  policy = nationalPolicy,
): GradeResult => courseTotal(policy, { midterms: [exact(rk1), exact(rk2)], exam: exact(exam) });

/** The national policy with changes. */
export function policyWith(changes: Partial<GradingPolicy>): GradingPolicy {
  return { ...nationalPolicy, ...changes };
}

/** The nearest whole number of tenths / 10, by counting tenths. */
export function wholeOfTenths(tenths: number, mode: RoundingMode): number {
  const whole = Math.floor(tenths / 10);
  const rest = tenths - 10 * whole;
  const up = {
    'half-up': rest >= 5,
    'half-even': rest > 5 || (rest === 5 && whole % 2 === 1),
    'half-down': rest > 5,
    down: false,
  };
  return up[mode] ? whole + 1 : whole;
}
