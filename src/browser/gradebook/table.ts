import { computedColumns, type ComputedKey } from '../../features/gradebook/domain/grid.ts';
import { type Book } from './book.ts';
import { type Cell, isInside, type Selection } from './selection.ts';

/** What a cell looks like at this moment. */
export interface CellLook {
  readonly text: string;
  /** `bad`: no mark. `conflict`: two values. `unsaved`: not with the server yet. `open`: still incomplete. */
  readonly state: '' | 'bad' | 'conflict' | 'unsaved' | 'open';
  readonly tone: '' | 'failing' | 'absent';
}

export interface TableParts {
  readonly book: Book;
  readonly frame: HTMLElement;
  readonly selection: Selection;
  /** The student of each row on screen, by the place in the class. */
  order(): readonly number[];
  lookOf(student: number, column: number): CellLook;
}

/** A row that exists, whomever it shows at this moment. */
interface Row {
  readonly element: HTMLTableRowElement;
  readonly name: HTMLAnchorElement;
  readonly cells: readonly HTMLTableCellElement[];
  /** What each cell was painted as, so that only changes touch the page. */
  readonly seen: string[];
}

/** Rows beyond this many on a screen do not exist: nobody reads them. */
const mostRows = 120;

/**
 * The table on screen. Only as many rows exist as fit: they stand still in a frame that sticks to the scroller, and
 * scrolling changes what they say. So there is never a blank row, however fast somebody scrolls.
 */
export class Table {
  readonly element: HTMLTableElement;
  readonly scroller: HTMLElement;
  readonly viewport: HTMLElement;
  /** Columns of marks come first, then the computed ones. */
  readonly computed: readonly ComputedKey[];
  readonly columnCount: number;
  readonly #parts: TableParts;
  readonly #spacer: HTMLElement;
  readonly #body: HTMLTableSectionElement;
  readonly #header: HTMLTableRowElement;
  readonly #rows: Row[] = [];
  #first = 0;
  #rowHeight = 28;
  #headHeight = 40;

  constructor(parts: TableParts) {
    this.#parts = parts;
    this.computed = computedColumns(parts.book.model.plan);
    this.columnCount = parts.book.columns.length + this.computed.length;
    this.scroller = make('div', 'gradebook-scroller');
    this.#spacer = make('div', 'gradebook-spacer');
    this.viewport = make('div', 'gradebook-viewport');
    this.element = make('table', 'gradebook-table');
    this.#header = document.createElement('tr');
    this.#body = document.createElement('tbody');
    this.#build();
    this.scroller.addEventListener('scroll', () => this.paint(), { passive: true });
    new ResizeObserver(() => this.layOut()).observe(this.scroller);
  }

  /** Whole rows that fit at once. */
  get visibleRows(): number {
    return Math.max(1, Math.floor((this.scroller.clientHeight - this.#headHeight) / this.#rowHeight));
  }

  /** Measures, makes as many rows as fit, and paints. */
  layOut(): void {
    if (this.scroller.clientHeight === 0) return;
    this.#headHeight = this.#header.offsetHeight || this.#headHeight;
    const [sample] = this.#rows;
    if (sample !== undefined) this.#rowHeight = sample.element.offsetHeight || this.#rowHeight;
    const count = Math.min(mostRows, this.visibleRows + 1, this.#parts.order().length);
    while (this.#rows.length < count) this.#rows.push(this.#makeRow(this.#rows.length));
    this.#rows.forEach(({ element }, index) => (element.hidden = index >= count));
    const length = this.#parts.order().length * this.#rowHeight + this.#headHeight;
    this.#spacer.style.blockSize = `${length}px`;
    this.#spacer.style.inlineSize = `${this.element.offsetWidth}px`;
    this.viewport.style.blockSize = `${Math.min(this.scroller.clientHeight, length)}px`;
    this.element.setAttribute('aria-rowcount', String(this.#parts.order().length + 1));
    this.paint();
  }

  paint(): void {
    const order = this.#parts.order();
    const furthest = Math.max(0, order.length - this.visibleRows);
    this.#first = Math.min(furthest, Math.ceil(this.scroller.scrollTop / this.#rowHeight - 0.01));
    this.#rows.forEach((row, index) => {
      const place = this.#first + index;
      const student = order[place];
      row.element.style.visibility = student === undefined ? 'hidden' : 'visible';
      if (student !== undefined) this.#paintRow(row, place, student);
    });
    const active = this.cellAt(this.#parts.selection.active);
    if (active === null) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', active.id);
  }

  /** The element of a cell; null while it is not on screen. */
  cellAt({ row, column }: Cell): HTMLTableCellElement | null {
    const found = this.#rows[row - this.#first];
    return found === undefined || found.element.hidden ? null : (found.cells[column] ?? null);
  }

  /** The cell that an element belongs to; null for headings and names. */
  placeOf(target: EventTarget | null): Cell | null {
    const element = target instanceof Element ? target.closest('td') : null;
    const index = this.#rows.findIndex(row => row.element === element?.parentElement);
    const cells: readonly Element[] = this.#rows[index]?.cells ?? [];
    const column = element === null ? -1 : cells.indexOf(element);
    return column === -1 ? null : { row: this.#first + index, column };
  }

  reveal(cell: Cell): void {
    const { scroller } = this;
    const visible = this.visibleRows;
    if (cell.row < this.#first) scroller.scrollTop = cell.row * this.#rowHeight;
    else if (cell.row >= this.#first + visible)
      scroller.scrollTop = (cell.row - visible + 1) * this.#rowHeight;
    const heading = this.#header.cells[cell.column + 1];
    const frozen = this.#header.cells[0]?.offsetWidth ?? 0;
    if (heading !== undefined) {
      const left = heading.offsetLeft - frozen;
      const right = heading.offsetLeft + heading.offsetWidth - scroller.clientWidth;
      if (scroller.scrollLeft > left) scroller.scrollLeft = left;
      else if (scroller.scrollLeft < right) scroller.scrollLeft = right;
    }
    this.paint();
  }

  #build(): void {
    const { frame, book } = this.#parts;
    const { words } = book.model;
    this.element.tabIndex = 0;
    for (const [name, value] of [
      ['role', 'grid'],
      ['aria-label', words.grid],
      ['aria-multiselectable', 'true'],
      ['aria-colcount', String(this.columnCount + 1)],
      ['aria-describedby', 'cell-note'],
    ] as const)
      this.element.setAttribute(name, value);
    this.#header.setAttribute('aria-rowindex', '1');
    this.#header.append(heading(words.name, '', words.name, 'name'));
    let control: string | null = null;
    book.model.headings.forEach(({ short, maximum, full }, place) => {
      const column = book.columns[place];
      const cell = heading(short, maximum, full, column?.kind ?? 'other');
      if (place > 0 && column?.control !== control) cell.dataset['begins'] = '';
      control = column?.control ?? null;
      this.#header.append(cell);
    });
    this.computed.forEach((key, place) => {
      const cell = heading(words.computed[key], '', words.computedFull[key], 'computed');
      cell.dataset['key'] = key;
      if (place === 0) cell.dataset['begins'] = '';
      this.#header.append(cell);
    });
    const head = document.createElement('thead');
    head.append(this.#header);
    this.element.append(head, this.#body);
    this.viewport.append(this.element);
    this.#spacer.append(this.viewport);
    this.scroller.append(this.#spacer);
    frame.append(this.scroller);
  }

  #makeRow(index: number): Row {
    const element = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    const name = document.createElement('a');
    name.tabIndex = -1;
    head.append(name);
    element.append(head);
    const cells = Array.from({ length: this.columnCount }, (_, column) => {
      const cell = document.createElement('td');
      cell.id = `cell-${index}-${column}`;
      const place = column - this.#parts.book.columns.length;
      const key = this.computed[place];
      if (key !== undefined) {
        cell.dataset['key'] = key;
        cell.setAttribute('aria-readonly', 'true');
      }
      if (this.#header.cells[column + 1]?.dataset['begins'] !== undefined) cell.dataset['begins'] = '';
      element.append(cell);
      return cell;
    });
    this.#body.append(element);
    return { element, name, cells, seen: [] };
  }

  #paintRow(row: Row, place: number, student: number): void {
    const { book, selection } = this.#parts;
    const { active, range } = selection;
    const person = book.model.students[student];
    const rowIndex = String(place + 2);
    if (row.element.getAttribute('aria-rowindex') !== rowIndex) {
      row.element.setAttribute('aria-rowindex', rowIndex);
      row.element.toggleAttribute('data-even', place % 2 === 1);
    }
    if (row.name.textContent !== person?.name || !row.name.href.endsWith(person.id)) {
      row.name.textContent = person?.name ?? '';
      row.name.href = `${book.model.address}/${person?.id ?? ''}`;
    }
    row.element.toggleAttribute('data-active', place === active.row);
    row.cells.forEach((cell, column) => {
      const { text, state, tone } = this.#parts.lookOf(student, column);
      const at = { row: place, column };
      const chosen = isInside(at, range) ? (place === active.row && column === active.column ? 2 : 1) : 0;
      const look = `${text}|${state}|${tone}|${chosen}`;
      if (row.seen[column] === look) return;
      row.seen[column] = look;
      if (cell.textContent !== text) cell.textContent = text;
      setState(cell, state, tone, chosen);
    });
  }
}

function setState(cell: HTMLElement, state: CellLook['state'], tone: CellLook['tone'], chosen: number): void {
  setOrRemove(cell, 'data-state', state);
  setOrRemove(cell, 'data-look', tone);
  setOrRemove(cell, 'data-chosen', chosen === 0 ? '' : chosen === 2 ? 'active' : 'range');
  setOrRemove(cell, 'aria-selected', chosen === 0 ? '' : 'true');
  setOrRemove(cell, 'aria-invalid', state === 'bad' || state === 'conflict' ? 'true' : '');
}

function setOrRemove(element: HTMLElement, name: string, value: string): void {
  if (value === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function heading(text: string, below: string, title: string, kind: string): HTMLTableCellElement {
  const cell = document.createElement('th');
  cell.scope = 'col';
  cell.title = title;
  cell.dataset['kind'] = kind;
  const name = document.createElement('span');
  name.textContent = text;
  cell.append(name);
  if (below !== '') {
    const small = document.createElement('small');
    small.textContent = below;
    cell.append(small);
  }
  return cell;
}
