import { type SavedRow } from '../../features/gradebook/domain/grid.ts';
import { fill, find, setText } from '../grading/dom.ts';
import { type Book, type Place } from './book.ts';

type Conflict = SavedRow['conflicts'][number];

export interface TroubleParts {
  readonly book: Book;
  problemText(place: Place): string;
  goTo(place: Place): void;
  keepMine(place: Place, conflict: Conflict): void;
  takeTheirs(place: Place, conflict: Conflict): void;
}

/** More than this many lines nobody reads at once; the count says how many there are. */
const mostLines = 50;

/** Cells that need a person: two values for one cell, and texts that are no marks. */
export class Trouble {
  readonly #parts: TroubleParts;
  readonly #conflicts = new Map<string, { place: Place; conflict: Conflict }>();
  readonly #section = find('#trouble');
  readonly #list = find('#trouble-list');

  constructor(parts: TroubleParts) {
    this.#parts = parts;
  }

  add(place: Place, conflict: Conflict): void {
    this.#conflicts.set(keyOf(place), { place, conflict });
  }

  /** The grader has decided, or has typed something else. */
  settle(place: Place): void {
    this.#conflicts.delete(keyOf(place));
  }

  conflictAt(place: Place): Conflict | null {
    return this.#conflicts.get(keyOf(place))?.conflict ?? null;
  }

  show(): void {
    const bad = this.#parts.book.badPlaces();
    const count = bad.length + this.#conflicts.size;
    this.#section.hidden = count === 0;
    setText(find('#trouble-count'), String(count));
    this.#list.replaceChildren(
      ...[...this.#conflicts.values()].map(one => this.#conflictLine(one.place, one.conflict)),
      ...bad
        .slice(0, mostLines)
        .map(({ place, bad: { text } }) =>
          this.#line(place, `«${text}»: ${this.#parts.problemText(place)}`, []),
        ),
    );
  }

  #conflictLine(place: Place, conflict: Conflict): HTMLElement {
    const { book } = this.#parts;
    const { words } = book.model;
    const text = (mark: string): string => (mark === '' ? words.blank : book.show(mark));
    const sentence = fill(words.conflicts, {
      mine: text(conflict.mine),
      theirs: text(conflict.theirs),
      name: conflict.by ?? words.byYourself,
      at: conflict.at,
    });
    return this.#line(place, sentence, [
      button(words.keepMine, () => this.#parts.keepMine(place, conflict)),
      button(words.takeTheirs, () => this.#parts.takeTheirs(place, conflict)),
    ]);
  }

  #line(place: Place, text: string, buttons: readonly HTMLElement[]): HTMLElement {
    const { book } = this.#parts;
    const item = document.createElement('li');
    const where = document.createElement('strong');
    const heading = book.model.headings[place.column]?.short ?? '';
    where.textContent = `${book.model.students[place.student]?.name ?? ''}, ${heading}`;
    const words = document.createElement('span');
    words.textContent = text;
    item.append(
      where,
      ' ',
      words,
      ' ',
      button(book.model.words.goTo, () => this.#parts.goTo(place)),
      ...buttons,
    );
    return item;
  }
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'button';
  element.dataset['kind'] = 'secondary';
  element.dataset['size'] = 'small';
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}

const keyOf = ({ student, column }: Place): string => `${student}:${column}`;
