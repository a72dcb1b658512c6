import { type IsoDate } from '../../../kernel/dates.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type ExpertReview, type Mooc, type MoocContent, type MoocStanding, type Stage } from './mooc.ts';

/** What can be decided about a course. */
export const decisions = ['submit', 'return', 'approve', 'use', 'retire', 'reopen'] as const;
export type Decision = (typeof decisions)[number];

/** Who decides: whoever proposed the course, or the MOOC centre. One person can be both. */
export interface Decider {
  readonly personId: PersonId;
  readonly isCentre: boolean;
}

const from: Readonly<Record<Decision, readonly Stage[]>> = {
  // An approved course goes into review again when it is to be renewed; its approval counts until its last day.
  submit: ['draft', 'approved', 'in-use'],
  return: ['review'],
  approve: ['review'],
  use: ['approved'],
  retire: ['draft', 'review', 'approved', 'in-use'],
  reopen: ['retired'],
};

type Decided = Pick<Mooc, keyof MoocStanding | 'createdBy' | 'reviews'> & MoocContent;

/** What this person may decide now, whether or not everything for it is there (`obstacleTo`). */
export function allowedDecisions(mooc: Decided, decider: Decider): Decision[] {
  return decisions.filter(
    decision => from[decision].includes(mooc.stage) && isAllowed(decision, mooc, decider),
  );
}

function isAllowed(decision: Decision, mooc: Decided, { personId, isCentre }: Decider): boolean {
  if (decision === 'submit') return isCentre || mooc.createdBy === personId;
  // Whoever proposed a draft may take it back.
  if (decision === 'retire') return isCentre || (mooc.createdBy === personId && mooc.stage === 'draft');
  return isCentre;
}

/** Whoever proposed a course writes it while it is a draft; the centre mends it as long as it is not retired. */
export function mayEdit(mooc: Pick<Mooc, 'stage' | 'createdBy'>, { personId, isCentre }: Decider): boolean {
  if (mooc.stage === 'retired') return false;
  return isCentre || (mooc.createdBy === personId && mooc.stage === 'draft');
}

export type Obstacle =
  'not-allowed' | 'incomplete' | 'no-review' | 'not-recommended' | 'own-proposal' | 'no-reason' | 'in-future';

export type MissingPart = 'titles' | 'url' | 'authors' | 'hours' | 'owner' | 'modules';

/** What a course must say before it is reviewed; each is the name of a field. */
export function missingParts(mooc: MoocContent): MissingPart[] {
  const { titles, url, hours, modules, authors, owner } = mooc;
  const missing: [MissingPart, boolean][] = [
    ['titles', Object.values(titles).every(title => title === '')],
    ['url', url === ''],
    ['authors', authors.length === 0],
    ['hours', hours === null],
    ['owner', owner === ''],
    ['modules', modules.length === 0],
  ];
  return missing.filter(([, isMissing]) => isMissing).map(([field]) => field);
}

export interface Wish {
  readonly decision: Decision;
  /** Why a course is returned or retired. */
  readonly note: string;
  /** For `approve`: the years after which it must be renewed. */
  readonly renewalYears: number;
  /** Today. */
  readonly on: IsoDate;
}

/** The review that an approval rests on: the last one since the course was approved last. */
export function reviewForApproval({
  reviews,
  approvedOn,
}: Pick<Decided, 'reviews' | 'approvedOn'>): ExpertReview | null {
  const last = reviews.at(-1) ?? null;
  return last === null || (approvedOn !== null && last.protocolOn <= approvedOn) ? null : last;
}

/** Why a decision cannot be made; null: it can. */
export function obstacleTo(mooc: Decided, wish: Wish, decider: Decider): Obstacle | null {
  const { decision } = wish;
  if (!allowedDecisions(mooc, decider).includes(decision)) return 'not-allowed';
  if (decision === 'submit') return missingParts(mooc).length > 0 ? 'incomplete' : null;
  if (decision === 'return' || decision === 'retire') return wish.note === '' ? 'no-reason' : null;
  if (decision !== 'approve') return null;
  if (mooc.createdBy === decider.personId) return 'own-proposal';
  if (missingParts(mooc).length > 0) return 'incomplete';
  const review = reviewForApproval(mooc);
  if (review === null) return 'no-review';
  if (review.protocolOn > wish.on) return 'in-future';
  return review.conclusion === 'recommended' ? null : 'not-recommended';
}

/** The standing after a decision without an obstacle. An approval counts from the day of its protocol. */
export function decided(mooc: Decided, { decision, on, renewalYears }: Wish): MoocStanding {
  const { stage, approvedOn, usedOn, retiredOn, renewalYears: years } = mooc;
  const now: MoocStanding = { stage, approvedOn, usedOn, retiredOn, renewalYears: years };
  switch (decision) {
    case 'submit':
      return { ...now, stage: 'review' };
    case 'return':
      return { ...now, stage: 'draft' };
    case 'approve': {
      const protocolOn = reviewForApproval(mooc)?.protocolOn ?? on;
      // A renewed course that was in use before is in use again.
      return {
        ...now,
        stage: usedOn === null ? 'approved' : 'in-use',
        approvedOn: protocolOn,
        renewalYears,
      };
    }
    case 'use':
      return { ...now, stage: 'in-use', usedOn: on };
    case 'retire':
      return { ...now, stage: 'retired', retiredOn: on };
    case 'reopen':
      // What was approved once has to be looked at again; its old approval counts no more.
      return { ...now, stage: 'draft', retiredOn: null, approvedOn: null, usedOn: null };
  }
}
