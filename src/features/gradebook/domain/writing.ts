import { type Mark, type MarkProblem } from './mark.ts';
import { type Marks } from './row.ts';

/** How a change came in; kept with it in the history. */
export const channels = ['typed', 'pasted', 'filled', 'undone', 'form', 'import'] as const;
export type Channel = (typeof channels)[number];

/** One mark that a grader wants to write. */
export interface CellWrite {
  readonly column: string;
  /**
   * Marks that the grader's page knows may stand there: the one on screen, and those of saves whose answer got lost.
   */
  readonly from: readonly Mark[];
  readonly to: Mark;
}

/** Why a cell was not written. `closed`: the marks of its period may not be changed any more. */
export type CellProblem = MarkProblem | 'unknown-column' | 'closed';

/** One mark that was written. */
export interface CellChange {
  readonly column: string;
  readonly from: Mark;
  readonly to: Mark;
}

/** A mark that somebody else has changed meanwhile: both values, nothing overwritten. */
export interface CellConflict {
  readonly column: string;
  readonly mine: Mark;
  readonly theirs: Mark;
}

export interface RowWrites {
  readonly marks: Marks;
  readonly changes: readonly CellChange[];
  readonly conflicts: readonly CellConflict[];
}

/**
 * What becomes of a row when cells arrive. A cell is written over a mark that its grader has seen, or not at all: two
 * graders in different columns never meet, and in one cell both values are shown.
 */
export function decideCells(kept: Marks, cells: readonly CellWrite[]): RowWrites {
  const marks = new Map(Object.entries(kept));
  const changes: CellChange[] = [];
  const conflicts: CellConflict[] = [];
  for (const { column, from, to } of cells) {
    const now = marks.get(column) ?? '';
    if (now === to) continue;
    if (!from.includes(now)) {
      conflicts.push({ column, mine: to, theirs: now });
      continue;
    }
    changes.push({ column, from: now, to });
    if (to === '') marks.delete(column);
    else marks.set(column, to);
  }
  return { marks: Object.fromEntries(marks), changes, conflicts };
}
