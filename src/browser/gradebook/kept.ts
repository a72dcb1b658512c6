import { type Mark } from '../../features/gradebook/domain/mark.ts';
import { type Channel } from '../../features/gradebook/domain/writing.ts';

/** A mark that the server does not have yet. */
export interface PendingCell {
  /** Marks that may stand there: what was on screen, and what was sent without an answer. */
  from: Mark[];
  to: Mark;
  via: Channel;
}

/** Marks of one student that could not be sent yet, by the keys of their columns. */
export type PendingRow = Map<string, PendingCell>;

/** What could not be sent yet, kept by the browser over a reload or a new launch. Best effort: it may be forbidden. */
export interface KeptMarks {
  all(): Map<string, PendingRow>;
  keep(studentId: string, row: PendingRow): void;
}

/** Older than this, nobody remembers what it was; it must not turn up in the next term. */
const keptMs = 30 * 24 * 3600_000;

/** @param owner tells the grader and the course apart; another grader at the same browser never sees these marks */
export function createKeptMarks(owner: string, storage: Storage | null, now: () => number): KeptMarks {
  const prefix = `tirek:gradebook:${owner}:`;
  const tryTo = <T>(work: (storage: Storage) => T, otherwise: T): T => {
    try {
      return storage === null ? otherwise : work(storage);
    } catch {
      return otherwise;
    }
  };
  return {
    all: () =>
      tryTo(found => {
        const kept = new Map<string, PendingRow>();
        for (const key of Object.keys(found).filter(name => name.startsWith(prefix))) {
          const row = readRow(found.getItem(key), now() - keptMs);
          if (row === null) found.removeItem(key);
          else kept.set(key.slice(prefix.length), row);
        }
        return kept;
      }, new Map<string, PendingRow>()),
    keep: (studentId, row) =>
      tryTo(found => {
        if (row.size === 0) found.removeItem(prefix + studentId);
        else found.setItem(prefix + studentId, JSON.stringify({ at: now(), cells: [...row] }));
      }, undefined),
  };
}

function readRow(text: string | null, oldest: number): PendingRow | null {
  const kept = JSON.parse(text ?? 'null') as { at?: unknown; cells?: unknown } | null;
  if (typeof kept?.at !== 'number' || kept.at < oldest || !Array.isArray(kept.cells)) return null;
  return new Map(kept.cells as [string, PendingCell][]);
}
