import { type Book, type Place } from './book.ts';
import { type Cell, inside, type Selection } from './selection.ts';
import { type Table } from './table.ts';

export interface CursorParts {
  readonly book: Book;
  readonly table: Table;
  readonly selection: Selection;
  readonly order: () => readonly number[];
  onMove(): void;
}

/** Moves the active cell and the selection, and knows which marks lie under them. */
export class Cursor {
  readonly selection: Selection;
  readonly #parts: CursorParts;

  constructor(parts: CursorParts) {
    this.#parts = parts;
    this.selection = parts.selection;
  }

  get rows(): number {
    return this.#parts.order().length;
  }

  /** The place in the class of a cell on screen; null for a computed one. */
  placeOf({ row, column }: Cell): Place | null {
    const { order, book } = this.#parts;
    const student = order()[row];
    return student === undefined || column >= book.columns.length ? null : { student, column };
  }

  /** Places of the marks in the selection, row by row. */
  chosen(): Place[] {
    const { top, bottom, left, right } = this.selection.range;
    const places: Place[] = [];
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        const place = this.placeOf({ row, column });
        if (place !== null) places.push(place);
      }
    }
    return places;
  }

  move(rows: number, columns: number, extend: boolean): void {
    const from = extend ? this.selection.corner : this.selection.active;
    this.choose({ row: from.row + rows, column: from.column + columns }, extend);
  }

  movePages(pages: number, extend: boolean): void {
    this.move(pages * this.#parts.table.visibleRows, 0, extend);
  }

  /** To the end of the marks first, then of the table. */
  moveToEdge(rows: number, columns: number, extend: boolean): void {
    const from = extend ? this.selection.corner : this.selection.active;
    const lastMark = this.#parts.book.columns.length - 1;
    const right = from.column < lastMark ? lastMark : this.#parts.table.columnCount - 1;
    const left = from.column > lastMark + 1 ? lastMark + 1 : 0;
    const column = columns === 0 ? from.column : columns > 0 ? right : left;
    const row = rows === 0 ? from.row : rows > 0 ? this.rows - 1 : 0;
    this.choose({ row, column }, extend);
  }

  chooseAll(): void {
    this.selection.set({ row: 0, column: 0 });
    this.selection.extend({ row: this.rows - 1, column: this.#parts.table.columnCount - 1 });
    this.#parts.onMove();
  }

  chooseOne(): void {
    this.choose(this.selection.active, false);
  }

  /** A rectangle of marks from a corner on, as far as the table goes. */
  chooseBlock(corner: Cell, rows: number, columns: number): void {
    this.selection.set(corner);
    const end = { row: corner.row + rows - 1, column: corner.column + columns - 1 };
    this.selection.extend(inside(end, this.rows, this.#parts.book.columns.length));
    this.#parts.onMove();
  }

  choose(cell: Cell, extend: boolean): void {
    const { table } = this.#parts;
    const target = inside(cell, this.rows, table.columnCount);
    if (extend) this.selection.extend(target);
    else this.selection.set(target);
    table.reveal(target);
    this.#parts.onMove();
  }

  clamp(): void {
    this.selection.clamp(this.rows, this.#parts.table.columnCount);
  }
}

/** Clicks choose a cell, Shift and dragging a rectangle; a second tap on a touch screen opens the cell. */
export function startPointer(table: Table, cursor: Cursor, open: () => void): void {
  table.element.addEventListener('dblclick', open);
  table.element.addEventListener('pointerdown', event => {
    const cell = table.placeOf(event.target);
    if (cell === null || event.button !== 0) return;
    const { active } = cursor.selection;
    const isTouch = event.pointerType !== 'mouse';
    if (isTouch && cell.row === active.row && cell.column === active.column) return open();
    cursor.choose(cell, event.shiftKey);
    if (isTouch) return;
    const drag = (move: PointerEvent): void => {
      const over = table.placeOf(document.elementFromPoint(move.clientX, move.clientY));
      if (over !== null) cursor.choose(over, true);
    };
    addEventListener('pointermove', drag);
    addEventListener('pointerup', () => removeEventListener('pointermove', drag), { once: true });
  });
}
