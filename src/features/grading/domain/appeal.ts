import { type PersonId } from '../../../kernel/ids.ts';
import { type Released } from './grade.ts';
import { endOfDayAfter } from './localTime.ts';

/**
 * `open`: handed in. `review`: somebody looks at the work again. Then the result is `kept` or `changed` (a new one was
 * released), or the student takes the appeal back.
 */
export const appealStates = ['open', 'review', 'kept', 'changed', 'withdrawn'] as const;
export type AppealState = (typeof appealStates)[number];

/** One step of an appeal: who brought it into which state, when, and in what words. Steps are only ever added. */
export interface AppealStep {
  readonly state: AppealState;
  readonly by: PersonId;
  readonly at: Date;
  readonly text: string;
  /** The result that the student saw at that moment. */
  readonly total: number;
}

export interface Appeal {
  readonly id: string;
  readonly personId: PersonId;
  /** The release that the student does not accept: one appeal each. */
  readonly releasedRev: number;
  readonly state: AppealState;
  readonly steps: readonly AppealStep[];
}

/** Why a student cannot appeal now. */
type AppealBar = 'not-offered' | 'nothing-released' | 'too-late' | 'already';

export type AppealChance =
  | { readonly kind: 'possible'; readonly until: Date }
  | { readonly kind: AppealBar; readonly until: Date | null };

/** Whether a student may appeal against a result now, and until when: to the end of a day in the course's zone. */
export function appealChance(
  released: Released | null,
  appeals: readonly Appeal[],
  { appealDays }: { readonly appealDays: number | null },
  clock: { readonly now: Date; readonly timeZone: string },
): AppealChance {
  if (appealDays === null) return { kind: 'not-offered', until: null };
  if (released === null) return { kind: 'nothing-released', until: null };
  const until = endOfDayAfter(released.at, appealDays, clock.timeZone);
  const isUsedUp = appeals.some(one => isPending(one.state) || one.releasedRev === released.rev);
  if (isUsedUp) return { kind: 'already', until };
  return clock.now > until ? { kind: 'too-late', until } : { kind: 'possible', until };
}

export const isPending = (state: AppealState): boolean => state === 'open' || state === 'review';

/** What a teacher may do with an appeal; `changed` needs a result that was released after the one in question. */
export function mayBecome(appeal: Appeal, next: AppealState, released: Released | null): boolean {
  if (!isPending(appeal.state) || next === 'open') return false;
  if (next === 'review') return appeal.state === 'open';
  return next !== 'changed' || (released !== null && released.rev > appeal.releasedRev);
}
