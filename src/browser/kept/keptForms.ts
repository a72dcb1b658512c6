import { findStorage } from './kept.ts';
import { sessionOf } from '../tab/tabToken.ts';

/**
 * What somebody types into a form is also kept by the browser, until a page of the same session shows that the session
 * lives. When it has ended, the next launch of the same person into the same course gets it back.
 */
interface KeptForm {
  /** The session in which it was typed. */
  readonly session: string;
  /** That session's last page was seen. */
  readonly hasEnded: boolean;
  /** When it was typed, in milliseconds. */
  readonly at: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const prefix = 'tirek:form:';
/** Another tab of the same course may be at work: what nobody touches for this long is nobody's work any more. */
const leftAloneMs = 3600_000;
const keptMs = 30 * 24 * 3600_000;

/** @returns the record of a key; null when there is none, or it cannot be read */
function readKept(text: string | null): KeptForm | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<KeptForm> | null;
    return typeof kept?.session === 'string' && typeof kept.at === 'number' && Array.isArray(kept.fields)
      ? (kept as KeptForm)
      : null;
  } catch {
    return null;
  }
}

/** On the last page of a session: what was typed in it is now to be given back. @returns whether there is anything */
export function markEnded(storage: Storage | null, session: string): boolean {
  if (storage === null) return false;
  let hasSome = false;
  for (const key of keysOf(storage, prefix)) {
    const kept = readKept(storage.getItem(key));
    if (kept?.session !== session) continue;
    storage.setItem(key, JSON.stringify({ ...kept, hasEnded: true }));
    hasSome = true;
  }
  return hasSome || keysOf(storage, 'tirek:grading:').length > 0;
}

/** Keeps what is typed into the forms of this page, and gives back what an ended session had. */
export function startKeptForms(now: () => number = Date.now): void {
  const owner = document.querySelector<HTMLMetaElement>('meta[name="tirek-owner"]')?.content;
  const session = sessionOf(location.pathname);
  const storage = findStorage();
  if (owner === undefined || session === null || storage === null) return;
  const mine = `${prefix}${owner}:`;
  for (const key of keysOf(storage, mine)) {
    const kept = readKept(storage.getItem(key));
    // A page of this session is here, so what was sent has arrived, and what was left was left on purpose.
    if (kept === null || kept.session === session || now() - kept.at > keptMs) storage.removeItem(key);
  }
  for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]')) {
    if (!isTyped(form)) continue;
    const key = mine + new URL(form.action).pathname.replace(/^\/l\/[0-9a-f]+/, '');
    const kept = readKept(storage.getItem(key));
    if (kept !== null && (kept.hasEnded || now() - kept.at > leftAloneMs)) {
      giveBack(form, kept, () => storage.removeItem(key));
    } else if (isTouched(form)) {
      // Somebody was faster than this script.
      keep(storage, key, { session, at: now(), form });
    }
    form.addEventListener('input', () => keep(storage, key, { session, at: now(), form }));
  }
}

function keep(
  storage: Storage,
  key: string,
  { session, at, form }: { session: string; at: number; form: HTMLFormElement },
): void {
  const kept: KeptForm = { session, hasEnded: false, at, fields: fieldsOf(form) };
  try {
    storage.setItem(key, JSON.stringify(kept));
  } catch {
    // The browser's room is full: the form itself still has it.
  }
}

/** Fills the form, and says so above it; nothing is said where the server has the same by now. */
function giveBack(form: HTMLFormElement, { fields }: KeptForm, forget: () => void): void {
  const before = JSON.stringify(fieldsOf(form));
  fill(form, fields);
  if (JSON.stringify(fieldsOf(form)) === before) {
    forget();
    return;
  }
  const template = document.querySelector<HTMLTemplateElement>('#kept-template');
  const note = template?.content.firstElementChild?.cloneNode(true);
  if (!(note instanceof HTMLElement)) return;
  note.querySelector('button')?.addEventListener('click', () => {
    fill(form, JSON.parse(before) as KeptForm['fields']);
    forget();
    note.remove();
    form.querySelector<HTMLElement>(typed)?.focus();
  });
  form.prepend(note);
}

const typed = 'textarea, select, input:not([type="hidden"], [type="file"], [type="submit"], [type="button"])';

/** The grading panel has a queue of its own. */
const isTyped = (form: HTMLFormElement): boolean =>
  form.querySelector(typed) !== null && form.dataset['panel'] === undefined;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const controlsOf = (form: HTMLFormElement): Control[] =>
  [...form.querySelectorAll<Control>(typed)].filter(({ name }) => name !== '');

/** Whether a text or a box is no longer as the page brought it. */
const isTouched = (form: HTMLFormElement): boolean =>
  controlsOf(form).some(control => {
    if (isBox(control)) return control.checked !== control.defaultChecked;
    return !(control instanceof HTMLSelectElement) && control.value !== control.defaultValue;
  });

function fieldsOf(form: HTMLFormElement): [string, string][] {
  return controlsOf(form).flatMap(control =>
    isBox(control) && !control.checked ? [] : [[control.name, control.value] as [string, string]],
  );
}

/** A name that stands several times takes its values in order. */
function fill(form: HTMLFormElement, fields: KeptForm['fields']): void {
  const left = new Map<string, string[]>();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of controlsOf(form)) {
    if (isBox(control)) control.checked = left.get(control.name)?.includes(control.value) ?? false;
    else control.value = left.get(control.name)?.shift() ?? control.value;
  }
}

const isBox = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');

function keysOf(storage: Storage, start: string): string[] {
  try {
    return Object.keys(storage).filter(key => key.startsWith(start));
  } catch {
    return [];
  }
}
