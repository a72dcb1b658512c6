import { type DraftContent } from '../../features/grading/domain/grade.ts';

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

/** What could not be sent yet, kept by the browser over a reload or a new launch. Best effort: it may be forbidden. */
export interface KeptWork {
  all(): Map<string, KeptDraft>;
  keep(personId: string, draft: KeptDraft): void;
  forget(personId: string): void;
}

/** Older than this, nobody remembers what it was; it must not turn up in the next term. */
const keptMs = 30 * 24 * 3600_000;

/** @param owner tells the grader and the course apart; another grader at the same browser never sees this work */
export function createKeptWork(owner: string, storage: Storage | null, now: () => number): KeptWork {
  const prefix = `tirek:grading:${owner}:`;
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
        const kept = new Map<string, KeptDraft>();
        for (const key of Object.keys(found).filter(name => name.startsWith(prefix))) {
          const draft = readDraft(found.getItem(key));
          if (draft !== null && now() - draft.at < keptMs) kept.set(key.slice(prefix.length), draft);
          else found.removeItem(key);
        }
        return kept;
      }, new Map<string, KeptDraft>()),
    keep: (personId, draft) =>
      tryTo(found => found.setItem(prefix + personId, JSON.stringify(draft)), undefined),
    forget: personId => tryTo(found => found.removeItem(prefix + personId), undefined),
  };
}

function readDraft(text: string | null): KeptDraft | null {
  const draft = JSON.parse(text ?? 'null') as Partial<KeptDraft> | null;
  const isWhole =
    Array.isArray(draft?.content?.criteria) &&
    Array.isArray(draft.content.bands) &&
    typeof draft.content.comment === 'string' &&
    [draft.baseRev, draft.rubricVersion, draft.seq, draft.at].every(value => typeof value === 'number') &&
    typeof draft.client === 'string';
  return isWhole ? (draft as KeptDraft) : null;
}

/** Reading the property itself throws where a browser forbids storage in frames. */
export function findStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
