import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeScore, scaled, type Score, setGrade } from '../../src/practice-lms/gradebook.ts';
import { startingState } from '../../src/practice-lms/startingState.ts';
import { type Column, type Grade, type State } from '../../src/practice-lms/state.ts';
import { defaultWays } from '../../src/practice-lms/ways.ts';
import { findGrade } from '../../src/practice-lms/world.ts';

const now = new Date('2026-11-21T10:00:00.500Z');

function bench(origin: Column['origin']): { state: State; column: Column } {
  const state = startingState(null);
  const [column] = state.columns;
  if (column === undefined) throw new Error('the world has no column');
  column.origin = origin;
  return { state, column };
}

const score = (over: Partial<Score> = {}): Score => ({
  userId: '5',
  timestamp: '2026-11-21T11:00:00Z',
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  scoreGiven: 72,
  scoreMaximum: 100,
  ...over,
});

function overridden(origin: Column['origin'], isLocked = false): { column: Column; before: Grade | null } {
  const { state, column } = bench(origin);
  setGrade(state, column, '5', { score: 50, comment: 'Өзім', isOverridden: true, isLocked }, now);
  return { column, before: findGrade(state, column.id, '5') };
}

describe('a grade that the teacher set', () => {
  it('stays in an activity’s column, although the score is taken politely', () => {
    const { column, before } = overridden('activity');
    expect(judgeScore(column, before, score(), now, defaultWays)).toEqual({ kind: 'kept' });
  });

  it('is overwritten in a column of the tool', () => {
    const { column, before } = overridden('tool');
    const verdict = judgeScore(column, before, score(), now, defaultWays);
    expect(verdict).toMatchObject({
      kind: 'stored',
      grade: { score: 72, isOverridden: false, setBy: 'tool' },
    });
  });

  it('counts with its time: an older score is refused', () => {
    const { column, before } = overridden('tool');
    const older = score({ timestamp: '2026-11-21T10:00:00.900Z' });
    expect(judgeScore(column, before, older, now, defaultWays)).toMatchObject({
      kind: 'refused',
      status: 409,
    });
  });

  it('fails every score once it is locked', () => {
    const { column, before } = overridden('tool', true);
    expect(judgeScore(column, before, score(), now, defaultWays)).toMatchObject({
      kind: 'refused',
      status: 500,
    });
  });
});

describe('a score on the column’s scale', () => {
  const positive = fc.double({ min: 0.5, max: 1000, noNaN: true });
  it('is never outside the column', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        positive,
        positive,
        (given, of, maximum) => {
          const value = scaled(given, of, maximum);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(maximum);
        },
      ),
    );
  });

  it('is as it was when the maxima are the same, to five decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), hundredThousandths => {
        const given = hundredThousandths / 100_000;
        expect(scaled(given, 100, 100)).toBe(given);
      }),
    );
  });

  it('is taken as it is when it names a maximum of zero', () => {
    expect(scaled(7, 0, 10)).toBe(7);
  });
});
