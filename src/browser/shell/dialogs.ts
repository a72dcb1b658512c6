/**
 * Buttons with data-dialog="id" open that <dialog>; data-dialog-close and a click beside it close it. A button that
 * submits a form when there is no script asks first when there is one.
 */
export function startDialogs(): void {
  document.addEventListener('click', event => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>('[data-dialog]');
    const dialog = opener === null ? null : document.getElementById(opener.dataset['dialog'] ?? '');
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (event.target.closest('[data-dialog-close]') !== null || isBackdrop(event.target, event)) {
      event.target.closest('dialog')?.close();
    }
  });
}

/** A click on the dialog element itself, outside its box, is a click on its backdrop. */
function isBackdrop(target: Element, click: MouseEvent): boolean {
  if (!(target instanceof HTMLDialogElement)) return false;
  const box = target.getBoundingClientRect();
  const inside =
    click.clientX >= box.left &&
    click.clientX <= box.right &&
    click.clientY >= box.top &&
    click.clientY <= box.bottom;
  return !inside;
}
