import { type DraftContent, isSameDraft, type SavedDraft, type WriteMark } from './grade.ts';

/** A draft that somebody wants to save, and what it was made from. */
export interface IncomingDraft {
  readonly content: DraftContent;
  /** `rev` of the draft that the grader had on screen; 0: there was none. */
  readonly baseRev: number;
  readonly mark: WriteMark | null;
}

/**
 * `write`: it follows what is kept. `same`: it says what is kept already, whoever wrote that. `late`: the same page has
 * saved something newer since. `conflict`: somebody else wrote in between; nothing may be overwritten unseen.
 */
export type WriteDecision = 'write' | 'same' | 'late' | 'conflict';

/**
 * What to do with a draft that arrives. A save whose answer got lost is sent again with the old `baseRev`: when the
 * newest draft comes from the same page, it is not a conflict of that page with itself.
 */
export function decideWrite(kept: SavedDraft | null, incoming: IncomingDraft): WriteDecision {
  const { content, baseRev, mark } = incoming;
  if (kept === null) return 'write';
  if (isOlderSave(mark, kept.mark)) return 'late';
  if (isSameDraft(kept, content)) return 'same';
  if (baseRev === kept.rev) return 'write';
  return mark !== null && mark.client === kept.mark?.client ? 'write' : 'conflict';
}

function isOlderSave(mark: WriteMark | null, kept: WriteMark | null): boolean {
  return mark !== null && mark.client === kept?.client && mark.seq < kept.seq;
}
