import { type SaveAnswer, type SavedRow, unpackMarks } from '../../features/gradebook/domain/grid.ts';
import { type Channel } from '../../features/gradebook/domain/writing.ts';
import { createKept, findStorage } from '../kept/kept.ts';
import { type Book, type Place } from './book.ts';
import { keptMarks } from './keptMarks.ts';
import { MarkQueue } from './markQueue.ts';
import { type GridServer } from './server.ts';
import { type Trouble } from './trouble.ts';

export interface SyncParts {
  readonly book: Book;
  readonly server: GridServer;
  readonly trouble: Trouble;
  /** The state of the queue has changed. */
  onState(): void;
  /** Marks or conflicts have changed. */
  onMarks(): void;
}

const refreshMs = 20_000;

/** Keeps the browser's marks and the server's the same, in both directions. */
export class Sync {
  readonly queue: MarkQueue;
  savedAt: string | null = null;
  readonly #parts: SyncParts;
  readonly #columnOf: ReadonlyMap<string, number>;
  readonly #studentOf: ReadonlyMap<string, number>;
  #readAt: string;

  constructor(parts: SyncParts) {
    const { book, server } = parts;
    this.#parts = parts;
    this.#readAt = book.model.readAt;
    this.#columnOf = new Map(book.columns.map(({ key }, column) => [key, column]));
    this.#studentOf = new Map(book.model.students.map(({ id }, student) => [id, student]));
    this.queue = new MarkQueue({
      kept: createKept(keptMarks, book.model.storage, findStorage(), () => Date.now()),
      post: request => server.save(request),
      onSaved: answer => this.#saved(answer),
      onChange: () => parts.onState(),
    });
  }

  listen(): void {
    addEventListener('online', () => void this.queue.flush());
    addEventListener('pagehide', () => void this.queue.flush());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#refresh();
      else void this.queue.flush();
    });
    setInterval(() => {
      if (document.visibilityState === 'visible') void this.#refresh();
    }, refreshMs);
  }

  /** Marks from before a reload are on screen again, and on their way. */
  takeKept(): void {
    for (const id of this.queue.students()) {
      const student = this.#studentOf.get(id);
      for (const [key, { to }] of this.queue.pending(id)) {
        const column = this.#columnOf.get(key);
        if (student === undefined || column === undefined) this.queue.drop(id, key);
        else this.#parts.book.set({ student, column }, { mark: to, bad: null });
      }
    }
  }

  isPending(place: Place): boolean {
    return this.queue.isPending(this.#idOf(place), this.#keyOf(place));
  }

  changed(place: Place, from: string, via: Channel): void {
    this.#parts.trouble.settle(place);
    this.queue.put(this.#idOf(place), this.#keyOf(place), from, this.#parts.book.markAt(place), via);
  }

  keepMine(place: Place, theirs: string): void {
    this.#parts.trouble.settle(place);
    this.queue.keepMine(this.#idOf(place), this.#keyOf(place), theirs);
    this.#parts.onMarks();
  }

  takeTheirs(place: Place, theirs: string): void {
    this.#parts.trouble.settle(place);
    this.queue.drop(this.#idOf(place), this.#keyOf(place));
    this.#parts.book.set(place, { mark: theirs, bad: null });
    this.#parts.onMarks();
  }

  #idOf({ student }: Place): string {
    return this.#parts.book.model.students[student]?.id ?? '';
  }

  #keyOf({ column }: Place): string {
    return this.#parts.book.columns[column]?.key ?? '';
  }

  #saved({ at, rows }: SaveAnswer): void {
    this.savedAt = at;
    for (const { id, marks, conflicts, refused } of rows) {
      const student = this.#studentOf.get(id);
      if (student === undefined) continue;
      for (const conflict of conflicts) {
        const column = this.#columnOf.get(conflict.column);
        if (column !== undefined) this.#parts.trouble.add({ student, column }, conflict);
      }
      const kept = refused.map(one => ({ ...one, text: this.#textOf(student, one.column) }));
      for (const { column } of refused) this.queue.drop(id, column);
      this.#take(id, marks);
      for (const one of kept) this.#keepText(student, one);
    }
    this.#parts.onMarks();
  }

  #textOf(student: number, key: string): string {
    const column = this.#columnOf.get(key);
    return column === undefined ? '' : this.#parts.book.textAt({ student, column });
  }

  /** What the server did not take stays at its cell, over the mark that stands there. */
  #keepText(
    student: number,
    { column: key, problem, text }: SavedRow['refused'][number] & { text: string },
  ): void {
    const column = this.#columnOf.get(key);
    if (column === undefined || problem === 'unknown-column') return;
    const place = { student, column };
    this.#parts.book.set(place, { mark: this.#parts.book.markAt(place), bad: { text, problem } });
  }

  /** What the server has now, except where this page has something newer. */
  #take(id: string, packed: string): void {
    const student = this.#studentOf.get(id);
    if (student === undefined) return;
    const { book } = this.#parts;
    const marks = unpackMarks(book.columns, packed);
    book.columns.forEach(({ key }, column) => {
      const mark = marks[key] ?? '';
      const place = { student, column };
      const isOurs = this.queue.isPending(id, key) || book.valueAt(place).bad !== null;
      if (!isOurs && book.markAt(place) !== mark) book.set(place, { mark, bad: null });
    });
  }

  /** What others have written meanwhile. */
  async #refresh(): Promise<void> {
    const answer = await this.#parts.server.changes(this.#readAt);
    if (answer === null) return;
    this.#readAt = answer.readAt;
    for (const { id, marks } of answer.rows) this.#take(id, marks);
    if (answer.rows.length > 0) this.#parts.onMarks();
  }
}
