import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedDecisions,
  decided,
  type Decider,
  type Decision,
  decisions,
  mayEdit,
  missingParts,
  obstacleTo,
  type Wish,
} from '../../../src/features/moocregistry/domain/lifecycle.ts';
import {
  criteria,
  type Criterion,
  type ExpertReview,
  type Mooc,
  stages,
  type Verdict,
} from '../../../src/features/moocregistry/domain/mooc.ts';
import { reminderOn } from '../../../src/features/moocregistry/domain/renewal.ts';
import { author, contentOf, entryOf, expert } from './courses.ts';

const on = '2026-11-22';
const proposer: Decider = { personId: author, isCentre: false };
const centre: Decider = { personId: expert, isCentre: true };
const proposerInCentre: Decider = { personId: author, isCentre: true };

const verdicts = Object.fromEntries(criteria.map(one => [one, 'met'])) as Record<Criterion, Verdict>;
const reviewOf = (review: Partial<ExpertReview> = {}): ExpertReview => ({
  at: new Date(`${on}T06:00:00Z`),
  by: expert,
  reviewers: ['А. Сапарова, профессор'],
  criteria: verdicts,
  conclusion: 'recommended',
  text: '',
  approbation: '',
  protocolNumber: '7',
  protocolOn: '2026-11-20',
  ...review,
});
const moocOf = (mooc: Partial<Mooc> = {}): Mooc => ({
  ...entryOf(),
  ...contentOf(),
  reviews: [],
  events: [],
  ...mooc,
});
const wishOf = (decision: Decision, wish: Partial<Wish> = {}): Wish => ({
  decision,
  note: '',
  renewalYears: 3,
  on,
  ...wish,
});

describe('what can be decided', () => {
  it('follows the way of a course through the registry', () => {
    const allowed = stages.map(stage => [stage, allowedDecisions(moocOf({ stage }), centre)]);
    expect(Object.fromEntries(allowed)).toEqual({
      draft: ['submit', 'retire'],
      review: ['return', 'approve', 'retire'],
      approved: ['submit', 'use', 'retire'],
      'in-use': ['submit', 'retire'],
      retired: ['reopen'],
    });
  });

  it('leaves a teacher the own draft, and the request to renew', () => {
    const own = stages.map(stage => [stage, allowedDecisions(moocOf({ stage }), proposer)]);
    expect(Object.fromEntries(own)).toEqual({
      draft: ['submit', 'retire'],
      review: [],
      approved: ['submit'],
      'in-use': ['submit'],
      retired: [],
    });
    const stranger: Decider = { personId: expert, isCentre: false };
    for (const stage of stages) expect(allowedDecisions(moocOf({ stage }), stranger)).toEqual([]);
  });

  it('lets a draft be written by its proposer, anything but a retired course by the centre', () => {
    expect(stages.filter(stage => mayEdit(moocOf({ stage }), proposer))).toEqual(['draft']);
    expect(stages.filter(stage => mayEdit(moocOf({ stage }), centre))).toEqual(stages.slice(0, 4));
  });

  it('refuses everything that is not allowed, whoever asks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stages),
        fc.constantFrom(...decisions),
        fc.constantFrom(proposer, centre, proposerInCentre),
        (stage, decision, decider) => {
          const mooc = moocOf({ stage });
          const isAllowed = allowedDecisions(mooc, decider).includes(decision);
          expect(obstacleTo(mooc, wishOf(decision), decider) === 'not-allowed').toBe(!isAllowed);
        },
      ),
    );
  });
});

describe('a review', () => {
  it('is refused to a course that does not say what it must', () => {
    const empty = contentOf({ url: '', hours: null, modules: [], authors: [] });
    expect(missingParts(empty)).toEqual(['url', 'authors', 'hours', 'modules']);
    expect(obstacleTo(moocOf(empty), wishOf('submit'), proposer)).toBe('incomplete');
    expect(obstacleTo(moocOf(), wishOf('submit'), proposer)).toBeNull();
  });

  it('is returned, and a course retired, for a reason alone', () => {
    const mooc = moocOf({ stage: 'review' });
    expect(obstacleTo(mooc, wishOf('return'), centre)).toBe('no-reason');
    expect(obstacleTo(mooc, wishOf('return', { note: 'Модульдер толық емес' }), centre)).toBeNull();
    expect(obstacleTo(mooc, wishOf('retire'), centre)).toBe('no-reason');
  });
});

describe('an approval', () => {
  const approve = wishOf('approve');
  const inReview = (review: Partial<ExpertReview>, mooc: Partial<Mooc> = {}) =>
    moocOf({ stage: 'review', reviews: [reviewOf(review)], ...mooc });

  it('rests on a review that recommends the course, with a protocol that is not of tomorrow', () => {
    expect(obstacleTo(moocOf({ stage: 'review' }), approve, centre)).toBe('no-review');
    expect(obstacleTo(inReview({ conclusion: 'after-changes' }), approve, centre)).toBe('not-recommended');
    expect(obstacleTo(inReview({ protocolOn: '2026-11-23' }), approve, centre)).toBe('in-future');
    expect(obstacleTo(inReview({}), approve, centre)).toBeNull();
  });

  it('is never given by whoever proposed the course', () => {
    expect(obstacleTo(inReview({}), approve, proposerInCentre)).toBe('own-proposal');
  });

  it('counts from the day of the protocol', () => {
    expect(decided(inReview({}), wishOf('approve', { renewalYears: 2 }))).toEqual({
      stage: 'approved',
      approvedOn: '2026-11-20',
      renewalYears: 2,
      usedOn: null,
      retiredOn: null,
    });
  });

  it('renews by a newer protocol alone, and a course that was in use is in use again', () => {
    const before = { approvedOn: '2023-12-01', usedOn: '2024-01-15' };
    expect(obstacleTo(inReview({ protocolOn: '2023-12-01' }, before), approve, centre)).toBe('no-review');
    const renewed = decided(inReview({}, before), approve);
    expect(renewed).toMatchObject({ stage: 'in-use', approvedOn: '2026-11-20', usedOn: '2024-01-15' });
    expect(reminderOn(renewed, on)).toBeNull();
  });

  it('keeps its reminder while it is renewed', () => {
    const due = moocOf({ stage: 'in-use', approvedOn: '2023-12-01' });
    const sent = { ...due, ...decided(due, wishOf('submit')) };
    expect(sent.stage).toBe('review');
    expect(reminderOn(sent, on)?.daysLeft).toBe(9);
    expect(reminderOn(decided(sent, wishOf('return')), on)?.daysLeft).toBe(9);
  });
});

describe('retiring', () => {
  it('says since when, and a reopened course begins anew', () => {
    const retired = decided(
      moocOf({ stage: 'in-use', approvedOn: '2025-01-01', usedOn: on }),
      wishOf('retire'),
    );
    expect(retired).toMatchObject({ stage: 'retired', retiredOn: on, approvedOn: '2025-01-01' });
    expect(decided(moocOf(retired), wishOf('reopen'))).toMatchObject({
      stage: 'draft',
      approvedOn: null,
      retiredOn: null,
    });
  });
});
