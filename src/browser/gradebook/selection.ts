/** A cell by its row on screen (after filter and order) and its column, computed ones included. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, both ends included. */
export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The active cell and the rectangle that reaches from it to another one. */
export class Selection {
  #active: Cell = { row: 0, column: 0 };
  #other: Cell = { row: 0, column: 0 };

  get active(): Cell {
    return this.#active;
  }

  get range(): Range {
    const [a, b] = [this.#active, this.#other];
    return {
      top: Math.min(a.row, b.row),
      bottom: Math.max(a.row, b.row),
      left: Math.min(a.column, b.column),
      right: Math.max(a.column, b.column),
    };
  }

  /** The corner that moves while the selection grows. */
  get corner(): Cell {
    return this.#other;
  }

  set(cell: Cell): void {
    this.#active = cell;
    this.#other = cell;
  }

  extend(cell: Cell): void {
    this.#other = cell;
  }

  /** Keeps both corners inside a table of this size. */
  clamp(rows: number, columns: number): void {
    this.#active = inside(this.#active, rows, columns);
    this.#other = inside(this.#other, rows, columns);
  }
}

export function inside({ row, column }: Cell, rows: number, columns: number): Cell {
  return {
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  };
}

export function isInside({ row, column }: Cell, { top, bottom, left, right }: Range): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}
