import { type Approval, type ApprovalId } from './approvalStore.ts';
import { type ApprovalState, type ApprovalStep, currentStep } from './domain/process.ts';

/** Where a process stands: for a page that shows more than the approval. */
export interface Standing {
  readonly approvalId: ApprovalId;
  readonly documentId: string;
  readonly draftRev: number;
  readonly state: ApprovalState;
  /** Who is waited for; null when the process has ended. */
  readonly waitsFor: ApprovalStep['role'] | null;
  /** The newest event: since then this state lasts. */
  readonly since: Date;
}

export function standingOf(approval: Approval | null): Standing | null {
  const newest = approval?.events.at(-1);
  if (approval === null || newest === undefined) return null;
  const step = currentStep(approval);
  return {
    approvalId: approval.id,
    documentId: approval.documentId,
    draftRev: approval.draftRev,
    state: approval.state,
    waitsFor: step === null ? null : (approval.steps[step]?.role ?? null),
    since: newest.at,
  };
}
