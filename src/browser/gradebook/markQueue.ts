import {
  mostRows,
  type SaveAnswer,
  type SavedRow,
  type SaveRequest,
} from '../../features/gradebook/domain/grid.ts';
import { type Mark } from '../../features/gradebook/domain/mark.ts';
import { type Channel } from '../../features/gradebook/domain/writing.ts';
import { type KeptMarks, type PendingCell, type PendingRow } from './keptMarks.ts';
import { type PostResult } from './server.ts';

export type QueueState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'ended' | 'refused';

export interface MarkQueueParts {
  readonly kept: KeptMarks;
  post(request: SaveRequest): Promise<PostResult>;
  /** Rows as the server has them now; cells with newer work of this page are not for it. */
  onSaved(answer: SaveAnswer): void;
  onChange(): void;
}

/** Long enough to gather a few cells, short enough to be forgotten. */
const restMs = 500;
const firstRetryMs = 2000;
const longestRetryMs = 30_000;

/**
 * Brings marks to the server: one request at a time, so many students a request, again and again until there is an
 * answer. Until then they are also kept in the browser. A mark whose save got no answer may have been written or not:
 * both values are named as known, so that a page is never in conflict with itself.
 */
export class MarkQueue {
  readonly #parts: MarkQueueParts;
  readonly #rows: Map<string, PendingRow>;
  /** Cells that wait for a person: a conflict, or a mark that the server does not take. */
  readonly #held = new Set<string>();
  #state: QueueState = 'saved';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inFlight: Promise<void> | null = null;
  #failures = 0;

  constructor(parts: MarkQueueParts) {
    this.#parts = parts;
    this.#rows = parts.kept.all();
    if (this.#rows.size > 0) this.#schedule(0);
  }

  get state(): QueueState {
    return this.#state;
  }

  /** Marks that the server does not have yet. */
  pending(studentId: string): ReadonlyMap<string, Readonly<PendingCell>> {
    return this.#rows.get(studentId) ?? new Map();
  }

  students(): string[] {
    return [...this.#rows.keys()];
  }

  isPending(studentId: string, column: string): boolean {
    return this.#rows.get(studentId)?.has(column) === true;
  }

  /** @param from the mark that stood there before */
  put(studentId: string, column: string, from: Mark, to: Mark, via: Channel): void {
    const row = this.#rows.get(studentId) ?? new Map<string, PendingCell>();
    const known = row.get(column);
    row.set(column, { from: known?.from ?? [from], to, via });
    this.#rows.set(studentId, row);
    this.#held.delete(`${studentId}:${column}`);
    this.#changed.add(studentId);
    if (this.#state === 'ended') return this.#keepChanged();
    this.#setState(this.#inFlight === null ? 'unsaved' : 'saving');
    this.#schedule(restMs);
  }

  /** The grader decided for this page's mark: it is written over the one that stands there. */
  keepMine(studentId: string, column: string, theirs: Mark): void {
    const cell = this.#rows.get(studentId)?.get(column);
    if (cell !== undefined) this.put(studentId, column, theirs, cell.to, cell.via);
    const again = this.#rows.get(studentId)?.get(column);
    if (again !== undefined) again.from = [theirs];
  }

  /** The grader decided for what stands there, or nothing else can be done with the mark. */
  drop(studentId: string, column: string): void {
    this.#rows.get(studentId)?.delete(column);
    this.#held.delete(`${studentId}:${column}`);
    this.#forgetEmpty(studentId);
    this.#parts.onChange();
  }

  /** Sends at once what is waiting. */
  flush(): Promise<void> {
    return this.#send();
  }

  readonly #changed = new Set<string>();

  #keepChanged(): void {
    for (const studentId of this.#changed)
      this.#keep(studentId, this.#rows.get(studentId) ?? new Map<string, PendingCell>());
    this.#changed.clear();
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), delay);
    // After the paint: a paste of a whole class must not wait for the browser's storage.
    setTimeout(() => this.#keepChanged(), 0);
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#state === 'ended') return Promise.resolve();
    this.#inFlight ??= this.#sendNow().finally(() => {
      this.#inFlight = null;
      if (this.#next() !== null && this.#state !== 'ended' && this.#failures === 0) this.#schedule(restMs);
    });
    return this.#inFlight;
  }

  async #sendNow(): Promise<void> {
    for (let request = this.#next(); request !== null; request = this.#next()) {
      this.#setState('saving');
      const result = await this.#parts.post(request);
      if (result.kind !== 'saved') return this.#fail(result.kind);
      this.#failures = 0;
      for (const row of result.rows) this.#take(row, request);
      this.#parts.onSaved(result);
    }
    if (this.#state === 'saving') this.#setState('saved');
  }

  /** The next students' marks that came in the same way; null when everything is with the server or held. */
  #next(): SaveRequest | null {
    const rows: { id: string; cells: { column: string; from: Mark[]; to: Mark }[] }[] = [];
    let via: Channel | null = null;
    for (const [id, row] of this.#rows) {
      const cells = [...row].filter(
        ([column, cell]) => !this.#held.has(`${id}:${column}`) && (via === null || cell.via === via),
      );
      const [first] = cells;
      if (first === undefined) continue;
      via ??= first[1].via;
      const same = cells.filter(([, cell]) => cell.via === via);
      rows.push({ id, cells: same.map(([column, { from, to }]) => ({ column, from: [...from], to })) });
      // From now on it may stand there, whether an answer comes or not.
      for (const [, cell] of same) if (!cell.from.includes(cell.to)) cell.from.push(cell.to);
      if (rows.length === mostRows) break;
    }
    return via === null ? null : { via, rows };
  }

  #take({ id, conflicts, refused }: SavedRow, request: SaveRequest): void {
    const sent = request.rows.find(row => row.id === id)?.cells ?? [];
    const row = this.#rows.get(id);
    if (row === undefined) return;
    const troubled = new Set([...conflicts, ...refused].map(({ column }) => column));
    for (const { column, to } of sent) {
      const cell = row.get(column);
      if (cell === undefined) continue;
      if (troubled.has(column)) this.#held.add(`${id}:${column}`);
      else if (cell.to === to) row.delete(column);
      else cell.from = [to];
    }
    this.#changed.add(id);
    this.#keepChanged();
    this.#forgetEmpty(id);
  }

  #forgetEmpty(studentId: string): void {
    const row = this.#rows.get(studentId);
    if (row === undefined) return;
    this.#keep(studentId, row);
    if (row.size === 0) this.#rows.delete(studentId);
  }

  /** A row without pending marks is not kept. */
  #keep(studentId: string, row: PendingRow): void {
    if (row.size === 0) this.#parts.kept.forget(studentId);
    else this.#parts.kept.keep(studentId, row);
  }

  #fail(kind: 'unreachable' | 'ended' | 'refused'): void {
    this.#failures += 1;
    this.#setState(kind === 'unreachable' ? 'offline' : kind);
    if (kind === 'unreachable')
      this.#schedule(Math.min(longestRetryMs, firstRetryMs * 2 ** (this.#failures - 1)));
  }

  #setState(state: QueueState): void {
    this.#state = state;
    this.#parts.onChange();
  }
}
