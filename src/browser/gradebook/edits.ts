import { type Channel } from '../../features/gradebook/domain/writing.ts';
import { type Book, type CellValue, type Place } from './book.ts';

/** One cell that changes. */
interface Change {
  readonly place: Place;
  readonly before: CellValue;
  readonly after: CellValue;
}

/** A cell and the text that somebody gives it. */
export interface Edit {
  readonly place: Place;
  readonly text: string;
}

export interface EditOutcome {
  readonly taken: number;
  readonly bad: number;
}

const longestHistory = 200;

/** Changes marks, and can take every step back and forward again. */
export class Edits {
  readonly #book: Book;
  readonly #onMark: (place: Place, from: string, via: Channel) => void;
  #done: (readonly Change[])[] = [];
  #undone: (readonly Change[])[] = [];

  /** @param onMark a mark has changed, and is to be saved */
  constructor(book: Book, onMark: (place: Place, from: string, via: Channel) => void) {
    this.#book = book;
    this.#onMark = onMark;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** One step, however many cells it changes. Texts that are no marks stay at their cells and are not saved. */
  apply(edits: readonly Edit[], via: Channel): EditOutcome {
    const changes = edits.flatMap(({ place, text }): Change[] => {
      const before = this.#book.valueAt(place);
      const after = this.#book.read(place, text);
      const isSame = before.mark === after.mark && before.bad?.text === after.bad?.text;
      return isSame ? [] : [{ place, before, after }];
    });
    if (changes.length > 0) {
      this.#done = [...this.#done, changes].slice(-longestHistory);
      this.#undone = [];
      for (const { place, after } of changes) this.#write(place, after, via);
    }
    const bad = edits.filter(({ place }) => this.#book.valueAt(place).bad !== null).length;
    return { taken: edits.length - bad, bad };
  }

  /** The first place of the step that was taken back; null: there was none. */
  undo(): Place | null {
    return this.#move(this.#done, this.#undone, change => change.before);
  }

  redo(): Place | null {
    return this.#move(this.#undone, this.#done, change => change.after);
  }

  #move(
    from: (readonly Change[])[],
    to: (readonly Change[])[],
    which: (change: Change) => CellValue,
  ): Place | null {
    const step = from.pop();
    if (step === undefined) return null;
    to.push(step);
    for (const change of step) this.#write(change.place, which(change), 'undone');
    return step[0]?.place ?? null;
  }

  #write(place: Place, value: CellValue, via: Channel): void {
    const from = this.#book.markAt(place);
    this.#book.set(place, value);
    if (from !== value.mark) this.#onMark(place, from, via);
  }
}
