import { find } from './dom.ts';
import { type PanelForm } from './form.ts';
import { type Command, commandOf, type Place } from './keys.ts';
import { findStorage } from './keptWork.ts';

export interface KeyTargets {
  readonly form: PanelForm;
  readonly go: {
    readonly next: () => Promise<void>;
    readonly previous: () => Promise<void>;
    readonly nextToDo: () => Promise<void>;
  };
  readonly notify: (text: string | null) => void;
  readonly notComplete: string;
}

const settingName = 'tirek:single-keys';

/** Lets the whole panel be used from the keyboard. */
export function startKeys(targets: KeyTargets): void {
  const enabled = find<HTMLInputElement>('#keys-enabled');
  rememberChoice(enabled);
  document.addEventListener('keydown', event => {
    const command = commandOf(event, placeOf(event.target), enabled.checked);
    if (command === null || document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    run(command, targets);
  });
}

function placeOf(target: EventTarget | null): Place {
  if (target instanceof HTMLTextAreaElement) return 'comment';
  if (!(target instanceof HTMLInputElement) || target.closest('.criterion') === null) return 'other';
  return target.type === 'radio' ? 'level' : 'percent';
}

function run(command: Command, { form, go, notify, notComplete }: KeyTargets): void {
  const index = form.current();
  const criterion = form.criterion(index);
  switch (command.kind) {
    case 'digit':
      criterion?.type(command.digit);
      return;
    case 'band':
      form.pick(index, command.place);
      return;
    case 'next-criterion':
      // A mark that cannot be read keeps its grader here, in words at the field.
      if (criterion?.showFault() !== true) toNextCriterion(index, { form, go, notify, notComplete });
      return;
    case 'previous-criterion':
      form.criterion(Math.max(0, index - 1))?.focus();
      return;
    case 'next-student':
      void go.next();
      return;
    case 'previous-student':
      void go.previous();
      return;
    case 'next-to-do':
      void go.nextToDo();
      return;
    case 'comment':
      form.comment.focus();
      return;
    case 'leave-comment':
      criterion?.focus();
  }
}

/** After the last criterion comes the next student, unless something was skipped. */
function toNextCriterion(index: number, { form, go, notify, notComplete }: KeyTargets): void {
  const next = form.criterion(index + 1);
  if (next !== null) {
    next.focus();
    return;
  }
  const missing = form.firstMissing();
  if (missing === null) {
    void go.next();
    return;
  }
  notify(notComplete);
  form.criterion(missing)?.focus();
}

/** Kept by the browser, where it lets us; otherwise on for this page. */
function rememberChoice(enabled: HTMLInputElement): void {
  const storage = findStorage();
  try {
    enabled.checked = storage?.getItem(settingName) !== 'off';
  } catch {
    enabled.checked = true;
  }
  enabled.addEventListener('change', () => {
    try {
      storage?.setItem(settingName, enabled.checked ? 'on' : 'off');
    } catch {
      // The choice holds for this page.
    }
  });
}
