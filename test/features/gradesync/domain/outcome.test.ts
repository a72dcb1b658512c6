import { describe, expect, it } from 'vitest';
import {
  type Entry,
  historyLength,
  type WantedScore,
} from '../../../../src/features/gradesync/domain/entry.ts';
import { decide, type Ending } from '../../../../src/features/gradesync/domain/outcome.ts';
import { failure, type ServiceFailureKind } from '../../../../src/lti/services/result.ts';
import { courseId, personId } from '../support/world.ts';

const now = new Date('2026-12-20T09:00:00Z');
const wanted: WantedScore = { rev: 3, score: '72', maximum: 100, comment: 'C+' };

function entry(changes: Partial<Entry> = {}): Entry {
  return {
    id: 'column:person',
    columnId: 'column',
    courseId: courseId(),
    personId: personId(1),
    userId: '7',
    state: 'waiting',
    reason: null,
    wishedAt: now,
    wishes: 1,
    version: 4,
    failures: 0,
    nextAt: new Date(0),
    lastStamp: 100,
    force: true,
    sent: null,
    maybe: [],
    lms: null,
    askedRev: null,
    keptRev: null,
    restoredRev: null,
    history: [],
    ...changes,
  };
}

const after = (ending: Ending, changes: Partial<Entry> = {}) =>
  decide(ending, { entry: entry(changes), wanted, now, random: () => 0 });

const failed = (kind: ServiceFailureKind, status: number | null, ms: number | null = null) =>
  after({ kind: 'failed', failure: failure(kind, 'detail', status, ms), stamp: 200 });

describe('a grade that arrived', () => {
  it('is sent, forgets its troubles and is not forced any more', () => {
    const { change, effect } = after(
      { kind: 'posted', stamp: 200, status: 200 },
      { failures: 3, maybe: ['70'] },
    );
    expect(change).toMatchObject({
      state: 'sent',
      reason: null,
      failures: 0,
      nextAt: null,
      force: false,
      lastStamp: 200,
      maybe: [],
      sent: { ...wanted, at: now },
    });
    expect(effect).toEqual({ kind: 'healthy' });
  });

  it('keeps the time of its sending when a later release changes nothing', () => {
    const at = new Date('2026-12-01T00:00:00Z');
    const { change } = after({ kind: 'unchanged' }, { sent: { ...wanted, rev: 1, at } });
    expect(change.sent).toEqual({ ...wanted, rev: 3, at });
    expect(change.history).toBeUndefined();
  });
});

describe('a failed try', () => {
  it.each([
    ['retry', null, 'waiting', 'lms-away', { kind: 'troubled', reason: 'lms-away' }],
    ['retry', 502, 'waiting', 'lms-error', { kind: 'troubled', reason: 'lms-error' }],
    ['unreadable', 200, 'waiting', 'lms-unreadable', { kind: 'troubled', reason: 'lms-unreadable' }],
    [
      'rate-limited',
      429,
      'waiting',
      'rate-limited',
      { kind: 'rest-registration', reason: 'rate-limited', ms: null },
    ],
    [
      'unauthorized',
      401,
      'waiting',
      'token-refused',
      { kind: 'rest-registration', reason: 'token-refused', ms: null },
    ],
    ['forbidden', null, 'waiting', 'scope-missing', { kind: 'rest-column', reason: 'scope-missing' }],
    ['forbidden', 403, 'refused', 'forbidden', { kind: 'troubled', reason: 'forbidden' }],
    [
      'not-allowed',
      null,
      'waiting',
      'address-not-allowed',
      { kind: 'rest-column', reason: 'address-not-allowed' },
    ],
    ['not-offered', null, 'waiting', 'no-gradebook', { kind: 'rest-column', reason: 'no-gradebook' }],
    ['rejected', 400, 'refused', 'not-gradable', { kind: 'healthy' }],
    ['rejected', 422, 'refused', 'not-gradable', { kind: 'healthy' }],
    ['locked', 500, 'refused', 'locked', { kind: 'healthy' }],
    ['not-found', 404, 'refused', 'person-unknown', { kind: 'healthy' }],
  ] as const)('%s %s leaves it %s for "%s"', (kind, status, state, reason, effect) => {
    const decision = failed(kind, status);
    expect(decision.change).toMatchObject({ state, reason, lastStamp: 200 });
    expect(decision.effect).toEqual(effect);
    expect(decision.change.history?.[0]).toEqual({ at: now, ending: reason, score: '72', status });
  });

  it('comes back after seconds first and an hour at most', () => {
    const delay = (failures: number) => {
      const { change } = after({ kind: 'failed', failure: failure('retry', ''), stamp: null }, { failures });
      return (change.nextAt?.getTime() ?? 0) - now.getTime();
    };
    expect(delay(0)).toBe(1_000);
    expect(delay(3)).toBe(8_000);
    expect(delay(60)).toBe(1_800_000);
  });

  it('does not count against a grade when the LMS asked for a rest', () => {
    const { change, effect } = failed('rate-limited', 429, 30_000);
    expect(change).toMatchObject({ failures: 0, nextAt: new Date(0) });
    expect(effect).toEqual({ kind: 'rest-registration', reason: 'rate-limited', ms: 30_000 });
  });

  it('lets the whole registration rest when a 503 names a time', () => {
    expect(failed('retry', 503, 5_000).effect).toEqual({
      kind: 'rest-registration',
      reason: 'lms-error',
      ms: 5_000,
    });
  });

  it('remembers that the score may have been stored when no clear answer came, and not after a refusal', () => {
    expect(failed('retry', null).change.maybe).toEqual(['72']);
    expect(failed('rejected', 400).change.maybe).toBeUndefined();
    expect(failed('rate-limited', 429).change.maybe).toBeUndefined();
  });

  it('keeps the wish to be sent whatever the LMS holds', () => {
    expect(failed('retry', 500).change).not.toHaveProperty('force');
    expect(failed('rejected', 400).change).not.toHaveProperty('force');
  });
});

describe('a grade that was changed in the LMS', () => {
  const lms = { score: '95', maximum: 100 };

  it('waits for the teacher with the LMS value and the release that it differs from', () => {
    const { change } = after({ kind: 'foreign', lms, stamp: null });
    expect(change).toMatchObject({
      state: 'conflict',
      reason: 'changed-in-lms',
      lms,
      askedRev: 3,
      nextAt: null,
    });
  });

  it('is tried some times before the teacher is asked when the LMS does not let us look', () => {
    expect(after({ kind: 'foreign', lms: null, stamp: 5 }).change).toMatchObject({
      state: 'waiting',
      reason: 'newer-stamp',
    });
    const last = after({ kind: 'foreign', lms: null, stamp: 5 }, { failures: 5 });
    expect(last.change).toMatchObject({ state: 'conflict', reason: 'newer-in-lms', lms: null });
  });

  it('stays as the teacher decided until the next release', () => {
    expect(after({ kind: 'still-kept' }, { lms }).change).toMatchObject({ state: 'kept', lms, nextAt: null });
  });
});

it('keeps the newest lines of the history', () => {
  const history = Array.from({ length: historyLength }, (_, index) => ({
    at: new Date(index),
    ending: 'sent' as const,
    score: '1',
    status: 200,
  }));
  const { change } = after({ kind: 'posted', stamp: 200, status: 200 }, { history });
  expect(change.history).toHaveLength(historyLength);
  expect(change.history?.[0]?.at).toEqual(now);
});
