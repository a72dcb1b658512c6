import { type DraftContent } from './grade.ts';
import { type PanelWords } from './panel.ts';
import { type Band } from './rubric.ts';

/** A draft as the table needs it: the whole of it is saved with one criterion changed. */
export interface TableDraft extends DraftContent {
  /** `rev` of the draft; 0: nothing was put down yet. */
  readonly rev: number;
}

/** What the script of the table needs besides the page itself. */
export interface TableModel {
  /** The address of the class; a student's panel lies below it. */
  readonly address: string;
  readonly csrf: string;
  /** As the panel's: what one of them could not send, the other sends. */
  readonly storage: string;
  readonly rubricVersion: number;
  /** The place of the criterion that the table shows. */
  readonly criterion: number;
  readonly criteria: number;
  readonly bands: readonly Band[];
  /** Drafts by the students' ids; who has none is left out. */
  readonly drafts: Readonly<Record<string, TableDraft>>;
  readonly words: Pick<PanelWords, 'status' | 'problems' | 'rubricChanged' | 'closed'> & {
    readonly conflict: string;
  };
}

/** The same draft with another percent of one criterion; its band follows. */
export function withPercent<T extends DraftContent>(
  draft: T,
  place: number,
  { percent, band }: { readonly percent: number | null; readonly band: number | null },
): T {
  const put = <V>(values: readonly V[], value: V): V[] =>
    values.map((one, at) => (at === place ? value : one));
  return { ...draft, criteria: put(draft.criteria, percent), bands: put(draft.bands, band) };
}

/**
 * What follows when a draft was saved by somebody else meanwhile. `merge`: they changed other criteria, so this one goes
 * into their draft and nobody decides anything; `ask`: both changed this one, or more was changed here than this one.
 *
 * @param seen the draft that was on screen
 */
export function decideConflict(
  place: number,
  {
    seen,
    mine,
    theirs,
  }: { readonly seen: DraftContent; readonly mine: DraftContent; readonly theirs: DraftContent },
): 'merge' | 'ask' {
  if (mine.comment !== seen.comment) return 'ask';
  const isOnlyHere = mine.criteria.every((percent, at) => at === place || percent === seen.criteria[at]);
  const now = theirs.criteria[place];
  return isOnlyHere && (now === seen.criteria[place] || now === mine.criteria[place]) ? 'merge' : 'ask';
}
