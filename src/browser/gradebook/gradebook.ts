import { type GridModel } from '../../features/gradebook/domain/grid.ts';
import { fill, find, setText } from '../grading/dom.ts';
import { createUnsavedGuard } from '../shell/unsavedGuard.ts';
import { Actions } from './actions.ts';
import { Book, type Place } from './book.ts';
import { Cursor, startPointer } from './cursor.ts';
import { CellEditor, type Leave } from './editor.ts';
import { Edits } from './edits.ts';
import { type GridCommand, gridCommandOf } from './keys.ts';
import { startList } from './list.ts';
import { type QueueState } from './markQueue.ts';
import { Selection } from './selection.ts';
import { createGridServer } from './server.ts';
import { showSaveStatus } from './status.ts';
import { Sync } from './sync.ts';
import { type CellLook, Table } from './table.ts';
import { createTools, type Tools } from './tools.ts';
import { Trouble } from './trouble.ts';

/** Puts the parts of the gradebook together; without script the page leads to each student's form. */
export function startGradebook(): void {
  const section = document.querySelector<HTMLElement>('#gradebook');
  if (section === null) return;
  const model = JSON.parse(section.dataset['gradebook'] ?? '') as GridModel;
  delete section.dataset['gradebook'];
  const gradebook = new Gradebook(model);
  gradebook.listen();
  gradebook.begin();
}

/** What does not come to the server by itself while the page is being left. */
const stuck: ReadonlySet<QueueState> = new Set(['offline', 'ended', 'refused']);

class Gradebook {
  readonly #model: GridModel;
  readonly #book: Book;
  readonly #tools: Tools;
  readonly #table: Table;
  readonly #cursor: Cursor;
  readonly #editor: CellEditor;
  readonly #edits: Edits;
  readonly #actions: Actions;
  readonly #sync: Sync;
  readonly #trouble: Trouble;
  readonly #guard = createUnsavedGuard();

  constructor(model: GridModel) {
    this.#model = model;
    const book = new Book(model);
    const selection = new Selection();
    this.#book = book;
    const problemText = (place: Place): string => this.#problemText(place);
    const goTo = (place: Place): void => this.#goTo(place);
    this.#trouble = new Trouble({
      book,
      problemText,
      goTo,
      keepMine: (place, { theirs }) => this.#sync.keepMine(place, theirs),
      takeTheirs: (place, { theirs }) => this.#sync.takeTheirs(place, theirs),
    });
    this.#sync = new Sync({
      book,
      server: createGridServer(model),
      trouble: this.#trouble,
      onState: () => this.#showState(),
      onMarks: () => this.#show(),
    });
    this.#edits = new Edits(book, (place, from, via) => this.#sync.changed(place, from, via));
    this.#tools = createTools(book, () => this.#reorder());
    const order = (): readonly number[] => this.#tools.order();
    const lookOf = (student: number, column: number): CellLook => this.#lookOf(student, column);
    this.#table = new Table({ book, frame: find('#grid-frame'), selection, order, lookOf });
    const onMove = (): void => this.#showCursor();
    this.#cursor = new Cursor({ book, table: this.#table, selection, order, onMove });
    this.#actions = new Actions({
      book,
      cursor: this.#cursor,
      edits: this.#edits,
      order,
      textOf: (student, column) => lookOf(student, column).text,
      problemText,
      announce: text => this.#announce(text),
      goTo,
      onChange: () => this.#show(),
    });
    this.#editor = new CellEditor({
      viewport: this.#table.viewport,
      commit: (text, leave) => this.#commit(text, leave),
      cancel: () => this.#table.element.focus({ preventScroll: true }),
    });
  }

  listen(): void {
    const { element, scroller } = this.#table;
    element.addEventListener('keydown', event => {
      const command = gridCommandOf(event);
      if (command === null) return;
      event.preventDefault();
      this.#run(command);
    });
    startPointer(this.#table, this.#cursor, () => this.#open(null));
    element.addEventListener('copy', event => this.#actions.copy(event));
    element.addEventListener('cut', event => {
      this.#actions.copy(event);
      this.#actions.clear();
    });
    element.addEventListener('paste', event => this.#actions.paste(event));
    scroller.addEventListener('scroll', () => this.#editor.close('stay'), { passive: true });
    document.querySelector('#undo')?.addEventListener('click', () => this.#actions.step('undo'));
    document.querySelector('#redo')?.addEventListener('click', () => this.#actions.step('redo'));
    this.#sync.listen();
  }

  begin(): void {
    this.#sync.takeKept();
    find('#gradebook').dataset['ready'] = '';
    startList(this.#book);
    this.#table.layOut();
    // Rows are measured once they exist.
    this.#table.layOut();
    this.#show();
  }

  #run(command: GridCommand): void {
    switch (command.kind) {
      case 'move':
        return this.#cursor.move(command.rows, command.columns, command.extend);
      case 'page':
        return this.#cursor.movePages(command.rows, command.extend);
      case 'edge':
        return this.#cursor.moveToEdge(command.rows, command.columns, command.extend);
      case 'type':
        return this.#open(command.text);
      case 'open':
        return this.#open(null);
      case 'clear':
        return this.#actions.clear();
      case 'fill':
        return this.#actions.fillDown();
      case 'undo':
      case 'redo':
        return this.#actions.step(command.kind);
      case 'all':
        return this.#cursor.chooseAll();
      case 'one':
        return this.#cursor.chooseOne();
    }
  }

  #lookOf(student: number, column: number): CellLook {
    const key = this.#table.computed[column - this.#book.columns.length];
    if (key !== undefined) {
      const { text, isOpen, isFailing } = this.#book.computedAt(student, key);
      return { text, state: isOpen && text !== '' ? 'open' : '', tone: isFailing ? 'failing' : '' };
    }
    const place = { student, column };
    const { mark, bad } = this.#book.valueAt(place);
    const text = this.#book.textAt(place);
    if (bad !== null) return { text, state: 'bad', tone: '' };
    const tone = mark === 'A' || mark === 'E' ? 'absent' : '';
    if (this.#trouble.conflictAt(place) !== null) return { text, state: 'conflict', tone };
    return { text, state: this.#sync.isPending(place) ? 'unsaved' : '', tone };
  }

  /** Opens the cell for typing; a computed one leads to the page that explains it. */
  #open(text: string | null): void {
    const { active } = this.#cursor.selection;
    const student = this.#tools.order()[active.row];
    if (student === undefined) return;
    const { id = '', name = '' } = this.#model.students[student] ?? {};
    const place = this.#cursor.placeOf(active);
    if (place === null || !this.#model.canEdit) {
      if (text === null) location.assign(`${this.#model.address}/${id}`);
      else this.#announce(this.#model.words.readOnly);
      return;
    }
    this.#table.reveal(active);
    const cell = this.#table.cellAt(active);
    const label = `${name}, ${this.#model.headings[active.column]?.full ?? ''}`;
    if (cell !== null) this.#editor.open(cell, label, text ?? this.#book.textAt(place), text !== null);
  }

  #commit(text: string, leave: Leave): void {
    const place = this.#cursor.placeOf(this.#cursor.selection.active);
    this.#table.element.focus({ preventScroll: true });
    if (leave === 'fill') this.#actions.fillAll(text);
    else if (place !== null && text !== this.#book.textAt(place))
      this.#actions.apply([{ place, text }], 'typed');
    const steps: Partial<Record<Leave, readonly [number, number]>> = {
      down: [1, 0],
      up: [-1, 0],
      left: [0, -1],
      right: [0, 1],
    };
    const [rows, columns] = steps[leave] ?? [0, 0];
    if (rows !== 0 || columns !== 0) this.#cursor.move(rows, columns, false);
  }

  /** Brings a cell into sight, also one that the filter hides. */
  #goTo({ student, column }: Place): void {
    if (!this.#tools.order().includes(student)) this.#tools.showAll();
    this.#cursor.choose({ row: this.#tools.order().indexOf(student), column }, false);
    this.#table.element.focus({ preventScroll: true });
  }

  #reorder(): void {
    this.#cursor.clamp();
    this.#table.layOut();
    this.#showCursor();
  }

  #show(): void {
    this.#trouble.show();
    this.#showCursor();
    this.#showState();
  }

  #showState(): void {
    const { state } = this.#sync.queue;
    showSaveStatus(this.#model.words, state, this.#sync.savedAt);
    setDisabled('#undo', !this.#edits.canUndo);
    setDisabled('#redo', !this.#edits.canRedo);
    const isSafe = !stuck.has(state) && this.#book.badPlaces().length === 0;
    if (isSafe) this.#guard.markSaved();
    else this.#guard.markDirty();
    this.#table.paint();
  }

  /** What the active cell is: the line above the table, as a spreadsheet has it. */
  #showCursor(): void {
    const { row, column } = this.#cursor.selection.active;
    const student = this.#tools.order()[row];
    const place = this.#cursor.placeOf({ row, column });
    const key = this.#table.computed[column - this.#book.columns.length];
    const heading =
      key === undefined ? this.#model.headings[column]?.full : this.#model.words.computedFull[key];
    const problem = place === null ? '' : this.#problemText(place);
    const closed = place === null ? '' : (this.#book.closedAt(place) ?? '');
    const name = student === undefined ? '' : this.#model.students[student]?.name;
    const note = find('#cell-note');
    setText(note, [name, heading, closed, problem].filter(part => part !== '').join(' · '));
    note.toggleAttribute('data-problem', problem !== '');
    this.#table.paint();
  }

  /** Why the cell's text is no mark; empty when it is one. */
  #problemText(place: Place): string {
    const { bad } = this.#book.valueAt(place);
    if (bad === null) return '';
    const maximum = this.#model.headings[place.column]?.maximum ?? '';
    return fill(this.#model.words.problems[bad.problem], { maximum });
  }

  #announce(text: string): void {
    setText(find('#announcement'), text);
    setText(find('#cell-note'), text);
  }
}

function setDisabled(selector: string, disabled: boolean): void {
  const button = document.querySelector<HTMLButtonElement>(selector);
  if (button !== null) button.disabled = disabled;
}
