import { find } from '../grading/dom.ts';
import { showToast } from '../shell/toasts.ts';
import { createUnsavedGuard } from '../shell/unsavedGuard.ts';
import { showFindings, type ShownFinding } from '../syllabus/liveFindings.ts';
import { askWhichValue, clearNotes, type LiveState, showFault, showState } from '../syllabus/liveNotes.ts';
import { postJson } from '../tab/askServer.ts';
import { Unit } from './unit.ts';

type UnitAnswer =
  | {
      readonly kind: 'saved';
      readonly rev: number;
      readonly findings: ShownFinding[];
      readonly counts: string;
      readonly hasErrors: boolean;
    }
  | { readonly kind: 'wrong'; readonly faults: Readonly<Record<string, string>> }
  | { readonly kind: 'conflict'; readonly theirs: Readonly<Record<string, string>> }
  | { readonly kind: 'moved' };

/** So long after the last key a text is saved: milliseconds. */
const typingMs = 900;
const againMs = 5000;

/** The parts of a draft, each a form of its own, save by themselves what is typed into them. */
export function startLiveMap(): void {
  const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-live][data-units]')];
  if (forms.length > 0) new LiveMap(forms).start();
}

class LiveMap {
  readonly #forms: readonly HTMLFormElement[];
  readonly #units = new Map<Element, Unit>();
  readonly #waiting = new Set<Unit>();
  readonly #timers = new Map<Unit, ReturnType<typeof setTimeout>>();
  readonly #guard = createUnsavedGuard();
  readonly #side = find('#live-findings');
  readonly #words: Readonly<Record<string, string>>;
  #running: Promise<void> | null = null;
  /** Whether this page has seen all that is saved. */
  #isAlone = true;

  constructor(forms: readonly HTMLFormElement[]) {
    this.#forms = forms;
    this.#words = JSON.parse(this.#side.dataset['words'] ?? '{}') as Record<string, string>;
    for (const form of forms)
      for (const element of form.querySelectorAll<HTMLElement>(form.dataset['units'] ?? ''))
        this.#units.set(element, new Unit(element, form));
  }

  start(): void {
    for (const form of this.#forms) {
      const status = form.querySelector<HTMLElement>('[data-live-status]');
      if (status !== null) status.hidden = false;
      form.addEventListener('input', event => this.#typed(event.target, typingMs));
      form.addEventListener('change', event => this.#typed(event.target, 0));
    }
    document.addEventListener('submit', event => this.#submitted(event));
    addEventListener('online', () => this.#pump());
  }

  #unitOf(target: EventTarget | null): Unit | undefined {
    for (let element = target as Element | null; element !== null; element = element.parentElement) {
      const unit = this.#units.get(element);
      if (unit !== undefined) return unit;
    }
    return undefined;
  }

  #typed(target: EventTarget | null, wait: number): void {
    const unit = this.#unitOf(target);
    if (unit === undefined) return;
    this.#guard.markDirty();
    clearTimeout(this.#timers.get(unit));
    const save = (): void => {
      this.#timers.delete(unit);
      this.#waiting.add(unit);
      this.#pump();
    };
    this.#timers.set(unit, setTimeout(save, wait));
  }

  /** One after the other: each is based on what the one before it left. */
  #pump(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  async #run(): Promise<void> {
    for (let [unit] = this.#waiting; unit !== undefined; [unit] = this.#waiting) {
      this.#waiting.delete(unit);
      // Until somebody has chosen between two values, neither is sent.
      if (unit.element.querySelector('.banner[data-unsaved]') !== null) continue;
      if (!unit.isChanged()) {
        unit.controls().forEach(clearNotes);
        this.#show(unit.form, 'saved');
      } else if (!(await this.#save(unit))) return;
    }
    if (this.#isClean()) this.#guard.markSaved();
  }

  #isClean(): boolean {
    const hasNotes = this.#forms.some(form => form.querySelector('[data-unsaved]') !== null);
    return !hasNotes && this.#timers.size === 0 && this.#waiting.size === 0;
  }

  /** @returns whether it makes sense to go on with the others */
  async #save(unit: Unit): Promise<boolean> {
    const typed = unit.values();
    this.#show(unit.form, 'saving');
    const csrf = unit.form.querySelector<HTMLInputElement>('input[name="_csrf"]')?.value ?? '';
    const address = unit.form.dataset['live'] ?? '';
    const answer = await postJson<UnitAnswer>(address, csrf, { before: unit.base, typed });
    if (answer.kind === 'answered' && answer.ok) {
      this.#take(unit, typed, answer.value);
      return answer.value.kind !== 'moved';
    }
    if (answer.kind === 'unreachable') {
      this.#waiting.add(unit);
      setTimeout(() => this.#pump(), againMs);
    }
    this.#show(
      unit.form,
      answer.kind === 'unreachable' ? 'offline' : answer.kind === 'ended' ? 'ended' : 'moved',
    );
    return false;
  }

  #take(unit: Unit, typed: Readonly<Record<string, string>>, answer: UnitAnswer): void {
    unit.controls().forEach(clearNotes);
    switch (answer.kind) {
      case 'saved':
        unit.base = typed;
        this.#saved(unit.form, answer);
        return;
      case 'wrong':
        for (const field of unit.controls()) {
          const message = answer.faults[field.name];
          if (message !== undefined) showFault(field, message);
        }
        this.#show(unit.form, 'unsaved');
        return;
      case 'conflict':
        this.#ask(unit, answer.theirs);
        return;
      case 'moved':
        this.#show(unit.form, 'moved');
    }
  }

  #saved(form: HTMLFormElement, { rev, findings, counts, hasErrors }: UnitAnswer & { kind: 'saved' }): void {
    const revs = [...document.querySelectorAll<HTMLInputElement>('main input[name="rev"]')];
    const before = Number(revs[0]?.value);
    // When others have written too, the page's other forms stay on the revision that this person has seen: the server refuses them.
    this.#isAlone &&= rev === before || rev === before + 1;
    if (this.#isAlone) for (const field of revs) field.value = String(rev);
    showFindings(findings, counts);
    const hide = (selector: string, hidden: boolean): void => {
      const element = document.querySelector<HTMLElement>(selector);
      if (element !== null) element.hidden = hidden;
    };
    hide('[data-blocked]', !hasErrors);
    hide('[data-submit]', hasErrors);
    hide('[data-stale]', false);
    this.#show(form, form.querySelector('[data-unsaved]') === null ? 'saved' : 'unsaved');
  }

  /** Fields that only the other person changed take that value; where both did, this person chooses. */
  #ask(unit: Unit, theirs: Readonly<Record<string, string>>): void {
    const { base } = unit;
    const mine = unit.values();
    unit.base = theirs;
    for (const name of Object.keys(theirs)) {
      const [was = '', now = '', other = ''] = [base[name], mine[name], theirs[name]];
      if (other === was || other === now) continue;
      if (now === was) {
        unit.put(name, other);
        continue;
      }
      askWhichValue(unit.placeOf(name), unit.textOf(name, other), whose => {
        if (whose === 'theirs') unit.put(name, other);
        unit.focus(name);
        this.#again(unit);
      });
    }
    const isOpen = unit.element.querySelector('[data-unsaved]') !== null;
    if (isOpen) this.#show(unit.form, 'conflict');
    else this.#again(unit);
  }

  #again(unit: Unit): void {
    this.#waiting.add(unit);
    this.#pump();
  }

  /** What is still to be saved goes first; whatever the form is for, it then finds the map as it stands here. */
  #submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.closest('main') === null || form.method !== 'post') return;
    const isLive = this.#forms.includes(form);
    if (!isLive && this.#isClean() && this.#running === null) return;
    event.preventDefault();
    const { submitter } = event;
    void this.#flush(isLive ? form : null).then(() => {
      if (!this.#isClean()) {
        document.querySelector('[data-unsaved]')?.scrollIntoView({ block: 'center' });
        return;
      }
      this.#guard.markSaved();
      if (isLive) showToast(this.#side.dataset['saved'] ?? '', 'success');
      else form.requestSubmit(submitter);
    });
  }

  /** @param form all of which is sent, also what was filled in without typing */
  async #flush(form: HTMLFormElement | null): Promise<void> {
    for (const [unit, timer] of this.#timers) {
      clearTimeout(timer);
      this.#waiting.add(unit);
    }
    this.#timers.clear();
    for (const unit of this.#units.values()) if (unit.form === form) this.#waiting.add(unit);
    await this.#running;
    this.#pump();
    await this.#running;
  }

  #show(form: HTMLFormElement, state: LiveState): void {
    const word = state === 'saved' && !this.#isAlone ? 'others' : state;
    if (form.querySelector('.save-status') !== null) showState(form, state, this.#words[word] ?? '');
  }
}
