import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeBytes, codeOf, plainCode } from '../../../src/features/approval/domain/code.ts';
import {
  currentStep,
  decide,
  type Process,
  usualSteps,
  withdraw,
} from '../../../src/features/approval/domain/process.ts';
import { asId } from '../../../src/kernel/ids.ts';

const person = (n: number) => asId<'person'>(String(n).repeat(24));
const at = new Date('2026-11-22T05:00:00Z');
const submitted: Process = {
  state: 'submitted',
  steps: usualSteps.syllabus,
  events: [{ at, by: person(1), action: 'submitted', step: null, text: null }],
};
const agree = (by = person(2)) => ({ action: 'agreed', by, at, text: null }) as const;

describe('an approval', () => {
  it('is given when every step has agreed in its order', () => {
    const first = decide(submitted, agree(), [0]);
    if (first.kind === 'refused') throw new Error(first.why);
    expect([first.process.state, currentStep(first.process)]).toEqual(['submitted', 1]);
    const second = decide(first.process, agree(person(3)), [1]);
    if (second.kind === 'refused') throw new Error(second.why);
    expect([second.process.state, currentStep(second.process)]).toEqual(['approved', null]);
    expect(decide(second.process, agree(person(3)), [0, 1])).toEqual({ kind: 'refused', why: 'finished' });
  });

  it('is refused to those whose step it is not, on an own submission, and to a return without a reason', () => {
    expect(decide(submitted, agree(), [1])).toEqual({ kind: 'refused', why: 'not-your-step' });
    expect(decide(submitted, agree(person(1)), [0])).toEqual({ kind: 'refused', why: 'own-submission' });
    const silent = { action: 'returned', by: person(2), at, text: null } as const;
    expect(decide(submitted, silent, [0])).toEqual({ kind: 'refused', why: 'no-reason' });
  });

  it('never comes about without an agreement of each step by somebody else, whatever people try', () => {
    const tries = fc.array(
      fc.record({
        action: fc.constantFrom('agreed' as const, 'returned' as const),
        by: fc.integer({ min: 1, max: 3 }),
        text: fc.option(fc.constant('x')),
        granted: fc.subarray([0, 1, 2]),
        withdraws: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(tries, list => {
        let process = submitted;
        for (const { granted, by, withdraws, ...wish } of list) {
          if (withdraws && by === 1) process = withdraw(process, person(by), at) ?? process;
          const answer = decide(process, { ...wish, by: person(by), at }, granted);
          if (answer.kind === 'decided') process = answer.process;
        }
        const agreed = process.events.filter(({ action }) => action === 'agreed');
        expect(agreed.map(({ step }) => step)).toEqual(agreed.map((_, index) => index));
        expect(agreed.some(({ by }) => by === person(1))).toBe(false);
        expect(process.state === 'approved').toBe(agreed.length === usualSteps.syllabus.length);
      }),
    );
  });
});

describe('a one-time code', () => {
  it('is read as it was meant, however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: codeBytes, maxLength: codeBytes }), random => {
        const code = codeOf(random);
        expect(code).toMatch(/^([A-HJ-KM-NP-TV-Z2-9]{4}-){3}[A-HJ-KM-NP-TV-Z2-9]{4}$/);
        expect(plainCode(` ${code.toLowerCase().replaceAll('-', ' ')}`)).toBe(plainCode(code));
      }),
    );
  });
});
