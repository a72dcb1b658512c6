import { readTable, writeTable } from '../../features/gradebook/domain/clipboard.ts';
import { type Channel } from '../../features/gradebook/domain/writing.ts';
import { fill } from '../grading/dom.ts';
import { type Book, type Place } from './book.ts';
import { type Cursor } from './cursor.ts';
import { type Edit, type Edits } from './edits.ts';

export interface ActionParts {
  readonly book: Book;
  readonly cursor: Cursor;
  readonly edits: Edits;
  readonly order: () => readonly number[];
  /** What a cell of the table says, computed ones included. */
  readonly textOf: (student: number, column: number) => string;
  readonly problemText: (place: Place) => string;
  readonly announce: (text: string) => void;
  goTo(place: Place): void;
  onChange(): void;
}

/** What one does to many cells at once: paste, fill, clear, take back. */
export class Actions {
  readonly #parts: ActionParts;

  constructor(parts: ActionParts) {
    this.#parts = parts;
  }

  apply(edits: readonly Edit[], via: Channel): void {
    const { book, announce, problemText } = this.#parts;
    if (!book.model.canEdit || edits.length === 0) return;
    const { taken, bad } = this.#parts.edits.apply(edits, via);
    const { words } = book.model;
    const [first] = edits;
    if (via === 'pasted') announce(fill(bad === 0 ? words.pasted : words.pastedBad, { count: taken, bad }));
    this.#parts.onChange();
    if (via !== 'pasted' && bad > 0 && first !== undefined) announce(problemText(first.place));
  }

  clear(): void {
    this.apply(
      this.#parts.cursor.chosen().map(place => ({ place, text: '' })),
      'typed',
    );
  }

  fillAll(text: string): void {
    this.apply(
      this.#parts.cursor.chosen().map(place => ({ place, text })),
      'filled',
    );
  }

  /** The topmost value of each chosen column goes down; of a single row, the one above it. */
  fillDown(): void {
    const { book, cursor } = this.#parts;
    const { top, bottom, left, right } = cursor.selection.range;
    const source = top === bottom ? top - 1 : top;
    const edits: Edit[] = [];
    for (let column = left; column <= right; column += 1) {
      const from = cursor.placeOf({ row: source, column });
      if (from === null) continue;
      for (let row = source + 1; row <= bottom; row += 1) {
        const place = cursor.placeOf({ row, column });
        if (place !== null) edits.push({ place, text: book.textAt(from) });
      }
    }
    this.apply(edits, 'filled');
  }

  step(kind: 'undo' | 'redo'): void {
    const { words } = this.#parts.book.model;
    const place = this.#parts.edits[kind]();
    if (place !== null) this.#parts.goTo(place);
    this.#parts.onChange();
    this.#parts.announce(
      place === null ? words.nothingToUndo : kind === 'undo' ? words.undone : words.redone,
    );
  }

  copy(event: ClipboardEvent): void {
    const { cursor, order, textOf } = this.#parts;
    const { top, bottom, left, right } = cursor.selection.range;
    const rows = order()
      .slice(top, bottom + 1)
      .map(student => Array.from({ length: right - left + 1 }, (_, step) => textOf(student, left + step)));
    event.clipboardData?.setData('text/plain', writeTable(rows));
    event.preventDefault();
  }

  /** From the upper left corner to the right and down; one value fills the whole selection. */
  paste(event: ClipboardEvent): void {
    const { book, cursor } = this.#parts;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    event.preventDefault();
    if (!book.model.canEdit || text === '') return;
    const table = readTable(text);
    const [[only] = []] = table;
    if (table.length === 1 && table[0]?.length === 1 && only !== undefined) {
      const edits = cursor.chosen().map(place => ({ place, text: only }));
      return this.apply(edits, 'pasted');
    }
    const { top, left } = cursor.selection.range;
    let outside = 0;
    const edits = table.flatMap((cells, down) =>
      cells.flatMap((cell, step): Edit[] => {
        const place = cursor.placeOf({ row: top + down, column: left + step });
        if (place !== null) return [{ place, text: cell }];
        outside += 1;
        return [];
      }),
    );
    this.apply(edits, 'pasted');
    cursor.chooseBlock({ row: top, column: left }, table.length, Math.max(...table.map(row => row.length)));
    if (outside > 0) this.#parts.announce(fill(book.model.words.outside, { count: outside }));
  }
}
