import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualSteps } from '../../../src/features/approval/domain/process.ts';
import { readSteps, type TypedStep } from '../../../src/features/approval/domain/typedSteps.ts';
import { filterWaiting, waitingOf } from '../../../src/features/approval/domain/waiting.ts';
import { asId } from '../../../src/kernel/ids.ts';

const line = (key: string, order: string, name: string): TypedStep => ({
  key,
  order,
  role: { kk: name, ru: name, en: name },
});

describe('the steps of an institution', () => {
  it('come in the order of their numbers, and a line without words is no step', () => {
    const read = readSteps([line('head', '2', 'Head'), line('dean', '1', 'Dean'), line('', '3', '  ')]);
    expect(read).toMatchObject({ kind: 'read', steps: [{ key: 'dean' }, { key: 'head' }] });
  });

  it('keep their keys, and new ones get keys that no other has', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('head', 'dean', 'step-1', 'step-2', 'step-3'), { maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (keys, added) => {
          const lines = [...keys, ...Array.from({ length: added }, () => '')].map((key, index) =>
            line(key, String(index + 1), `Office ${index}`),
          );
          const read = readSteps(lines);
          if (read.kind === 'wrong') throw new Error('not read');
          const made = read.steps.map(({ key }) => key);
          expect(made.slice(0, keys.length)).toEqual(keys);
          expect(new Set(made).size).toBe(lines.length);
        },
      ),
    );
  });

  it('are at least one, with a number and a name in every language', () => {
    expect(readSteps([line('', '1', '')])).toEqual({ kind: 'wrong', faults: [{ kind: 'none' }] });
    const half = { key: '', order: 'first', role: { kk: 'Декан', ru: '', en: 'Dean' } };
    expect(readSteps([line('a', '1', 'Head'), half])).toEqual({
      kind: 'wrong',
      faults: [
        { kind: 'order', line: 1 },
        { kind: 'languages', line: 1 },
      ],
    });
  });
});

describe('who waits for whom', () => {
  const by = asId<'person'>('1'.repeat(24));
  const courseId = asId<'course'>('2'.repeat(24));
  const at = (day: number): Date => new Date(Date.UTC(2026, 10, day, 5));
  const submitted = { at: at(1), by, action: 'submitted', step: null, text: null } as const;
  const process = { courseId, kind: 'syllabus', state: 'submitted', steps: usualSteps.syllabus } as const;

  it('waits for the step whose turn it is, since the one before has agreed', () => {
    const agreed = { ...submitted, at: at(10), action: 'agreed', step: 0 } as const;
    const [longest, newer] = waitingOf(
      [
        { ...process, events: [submitted, agreed] },
        { ...process, events: [submitted] },
      ],
      at(12),
    );
    expect(longest).toMatchObject({ waitsFor: { en: 'Head of department' }, since: at(1), days: 11, by });
    expect(newer).toMatchObject({ waitsFor: { en: 'Dean of the faculty' }, since: at(10), days: 2 });
    expect(newer?.submittedAt).toEqual(at(1));
  });

  it('is nobody once a process has ended', () => {
    for (const state of ['approved', 'returned', 'withdrawn'] as const)
      expect(waitingOf([{ ...process, state, events: [submitted] }], at(12))).toEqual([]);
  });

  it('is shown by kind of document and by age', () => {
    const map = { ...process, kind: 'mooc-map', steps: usualSteps['mooc-map'] } as const;
    const all = waitingOf(
      [
        { ...process, events: [submitted] },
        { ...map, events: [submitted] },
      ],
      at(8),
    );
    expect(filterWaiting(all, { kind: null, leastDays: 7 })).toHaveLength(2);
    expect(filterWaiting(all, { kind: 'mooc-map', leastDays: 0 })).toHaveLength(1);
    expect(filterWaiting(all, { kind: null, leastDays: 14 })).toEqual([]);
  });
});
