import { showToast } from '../shell/toasts.ts';
import { tabHeaders } from '../tab/tabToken.ts';

/** A row that a finger, a pen or a mouse has taken. */
interface Drag {
  readonly grip: HTMLElement;
  readonly row: HTMLTableRowElement;
  readonly rows: readonly HTMLTableRowElement[];
  readonly pointerId: number;
  /** Where the pointer is in the window: the page scrolls on under one that rests near an edge. */
  y: number;
  /** Before which row it would fall; as many as there are rows: behind the last one. */
  gap: number;
}

const formOf = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>('form[data-rows]');

/** Near an edge of the window the page scrolls on, so far a frame: pixels. */
const edge = 64;
const step = 10;

/** Lets rows be dragged to their place, besides the buttons: what is sent is an edit like theirs, saved by the server. */
export function startRowDragging(): void {
  if (formOf() === null) return;
  let drag: Drag | null = null;
  showGrips();

  const end = (): void => {
    if (drag === null) return;
    mark(drag, null);
    delete drag.row.dataset['dragged'];
    drag = null;
  };
  const cancel = (): void => {
    if (drag === null) return;
    end();
    showToast(wordsOf(formOf()).cancelled ?? '', 'info');
  };

  const scrollOn = (): void => {
    if (drag === null) return;
    const by = drag.y < edge ? -step : drag.y > innerHeight - edge ? step : 0;
    if (by !== 0) {
      scrollBy({ top: by, behavior: 'instant' });
      mark(drag, gapAt(drag.rows, drag.y));
    }
    requestAnimationFrame(scrollOn);
  };

  document.addEventListener('pointerdown', event => {
    const grip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-grip]') : null;
    const row = grip?.closest('tr') ?? null;
    const body = row?.parentElement;
    if (grip === null || row === null || !(body instanceof HTMLTableSectionElement) || event.button !== 0)
      return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const rows = [...body.rows];
    drag = { grip, row, rows, pointerId: event.pointerId, y: event.clientY, gap: rows.indexOf(row) };
    row.dataset['dragged'] = '';
    // A finger has no Escape, and on a phone the words would lie over the place to drop at.
    if (event.pointerType === 'mouse') showToast(grip.dataset['start'] ?? '', 'info');
    requestAnimationFrame(scrollOn);
  });
  document.addEventListener('pointermove', event => {
    if (drag?.pointerId !== event.pointerId) return;
    drag.y = event.clientY;
    mark(drag, gapAt(drag.rows, drag.y));
  });
  document.addEventListener('pointerup', event => {
    if (drag?.pointerId !== event.pointerId) return;
    const from = drag.rows.indexOf(drag.row);
    const to = drag.gap > from ? drag.gap - 1 : drag.gap;
    if (to === from) {
      cancel();
      return;
    }
    end();
    void send(`place:${from}:${to}`);
  });
  document.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || drag === null) return;
    event.preventDefault();
    cancel();
  });
}

function showGrips(): void {
  for (const grip of document.querySelectorAll<HTMLElement>('[data-grip]')) grip.hidden = false;
}

function gapAt(rows: readonly HTMLTableRowElement[], y: number): number {
  const below = rows.findIndex(row => {
    const { top, height } = row.getBoundingClientRect();
    return y < top + height / 2;
  });
  return below === -1 ? rows.length : below;
}

function mark(drag: Drag, gap: number | null): void {
  for (const row of drag.rows) delete row.dataset['drop'];
  if (gap === null) return;
  drag.gap = gap;
  const at = drag.rows[gap];
  const last = drag.rows.at(-1);
  if (at !== undefined) at.dataset['drop'] = 'before';
  else if (last !== undefined) last.dataset['drop'] = 'after';
}

interface Words {
  readonly cancelled?: string;
  readonly offline?: string;
}

const wordsOf = (form: HTMLFormElement | null): Words => JSON.parse(form?.dataset['words'] ?? '{}') as Words;

/** The server answers with the whole page; its form takes the place of this one, so that nothing scrolls away. */
async function send(edit: string): Promise<void> {
  const form = formOf();
  if (form === null) return;
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values.append(name, value);
  values.set('edit', edit);
  try {
    const response = await fetch(form.action, { method: 'POST', headers: tabHeaders(), body: values });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const next = page.querySelector('form[data-rows]');
    if (next === null) throw new Error('another page');
    const note = next.querySelector('.banner');
    const isSaved = note instanceof HTMLElement && note.dataset['tone'] === 'success';
    form.replaceWith(document.importNode(next, true));
    showGrips();
    const text = note?.querySelector('p')?.textContent ?? '';
    if (text !== '') showToast(text, isSaved ? 'success' : 'warning');
  } catch {
    showToast(wordsOf(form).offline ?? '', 'danger');
  }
}
