/** Why an editor was closed, and where one goes from there. */
export type Leave = 'down' | 'up' | 'left' | 'right' | 'stay' | 'fill';

export interface EditorParts {
  readonly viewport: HTMLElement;
  commit(text: string, leave: Leave): void;
  cancel(): void;
}

/**
 * The field that appears over a cell. Opened by typing, the arrow keys leave it as a spreadsheet's do; opened to
 * correct something, they move inside the text.
 */
export class CellEditor {
  readonly #input: HTMLInputElement;
  readonly #parts: EditorParts;
  #isOpen = false;
  #isTyped = false;

  constructor(parts: EditorParts) {
    this.#parts = parts;
    this.#input = document.createElement('input');
    this.#input.className = 'gradebook-editor';
    this.#input.type = 'text';
    this.#input.inputMode = 'decimal';
    this.#input.autocomplete = 'off';
    this.#input.hidden = true;
    parts.viewport.append(this.#input);
    this.#input.addEventListener('keydown', event => this.#onKey(event));
    this.#input.addEventListener('blur', () => this.close('stay'));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @param typed true: the text replaces what stood there */
  open(cell: HTMLElement, label: string, text: string, typed: boolean): void {
    const frame = this.#parts.viewport.getBoundingClientRect();
    const box = cell.getBoundingClientRect();
    const { style } = this.#input;
    style.insetInlineStart = `${box.left - frame.left}px`;
    style.insetBlockStart = `${box.top - frame.top}px`;
    style.inlineSize = `${Math.max(box.width, 64)}px`;
    style.blockSize = `${box.height}px`;
    this.#input.hidden = false;
    this.#input.value = text;
    this.#input.setAttribute('aria-label', label);
    this.#isOpen = true;
    this.#isTyped = typed;
    this.#input.focus({ preventScroll: true });
    if (typed) this.#input.setSelectionRange(text.length, text.length);
    else this.#input.select();
  }

  close(leave: Leave): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#input.hidden = true;
    this.#parts.commit(this.#input.value, leave);
  }

  #cancel(): void {
    this.#isOpen = false;
    this.#input.hidden = true;
    this.#parts.cancel();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const leave = this.#leaveOf(event);
    if (event.key === 'Escape') this.#cancel();
    else if (leave !== null) this.close(leave);
    else {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #leaveOf({ key, shiftKey, ctrlKey }: KeyboardEvent): Leave | null {
    if (key === 'Enter') return ctrlKey ? 'fill' : shiftKey ? 'up' : 'down';
    if (key === 'Tab') return shiftKey ? 'left' : 'right';
    if (!this.#isTyped) return null;
    const arrows: Readonly<Record<string, Leave>> = {
      ArrowDown: 'down',
      ArrowUp: 'up',
      ArrowLeft: 'left',
      ArrowRight: 'right',
    };
    return arrows[key] ?? null;
  }
}
