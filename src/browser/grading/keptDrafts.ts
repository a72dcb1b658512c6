import { type DraftContent } from '../../features/grading/domain/grade.ts';
import { type Kept, type KeptKind } from '../kept/kept.ts';

/** A draft that the server does not have yet, and the draft that it was made from. */
export interface KeptDraft {
  readonly content: DraftContent;
  readonly baseRev: number;
  readonly rubricVersion: number;
  readonly client: string;
  readonly seq: number;
  /** When it was kept, in milliseconds. */
  readonly at: number;
}

/** Drafts by student. */
export type KeptDrafts = Kept<KeptDraft>;

export const keptDrafts: KeptKind<KeptDraft> = {
  name: 'grading',
  pack: draft => draft,
  unpack(written) {
    const draft = written as Partial<KeptDraft> | null;
    const isWhole =
      Array.isArray(draft?.content?.criteria) &&
      Array.isArray(draft.content.bands) &&
      typeof draft.content.comment === 'string' &&
      [draft.baseRev, draft.rubricVersion, draft.seq, draft.at].every(value => typeof value === 'number') &&
      typeof draft.client === 'string';
    return isWhole ? { at: (draft as KeptDraft).at, value: draft as KeptDraft } : null;
  },
};
