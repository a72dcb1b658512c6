import { type TableModel } from '../../features/grading/domain/table.ts';
import { findBand, readPercent } from '../../features/grading/domain/rubric.ts';
import { canBecomePercent } from '../../features/grading/domain/typing.ts';
import { fill, find, setText } from './dom.ts';
import { type CriterionValue } from './criterion.ts';

export interface RowActions {
  typed(): void;
  /** To the row below or above. */
  go(step: 1 | -1): void;
  keepMine(): void;
  takeTheirs(): void;
}

/** One student's percent in the table, with what is wrong about it. */
export class TableRow {
  readonly #input: HTMLInputElement;
  readonly #error: HTMLElement;
  readonly #question: HTMLElement;
  readonly #model: Pick<TableModel, 'bands' | 'words'>;
  #value: CriterionValue = { percent: null, band: null, fault: null };

  constructor(row: HTMLElement, model: Pick<TableModel, 'bands' | 'words'>, actions: RowActions) {
    this.#model = model;
    this.#input = find<HTMLInputElement>('input.input', row);
    this.#error = find('[data-row-error]', row);
    this.#question = find('[data-row-conflict]', row);
    this.#read();
    this.#input.addEventListener('input', () => {
      this.#read();
      if (this.#value.fault === null || !canBecomePercent(this.#input.value)) this.#showFault();
      actions.typed();
    });
    this.#input.addEventListener('blur', () => this.#showFault());
    this.#input.addEventListener('keydown', event => {
      const step =
        event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : null;
      if (step === null) return;
      event.preventDefault();
      actions.go(event.shiftKey && event.key === 'Enter' ? -1 : step);
    });
    find('[data-keep-mine]', row).addEventListener('click', () => actions.keepMine());
    find('[data-take-theirs]', row).addEventListener('click', () => actions.takeTheirs());
  }

  get value(): CriterionValue {
    return this.#value;
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  show(percent: number | null): void {
    const text = percent === null ? '' : String(percent);
    if (this.#input.value !== text) this.#input.value = text;
    this.#read();
    this.#showFault();
  }

  /** Asks which of two percents stays; null: there is nothing to ask. */
  ask(text: string | null): void {
    this.#question.hidden = text === null;
    setText(find('p', this.#question), text ?? '');
  }

  #read(): void {
    const { bands } = this.#model;
    const reading = readPercent(this.#input.value, null);
    this.#value = reading.ok
      ? {
          percent: reading.percent,
          band: reading.percent === null ? null : findBand(bands, reading.percent),
          fault: null,
        }
      : { percent: null, band: null, fault: reading.problem };
  }

  #showFault(): void {
    const { fault } = this.#value;
    const text = fault === null ? '' : fill(this.#model.words.problems[fault], { min: 0, max: 100 });
    setText(find('span', this.#error), text);
    this.#error.hidden = fault === null;
    // What the server said of an earlier value means nothing any more.
    this.#input.closest('.field')?.querySelector('.field-error')?.remove();
    this.#input.removeAttribute('aria-invalid');
    this.#input.removeAttribute('aria-describedby');
    if (fault === null) return;
    this.#input.setAttribute('aria-invalid', 'true');
    this.#input.setAttribute('aria-describedby', this.#error.id);
  }
}
