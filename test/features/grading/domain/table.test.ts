import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideConflict, withPercent } from '../../../../src/features/grading/domain/table.ts';

const draft = (criteria: (number | null)[], comment = '') => ({
  criteria,
  bands: criteria.map(() => null),
  comment,
});

describe('one criterion of a draft', () => {
  it('changes alone', () => {
    const percents = fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(percents, fc.nat(), fc.integer({ min: 0, max: 100 }), (criteria, at, percent) => {
        const place = at % criteria.length;
        const next = withPercent(draft(criteria, 'k'), place, { percent, band: 1 });
        expect(next.criteria).toEqual(criteria.map((one, index) => (index === place ? percent : one)));
        expect([next.bands[place], next.comment]).toEqual([1, 'k']);
      }),
    );
  });
});

describe('two graders of one draft', () => {
  const seen = draft([70, 80]);
  const mine = draft([75, 80]);
  it('are both right when they changed different criteria', () => {
    expect(decideConflict(0, { seen, mine, theirs: draft([70, 90], 'new') })).toBe('merge');
  });
  it('are asked when both changed this one, unless they agree', () => {
    expect(decideConflict(0, { seen, mine, theirs: draft([60, 80]) })).toBe('ask');
    expect(decideConflict(0, { seen, mine, theirs: draft([75, 90]) })).toBe('merge');
  });
  it('are asked when more is waiting here than this criterion', () => {
    expect(decideConflict(0, { seen, mine: draft([75, 81]), theirs: draft([70, 90]) })).toBe('ask');
    expect(decideConflict(0, { seen, mine: draft([75, 80], 'mine'), theirs: draft([70, 90]) })).toBe('ask');
  });
});
