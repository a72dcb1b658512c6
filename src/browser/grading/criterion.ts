import { type PanelWords, type PercentFault } from '../../features/grading/domain/panel.ts';
import { type Band, findBand, readPercent } from '../../features/grading/domain/rubric.ts';
import { canBecomePercent } from '../../features/grading/domain/typing.ts';
import { fill, find, setText } from './dom.ts';

/** What stands in a criterion now. */
export interface CriterionValue {
  readonly percent: number | null;
  /** The band of the percent, or one that was picked without a percent. */
  readonly band: number | null;
  /** Something is typed that is no percent (yet). */
  readonly fault: PercentFault | null;
}

/**
 * One criterion: its levels and its percent follow each other. A level that was picked limits the number that is typed
 * next; once a number stands, the level follows the number.
 */
export class CriterionField {
  readonly #input: HTMLInputElement;
  readonly #radios: readonly HTMLInputElement[];
  readonly #hint: HTMLElement;
  readonly #error: HTMLElement;
  readonly #bands: readonly Band[];
  readonly #words: PanelWords;
  #picked: number | null = null;
  #value: CriterionValue = { percent: null, band: null, fault: null };

  constructor(section: HTMLElement, bands: readonly Band[], words: PanelWords, onChange: () => void) {
    this.#input = find<HTMLInputElement>('.criterion-percent input', section);
    this.#radios = [...section.querySelectorAll<HTMLInputElement>('.band input')];
    this.#hint = find('.field-hint', section);
    this.#error = find('.field-error', section);
    this.#bands = bands;
    this.#words = words;
    this.#input.addEventListener('input', () => {
      this.#readTyped();
      onChange();
    });
    this.#input.addEventListener('blur', () => this.showFault());
    this.#radios.forEach((radio, place) =>
      radio.addEventListener('change', () => {
        this.pick(place);
        onChange();
      }),
    );
    // A click on a level goes on to its percent; the arrow keys inside the group must stay there.
    for (const card of section.querySelectorAll('.band')) {
      card.addEventListener('click', event => {
        if (event instanceof MouseEvent && event.detail > 0) this.focus();
      });
    }
    // As the page came: a level may have been picked without a percent.
    const checked = this.#radios.findIndex(radio => radio.checked);
    this.#picked = checked === -1 ? null : checked;
    this.#readTyped();
  }

  get value(): CriterionValue {
    return this.#value;
  }

  /** Whether the element belongs to this criterion. */
  has(element: Element | null): boolean {
    return element === this.#input || this.#radios.some(radio => radio === element);
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
    this.#input.select();
  }

  /** Brings all levels into view, not only the field that has the focus. */
  reveal(): void {
    this.#input.closest('.criterion')?.scrollIntoView({ block: 'nearest' });
  }

  show(percent: number | null, band: number | null): void {
    this.#picked = percent === null ? band : null;
    this.#input.value = percent === null ? '' : String(percent);
    this.#readTyped();
  }

  /** Picks a level; `again`: the same one once more, still without a percent, takes its highest. */
  pick(place: number, again = false): void {
    const band = this.#bands[place];
    if (band === undefined) return;
    const repeated = again && this.#value.band === place && this.#value.percent === null;
    this.#picked = place;
    const reading = readPercent(this.#input.value, band);
    if (repeated) this.#input.value = String(band.max);
    else if (!reading.ok) this.#input.value = '';
    this.#readTyped();
  }

  /** Types a digit as if the field had got it: over what is selected, else at the end. */
  type(digit: string): void {
    const input = this.#input;
    const isFocused = document.activeElement === input;
    const from = isFocused ? (input.selectionStart ?? 0) : 0;
    const to = isFocused ? (input.selectionEnd ?? from) : input.value.length;
    input.focus();
    input.setRangeText(digit, from, to, 'end');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Says what is wrong, also about a number that is only half typed. True when something is. */
  showFault(): boolean {
    const { fault } = this.#value;
    const band = this.#picked === null ? null : this.#bands[this.#picked];
    const text =
      fault === null ? '' : fill(this.#words.problems[fault], { min: band?.min ?? 0, max: band?.max ?? 100 });
    setText(find('span', this.#error), text);
    this.#error.hidden = fault === null;
    this.#input.setAttribute(
      'aria-describedby',
      [this.#hint.id, ...(fault === null ? [] : [this.#error.id])].join(' '),
    );
    if (fault === null) this.#input.removeAttribute('aria-invalid');
    else this.#input.setAttribute('aria-invalid', 'true');
    return fault !== null;
  }

  #readTyped(): void {
    const text = this.#input.value;
    const limit = this.#picked === null ? null : (this.#bands[this.#picked] ?? null);
    const reading = readPercent(text, limit);
    if (!reading.ok) {
      this.#set({ percent: null, band: this.#picked, fault: reading.problem });
      if (!canBecomePercent(text, limit ?? undefined)) this.showFault();
      return;
    }
    const { percent } = reading;
    if (percent === null) {
      this.#set({ percent, band: this.#picked, fault: null });
    } else {
      this.#picked = null;
      this.#set({ percent, band: findBand(this.#bands, percent), fault: null });
    }
    this.showFault();
  }

  #set(value: CriterionValue): void {
    this.#value = value;
    this.#radios.forEach((radio, place) => (radio.checked = place === value.band));
    const band = value.band === null ? null : this.#bands[value.band];
    setText(this.#hint, fill(this.#words.range, { range: `${band?.min ?? 0}–${band?.max ?? 100}` }));
  }
}
