import { find, setText } from '../grading/dom.ts';
import { createUnsavedGuard } from '../shell/unsavedGuard.ts';
import { postJson } from '../tab/askServer.ts';
import { showFindings, type ShownFinding } from './liveFindings.ts';
import {
  askWhichValue,
  clearNotes,
  type Control,
  type LiveState,
  showFault,
  shownText,
  showState,
} from './liveNotes.ts';

type FieldAnswer =
  | {
      readonly kind: 'saved';
      readonly rev: number;
      readonly shape: string;
      readonly findings: ShownFinding[];
      readonly counts: string;
    }
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'conflict'; readonly theirs: string; readonly rev: number; readonly shape: string }
  | { readonly kind: 'moved' };

/** So long after the last key a text is saved: milliseconds. */
const typingMs = 900;
const againMs = 5000;

/** A form that saves each value by itself; the server checks the whole and says what contradicts what. */
export function startLiveForm(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-live]');
  if (form !== null) new LiveForm(form).start();
}

class LiveForm {
  readonly #form: HTMLFormElement;
  readonly #words: Readonly<Record<string, string>>;
  readonly #guard = createUnsavedGuard();
  /** What the server has, as far as this page knows. */
  readonly #saved = new Map<string, string>();
  readonly #waiting = new Set<string>();
  readonly #done: { readonly name: string; readonly before: string; readonly after: string }[] = [];
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #running: Promise<void> | null = null;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#words = JSON.parse(form.dataset['words'] ?? '{}') as Record<string, string>;
  }

  start(): void {
    for (const field of this.#fields()) this.#saved.set(field.name, field.value);
    find('[data-live-status]').hidden = false;
    // What is typed is saved by now, so one no longer goes back without saving.
    const back = document.querySelector('#form-back span');
    if (back !== null) setText(back, this.#form.dataset['back'] ?? '');
    this.#form.addEventListener('input', event => this.#typed(event.target, typingMs));
    this.#form.addEventListener('change', event => this.#typed(event.target, 0));
    this.#form.addEventListener('submit', event => this.#submitted(event));
    // What is saved already is not sent again: it would be written over what others have saved since.
    this.#form.addEventListener('formdata', event => {
      for (const name of this.#saved.keys()) event.formData.delete(name);
    });
    find('[data-live-undo]').addEventListener('click', () => this.#undo());
    addEventListener('online', () => this.#pump());
  }

  /** The values that can be saved one by one; a new row and the removal of rows wait for the button. */
  #fields(): Control[] {
    return [
      ...this.#form.querySelectorAll<Control>('.correction-fields :is(input, textarea, select)'),
    ].filter(({ name }) => name !== '' && !name.startsWith('add.'));
  }

  #field(name: string): Control | undefined {
    return this.#fields().find(field => field.name === name);
  }

  #typed(target: EventTarget | null, wait: number): void {
    this.#guard.markDirty();
    const { name } = target as Control;
    if (!this.#saved.has(name)) return;
    clearTimeout(this.#timers.get(name));
    const save = (): void => {
      this.#timers.delete(name);
      this.#waiting.add(name);
      this.#pump();
    };
    this.#timers.set(name, setTimeout(save, wait));
  }

  /** One value after the other: each is based on what the one before it left. */
  #pump(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  async #run(): Promise<void> {
    for (let [name] = this.#waiting; name !== undefined; [name] = this.#waiting) {
      this.#waiting.delete(name);
      const field = this.#field(name);
      if (field === undefined) continue;
      if (field.value === this.#saved.get(name)) {
        // Typed back to what the server has.
        clearNotes(field);
        if (this.#form.querySelector('[data-unsaved]') === null) this.#show('saved');
        continue;
      }
      if (!(await this.#save(field))) return;
    }
    if (this.#timers.size === 0 && this.#form.querySelector('[data-unsaved]') === null)
      this.#guard.markSaved();
  }

  /** @returns whether it makes sense to go on with the others */
  async #save(field: Control, isUndo = false): Promise<boolean> {
    const { name, value } = field;
    const before = this.#saved.get(name) ?? '';
    this.#show('saving');
    const answer = await postJson<FieldAnswer>(this.#form.dataset['live'] ?? '', this.#csrf(), {
      path: name,
      before,
      value,
      shape: this.#form.dataset['shape'] ?? '',
    });
    if (answer.kind === 'answered' && answer.ok) {
      if (answer.value.kind === 'saved') {
        this.#saved.set(name, value);
        if (!isUndo) this.#done.push({ name, before, after: value });
      }
      this.#take(field, answer.value);
      return answer.value.kind !== 'moved';
    }
    if (answer.kind === 'unreachable') {
      this.#waiting.add(name);
      setTimeout(() => this.#pump(), againMs);
    }
    this.#show(answer.kind === 'unreachable' ? 'offline' : answer.kind === 'ended' ? 'ended' : 'moved');
    return false;
  }

  #take(field: Control, answer: FieldAnswer): void {
    clearNotes(field);
    switch (answer.kind) {
      case 'saved':
        this.#at(answer);
        showFindings(answer.findings, answer.counts);
        find('[data-live-undo]').hidden = this.#done.length === 0;
        this.#show('saved');
        return;
      case 'wrong':
        showFault(field, answer.message);
        this.#show('unsaved');
        return;
      case 'conflict':
        this.#at(answer);
        this.#ask(field, answer.theirs);
        this.#show('conflict');
        return;
      case 'moved':
        this.#show('moved');
    }
  }

  #at({ rev, shape }: { readonly rev: number; readonly shape: string }): void {
    this.#form.dataset['shape'] = shape;
    find<HTMLInputElement>('input[name="rev"]', this.#form).value = String(rev);
  }

  /** Both values are shown; whichever is taken, the other person's is the one that it is based on. */
  #ask(field: Control, theirs: string): void {
    this.#saved.set(field.name, theirs);
    askWhichValue(field.closest('.field'), shownText(field, theirs), whose => {
      if (whose === 'theirs') field.value = theirs;
      clearNotes(field);
      field.focus();
      this.#waiting.add(field.name);
      if (field.value === theirs) this.#show('saved');
      this.#pump();
    });
  }

  #undo(): void {
    const last = this.#done.pop();
    const field = last === undefined ? undefined : this.#field(last.name);
    if (last === undefined || field === undefined) return;
    field.value = last.before;
    field.focus();
    void this.#save(field, true);
  }

  #submitted(event: SubmitEvent): void {
    const isPlain = this.#form.querySelector('[name^="remove:"]:checked') === null && !this.#hasNewRow();
    if (this.#form.dataset['flushed'] !== undefined) {
      this.#guard.markSaved();
      return;
    }
    event.preventDefault();
    void this.#flush().then(() => {
      if (this.#form.querySelector('[data-unsaved]') !== null || this.#waiting.size > 0) return;
      this.#guard.markSaved();
      if (isPlain) location.assign(this.#form.dataset['saved'] ?? '.');
      else {
        this.#form.dataset['flushed'] = '';
        this.#form.requestSubmit();
      }
    });
  }

  async #flush(): Promise<void> {
    for (const [name, timer] of this.#timers) {
      clearTimeout(timer);
      this.#waiting.add(name);
    }
    this.#timers.clear();
    await this.#running;
    this.#pump();
    await this.#running;
  }

  #hasNewRow(): boolean {
    return (this.#form.querySelector<HTMLInputElement>('[name="add.title"]')?.value ?? '').trim() !== '';
  }

  #csrf(): string {
    return this.#form.querySelector<HTMLInputElement>('input[name="_csrf"]')?.value ?? '';
  }

  #show(state: LiveState): void {
    showState(this.#form, state, this.#words[state] ?? '');
  }
}
