import { type Mark } from '../../features/gradebook/domain/mark.ts';
import { type Channel } from '../../features/gradebook/domain/writing.ts';
import { type Kept, type KeptKind } from '../kept/kept.ts';

/** A mark that the server does not have yet. */
export interface PendingCell {
  /** Marks that may stand there: what was on screen, and what was sent without an answer. */
  from: Mark[];
  to: Mark;
  via: Channel;
}

/** Marks of one student that could not be sent yet, by the keys of their columns. */
export type PendingRow = Map<string, PendingCell>;

/** Rows by student. */
export type KeptMarks = Kept<PendingRow>;

export const keptMarks: KeptKind<PendingRow> = {
  name: 'gradebook',
  pack: (row, at) => ({ at, cells: [...row] }),
  unpack(written) {
    const kept = written as { at?: unknown; cells?: unknown } | null;
    if (typeof kept?.at !== 'number' || !Array.isArray(kept.cells)) return null;
    return { at: kept.at, value: new Map(kept.cells as [string, PendingCell][]) };
  },
};
