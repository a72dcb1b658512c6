import { type TroubleKind } from './troubles.ts';

/** One call from the tool, as the request page shows it. */
export interface RequestRecord {
  readonly at: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** 0: the connection was dropped. */
  status: number;
  durationMs: number;
  /** What was asked or sent, in a few words. */
  detail: string;
  /** The kinds of the troubles that struck. */
  troubles: readonly TroubleKind[];
}

/** Keeps the last so many requests. */
export class RequestLog {
  readonly #limit: number;
  #records: RequestRecord[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(record: RequestRecord): void {
    this.#records.push(record);
    // Cut now and then instead of at every request.
    if (this.#records.length > this.#limit * 2) this.#records = this.#records.slice(-this.#limit);
  }

  /** Oldest first. */
  all(): readonly RequestRecord[] {
    return this.#records.slice(-this.#limit);
  }

  clear(): void {
    this.#records = [];
  }
}
