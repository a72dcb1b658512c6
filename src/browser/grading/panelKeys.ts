import { find } from './dom.ts';
import { type Command, firstKeys, type KeyMap, keyNames, readKeyMap, withKey } from './keyMap.ts';
import { type PanelForm } from './form.ts';
import { commandOf, type Place } from './keys.ts';
import { findStorage } from '../kept/kept.ts';

export interface KeyTargets {
  readonly form: PanelForm;
  readonly go: {
    readonly next: () => Promise<void>;
    readonly previous: () => Promise<void>;
    readonly nextToDo: () => Promise<void>;
  };
  readonly openBank: () => void;
  readonly fold: () => void;
  readonly notify: (text: string | null) => void;
  readonly notComplete: string;
}

const settingName = 'tirek:single-keys';
const mapName = 'tirek:key-map';

/** Lets the whole panel be used from the keyboard. */
export function startKeys(targets: KeyTargets): void {
  const enabled = find<HTMLInputElement>('#keys-enabled');
  rememberChoice(enabled);
  const keys = startKeyChoices();
  document.addEventListener('keydown', event => {
    // Where a key is being chosen, it does nothing else.
    if (event.target instanceof HTMLElement && event.target.dataset['key'] !== undefined) return;
    const command = commandOf(event, placeOf(event.target), enabled.checked, keys());
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

function run(command: Command, targets: KeyTargets): void {
  const { form, go } = targets;
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
      if (criterion?.showFault() !== true) toNextCriterion(index, targets);
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
    case 'bank':
      targets.openBank();
      return;
    case 'fold':
      targets.fold();
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

/** The letters in the list of keys can be typed over; a browser that may keep something keeps them. */
function startKeyChoices(): () => KeyMap {
  const storage = findStorage();
  const fields = [...document.querySelectorAll<HTMLInputElement>('#keys [data-key]')];
  let map = firstKeys;
  const show = (next: KeyMap): void => {
    map = next;
    for (const field of fields) {
      const name = keyNames.find(one => one === field.dataset['key']);
      if (name !== undefined) field.value = map[name].slice(-1);
    }
    try {
      storage?.setItem(mapName, JSON.stringify(map));
    } catch {
      // The choice holds for this page.
    }
  };
  let kept: string | null = null;
  try {
    kept = storage?.getItem(mapName) ?? null;
  } catch {
    // As if nothing were kept.
  }
  show(readKeyMap(kept));
  for (const field of fields) {
    const name = keyNames.find(one => one === field.dataset['key']);
    field.addEventListener('keydown', event => {
      if (name === undefined || event.ctrlKey || event.altKey || event.metaKey || event.key === 'Tab') return;
      event.preventDefault();
      show(withKey(map, name, event.code));
      field.select();
    });
  }
  find('#keys-reset').addEventListener('click', () => show(firstKeys));
  return () => map;
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
