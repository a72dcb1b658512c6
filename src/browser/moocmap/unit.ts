import { type Control, shownText } from '../syllabus/liveNotes.ts';

/** What is saved together: a row of the schedule, an online course, a single field. */
export class Unit {
  readonly element: HTMLElement;
  readonly form: HTMLFormElement;
  /** What the server has, as far as this page knows, by the names of the fields. */
  base: Readonly<Record<string, string>>;

  constructor(element: HTMLElement, form: HTMLFormElement) {
    this.element = element;
    this.form = form;
    // As the page was sent: what a browser or an ended session has filled in is not saved yet.
    this.base = this.#read(firstValue);
  }

  values(): Record<string, string> {
    return this.#read(valueNow);
  }

  isChanged(): boolean {
    const now = this.values();
    return Object.keys(now).some(name => now[name] !== this.base[name]);
  }

  controls(): Control[] {
    const all = this.element.querySelectorAll<Control>('input:not([type="hidden"]), textarea, select');
    return [...all].filter(({ name }) => name !== '');
  }

  put(name: string, value: string): void {
    for (const control of this.#named(name)) {
      if (isBox(control)) control.checked = control.value === value;
      else control.value = value;
    }
  }

  #named(name: string): Control[] {
    return this.controls().filter(one => one.name === name);
  }

  /** Where something can be said of a field. */
  placeOf(name: string): Element {
    return this.#named(name)[0]?.closest('.field') ?? this.element;
  }

  textOf(name: string, value: string): string {
    const fields = this.#named(name);
    const [first] = fields;
    if (first === undefined || !isBox(first)) return first === undefined ? value : shownText(first, value);
    const ticked = fields.find(one => one.value === value);
    const label = ticked?.closest('label');
    return (label?.querySelector('strong') ?? label)?.textContent.trim() ?? '';
  }

  focus(name: string): void {
    const fields = this.#named(name);
    (fields.find(one => isBox(one) && one.checked) ?? fields[0])?.focus();
  }

  #read(valueOf: (control: Control) => string): Record<string, string> {
    const values: Record<string, string> = {};
    // Of several boxes with one name, that which is ticked tells.
    for (const control of this.controls()) {
      const value = valueOf(control);
      if (value !== '' || values[control.name] === undefined) values[control.name] = value;
    }
    return values;
  }
}

const isBox = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');

const valueNow = (control: Control): string => (isBox(control) && !control.checked ? '' : control.value);

function firstValue(control: Control): string {
  if (control instanceof HTMLSelectElement)
    return ([...control.options].find(option => option.defaultSelected) ?? control.options[0])?.value ?? '';
  return isBox(control) ? (control.defaultChecked ? control.value : '') : control.defaultValue;
}
