import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  entitledToResit,
  overResitLimit,
  resitLine,
} from '../../../../src/features/statement/domain/resits.ts';
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

describe('who may resit', () => {
  const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
  const attest = (
    number: number,
    kind: 'exam' | 'resit' | 'total',
    exam: string,
    status: string,
    replaces: number | null = null,
  ) => ({
    statement: { number, kind, madeAt: at(number), replaces },
    lines: [line(exam, status)],
  });
  const entitled = (statements: Parameters<typeof entitledToResit>[0], limit = 2) =>
    entitledToResit(statements, limit).get(personId) ?? null;

  it('follows from the newest attested result: an FX may, an F repeats the course', () => {
    expect(entitled([])).toBeNull();
    expect(entitled([attest(1, 'exam', '40', 'fx')])).toMatchObject({ exam: '40', resits: 0 });
    for (const status of ['failed', 'passed', 'not-admitted'])
      expect(entitled([attest(1, 'exam', '40', status)])).toBeNull();
    expect(entitled([attest(1, 'exam', '', 'fx')])).toBeNull();
    expect(entitled([attest(1, 'exam', '40', 'fx'), attest(2, 'resit', '70', 'passed')])).toBeNull();
  });

  it('ends with the resits that the policy allows, whatever the exam and the total repeat', () => {
    const twice = [
      attest(1, 'exam', '30', 'fx'),
      attest(2, 'total', '30', 'fx'),
      attest(3, 'resit', '35', 'fx'),
    ];
    expect(entitled(twice)).toMatchObject({ exam: '35', resits: 1, attestedAt: at(3) });
    expect(entitled(twice, 1)).toBeNull();
    expect(entitled(twice.slice(0, 2))).toMatchObject({ attestedAt: at(1) });
    expect(entitled(twice.slice(0, 2), 0)).toBeNull();
  });

  it('does not count a statement that was corrected', () => {
    const wrong = [attest(1, 'exam', '40', 'fx'), attest(2, 'resit', '45', 'fx')];
    const corrected = [...wrong, attest(3, 'resit', '46', 'fx', 2)];
    expect(entitled(corrected)).toMatchObject({ exam: '46', resits: 1 });
  });

  it('takes the same points for a resit only where they were released after the earlier ones were attested', () => {
    const words = { total: '60', letter: 'C-', gpa: '1.67', label: 'satisfactory', before: '' };
    const present = { ...line('40', 'fx'), ...words, rk1: '70', rk2: '70', rk3: '', rk4: '' };
    const stood = { exam: '40', attestedAt: at(2), resits: 0 };
    expect(resitLine(present, stood, at(3))).toEqual({ ...present, before: '40' });
    for (const releasedAt of [null, at(1)])
      expect(resitLine(present, stood, releasedAt)).toMatchObject({ before: '40', exam: '', total: '' });
    expect(resitLine({ ...present, exam: '41' }, stood, null)).toMatchObject({ before: '40', exam: '41' });
  });
});
