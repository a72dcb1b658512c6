import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId, type PersonId } from '../../kernel/ids.ts';
import { type Approvable, type ApprovableDocument } from './approvable.ts';
import { type Approval, type ApprovalId, type ApprovalStore } from './approvalStore.ts';
import { type DocumentKind } from './domain/documentKind.ts';
import { codeBytes, codeOf, plainCode } from './domain/code.ts';
import { type ApprovalStep, currentStep, decide, type Refusal, withdraw } from './domain/process.ts';

export interface ApprovalServiceParts {
  readonly store: ApprovalStore;
  /** The kinds of documents that are agreed upon, one of each. */
  readonly documents: readonly Approvable[];
  readonly stepsOf: (courseId: CourseId, kind: DocumentKind) => Promise<readonly ApprovalStep[]>;
  /** Hears of a process that came to an end by a decision; it never fails. */
  readonly onEnded?: (approval: Approval) => Promise<void>;
  readonly now: () => Date;
}

export type DecisionOutcome =
  | { readonly kind: 'decided'; readonly approved: boolean }
  | { readonly kind: 'refused'; readonly why: Refusal | 'stale' | 'conflict' };

export interface ApprovalService {
  /** Null when the draft has changed since `rev`, or is submitted already. */
  submit(
    courseId: CourseId,
    draft: { readonly kind: DocumentKind; readonly unsafeId: string; readonly rev: number },
    by: PersonId,
  ): Promise<ApprovalId | null>;
  get(courseId: CourseId, unsafeId: string): Promise<Approval>;
  /** The document that is decided on. */
  documentOf(approval: Approval): Promise<ApprovableDocument>;
  /** What is asked of documents of a kind. */
  kindOf(kind: DocumentKind): Approvable;
  /** A new one-time code for the step whose turn it is; it is shown once and kept as a digest. */
  makeCode(approval: Approval): Promise<string | null>;
  /** Gives the step of a code to the person who came with it. */
  redeem(courseId: CourseId, typed: string, person: PersonId): Promise<Approval | null>;
  /** The last agreement accepts the draft: it becomes the course's version and is frozen. */
  decide(
    approval: Approval,
    wish: { action: 'agreed' | 'returned'; by: PersonId; text: string | null; rev: number },
  ): Promise<DecisionOutcome>;
  comment(approval: Approval, by: PersonId, place: string | null, text: string): Promise<void>;
  withdraw(approval: Approval, by: PersonId): Promise<boolean>;
}

const codeDays = 14;
const digestOf = (code: string): string => createHash('sha256').update(plainCode(code)).digest('hex');

export function createApprovalService(parts: ApprovalServiceParts): ApprovalService {
  const { store, now } = parts;
  const kindOf = (kind: DocumentKind): Approvable => {
    const found = parts.documents.find(one => one.kind === kind);
    if (found === undefined) throw new AppError('not-found', { what: 'kind of document', kind });
    return found;
  };
  const documentOf = async ({ courseId, kind, documentId }: Approval): Promise<ApprovableDocument> => {
    const found = await kindOf(kind).find(courseId, documentId);
    if (found === null) throw new AppError('not-found', { what: 'submitted document' });
    return found;
  };
  /** Also finishes an approval whose process ended before the draft was accepted. */
  const settle = async (approval: Approval): Promise<void> => {
    if (approval.state !== 'approved') return;
    const document = await documentOf(approval);
    if (document.state === 'draft' && document.rev === approval.draftRev)
      await kindOf(approval.kind).accept(document, approval.draftRev);
  };
  return {
    documentOf,
    kindOf,
    async submit(courseId, { kind, unsafeId, rev }, by) {
      const draft = await kindOf(kind).getDraft(courseId, unsafeId);
      if (draft.rev !== rev) return null;
      const steps = await parts.stepsOf(courseId, kind);
      return store.submit({ courseId, kind, documentId: draft.id, draftRev: rev, by, steps }, now());
    },
    async get(courseId, unsafeId) {
      const approval = await store.find(courseId, unsafeId);
      if (approval === null) throw new AppError('not-found', { what: 'approval' });
      await settle(approval);
      return approval;
    },
    async makeCode(approval) {
      const step = currentStep(approval);
      if (step === null) return null;
      const code = codeOf(randomBytes(codeBytes));
      const expiresAt = new Date(now().getTime() + codeDays * 86_400_000);
      await store.setCode(approval, { digest: digestOf(code), step, expiresAt });
      return code;
    },
    redeem: (courseId, typed, person) => store.redeem(courseId, digestOf(typed), person, now()),
    async decide(approval, { action, by, text, rev }) {
      if (rev !== approval.rev) return { kind: 'refused', why: 'conflict' };
      const document = await documentOf(approval);
      if (document.state !== 'draft' || document.rev !== approval.draftRev)
        return { kind: 'refused', why: currentStep(approval) === null ? 'finished' : 'stale' };
      const granted = approval.grants.filter(({ person }) => person === by).map(({ step }) => step);
      const decided = decide(approval, { action, by, at: now(), text }, granted);
      if (decided.kind === 'refused') return decided;
      if (!(await store.write(approval, decided.process))) return { kind: 'refused', why: 'conflict' };
      const moved = { ...approval, ...decided.process };
      await settle(moved);
      if (moved.state !== 'submitted') await parts.onEnded?.(moved);
      return { kind: 'decided', approved: decided.process.state === 'approved' };
    },
    comment: (approval, by, place, text) => store.comment(approval, { at: now(), by, place, text }),
    async withdraw(approval, by) {
      const withdrawn = withdraw(approval, by, now());
      return withdrawn !== null && store.write(approval, withdrawn);
    },
  };
}
