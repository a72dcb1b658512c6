import { type PersonId, type RegistrationId } from '../../kernel/ids.ts';
import { changesBetween } from './domain/history.ts';
import {
  decided,
  type Decider,
  type Decision,
  mayEdit,
  obstacleTo,
  type Obstacle,
} from './domain/lifecycle.ts';
import {
  type EventAction,
  type ExpertReview,
  type Mooc,
  type MoocContent,
  type MoocId,
} from './domain/mooc.ts';
import { type MoocReading } from './moocService.ts';
import { type MoocStore, type NewMooc } from './moocStore.ts';

export type Refusal = Obstacle | 'conflict';
export type Outcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly why: Refusal };

export interface DecisionWish {
  readonly decision: Decision;
  readonly note: string;
  readonly renewalYears: number;
  /** The version that was looked at. */
  readonly rev: number;
}

/** What people do with the courses of a registry. Everything is written into the course's history. */
export interface Desk {
  propose(registrationId: RegistrationId, content: MoocContent, by: PersonId): Promise<MoocId>;
  edit(mooc: Mooc, rev: number, content: MoocContent, decider: Decider): Promise<Outcome>;
  /** Keeps what experts found; it decides nothing by itself. */
  review(
    mooc: Mooc,
    rev: number,
    review: Omit<ExpertReview, 'at' | 'by'>,
    decider: Decider,
  ): Promise<Outcome>;
  decide(mooc: Mooc, wish: DecisionWish, decider: Decider): Promise<Outcome>;
  /** A map in use names the course: an approved course is in use from now on. */
  noteUse(mooc: Mooc, by: PersonId): Promise<void>;
}

const actions: Readonly<Record<Decision, EventAction>> = {
  submit: 'submitted',
  return: 'returned',
  approve: 'approved',
  use: 'used',
  retire: 'retired',
  reopen: 'reopened',
};

const refused = (why: Refusal): Outcome => ({ kind: 'refused', why });

export const newDraft = {
  stage: 'draft',
  approvedOn: null,
  renewalYears: 3,
  usedOn: null,
  retiredOn: null,
} as const;

interface DeskParts {
  readonly store: Pick<MoocStore, 'add' | 'change'>;
  readonly reading: Pick<MoocReading, 'today'>;
  readonly now: () => Date;
}

export function createDesk({ store, reading, now }: DeskParts): Desk {
  const eventOf = (by: PersonId, action: EventAction, note = ''): NewMooc['event'] => ({
    at: now(),
    by,
    action,
    note,
    changes: [],
  });
  const written = (done: boolean): Outcome => (done ? { kind: 'done' } : refused('conflict'));
  return {
    async propose(registrationId, content, by) {
      const draft: NewMooc = { content, standing: newDraft, reviews: [], event: eventOf(by, 'created') };
      const [added] = await store.add(registrationId, [draft]);
      if (added === undefined) throw new Error('the store added no course');
      return added.id;
    },
    async edit(mooc, rev, content, decider) {
      if (!mayEdit(mooc, decider)) return refused('not-allowed');
      if (rev !== mooc.rev) return refused('conflict');
      const changes = changesBetween(mooc, content);
      if (changes.length === 0) return { kind: 'done' };
      return written(
        await store.change(mooc, { content, event: { ...eventOf(decider.personId, 'edited'), changes } }),
      );
    },
    async review(mooc, rev, review, { personId, isCentre }) {
      if (!isCentre || mooc.stage !== 'review') return refused('not-allowed');
      if (rev !== mooc.rev) return refused('conflict');
      const event = eventOf(personId, 'reviewed', review.protocolNumber);
      return written(await store.change(mooc, { review: { ...review, at: event.at, by: personId }, event }));
    },
    async decide(mooc, { rev, ...wished }, decider) {
      if (rev !== mooc.rev) return refused('conflict');
      const wish = { ...wished, on: reading.today() };
      const obstacle = obstacleTo(mooc, wish, decider);
      if (obstacle !== null) return refused(obstacle);
      const event = eventOf(decider.personId, actions[wish.decision], wish.note);
      return written(await store.change(mooc, { standing: decided(mooc, wish), event }));
    },
    async noteUse(mooc, by) {
      if (mooc.stage !== 'approved') return;
      const wish = { decision: 'use', note: '', renewalYears: 3, on: reading.today() } as const;
      // Two maps at once: the second finds the course in use.
      await store.change(mooc, { standing: decided(mooc, wish), event: eventOf(by, 'used') });
    },
  };
}
