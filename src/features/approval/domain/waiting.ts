import { type CourseId, type PersonId } from '../../../kernel/ids.ts';
import { type DocumentKind } from './documentKind.ts';
import { type ApprovalStep, currentStep, type Process } from './process.ts';

/** A process that waits for somebody. */
export interface Waiting {
  readonly courseId: CourseId;
  readonly kind: DocumentKind;
  readonly waitsFor: ApprovalStep['role'];
  /** Who submitted the document, and waits. */
  readonly by: PersonId;
  readonly submittedAt: Date;
  /** When the turn came to who is waited for: the newest event. */
  readonly since: Date;
  /** Whole days since then. */
  readonly days: number;
}

type Open = Process & { readonly courseId: CourseId; readonly kind: DocumentKind };

const dayMs = 86_400_000;

/** Who waits for whom since when; the longest first. Processes that have ended wait for nobody. */
export function waitingOf(approvals: readonly Open[], now: Date): Waiting[] {
  const waiting = approvals.flatMap((approval): Waiting[] => {
    const step = currentStep(approval);
    const waitsFor = step === null ? undefined : approval.steps[step]?.role;
    const [first, last] = [approval.events[0], approval.events.at(-1)];
    if (waitsFor === undefined || first === undefined || last === undefined) return [];
    const days = Math.max(0, Math.floor((now.getTime() - last.at.getTime()) / dayMs));
    const { courseId, kind } = approval;
    return [{ courseId, kind, waitsFor, by: first.by, submittedAt: first.at, since: last.at, days }];
  });
  return waiting.sort((a, b) => a.since.getTime() - b.since.getTime());
}

/** Somebody who was given a step by a one-time code, for so long, and has not decided. */
export interface Awaited {
  readonly personIds: readonly PersonId[];
  /** Tells the rounds of one process apart: the number of its events. */
  readonly turn: number;
}

/** Who is asked to decide on the step whose turn it is; null while the step is nobody's, or only just somebody's. */
export function awaitedOf(
  approval: Process & { readonly grants: readonly { step: number; person: PersonId; at: Date }[] },
  now: Date,
): Awaited | null {
  const step = currentStep(approval);
  const given = approval.grants.filter(one => one.step === step && now.getTime() - one.at.getTime() >= dayMs);
  if (step === null || given.length === 0) return null;
  return { personIds: [...new Set(given.map(({ person }) => person))], turn: approval.events.length };
}

/** What is shown of the list: one kind of document, and what waits at least so many days. */
export interface WaitingFilter {
  readonly kind: DocumentKind | null;
  readonly leastDays: number;
}

export const filterWaiting = (all: readonly Waiting[], { kind, leastDays }: WaitingFilter): Waiting[] =>
  all.filter(one => (kind === null || one.kind === kind) && one.days >= leastDays);
