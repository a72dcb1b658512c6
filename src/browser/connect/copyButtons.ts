import { showToast } from '../shell/toasts.ts';

/**
 * A button with data-copy="id" copies that element's text and says so in its own words. Where the browser refuses (an
 * LMS's frame), the text is selected, so that one key copies it.
 */
export function startCopyButtons(): void {
  document.addEventListener('click', event => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>('[data-copy]');
    const source = button === null ? null : document.getElementById(button.dataset['copy'] ?? '');
    if (button !== null && source !== null) void copy(button, source);
  });
  for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) button.hidden = false;
}

async function copy(button: HTMLElement, source: HTMLElement): Promise<void> {
  select(source);
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    showToast(button.dataset['copied'] ?? '');
  } catch {
    // The text stays selected.
  }
}

function select(source: HTMLElement): void {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}
