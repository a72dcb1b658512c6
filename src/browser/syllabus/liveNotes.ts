import { find, setText } from '../grading/dom.ts';

// What a form that saves by itself says: beside its button, and at its fields.

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
export type LiveState = 'saved' | 'saving' | 'unsaved' | 'conflict' | 'offline' | 'ended' | 'moved';

const looks: Record<LiveState, readonly [tone: string, icon: string]> = {
  saved: ['success', 'check'],
  saving: ['neutral', 'refresh'],
  unsaved: ['danger', 'error'],
  conflict: ['danger', 'warning'],
  offline: ['warning', 'offline'],
  ended: ['danger', 'lock'],
  moved: ['danger', 'error'],
};

export function showState(within: HTMLElement, state: LiveState, text: string): void {
  const status = find('.save-status', within);
  const [tone, icon] = looks[state];
  status.dataset['tone'] = tone;
  const use = status.querySelector('use');
  use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, `#${icon}`));
  setText(find('span', status), text);
}

/**
 * Puts another person's value beside the own one. The note has `data-unsaved` until somebody has chosen.
 * @param choose the note is gone
 */
export function askWhichValue(
  place: Element | null,
  theirs: string,
  choose: (whose: 'theirs' | 'mine') => void,
): void {
  const template = document.querySelector<HTMLTemplateElement>('#live-conflict');
  const note = template?.content.firstElementChild?.cloneNode(true);
  if (!(note instanceof HTMLElement)) return;
  note.dataset['unsaved'] = '';
  setText(find('[data-theirs]', note), theirs === '' ? '–' : theirs);
  note.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-take]') : null;
    if (button === null) return;
    note.remove();
    choose(button.dataset['take'] === 'theirs' ? 'theirs' : 'mine');
  });
  place?.append(note);
}

/** A value as the person reads it. */
export function shownText(field: Control, value: string): string {
  if (!(field instanceof HTMLSelectElement)) return value;
  return [...field.options].find(option => option.value === value)?.text ?? value;
}

export function showFault(field: Control, message: string): void {
  const template = document.querySelector<HTMLTemplateElement>('#live-fault');
  const note = template?.content.firstElementChild?.cloneNode(true);
  if (!(note instanceof HTMLElement)) return;
  note.id = `${field.id}-error`;
  note.dataset['unsaved'] = '';
  setText(find('span', note), message);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-errormessage', note.id);
  field.closest('.field')?.append(note);
}

export function clearNotes(field: Control): void {
  field.removeAttribute('aria-invalid');
  field.removeAttribute('aria-errormessage');
  for (const note of field.closest('.field')?.querySelectorAll('[data-unsaved], .field-error') ?? [])
    note.remove();
}
