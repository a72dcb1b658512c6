import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overResitLimit } from '../../../../src/features/statement/domain/resits.ts';
import { asId } from '../../../../src/kernel/ids.ts';

const personId = asId<'person'>('0'.repeat(24));
const line = (exam: string, status = 'failed') => ({ personId, exam, status });

describe('the limit of resits', () => {
  it('counts each other result after an exam that was not passed', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 49 }), { minLength: 1 }),
        fc.nat(9),
        (exams, limit) => {
          const [now = 0, ...before] = exams;
          const over = overResitLimit(
            before.map(exam => line(String(exam))),
            [line(String(now))],
            limit,
          );
          expect(over).toEqual(before.length > limit ? [personId] : []);
        },
      ),
    );
  });

  it('takes the same result twice, an exam that was passed, and a blank for no resit', () => {
    expect(overResitLimit([line('30'), line('30')], [line('30')], 0)).toEqual([]);
    expect(overResitLimit([line('70', 'passed')], [line('75', 'passed')], 0)).toEqual([]);
    expect(overResitLimit([line('30')], [line('', '')], 0)).toEqual([]);
    expect(overResitLimit([line('30'), line('', '')], [line('40')], 0)).toEqual([personId]);
  });
});
