import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpaOf } from '../../../../src/features/gradebook/domain/gpa.ts';
import { gpas } from '../../../../src/features/grading/domain/policy.ts';
import { exactOfNumber, formatExact } from '../../../../src/kernel/exact.ts';

const course = (gpa: string, credits: number) => ({
  gpa: exactOfNumber(Number(gpa)),
  credits: exactOfNumber(credits),
});

describe('a GPA', () => {
  it('is the sum of credits times numbers over the sum of credits', () => {
    const found = gpaOf([course('3.67', 5), course('2.0', 3), course('0', 2)]);
    expect(found === null ? null : formatExact(found.gpa, { mark: ',', digits: 3 })).toBe('2,435');
  });

  it('is nothing without a course that has credits', () => {
    expect([gpaOf([]), gpaOf([course('4.0', 0)])]).toEqual([null, null]);
  });

  it('equals exact rational arithmetic for any numbers and credits', () => {
    const any = fc.tuple(fc.constantFrom(...gpas), fc.integer({ min: 1, max: 600 }));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 60 }), taken => {
        const found = gpaOf(taken.map(([gpa, tenths]) => course(gpa, tenths / 10)));
        const hundredths = (gpa: string): bigint => BigInt(Math.round(Number(gpa) * 100));
        const points = taken.reduce((sum, [gpa, tenths]) => sum + hundredths(gpa) * BigInt(tenths), 0n);
        const credits = taken.reduce((sum, [, tenths]) => sum + BigInt(tenths), 0n);
        expect(BigInt(found?.gpa.n ?? -1) * credits * 100n).toBe(points * BigInt(found?.gpa.d ?? 1));
      }),
    );
  });
});
