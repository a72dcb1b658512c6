/** Values that could not be sent yet, kept by the browser over a reload or a new launch. Best effort: it may be forbidden. */
export interface Kept<T> {
  all(): Map<string, T>;
  keep(id: string, value: T): void;
  forget(id: string): void;
}

export interface KeptKind<T> {
  /** What it is, as a part of the storage's key: "grading". */
  readonly name: string;
  /** What is written, as JSON; `at` in milliseconds. */
  pack(value: T, at: number): unknown;
  /** What was written, by this version or an older one; null: not whole. */
  unpack(written: unknown): { readonly at: number; readonly value: T } | null;
}

/** Older than this, nobody remembers what it was; it must not turn up in the next term. */
const keptMs = 30 * 24 * 3600_000;

/** @param owner tells the grader and the course apart; another grader at the same browser never sees these values */
export function createKept<T>(
  kind: KeptKind<T>,
  owner: string,
  storage: Storage | null,
  now: () => number,
): Kept<T> {
  const prefix = `tirek:${kind.name}:${owner}:`;
  const tryTo = <R>(work: (storage: Storage) => R, otherwise: R): R => {
    try {
      return storage === null ? otherwise : work(storage);
    } catch {
      return otherwise;
    }
  };
  return {
    all: () =>
      tryTo(found => {
        const kept = new Map<string, T>();
        for (const key of Object.keys(found).filter(name => name.startsWith(prefix))) {
          const read = kind.unpack(parse(found.getItem(key)));
          if (read !== null && now() - read.at < keptMs) kept.set(key.slice(prefix.length), read.value);
          else found.removeItem(key);
        }
        return kept;
      }, new Map<string, T>()),
    keep: (id, value) =>
      tryTo(found => found.setItem(prefix + id, JSON.stringify(kind.pack(value, now()))), undefined),
    forget: id => tryTo(found => found.removeItem(prefix + id), undefined),
  };
}

/** One value that is no JSON must not take the others along. */
function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** Reading the property itself throws where a browser forbids storage in frames. */
export function findStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
