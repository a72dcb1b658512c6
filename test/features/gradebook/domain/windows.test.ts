import { describe, expect, it } from 'vitest';
import { windowState, type WindowFacts } from '../../../../src/features/gradebook/domain/windows.ts';

const zone = 'Asia/Almaty';
const facts = (changes: Partial<WindowFacts> = {}): WindowFacts => ({
  windows: { editDays: 7, closedByStatement: true, appealDays: null },
  periodEnd: '2026-10-18',
  attestedAt: null,
  grant: null,
  ...changes,
});
const at = (text: string): Date => new Date(text);
const before = at('2026-10-25T18:59:00Z');
const after = at('2026-10-25T19:00:00Z');

describe('the marks of a period', () => {
  it('are open to the end of the last day in the course’s zone, and then closed', () => {
    expect(windowState(facts(), before, zone)).toEqual({ kind: 'open', lastDay: '2026-10-25' });
    expect(windowState(facts(), after, zone)).toEqual({ kind: 'closed', by: 'day', lastDay: '2026-10-25' });
  });

  it('are closed by a statement, where the policy says so', () => {
    const attestedAt = at('2026-10-19T05:00:00Z');
    expect(windowState(facts({ attestedAt }), before, zone)).toEqual({
      kind: 'closed',
      by: 'statement',
      at: attestedAt,
    });
    const windows = { editDays: null, closedByStatement: false, appealDays: null };
    expect(windowState(facts({ attestedAt, windows }), after, zone)).toEqual({ kind: 'open', lastDay: null });
  });

  it('stay open while nobody knows when the period ends', () => {
    expect(windowState(facts({ periodEnd: null }), after, zone)).toEqual({ kind: 'open', lastDay: null });
  });

  it('are open again while a grant lasts, and not a moment longer', () => {
    const grant = { from: at('2026-11-01T00:00:00Z'), until: at('2026-11-02T00:00:00Z') };
    const stateAt = (now: string) => windowState(facts({ grant }), at(now), zone).kind;
    expect([stateAt('2026-11-01T23:59:59Z'), stateAt('2026-11-02T00:00:00Z')]).toEqual([
      'reopened',
      'closed',
    ]);
  });

  it('are closed again by a statement that is made after the grant', () => {
    const grant = { from: at('2026-11-01T00:00:00Z'), until: at('2026-11-09T00:00:00Z') };
    const stateWith = (attestedAt: string) =>
      windowState(facts({ grant, attestedAt: at(attestedAt) }), at('2026-11-03T00:00:00Z'), zone).kind;
    expect([stateWith('2026-10-30T00:00:00Z'), stateWith('2026-11-02T00:00:00Z')]).toEqual([
      'reopened',
      'closed',
    ]);
  });
});
